"""The square picture that a telephone reads."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

__all__ = ["square"]


def square(text: str) -> SafeString:
    """A QR code of `text` as an SVG element."""
    import qrcode  # noqa: PLC0415 - a tenth of a second of every start, for a page that is seldom opened
    from qrcode.image.svg import SvgPathImage  # noqa: PLC0415 - as above

    picture = qrcode.make(text, image_factory=SvgPathImage, box_size=18, border=2)
    return mark_safe(str(picture.to_string(encoding="unicode")))  # noqa: S308 - squares only, drawn by us
