"""The rows of a table below a header: indicators, funds, tasks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jiheng.domain.grid import Cell, Grid
from jiheng.domain.scoring import Grade
from jiheng.forms import Block, Column
from jiheng.recognise.draft import Draft, Row
from jiheng.recognise.labels import Mark
from jiheng.recognise.values import parse_points

__all__ = ["OpenBlock", "header_of"]

_FEWEST = 3  # columns that make a header; two do where they are just the required ones
_REMARK = re.compile(r"(?:备?注|说明|填报?说明|填表说明)\s*\d*\s*[：:]")
_LEVELS = ("level1", "level2")
_TREE = frozenset({*_LEVELS, "name"})
_TARGET = "target"
_SIGNS = frozenset("≥≤=＝＞＜><")
_GRADE = "grade"
_GRADES = frozenset(Grade)

Strange = Callable[[Cell], None]


def header_of(marks: Sequence[Mark]) -> Block | None:
    """The block whose header a row of these marks is, if it is one."""
    found: dict[str, tuple[Block, set[str]]] = {}
    for mark in marks:
        for block, column in mark.columns:
            found.setdefault(block.name, (block, set()))[1].add(column.name)
    best, most = None, 1
    for block, names in found.values():
        enough = len(names) >= _FEWEST or names == block.required
        # Nothing but a header names three levels of indicators, even if its other words are strange.
        if enough and len(names) > most and (block.required <= names or names >= _TREE):
            best, most = block, len(names)
    return best


class OpenBlock:
    """A block whose header was read; its rows are taken by the columns' positions.

    Attributes:
        width: of the header row.
        halves: column → its first and last position; two of them where the columns are printed twice.
        growing: the row read last was a header, whose second row may follow.
    """

    def __init__(self, block: Block, row: Sequence[Cell], marks: Sequence[Mark]) -> None:
        """`marks`: of each cell of the header row."""
        self.block = block
        self.levels: list[tuple[Cell | None, Cell | None]] = []
        self.read_header(row, marks)

    def read_header(self, row: Sequence[Cell], marks: Sequence[Mark]) -> None:
        """A header, the first one or one repeated on a new page."""
        self.width = len(row)
        self.growing = True
        self._header = row
        self._marks = marks
        self._place(row, marks)

    @property
    def head(self) -> Cell:
        """The first cell of the header that heads a column."""
        return next(cell for cell, mark in zip(self._header, self._marks, strict=True) if self._column(mark))

    def _place(self, row: Sequence[Cell], marks: Sequence[Mark]) -> None:
        halves: list[dict[str, tuple[int, int]]] = [{}]
        cells: list[dict[str, Cell]] = [{}]
        for position, (cell, mark) in enumerate(zip(row, marks, strict=True)):
            column = self._column(mark)
            if column is None:
                continue
            name = column.name
            if name == "level2" and len(halves) == 1 and "level1" not in halves[0]:
                self._place_level1(halves[0], row, marks, position)
            if cells[-1].get(name) == cell:
                halves[-1][name] = (halves[-1][name][0], position)
                continue
            if name in halves[-1]:
                if self.block.beside is None or len(halves) == 2:
                    continue
                halves.append({})
                cells.append({})
            halves[-1][name] = (position, position)
            cells[-1][name] = cell
        self.halves = halves
        self.levels = self.levels if len(self.levels) == len(halves) else [(None, None)] * len(halves)

    def _place_level1(
        self, half: dict[str, tuple[int, int]], row: Sequence[Cell], marks: Sequence[Mark], before: int
    ) -> None:
        """The first level may stand below the word 绩效指标 alone."""
        if before and marks[before - 1].is_caption and any(column.name == "level1" for column in self.block.columns):
            half["level1"] = (row.index(row[before - 1]), before - 1)

    def _column(self, mark: Mark) -> Column | None:
        return next((column for block, column in mark.columns if block is self.block), None)

    def grow(self, row: Sequence[Cell], marks: Sequence[Mark]) -> bool:
        """Take `row` as the second row of the header, which splits some of its columns, if it is that."""
        if not self.growing:
            return False
        own = [position for position, cell in enumerate(row) if cell.text and cell not in self._header]
        heads = [position for position in own if self._column(marks[position])]
        # A row of contents may hold words of the header too: 人员保障, 有可能.
        if len({row[position] for position in heads}) < 2 or any(
            not marks[position].is_caption for position in own if position not in heads
        ):
            return False
        if len(row) > len(self._header):
            self._spread(row, marks)
        else:
            below = set(heads)
            names = {column.name for position in heads if (column := self._column(marks[position]))}
            for half in self.halves:
                for name, (first, last) in list(half.items()):
                    if name in names or below & set(range(first, last + 1)):
                        del half[name]
            self._place_parts(row, marks, below)
        self.growing = False
        return True

    def _place_parts(self, row: Sequence[Cell], marks: Sequence[Mark], positions: set[int]) -> None:
        for position in sorted(positions):
            column = self._column(marks[position])
            if column is None:
                continue
            half = self.halves[-1]
            first, _ = half.get(column.name, (position, position))
            if first == position or row[first] == row[position]:
                half[column.name] = (first, position)

    def _spread(self, row: Sequence[Cell], marks: Sequence[Mark]) -> None:
        """Where merged cells are written once: of the header's cells, each that was split gives way to those below."""
        joined: list[Mark] = []
        for number, parent in enumerate(self._marks):
            following = self._column(self._marks[number + 1]) if number + 1 < len(self._marks) else None
            parts = len(joined)
            while parts < len(row) and self._is_part(self._column(marks[parts]), self._column(parent), following):
                parts += 1
            joined += marks[len(joined) : parts] or [parent]
        joined = [*joined, *marks[len(joined) :]][: len(row)]
        self.width = len(row)
        self._place(row, joined)

    def _is_part(self, column: Column | None, parent: Column | None, following: Column | None) -> bool:
        """Whether a column stands below `parent`, a word over several columns where that is no column itself."""
        if column is None:
            return False
        if parent is not None:
            return _stem(column) == _stem(parent)
        return following is None or _stem(column) != _stem(following)

    def read(self, draft: Draft, grid: Grid, numbers: range, row: Sequence[Cell], strange: Strange) -> None:
        """A row that stands in the rows `numbers` of the grid; a cell from above them was read there."""
        self.growing = False
        if len(self.halves) == 1:
            self._read_one(draft, grid, numbers, row, strange)
            return
        halves = [self._cells(half, row) for half in self.halves]
        texts = [cell for cells in halves for cell in cells.values() if cell and cell.text]
        known: set[Cell | None] = set()
        if texts and not _is_remark(row, texts):
            for number, cells in enumerate(halves):
                known |= self._taken(number, cells, row)
                self._fill_levels(number, cells)
            self._add_halves(draft, grid, halves)
        _report(row, numbers, known, strange)

    def _read_one(self, draft: Draft, grid: Grid, numbers: range, row: Sequence[Cell], strange: Strange) -> None:
        cells = self._cells(self.halves[0], row)
        texts = [cell for cell in cells.values() if cell and cell.text]
        if not texts or ((row[0] is row[-1] or len(texts) == 1) and _is_remark(row, texts)):
            _report(row, numbers, set(), strange)
            return
        known = self._taken(0, cells, row)
        self._fill_levels(0, cells)
        draft.add_row(self.block.name, Row(grid, cells))
        if not known.issuperset(row):
            _report(row, numbers, known, strange)

    def _add_halves(self, draft: Draft, grid: Grid, halves: list[dict[str, Cell | None]]) -> None:
        left, right = halves
        right.setdefault("level1", left.get("level1"))
        for name, cells in ((self.block.beside or "", left), (self.block.name, right)):
            # One half may be blank, but for the levels that it shares with the other.
            if any(cell and cell.text for column, cell in cells.items() if column not in _LEVELS):
                draft.add_row(name, Row(grid, cells))

    def _taken(self, number: int, cells: dict[str, Cell | None], row: Sequence[Cell]) -> set[Cell | None]:
        """The cells of a row that were read: what is joined to a target is several of them."""
        taken = {*cells.values()}
        target = cells.get(_TARGET)
        if target is not None and target not in row:
            first, last = self.halves[number][_TARGET]
            taken.update(row[first : last + 1])
        return taken

    def _fill_levels(self, number: int, cells: dict[str, Cell | None]) -> None:
        """Levels are printed once for several rows; a new first level ends the second one above it."""
        above = self.levels[number]
        level1, level2 = cells.get("level1"), cells.get("level2")
        if "level1" in cells and not (level1 and level1.text):
            cells["level1"] = above[0]
            if "level2" in cells and not (level2 and level2.text):
                cells["level2"] = above[1]
        self.levels[number] = (cells.get("level1"), cells.get("level2"))

    def read_line(self, draft: Draft, line: Row, row: Sequence[Cell], strange: Strange) -> None:
        """A row that its first cell names; `line` holds that cell."""
        self.growing = False
        label = line.cells["line"]
        assert label is not None
        # What is merged down from the line above is said of that line.
        cells = {
            name: cell for name, cell in self._cells(self.halves[0], row).items() if cell and cell.row == label.row
        }
        draft.add_row(self.block.name, line._replace(cells={"line": label, **cells}))
        _report(row, range(label.row, label.row + 1), {label, *cells.values()}, strange)

    def read_total(self, draft: Draft, line: Row, row: Sequence[Cell], strange: Strange) -> None:
        """The row that sums up. Where merged cells are written once, its numbers come in the order of the fields."""
        self.growing = False
        label = line.cells["line"]
        assert label is not None
        fields = self.block.total_fields
        taken: set[Cell | None] = {label}
        names = list(fields.values())
        behind = list(dict.fromkeys(row[row.index(label) + row.count(label) :]))
        numbers = [cell for cell in behind if parse_points(cell.text.replace(",", "")) is not None]
        if len(numbers) == len(names):
            values: list[tuple[str, Cell | None]] = list(zip(names, numbers, strict=True))
        elif len(row) == self.width:
            cells = self._cells(self.halves[0], row)
            values = [(field, cells.get(column)) for column, field in fields.items()]
        else:
            values = list(zip(names[-1:] if len(behind) == 1 else names, behind, strict=False))
        values += [(_GRADE, cell) for cell in behind if cell.text in _GRADES and _GRADE in draft.form.fields]
        for field, cell in values:
            if cell is not None and cell not in taken and draft.text(field) in {None, cell.text}:
                if not draft.text(field):
                    draft.add(field, cell.text, line.grid, cell)
                taken.add(cell)
        _report(row, range(label.row, label.row + 1), taken, strange)

    def _cells(self, half: dict[str, tuple[int, int]], row: Sequence[Cell]) -> dict[str, Cell | None]:
        length = len(row)
        cells: dict[str, Cell | None] = {}
        for name, (first, last) in half.items():
            if last < length and row[first] is row[last]:
                cells[name] = row[first]
            elif first == last:
                cells[name] = None
            else:
                wide = row[first : last + 1]
                cells[name] = _joined(wide) if name == _TARGET else _widest(wide)
        return cells


def _report(row: Sequence[Cell], numbers: range, known: set[Cell | None], strange: Strange) -> None:
    for cell in dict.fromkeys(row):
        if cell.text and cell.row in numbers and cell not in known:
            strange(cell)


def _widest(cells: Sequence[Cell]) -> Cell | None:
    """Of the cells below a wide head, the first with a text that mostly stands below it."""
    filled = [cell for cell in dict.fromkeys(cells) if cell.text]
    if len(filled) > 1:
        filled.sort(key=lambda cell: -cells.count(cell))
    return filled[0] if filled else cells[0] if cells else None


def _joined(cells: Sequence[Cell]) -> Cell | None:
    """Below a head that spans them, sign, number and unit are one target: ≥, 90, %."""
    filled = [cell for cell in dict.fromkeys(cells) if cell.text]
    if len(filled) > 1 and (filled[0].text in _SIGNS or filled[0].text[-1].isdigit()):
        return filled[0]._replace(text="".join(cell.text for cell in filled))
    return _widest(cells)


def _stem(column: Column) -> str:
    return column.name.partition(".")[0]


def _is_remark(row: Sequence[Cell], texts: Sequence[Cell]) -> bool:
    if len(row) > 1 and len(set(row)) == 1:
        return True
    return len(set(texts)) == 1 and _REMARK.match(texts[0].text) is not None
