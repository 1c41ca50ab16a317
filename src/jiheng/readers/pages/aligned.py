"""Tables without ruling lines, by alignment: lines whose pieces stand in the same columns.

Only what is plainly a table is taken for one: at least three lines in three columns, or four lines in two, with gaps
that run through all of them. Where lines are drawn between the rows, these tell the rows apart; else a line that fills
most columns begins a row, and a line that fills few goes on with the row above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from jiheng.readers.pages.lines import Line
from jiheng.readers.pages.model import Page
from jiheng.readers.pages.table import Box, Table
from jiheng.readers.pages.wrapping import Frame

__all__ = ["take_aligned"]

_GUTTER = 0.8  # of a character: what stays free between two columns
_APART = 2.2  # of a character: lines farther apart than so many belong to different things
_RULED_APART = 6.0  # the same where a line is drawn between them
_MIN_DRAWN = 2  # lines between rows, for these to tell the rows apart
_MIN_LINES = {2: 4, 3: 3}

_Piece = tuple[str, float, float]


def take_aligned(lines: list[Line], page: Page, ruled: Sequence[tuple[float, float]]) -> tuple[list[Line], list[Table]]:
    """The lines that belong to no such table, and the tables."""
    if sum(1 for line in lines if line.pieces) < 3:
        return lines, []
    rest: list[Line] = []
    tables: list[Table] = []
    for block in _blocks(lines, page, ruled):
        table = _table(block, page) if len(block) >= 3 else None
        if table is None:
            rest.extend(block)
        else:
            tables.append(table)
    return rest, tables


def _blocks(lines: list[Line], page: Page, ruled: Sequence[tuple[float, float]]) -> list[list[Line]]:
    """Neighbouring lines that could be of one table: from one with several pieces to the last such one."""
    blocks: list[list[Line]] = []
    run: list[Line] = []
    for line in lines:
        if run and not _near(run[-1], line, page, ruled):
            blocks.extend(_trim(run))
            run = []
        run.append(line)
    blocks.extend(_trim(run))
    return blocks


def _near(before: Line, line: Line, page: Page, ruled: Sequence[tuple[float, float]]) -> bool:
    gap = line.y0 - before.y1
    em = max(before.em, line.em)
    if gap > _APART * em and not (gap < _RULED_APART * em and _drawn(page, before, line)):
        return False
    return not any(before.y1 <= top + 1 and line.y0 >= bottom - 1 for top, bottom in ruled)


def _drawn(page: Page, above: Line, below: Line) -> list[float]:
    """Where long horizontal lines run between the middles of two lines of text."""
    first, last = (above.y0 + above.y1) / 2, (below.y0 + below.y1) / 2
    width = max(above.x1 - above.x0, below.x1 - below.x0)
    return [
        ruling.at for ruling in page.horizontals if first < ruling.at < last and ruling.end - ruling.start > width / 2
    ]


def _trim(run: list[Line]) -> list[list[Line]]:
    """Cut off the whole lines at both ends: text around the table."""
    split = [n for n, line in enumerate(run) if line.pieces]
    if not split:
        return [[line] for line in run]
    first, last = split[0], split[-1]
    while last + 1 < len(run) and _continues(run[last], run[last + 1]):
        last += 1
    return [*([line] for line in run[:first]), run[first : last + 1], *([line] for line in run[last + 1 :])]


def _continues(before: Line, line: Line) -> bool:
    """A short line right under a piece of the line before it: wrapped text of that column."""
    return (
        any(left - line.em < line.x0 and line.x1 < right + line.em for _, left, right in before.pieces)
        and line.y0 - before.y1 < line.em
    )


def _table(block: list[Line], page: Page) -> Table | None:
    em = sorted(line.em for line in block)[len(block) // 2]
    gutters = _gutters(block, em)
    columns = len(gutters) + 1
    full = [line for line in block if line.pieces]
    if columns < 2 or len(full) < _MIN_LINES.get(columns, 3) or len(full) * 2 < len(block):
        return None
    left, right = min(line.x0 for line in block), max(line.x1 for line in block)
    xs = (left - em / 2, *((low + high) / 2 for low, high in gutters), right + em / 2)
    frames = _frames(gutters, left, right)
    groups = _rows(block, columns, page)
    rows = [[Box([], frame) for frame in frames] for _ in groups]
    for row, group in zip(rows, groups, strict=True):
        for line in group:
            for text, x0, x1 in _pieces(line):
                column = next(n for n, edge in enumerate(xs[1:]) if (x0 + x1) / 2 <= edge or n == columns - 1)
                row[column].lines.append(line._replace(text=text, x0=x0, x1=x1, pieces=()))
    top, bottom = min(line.y0 for line in block), max(line.y1 for line in block)
    return Table(xs, rows, top, bottom, page.number, page.number)


def _pieces(line: Line) -> tuple[_Piece, ...]:
    return line.pieces or ((line.text, line.x0, line.x1),)


def _gutters(block: list[Line], em: float) -> list[tuple[float, float]]:
    """Where no line of the block has anything."""
    covered = sorted((x0, x1) for line in block for _, x0, x1 in _pieces(line))
    found = []
    end = covered[0][1]
    for x0, x1 in covered:
        if x0 - end >= _GUTTER * em:
            found.append((end, x0))
        end = max(end, x1)
    return found


def _frames(gutters: list[tuple[float, float]], left: float, right: float) -> list[Frame]:
    """Without borders a column's text runs as far as its longest line does."""
    edges = [left, *(x for gutter in gutters for x in gutter), right]
    return [Frame(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True)]


def _rows(block: list[Line], columns: int, page: Page) -> list[list[Line]]:
    drawn = [bool(_drawn(page, before, line)) for before, line in pairwise(block)]
    if sum(drawn) < _MIN_DRAWN:
        drawn = [len(_pieces(line)) * 2 > columns for line in block[1:]]
    groups = [[block[0]]]
    for begins, line in zip(drawn, block[1:], strict=True):
        if begins:
            groups.append([])
        groups[-1].append(line)
    return groups
