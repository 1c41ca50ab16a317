"""What was drawn → the page model, turned upright."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from jiheng.readers.ofd.drawing import Drawing, Faint
from jiheng.readers.ofd.geometry import Bounds
from jiheng.readers.ofd.resources import Ink
from jiheng.readers.ofd.text import Glyph
from jiheng.readers.pages import Char, Page, Ruling
from jiheng.readers.pages.turn import Turn

__all__ = ["Laid", "lay"]

_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_FARTHEST = 1e5  # points


class Laid(NamedTuple):
    """A page, and what of its text is not among its characters.

    Attributes:
        unknown: how many of the characters have no known meaning.
        hidden: texts that nobody sees.
        slanted: texts that lie across the page, such as watermarks.
        turn: how the page was turned, for placing its pictures.
    """

    page: Page
    unknown: int
    hidden: list[str]
    slanted: list[str]
    turn: Turn


def lay(number: int, size: tuple[float, float], drawing: Drawing) -> Laid:
    """`size`: width and height of the page as it lies in the file, in points."""
    hidden = [text for text in drawing.cut if text.strip()]
    seen = drawing.glyphs[:]
    for faint in drawing.faint:
        if _has_ground(faint, drawing):
            seen += faint.glyphs
        elif text := _text(faint.glyphs):
            hidden.append(text)
    seen = [glyph for glyph in seen if _is_somewhere(glyph)]
    upright = [glyph for glyph in seen if glyph.turn is not None]
    slanted = _text([glyph for glyph in seen if glyph.turn is None])
    main = Counter(glyph.turn for glyph in upright).most_common(1)[0][0] if upright else 0
    turn = Turn(main or 0, 0.0, -size[1], size[0], 0.0)
    page = Page(number, turn.width, turn.height)
    page.chars = [
        Char(text, *turn.box(x0, y0, x1, y1), ((own or 0) - turn.quarters) % 4) for text, x0, y0, x1, y1, own in upright
    ]
    for bounds in drawing.lines:
        x0, y0, x1, y1 = turn.box(*bounds)
        if y1 - y0 < x1 - x0:
            page.horizontals.append(Ruling((y0 + y1) / 2, x0, x1))
        else:
            page.verticals.append(Ruling((x0 + x1) / 2, y0, y1))
    page.image_share = _share(drawing, size)
    unknown = len(_UNKNOWN.findall("".join(char.text for char in page.chars)))
    return Laid(page, unknown, hidden, [slanted] if slanted else [], turn)


def _has_ground(faint: Faint, drawing: Drawing) -> bool:
    """Whether faint text stands on a picture – it is what was recognised of a scan – or white text on a colour."""
    grounds = [picture.bounds for picture in drawing.pictures]
    if faint.ink is Ink.WHITE:
        grounds += drawing.grounds
    return any(_holds(ground, faint.glyphs[0]) and _holds(ground, faint.glyphs[-1]) for ground in grounds)


def _holds(ground: Bounds, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return ground[0] <= x <= ground[2] and ground[1] <= y <= ground[3]


def _is_somewhere(glyph: Glyph) -> bool:
    return -_FARTHEST < glyph.x0 <= glyph.x1 < _FARTHEST and -_FARTHEST < glyph.y0 <= glyph.y1 < _FARTHEST


def _share(drawing: Drawing, size: tuple[float, float]) -> float:
    """How much of the page pictures cover."""
    width, height = size
    covered = 0.0
    for left, bottom, right, top in (picture.bounds for picture in drawing.pictures):
        across, up = min(right, width) - max(left, 0.0), min(top, 0.0) - max(bottom, -height)
        covered += max(across, 0.0) * max(up, 0.0)
    return min(covered / (width * height), 1.0) if width * height else 0.0


def _text(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs).strip()
