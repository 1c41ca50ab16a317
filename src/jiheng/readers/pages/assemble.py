"""All pages → one reading: furniture out, tables joined over pages, lines healed to paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import mean

from jiheng.domain.grid import Block, Paragraph, Reading
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.pages.furniture import drop_furniture
from jiheng.readers.pages.joining import join_tables, whole_texts
from jiheng.readers.pages.layout import Layout, lay_out
from jiheng.readers.pages.lines import Line
from jiheng.readers.pages.model import Page
from jiheng.readers.pages.ranges import page_ranges
from jiheng.readers.pages.table import Table, least_confidence, to_grid
from jiheng.readers.pages.wrapping import CONTENTS, Distances, Frame, heal, join

__all__ = ["assemble"]

_LONG = 0.6  # of the page's width: such a line shows the margins
_ENOUGH = 3  # of such lines


def assemble(
    pages: Iterable[Page],
    format_name: str,
    notes: Sequence[Note],
    limits: Limits,
    distances: Distances | None = None,
) -> Reading:
    """The paragraphs and tables of all pages, in reading order.

    `distances`: of the lines in cells, where the document tells them.

    Raises:
        UnreadableSourceError: more cells than the limits allow.
    """
    layouts: list[Layout] = []
    cells = 0
    seen: dict[int, list[float]] = {}
    for page in pages:
        if page.seen:
            seen[page.number] = [line.confidence for line in page.seen]
        layout = lay_out(page)
        cells += sum(len(row) for table in layout.tables for row in table.rows)
        if cells > limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=limits.cells)
        layouts.append(layout)
    drop_furniture(layouts)
    return Reading(format_name, tuple(_blocks(layouts, distances)), (*_by_eye(seen), *notes))


def _by_eye(seen: dict[int, list[float]]) -> list[Note]:
    """That, and how surely, pages were read from pictures: by page, the confidence of each line."""
    if not seen:
        return []
    sure = mean(confidence for lines in seen.values() for confidence in lines)
    return [Note("read-by-eye", {"pages": page_ranges(seen), "confidence": f"{sure:.2f}"})]


def _blocks(layouts: list[Layout], distances: Distances | None) -> list[Block]:
    frames = _frames(layouts)
    known = whole_texts(table for layout in layouts for table in layout.tables)
    blocks: list[Block] = []
    lines: list[Line] = []
    table: Table | None = None
    tables = paragraphs = 0
    lines_page = 0

    def end_text(frame: Frame) -> None:
        nonlocal paragraphs
        for found in heal(lines, frame):
            paragraphs += 1
            text = join(found, frame)
            sure = least_confidence(found)
            page = None if sure is None else lines_page
            blocks.append(
                Paragraph(text, paragraphs, is_contents=bool(CONTENTS.search(text)), page=page, confidence=sure)
            )
        lines.clear()

    def end_table() -> None:
        nonlocal table, tables
        if table is not None:
            tables += 1
            blocks.append(to_grid(table, tables, distances))
            table = None

    frame = Frame(0, 0)
    for layout in layouts:
        frame = frames[round(layout.width)]
        for item in layout.items():
            if isinstance(item, Line):
                end_table()
                if not lines:
                    lines_page = layout.number
                lines.append(item)
                continue
            end_text(frame)
            if table is None or not join_tables(table, item, known, keeps_rows=distances is not None):
                end_table()
                table = item
    end_table()
    end_text(frame)
    return blocks


def _frames(layouts: list[Layout]) -> dict[int, Frame]:
    """Between which margins the text of pages of each width runs."""
    by_width: dict[int, list[Layout]] = {}
    for layout in layouts:
        by_width.setdefault(round(layout.width), []).append(layout)
    return {width: _frame(width, found) for width, found in by_width.items()}


def _frame(width: int, layouts: list[Layout]) -> Frame:
    lines = [line for layout in layouts for line in layout.lines]
    lefts = sorted(line.x0 for line in lines if line.x0 < width / 2)
    left = lefts[len(lefts) // 20] if lefts else 0.0
    long = [line for line in lines if line.x1 - line.x0 > _LONG * width]
    rights = sorted(line.x1 for line in long)
    if len(long) >= _ENOUGH:
        return Frame(left, rights[len(rights) * 3 // 4])
    # Too few lines to tell: most pages have equal margins on both sides.
    margin = min((line.x0 for line in long), default=left)
    return Frame(left, max([width - margin, *rights]))
