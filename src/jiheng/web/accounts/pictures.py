"""The square picture that a telephone reads."""

from __future__ import annotations

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage

__all__ = ["square"]


def square(text: str) -> SafeString:
    """A QR code of `text` as an SVG element."""
    picture = qrcode.make(text, image_factory=SvgPathImage, box_size=18, border=2)
    return mark_safe(str(picture.to_string(encoding="unicode")))  # noqa: S308 - squares only, drawn by us
