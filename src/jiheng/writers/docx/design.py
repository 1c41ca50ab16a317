"""The look of a published document: paper, fonts, sizes. Lengths are in points.

Lines have exact heights, so that it can be known beforehand on which page everything stands.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from jiheng.writers.row_heights import CellStyle

__all__ = [
    "CELL_ABOVE",
    "CELL_BESIDE",
    "FONTS",
    "LANDSCAPE",
    "PORTRAIT",
    "STYLES",
    "TABLE_HEADING",
    "Font",
    "PageSize",
    "TextStyle",
    "cell_measures",
    "cell_style",
    "column_widths",
]

_MILLIMETRE = 72 / 25.4


class PageSize(NamedTuple):
    """A page; the margins are those of its text."""

    width: float
    height: float
    top: float
    bottom: float
    side: float

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - 2 * self.side

    @property
    def text_height(self) -> float:
        """Between the margins."""
        return self.height - self.top - self.bottom

    @property
    def is_landscape(self) -> bool:
        """Whether it lies across."""
        return self.width > self.height


PORTRAIT = PageSize(*(length * _MILLIMETRE for length in (210, 297, 30, 25, 25)))
LANDSCAPE = PageSize(*(length * _MILLIMETRE for length in (297, 210, 25, 20, 20)))


class Font(NamedTuple):
    """A font by its Chinese name; `other` is the same one's English name, `classification` its Panose number."""

    name: str
    other: str
    family: str
    classification: str


SONG = Font("宋体", "SimSun", "auto", "02010600030101010101")
HEI = Font("黑体", "SimHei", "modern", "02010609060101010101")
FANGSONG = Font("仿宋", "FangSong", "modern", "02010609060101010101")
TITLE = Font("方正小标宋简体", "FZXiaoBiaoSong-B05S", "script", "02010600030101010101")
FONTS = (SONG, HEI, FANGSONG, TITLE)


class TextStyle(NamedTuple):
    """A paragraph style.

    Attributes:
        key: its id in the file; name: what Word calls it.
        pitch: from line to line; above, below: the room around the paragraph.
        indent: of the left side; first: further that of the first line.
        outline: the level of a heading, from 0.
        align: as Word has it (``center``, ``both``, ``left``).
        tab: a stop for the page numbers of the contents, at the right.
    """

    key: str
    name: str
    font: Font
    size: float
    pitch: float
    align: str = "left"
    above: float = 0
    below: float = 0
    indent: float = 0
    first: float = 0
    outline: int | None = None
    tab: float = 0
    is_bold: bool = False


_STYLES = (
    # The plain paragraph is that of a cell: nearly all are in cells, and need not name a style then.
    TextStyle("Normal", "Normal", SONG, 10.5, 15),
    TextStyle("SmallCell", "Small Cell", SONG, 9, 12.5),
    TextStyle("Title", "Title", TITLE, 26, 44, "center"),
    TextStyle("Subtitle", "Subtitle", FANGSONG, 22, 40, "center", below=24),
    TextStyle("BodyText", "Body Text", FANGSONG, 16, 28, "both", first=32),
    TextStyle("Heading1", "heading 1", HEI, 22, 36, "center", below=20, outline=0),
    TextStyle("Heading2", "heading 2", HEI, 16, 28, first=32, outline=1),
    TextStyle("Heading3", "heading 3", FANGSONG, 16, 28, first=32, outline=2, is_bold=True),
    TextStyle("TOCHeading", "TOC Heading", HEI, 22, 36, "center", below=20),
    TextStyle("TOC1", "toc 1", HEI, 14, 26, tab=PORTRAIT.text_width),
    TextStyle("TOC2", "toc 2", FANGSONG, 14, 26, indent=28, tab=PORTRAIT.text_width),
    TextStyle("TOC3", "toc 3", FANGSONG, 14, 26, indent=56, tab=PORTRAIT.text_width),
    TextStyle("Footer", "footer", SONG, 14, 20, "center"),
)
STYLES = {style.key: style for style in _STYLES}

TABLE_HEADING = STYLES["Heading2"]._replace(pitch=26, align="center", below=8, first=0)
"""The heading of a table is of the same style as other headings of its level, and set differently."""

CELL_BESIDE = 4.0
"""Left and right of the text in a cell, on each side."""

CELL_ABOVE = 1.5
"""Above and below it, on each side."""

_SAFETY = 1.5  # borders, and what programs add to the text
_MANY_COLUMNS = 8


def cell_style(columns: int) -> str:
    """The style of the cells of a table with so many columns."""
    return "Normal" if columns <= _MANY_COLUMNS else "SmallCell"


def cell_measures(style: str) -> CellStyle:
    """The measures of the style of that id in a cell."""
    return CellStyle(STYLES[style].size, STYLES[style].pitch, 2 * CELL_BESIDE + 0.5, 2 * CELL_ABOVE + _SAFETY)


def column_widths(shares: tuple[int, ...], page: PageSize) -> tuple[float, ...]:
    """The columns of a table on `page`, in whole twips that add up to the width of its text."""
    whole = round(page.text_width * 20)
    edges = [round(whole * sum(shares[:column]) / sum(shares)) for column in range(len(shares) + 1)]
    return tuple((right - left) / 20 for left, right in pairwise(edges))
