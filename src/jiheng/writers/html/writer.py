"""The paper as one web page."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from jiheng.writers.form_table import PrintedCell, PrintedTable
from jiheng.writers.html.headers import HeadedCell, headed_rows
from jiheng.writers.line_breaks import line_count
from jiheng.writers.paper import Contents, Cover, FormTable, Heading, Paper, Text

__all__ = ["write_html"]

_PACKAGE = "jiheng.writers.html"
_BREAK = Markup("<br>\n")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_LONG = 20
"""Lines; a row of more is long."""
_UPRIGHT, _ACROSS = 47, 80
"""How many characters a line of a table has in print (see `paper.css`)."""
_SPACES = re.compile(" (?= )|^ | $", re.MULTILINE)


class _Row(NamedTuple):
    """A row; one that would not leave room for much else may be broken by the end of a page."""

    cells: list[HeadedCell]
    is_long: bool


class _Table(NamedTuple):
    """A form with its heading.

    Attributes:
        opening, rows: the rows that pages repeat, and the others.
    """

    heading: Heading | None
    key: str
    is_landscape: bool
    widths: tuple[int, ...]
    opening: list[_Row]
    rows: list[_Row]


def write_html(paper: Paper) -> bytes:
    """The page, in UTF-8. Texts stand in it as text: the page has no script, and its policy allows none."""
    has_cover = any(isinstance(block, Cover) for block in paper.blocks)
    style = _style(paper)
    page = _template().render(
        paper=paper,
        style=Markup(style),  # noqa: S704 - our own, and numbers
        digest=b64encode(sha256(style.encode()).digest()).decode(),
        cover=next((block for block in paper.blocks if isinstance(block, Cover)), None),
        contents=next((block for block in paper.blocks if isinstance(block, Contents)), None),
        entries=_nested(list(paper.headings)),
        blocks=list(_body(paper)),
        # Where there is no cover, the first heading is the page's own.
        deeper=0 if has_cover else -1,
    )
    return page.encode()


def _body(paper: Paper) -> Iterator[tuple[str, Heading | Text | _Table]]:
    """What stands below the contents, each with the name of its kind; a table's heading is in its caption."""
    waiting: Heading | None = None
    for block in paper.blocks:
        if isinstance(block, FormTable):
            own = waiting if waiting and waiting.key == block.key else None
            if waiting and own is None:
                yield "heading", waiting
            yield "table", _table(block.table, block.key, own)
            waiting = None
            continue
        if waiting:
            yield "heading", waiting
            waiting = None
        if isinstance(block, Heading):
            waiting = block
        elif isinstance(block, Text):
            yield "text", block
    if waiting:
        yield "heading", waiting


def _table(table: PrintedTable, key: str, heading: Heading | None) -> _Table:
    headed = headed_rows(table)
    lines = [max((_lines(each.cell, table) for each in cells if each.cell.height == 1), default=1) for cells in headed]
    # A row is kept in one piece with all that its merged cells reach into, so that counts.
    rows = [
        _Row(cells, any(max(_lines(each.cell, table), sum(lines[r : r + each.cell.height])) > _LONG for each in cells))
        for r, cells in enumerate(headed)
    ]
    # A cell cannot reach from the rows that are repeated into the others.
    opening = table.opening
    while any(r + cell.height > opening for r in range(opening) for cell in table.rows[r].cells):
        opening -= 1
    return _Table(heading, key, table.is_landscape, table.widths, rows[:opening], rows[opening:])


def _lines(cell: PrintedCell, table: PrintedTable) -> int:
    """How many lines a cell has in print, roughly."""
    share = sum(table.widths[cell.column : cell.column + cell.width]) / sum(table.widths)
    width = max(1, share * (_ACROSS if table.is_landscape else _UPRIGHT) - 1)
    return sum(line_count(line, width) for line in cell.text.split("\n"))


def _nested(headings: list[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """The contents: headings, each with those below it."""
    entries: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level > 1 and entries and entries[-1][0].level == 1:
            entries[-1][1].append(heading)
        else:
            entries.append((heading, []))
    return entries


def _style(paper: Paper) -> str:
    """The style sheet; widths of columns are rules of it, for the policy allows no styles elsewhere."""
    widths = sorted({width for table in paper.tables for width in table.table.widths})
    rules = "".join(f".w{width} {{ width: {width}%; }}\n" for width in widths)
    return "\n" + _style_sheet() + rules


@cache
def _style_sheet() -> str:
    return (files(_PACKAGE) / "templates" / "paper.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printed"] = _printed
    return environment.get_template("paper.html.j2")


def _printed(text: str) -> Markup:
    """A text as the page shows it: its line breaks and spaces kept, what no page may hold left out."""
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
    if " " in text:
        text = _SPACES.sub("\u00a0", text)
    return _BREAK.join(text.split("\n")) if "\n" in text else Markup.escape(text)
