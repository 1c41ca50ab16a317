"""A table that a page break cut is put together again.

Two tables are parts of one if the second begins its page and the first ends the page before, their columns fit, and the
second does not begin like the first once the repeated header rows are gone. A row that the break cut goes on where the
text above it had not ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise, takewhile

from jiheng.readers.pages.table import Box, Table
from jiheng.readers.pages.wrapping import is_unfinished

__all__ = ["join_tables", "whole_texts"]

_SAME_EDGE = 3.0
_PAIR = 2  # cells: a label and its value
_TALL = 24  # lines: those of a row that fills most of a page, even one that lies across
_LOOK = 3  # rows that tell whether a table begins anew


def whole_texts(tables: Iterable[Table]) -> Counter[str]:
    """How often each text, without white space, fills a cell that no page break can have cut."""
    return Counter(box.key for table in tables for box in dict.fromkeys(box for row in table.rows[1:-1] for box in row))


def join_tables(first: Table, second: Table, known: Counter[str], *, keeps_rows: bool = False) -> bool:
    """Append `second`, the first thing of the next page, to `first`, the last one of its page, if they are one table.

    `known`: see `whole_texts`; a text that stands elsewhere as a whole was cut if it stands here in two pieces.
    `keeps_rows`: whoever printed the document cut no row that fits on a page.
    """
    if second.page != first.last_page + 1:
        return False
    if abs(first.xs[0] - second.xs[0]) > _SAME_EDGE or abs(first.xs[-1] - second.xs[-1]) > _SAME_EDGE:
        return False
    if not (_within(second.xs, first.xs) or _within(first.xs, second.xs)):
        return False
    repeated = _repeated(first, second)
    rows = second.rows[repeated:]
    if _begins_anew(first.rows[repeated:], rows):
        return False
    xs = _union(first.xs, second.xs)
    if repeated:
        rows = rows[_repeated_heading(first.rows[repeated:], rows) :]
    if _is_rest(first.rows):
        first.rows.pop()
    upper, lower = _spread(first.rows, first.xs, xs), _spread(rows, second.xs, xs)
    if lower:
        _connect(upper, lower, known, _TALL if keeps_rows else 0)
    first.xs, first.rows, first.bottom, first.last_page = xs, upper + lower, second.bottom, second.last_page
    return True


def _is_rest(rows: list[list[Box]]) -> bool:
    """The last row is only what a merged cell had left of the page below its last whole row."""
    if len(rows) < 2:
        return False
    begun = [box for box, above in zip(rows[-1], rows[-2], strict=True) if box is not above]
    return bool(begun) and len(begun) < len(rows[-1]) and len(set(map(id, begun))) == 1 and not begun[0].lines


def _within(some: tuple[float, ...], all_edges: tuple[float, ...]) -> bool:
    return all(any(abs(edge - other) <= _SAME_EDGE for other in all_edges) for edge in some)


def _union(xs: tuple[float, ...], others: tuple[float, ...]) -> tuple[float, ...]:
    added = [edge for edge in others if all(abs(edge - other) > _SAME_EDGE for other in xs)]
    return tuple(sorted([*xs, *added]))


def _spread(rows: list[list[Box]], xs: tuple[float, ...], wanted: tuple[float, ...]) -> list[list[Box]]:
    """The same rows on more columns."""
    if len(xs) == len(wanted):
        return rows
    middles = [(low + high) / 2 for low, high in pairwise(wanted)]
    at = [sum(1 for edge in xs[1:-1] if edge < middle) for middle in middles]
    return [[row[column] for column in at] for row in rows]


def _repeated(first: Table, second: Table) -> int:
    """How many rows at the top of `second` repeat those at the top of `first`."""
    count = 0
    for above, below in zip(first.rows, second.rows, strict=False):
        keys = [box.key for box in dict.fromkeys(below)]
        if not any(keys) or keys != [box.key for box in dict.fromkeys(above)]:
            break
        count += 1
    return count


def _repeated_heading(upper: list[list[Box]], lower: list[list[Box]]) -> int:
    """How many rows below the repeated ones repeat the heading of the part of the table that goes on: all are labels."""
    if not lower:
        return 0
    wanted = _keys(lower[0])
    start = next(
        (n for n, row in enumerate(upper) if len(wanted) > _PAIR and all(wanted) and _keys(row) == wanted), None
    )
    if start is None:
        return 0
    pairs = zip(upper[start:], lower, strict=False)
    return sum(1 for _ in takewhile(lambda pair: all(_keys(pair[0])) and _keys(pair[0]) == _keys(pair[1]), pairs))


def _keys(row: list[Box]) -> list[str]:
    return [box.key for box in dict.fromkeys(row)]


def _begins_anew(upper: list[list[Box]], lower: list[list[Box]]) -> bool:
    """Different rows behind the same labels: the next table of the same form."""
    heads = [(above[0].key, below[0].key) for above, below in zip(upper[:_LOOK], lower[:_LOOK], strict=False)]
    if any(not above or above != below for above, below in heads):
        return False
    return len({above for above, _ in heads}) > 1


def _connect(upper: list[list[Box]], lower: list[list[Box]], known: Counter[str], least: int) -> None:
    """Put together what the page break cut: a row, or cells merged over several rows.

    `least`: the lines that a row must have to be cut.
    """
    pairs = list(dict.fromkeys(zip(upper[-1], lower[0], strict=True)))
    merged: dict[int, Box] = {}
    lines = max(_last_lines(above) for above, _ in pairs) + max(len(below.lines) for _, below in pairs)
    if lines >= least and _is_cut(pairs, least):
        for above, below in pairs:
            above.lines.extend(below.lines)
            merged[id(below)] = above
        del lower[0]
    else:
        leading = True
        for above, below in pairs:
            if _is_piece(above, below, known) or _is_merged(above, below, leading=leading):
                if not above.lines:
                    above.frame = below.frame
                above.lines.extend(below.lines)
                merged[id(below)] = above
            else:
                leading = False
    for row in lower:
        row[:] = [merged.get(id(box), box) for box in row]


def _last_lines(box: Box) -> int:
    """How many of its lines stand on the last page that it has reached so far."""
    tops = [line.y0 for line in reversed(box.lines)]
    return sum(1 for _ in takewhile(lambda pair: pair[1] <= pair[0], pairwise(tops))) + bool(tops)


def _is_piece(above: Box, below: Box, known: Counter[str]) -> bool:
    whole = known[above.key + below.key] if above.lines and below.lines else 0
    return whole > 0 and whole >= known[below.key]


def _is_merged(above: Box, below: Box, *, leading: bool) -> bool:
    """One cell over rows on both sides of the break: its text stands on one side.

    A blank cell of a single row may as well be a cell of its own, except at the start of its row.
    """
    if above.lines and below.lines:
        return False
    if above.lines:
        return leading or above.rows > 1 or below.rows > 1
    return bool(below.lines) and above.rows > 1


def _is_cut(pairs: list[tuple[Box, Box]], least: int) -> bool:
    """Whether the first row of a page goes on with the last one of the page before."""
    if any(len({id(pair[side]) for pair in pairs}) < len(pairs) for side in (0, 1)):
        return False  # the cells are not the same on both sides
    unfinished = broken = 0
    values = 0
    for above, below in pairs:
        if not below.lines:
            continue
        values += 1
        if not above.lines:
            return False
        if is_unfinished(above.lines[-1], below.lines[0], above.frame):
            unfinished += 1
        else:
            broken += 1
    if broken:
        # Where only tall rows are cut, what goes on is long, and it may have ended a paragraph.
        if least and all(_last_lines(above) + len(below.lines) >= least for above, below in pairs if below.lines):
            return True
        # Label and value: a value of several paragraphs goes on under a label that stands on the first page only.
        return values == 1 and len(pairs) == 2 and bool(pairs[0][0].lines) and not pairs[0][1].lines
    return unfinished > 0
