"""A picture of a page → the page model: characters and rulings at their places, and how sure each line was read."""

from __future__ import annotations

from statistics import mean
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from jiheng.readers.pages import Char, Page, Ruling, find_lattices
from jiheng.readers.pages.model import Seen
from jiheng.readers.scan.cleaning import Cleaned, clean, ink_of, levelled, skew
from jiheng.readers.scan.lines import Box, letter_size, lines_in
from jiheng.readers.scan.models import Glyph, Recogniser
from jiheng.readers.scan.spacing import is_ideograph, letter_width, with_widths
from jiheng.readers.scan.strokes import Stroke, find_strokes

__all__ = ["read_picture"]

Image = NDArray[np.uint8]

_LETTER = 10.5  # points: of a picture whose size on paper nobody knows, the letters have that size
_SAMPLE = 12  # lines that tell whether a page stands upright
_UPRIGHT = 0.99, 25  # so sure are they, and so many different letters: of no page on its side or its head
_TOLD = 0.8  # as surely a letter is read that says something
_LEAST = 3  # letters: fewer say little, however sure they are
_MARGIN = 0.10  # of a line's height, above and below its ink
_SPACED = 1.26  # widths of a Chinese character: two whose middles lie so far apart have a space between them
_MOST_DEBRIS = 3
_DEBRIS_SURE = 0.65
_BELOW_STAMP = 0.85  # nothing below a stamp is read more surely: a stroke of it may pass for one of a letter
_DIRT = frozenset("_.·,'`´~^\"")  # what the eye takes scratches for; none of them is a text of its own
_TURNS = (None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180)


class _Prepared(NamedTuple):
    """A page standing in one of four ways: its lines of text, some of them read."""

    grey: Image
    across: list[Stroke]
    down: list[Stroke]
    boxes: list[Box]
    letter: float
    read: dict[int, list[Glyph]]
    stamps: Image

    @property
    def sureness(self) -> tuple[float, int]:
        """Of the lines that were read, weighted by what they hold; and how many different letters they say.

        On its side or its head a page gives letters as well, a few of them surely: 0, 1, 一 and 工 are what they are.
        """
        glyphs = [glyph for line in self.read.values() for glyph in line]
        told = {glyph.text for glyph in glyphs if glyph.text.isalpha() and glyph.confidence >= _TOLD}
        sure = mean(glyph.confidence for glyph in glyphs) if glyphs else 0.0
        return round(sure * min(len(told) / _LEAST, 1), 2), len(told)


def read_picture(picture: Image, number: int, width: float | None, recogniser: Recogniser) -> Page:
    """The page that `picture` shows.

    Args:
        picture: three channels (blue, green, red).
        number: of the page, from 1.
        width: of the page in points as the picture stands; None where nobody knows.
        recogniser: reads the lines.
    """
    page = _upright(clean(picture), recogniser)
    scale = _LETTER / max(page.letter, 1.0) if width is None else width / picture.shape[1]
    rest = [n for n in range(len(page.boxes)) if n not in page.read]
    found = recogniser.read([_cut(page.grey, page.boxes[n]) for n in rest])
    glyphs = page.read | dict(zip(rest, found, strict=True))
    result = _blank_page(page, number, scale)
    for n, box in enumerate(page.boxes):
        stamped = bool(page.stamps[box.top : box.bottom, box.left : box.right].any())
        if not (stamped and _is_debris(glyphs[n])):
            _place(result, box, glyphs[n], scale, _BELOW_STAMP if stamped else 1.0)
    return result


def _upright(cleaned: Cleaned, recogniser: Recogniser) -> _Prepared:
    """The page as it is to be read; the other three ways are tried only where the first one gives no sense."""
    best: _Prepared | None = None
    for turn in _TURNS:
        page = _prepared(cleaned.turned(turn))
        if turn is None and len(page.boxes) == 0:
            return page
        sample = _sample(page)
        read = recogniser.read([_cut(page.grey, page.boxes[n]) for n in sample])
        page = page._replace(read=dict(zip(sample, read, strict=True)))
        if best is None or page.sureness > best.sureness:
            best = page
        if turn is None and all(known >= least for known, least in zip(page.sureness, _UPRIGHT, strict=True)):
            break
    assert best is not None
    return best


def _sample(page: _Prepared) -> list[int]:
    """Lines of middling length, which are quickly read and tell most."""
    wide = sorted(range(len(page.boxes)), key=lambda n: page.boxes[n].right - page.boxes[n].left)
    long = [n for n in wide if 3 <= (page.boxes[n].right - page.boxes[n].left) / max(page.letter, 1) <= 14]
    chosen = long or wide
    step = max(len(chosen) // _SAMPLE, 1)
    return chosen[::step][:_SAMPLE]


def _prepared(cleaned: Cleaned) -> _Prepared:
    angle = skew(ink_of(cleaned.letters))
    grey = levelled(cleaned.letters, angle).copy()  # it may have to be turned another way, without its rulings
    stamps = levelled(cleaned.stamps, angle, 0)
    across, down = find_strokes(ink_of(levelled(cleaned.drawing, angle)), stamps)
    ink = ink_of(grey)
    _erase(ink, grey, across, down)
    letter = letter_size(ink)
    page = _Prepared(grey, across, down, [], letter, {}, stamps)
    return page._replace(boxes=_boxes(page, ink)) if letter else page


def _erase(ink: Image, grey: Image, across: list[Stroke], down: list[Stroke]) -> None:
    """Rulings are no part of letters."""
    for stroke in across:
        _wipe(ink, grey, (slice(*_band(stroke)), slice(stroke.start, stroke.end)))
    for stroke in down:
        _wipe(ink, grey, (slice(stroke.start, stroke.end), slice(*_band(stroke))))


def _band(stroke: Stroke) -> tuple[int, int]:
    reach = stroke.thick / 2 + 1.5
    return max(round(stroke.at - reach), 0), round(stroke.at + reach) + 1


def _wipe(ink: Image, grey: Image, where: tuple[slice, slice]) -> None:
    ink[where] = 0
    grey[where] = 255


def _boxes(page: _Prepared, ink: Image) -> list[Box]:
    """The lines in each cell, then those around the tables."""
    boxes: list[Box] = []
    around = ink.copy()
    # In units of a letter's size the lattice builder's tolerances fit pictures of any resolution.
    scale = _LETTER / page.letter
    for lattice in find_lattices(_blank_page(page, 1, scale)):
        for region in lattice.regions:
            left, top, right, bottom = (round(edge / scale) for edge in lattice.bounds(region))
            boxes += lines_in(ink, Box(max(left, 0), max(top, 0), right, bottom), page.letter)
        left, top, right, bottom = (round(edge / scale) for edge in lattice.box)
        around[max(top, 0) : bottom, max(left, 0) : right] = 0
    height, width = ink.shape
    boxes += lines_in(around, Box(0, 0, width, height), page.letter)
    return boxes


def _blank_page(page: _Prepared, number: int, scale: float) -> Page:
    height, width = page.grey.shape
    result = Page(number, width * scale, height * scale)
    for strokes, rulings in ((page.across, result.horizontals), (page.down, result.verticals)):
        rulings.extend(Ruling(s.at * scale, s.start * scale, s.end * scale) for s in strokes)
    return result


def _is_debris(glyphs: list[Glyph]) -> bool:
    """What is left of a stamp: a sign or two that make no sense."""
    return len(glyphs) <= _MOST_DEBRIS and min((glyph.confidence for glyph in glyphs), default=0.0) <= _DEBRIS_SURE


def _cut(grey: Image, box: Box) -> Image:
    margin = max(round(_MARGIN * (box.bottom - box.top)), 2)
    height, width = grey.shape
    return grey[
        max(box.top - margin, 0) : min(box.bottom + margin, height),
        max(box.left - margin, 0) : min(box.right + margin, width),
    ]


def _place(page: Page, box: Box, glyphs: list[Glyph], scale: float, most: float) -> None:
    """The characters of a line between the ends of its ink, side by side but where a space was typed.

    `most`: how surely it can have been read at most.
    """
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen or all(glyph.text in _DIRT for glyph in seen):
        return
    size = letter_width(box, seen) * scale
    left, top, right, bottom = (edge * scale for edge in box)
    middle = (top + bottom) / 2
    y0, y1 = min(top, middle - size / 2), max(bottom, middle + size / 2)
    centres = [left + glyph.at * (right - left) for glyph in seen]
    start = left
    for n, glyph in enumerate(with_widths(box, seen)):
        if n + 1 == len(seen):
            end = following = right
        else:
            end = following = (centres[n] + centres[n + 1]) / 2
            if (
                is_ideograph(glyph.text)
                and is_ideograph(seen[n + 1].text)
                and centres[n + 1] - centres[n] > _SPACED * size
            ):
                end, following = centres[n] + size / 2, centres[n + 1] - size / 2
        page.chars.append(Char(glyph.text, start, y0, max(end, start), y1))
        start = following
    page.seen.append(Seen(left, top, right, bottom, round(min(most, *(glyph.confidence for glyph in seen)), 3)))
