"""From the paper to what lies on which page: parts of one orientation, and how high everything in them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jiheng.writers.docx.design import (
    LANDSCAPE,
    PORTRAIT,
    STYLES,
    TABLE_HEADING,
    PageSize,
    TextStyle,
    cell_measures,
    cell_style,
    column_widths,
)
from jiheng.writers.line_breaks import Setting, settle
from jiheng.writers.pagination import Lines, NewPage, Pages, Rows, paginate
from jiheng.writers.paper import Block, Contents, Cover, FormTable, Heading, Paper, Text
from jiheng.writers.row_heights import table_rows

__all__ = ["Chapter", "Flow", "heading_style", "is_caption", "lay_out"]

_END = 1.0  # the paragraph that must stand behind a table at the end of a section


@dataclass(slots=True)
class Chapter:
    """Blocks that begin on a new page, and the paper that they are printed on."""

    page: PageSize
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Flow:
    """A laid-out paper.

    Attributes:
        front: cover and contents, which have no page numbers.
        chapters: the rest.
        rows: of each table, in their order.
        tracking: of each text, in their order, in points.
        numbers: key of each heading → its page.
    """

    front: tuple[Cover | Contents, ...]
    chapters: tuple[Chapter, ...]
    rows: tuple[Rows, ...]
    tracking: tuple[float, ...]
    numbers: dict[str, int]


def lay_out(paper: Paper) -> Flow:
    """Where everything on `paper` comes to stand."""
    front = tuple(block for block in paper.blocks if isinstance(block, Cover | Contents))
    chapters = tuple(_chapters(block for block in paper.blocks if not isinstance(block, Cover | Contents)))
    tracking: list[float] = []
    items = [item for chapter in chapters for item in _items(chapter, tracking)]
    pages = paginate(items, PORTRAIT.text_height)
    tables = [item for item in items if isinstance(item, Rows)]
    return Flow(front, chapters, tuple(_stretched(tables, pages)), tuple(tracking), pages.numbers)


def heading_style(heading: Heading, follower: Block | None) -> TextStyle:
    """How a heading is set; that of a table differs from others."""
    return TABLE_HEADING if isinstance(follower, FormTable) else STYLES[f"Heading{heading.level}"]


def is_caption(text: Text) -> bool:
    """Whether a paragraph only announces what follows it."""
    return bool(text.lead and not text.text)


def _chapters(blocks: Iterable[Block]) -> Iterator[Chapter]:
    chapter = Chapter(PORTRAIT)
    for block in blocks:
        if isinstance(block, Heading) and block.new_page and chapter.blocks:
            yield chapter
            chapter = Chapter(PORTRAIT)
        chapter.blocks.append(block)
        if isinstance(block, FormTable) and block.table.is_landscape:
            chapter.page = LANDSCAPE
    if chapter.blocks:
        yield chapter


def _items(chapter: Chapter, tracking: list[float]) -> Iterator[Lines | Rows | NewPage]:
    page = chapter.page
    yield NewPage(page.text_height)
    for block, follower in zip(chapter.blocks, [*chapter.blocks[1:], None], strict=True):
        if isinstance(block, Heading):
            style = heading_style(block, follower)
            yield Lines(_settle(block.text, style, page).lines, style.pitch, style.below, block.key, keeps_next=True)
        elif isinstance(block, Text):
            style = STYLES["BodyText"]
            setting = _settle(block.lead + block.text, style, page)
            tracking.append(setting.tracking)
            yield Lines(setting.lines, style.pitch, style.below, keeps_next=is_caption(block))
        elif isinstance(block, FormTable):
            table = block.table
            measures = cell_measures(cell_style(len(table.widths)))
            yield table_rows(table, column_widths(table.widths, page), measures, page.text_height)
            yield Lines(1, _END)


def _settle(text: str, style: TextStyle, page: PageSize) -> Setting:
    settings = [
        settle(line, page.text_width, style.size, 0 if number else style.first)
        for number, line in enumerate(text.split("\n"))
    ]
    if len(settings) == 1:
        return settings[0]
    return Setting(sum(setting.lines for setting in settings))


def _stretched(tables: Sequence[Rows], pages: Pages) -> Iterator[Rows]:
    for index, table in enumerate(tables):
        yield table._replace(
            rows=[
                row._replace(height=pages.stretched.get((index, number), row.height))
                for number, row in enumerate(table.rows)
            ]
        )
