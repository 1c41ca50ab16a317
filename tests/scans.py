"""Pictures of pages: what our own writer prints, and what scanners and stamps do to it."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pypdfium2

__all__ = ["encoded", "in_pdf", "picture", "stamped", "tilted"]


def picture(pdf, number=0, dpi=150):
    """A page of a printed PDF."""
    document = pypdfium2.PdfDocument(pdf)
    return np.ascontiguousarray(document[number].render(scale=dpi / 72).to_numpy()[:, :, :3])


def tilted(page, degrees):
    """Turned to the right, as it lay on the glass."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def stamped(page, centre, radius):
    """A red seal pressed over what is printed."""
    ink = np.full_like(page, 255)
    cv2.circle(ink, centre, radius, (70, 60, 215), 6, cv2.LINE_AA)
    for angle in np.arange(5) * 0.4 * np.pi:
        end = (round(centre[0] + radius * 0.4 * np.cos(angle)), round(centre[1] + radius * 0.4 * np.sin(angle)))
        cv2.line(ink, centre, end, (70, 60, 215), 8, cv2.LINE_AA)
    return cv2.multiply(page, ink, scale=1 / 255)


def encoded(page, suffix=".png"):
    """The bytes of an image file."""
    return cv2.imencode(suffix, page)[1].tobytes()


def in_pdf(*pages, dpi=150):
    """A PDF whose pages are pictures."""
    document = pypdfium2.PdfDocument.new()
    for page in pages:
        height, width = (side * 72 / dpi for side in page.shape[:2])
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(encoded(page, ".jpg")))
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        made = document.new_page(width, height)
        made.insert_obj(image)
        made.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
