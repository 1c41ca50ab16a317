"""A page of a PDF → the page model, turned upright."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # it comes without types

from jiheng.readers.pages import Char, Page, Ruling
from jiheng.readers.pages.turn import Turn
from jiheng.readers.pdf.characters import Characters, read_characters
from jiheng.readers.pdf.drawing import Drawing, read_drawing

__all__ = ["read_page"]

_FARTHEST = 1e5  # points: no page is larger
_new = tuple.__new__  # of thousands of characters, each in half the time that `Char(…)` takes


def read_page(document: pypdfium2.PdfDocument, index: int) -> tuple[Page, int]:
    """The page, and how many of its characters have no known meaning.

    Raises:
        PdfiumError: the page is damaged.
    """
    page = document[index]
    try:
        left, bottom, right, top = (max(-_FARTHEST, min(_FARTHEST, edge)) for edge in page.get_bbox())
        drawing = read_drawing(page.raw)
        text = page.get_textpage()
        try:
            characters = read_characters(text.raw, drawing.turns, page.get_rotation() // 90)
        finally:
            text.close()
    finally:
        page.close()
    return _upright(
        index + 1, Turn(characters.quarters, left, bottom, right, top), characters, drawing
    ), characters.unknown


def _upright(number: int, turn: Turn, characters: Characters, drawing: Drawing) -> Page:
    result = Page(number, turn.width, turn.height)
    main = turn.quarters
    to_page = turn.box
    if main:
        result.chars = [
            Char(text, *to_page(x0, y0, x1, y1), (angle - main) % 4)
            for text, x0, y0, x1, y1, angle, _ in characters.found
        ]
    else:
        left, top = turn.left, turn.top
        result.chars = [
            _new(Char, (text, x0 - left, top - y1, x1 - left, top - y0, angle))
            for text, x0, y0, x1, y1, angle, _ in characters.found
        ]
    for bounds in drawing.lines:
        x0, y0, x1, y1 = to_page(*bounds)
        if y1 - y0 < x1 - x0:
            result.horizontals.append(Ruling((y0 + y1) / 2, x0, x1))
        else:
            result.verticals.append(Ruling((x0 + x1) / 2, y0, y1))
    whole = turn.width * turn.height
    result.image_share = min(drawing.image_area / whole, 1.0) if whole else 0.0
    return result
