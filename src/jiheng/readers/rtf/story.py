"""Paragraphs gathered into tables, rows and cells, as deep as they are nested."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from jiheng.errors import UnreadableSourceError
from jiheng.readers.doc.rows import Shape
from jiheng.readers.limits import Limits

__all__ = ["Flow", "Item", "ParagraphStyle", "Row", "RowDefinition", "Table", "TextParagraph"]

_MOST_CELLS = 1000


class ParagraphStyle(NamedTuple):
    """What control words say of a paragraph.

    Attributes:
        style: number of its style.
        depth: tables that it stands in.
        outline: heading level from 0; None where the style decides.
        list_number: of its list, 0 for none; None where the style decides.
        level: in that list, from 0.
    """

    style: int = 0
    depth: int = 0
    outline: int | None = None
    list_number: int | None = None
    level: int = 0


@dataclass(slots=True)
class TextParagraph:
    """A paragraph with the number that its writer put before it, and the text boxes anchored in it."""

    text: str
    style: ParagraphStyle
    label: str = ""
    is_contents: bool = False
    boxes: list[list[Item]] = field(default_factory=list)


@dataclass(slots=True)
class RowDefinition:
    """Where the cells of a row end, in twentieths of a point, and which of them are merged."""

    left: int = 0
    ends: list[int] = field(default_factory=list)
    across: list[bool] = field(default_factory=list)
    down: list[bool] = field(default_factory=list)
    is_across: bool = False  # of the cell that is being defined
    is_down: bool = False
    shapes: dict[int, Shape] = field(default_factory=dict)

    def end_cell(self, end: int) -> None:
        """The cell that is being defined ends there."""
        if len(self.ends) >= _MOST_CELLS:
            return
        self.ends.append(end)
        self.across.append(self.is_across)
        self.down.append(self.is_down)
        self.is_across = self.is_down = False

    def shape(self, cells: int) -> Shape:
        """The shape of a row of so many cells."""
        if cells not in self.shapes:
            ends = self.ends[:cells]
            edges = [min(self.left, ends[0] - 1), *ends] if ends else []
            shape = self.shapes[cells] = Shape(edges, self.across[:cells], self.down[:cells])
            shape.fit(cells)
        return self.shapes[cells]


class Row(NamedTuple):
    """Cells with what they hold."""

    cells: list[list[Item]]
    shape: Shape


@dataclass(slots=True)
class Table:
    """Finished rows, and the row and the cell that are being filled."""

    rows: list[Row] = field(default_factory=list)
    cells: list[list[Item]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def end_cell(self) -> None:
        """What came since the last cell is one."""
        self.cells.append(self.items)
        self.items = []

    def end_row(self, definition: RowDefinition) -> None:
        """The cells since the last row are one; blank ones that the row does not define are none."""
        while definition.ends and len(self.cells) > len(definition.ends) and _is_blank(self.cells[-1]):
            self.cells.pop()
        if self.cells:
            self.rows.append(Row(self.cells, definition.shape(len(self.cells))))
        self.cells, self.items = [], []

    def close(self) -> None:
        """Keep what stands in a row without an end."""
        if self.items:
            self.end_cell()
        self.end_row(RowDefinition())


Item = TextParagraph | Table


def _is_blank(items: list[Item]) -> bool:
    return all(isinstance(item, TextParagraph) and not (item.text.strip() or item.boxes) for item in items)


class Flow:
    """A run of paragraphs and tables: the main text, or a text box."""

    def __init__(self, limits: Limits) -> None:
        """Nothing in it yet."""
        self.items: list[Item] = []
        self.row = RowDefinition()
        self.inner_row = RowDefinition()
        self._limits = limits
        self._opened: list[Table] = []
        self._parts: list[str] = []
        self._label = ""
        self._boxes: list[list[Item]] = []
        self._is_contents = False
        self._count = 0

    @property
    def has_text(self) -> bool:
        """Whether a paragraph has begun."""
        return bool(self._parts or self._boxes)

    def add(self, text: str, *, in_contents: bool = False) -> None:
        """Text of the paragraph that is being read."""
        self._parts.append(text)
        self._is_contents = self._is_contents or in_contents

    def add_label(self, text: str) -> None:
        """The number that the writer put before the paragraph."""
        self._label += text

    def add_box(self, items: list[Item]) -> None:
        """A text box anchored in the paragraph that is being read."""
        self._boxes.append(items)

    def end_paragraph(self, style: ParagraphStyle) -> None:
        """The paragraph that is being read ends.

        Raises:
            UnreadableSourceError: there are more, or they are nested deeper, than the limits allow.
        """
        self._count += 1
        if self._count > self._limits.cells:
            raise UnreadableSourceError("too-many-paragraphs", limit=self._limits.cells)
        self._open(style.depth)
        paragraph = TextParagraph("".join(self._parts), style, self._label, self._is_contents, self._boxes)
        (self._opened[-1].items if self._opened else self.items).append(paragraph)
        self._parts, self._label, self._boxes, self._is_contents = [], "", [], False

    def end_cell(self, style: ParagraphStyle) -> None:
        """A cell of the table at the paragraph's depth ends, and with it the paragraph."""
        self.end_paragraph(style)
        self._opened[-1].end_cell()

    def end_row(self, depth: int) -> None:
        """A row of the table at `depth` ends."""
        self._open(depth)
        self._opened[-1].end_row(self.row if depth == 1 else self.inner_row)

    def close(self) -> list[Item]:
        """All that was read."""
        while self._opened:
            self._opened.pop().close()
        return self.items

    def _open(self, depth: int) -> None:
        if depth > self._limits.nesting:
            raise UnreadableSourceError("too-deep", limit=self._limits.nesting)
        while len(self._opened) > depth:
            self._opened.pop().close()
        while len(self._opened) < depth:
            table = Table()
            (self._opened[-1].items if self._opened else self.items).append(table)
            self._opened.append(table)
