"""A parsed page → paragraphs and grids."""

from __future__ import annotations

import re

from lxml import etree

from jiheng.domain.grid import Block, Grid, Paragraph
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.html.lines import Lines
from jiheng.readers.html.prepare import prepare, style_of
from jiheng.readers.html.signs import decode_signs
from jiheng.readers.html.spans import Piece, Row, lay_out, span_of
from jiheng.readers.limits import Limits
from jiheng.readers.paragraphs import paragraphs_of

__all__ = ["Page"]

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "textarea", "td", "th", "tr", "ul",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINES_BELONG = frozenset({*_HEADINGS, "p", "caption"})  # a caption broken by <br> stays one paragraph in these
_CONTENTS = re.compile(r"mso-?toc\d|toc-?\d\S*", re.IGNORECASE)
_OFFICE = re.compile(r"microsoft|kingsoft|wps", re.IGNORECASE)
_OUTLINE = re.compile(r"mso-outline-level:([1-9])")
_NUMBERED = re.compile(r"\s*[（(]?(?:\d+|[一二三四五六七八九十]+|[①-⑳])\s*[.、．)）①-⑳]?")
_PREFORMATTED = frozenset({"pre", "textarea"})
_TYPED = frozenset({"", "text", "number", "search", "tel", "email", "url", "date", "month", "week", "time"})
_A = ord("a")


class Page:
    """Walks the page once. `blocks` and `notes` hold what was found."""

    def __init__(self, root: etree._Element, source: str, limits: Limits) -> None:
        """`root`: the parsed page, which is changed; `source`: the text that it was parsed from."""
        self.blocks: list[Block] = []
        self._root = root
        self._limits = limits
        self._joins_wrapped = _is_from_office(root)
        decode_signs(root, source)
        self.notes: list[Note] = prepare(root, source)
        self._tables = 0
        self._paragraphs = 0
        self._cells = 0

    def walk(self) -> None:
        """Fill `blocks` and `notes`.

        Raises:
            UnreadableSourceError: beyond the limits.
        """
        _Flow(self, depth=0).walk(self._root)

    def lines(self) -> Lines:
        """An empty collector of lines."""
        return Lines(joins_wrapped=self._joins_wrapped)

    def paragraph(self, text: str, heading: int | None = None, *, is_contents: bool = False) -> None:
        """Add text outside tables."""
        self._paragraphs += 1
        self.blocks.append(Paragraph(text, self._paragraphs, heading, is_contents))

    def table(self, table: etree._Element, depth: int) -> None:
        """A table: a grid and after it those nested in it, or, where it only lays out the page, what is in its cells."""
        if depth > self._limits.nesting:
            raise UnreadableSourceError("too-deep", limit=self._limits.nesting)
        source = _TableSource(self, table)
        for caption in source.captions:
            _Flow(self, depth).walk(caption)
        for text in source.strays:
            self.paragraph(text)
        if source.is_layout():
            for cell in source.cells:
                _Flow(self, depth).walk(cell)
            return
        rows = lay_out(source.rows, self._allow)
        if rows:
            self._tables += 1
            self.blocks.append(Grid(self._tables, rows))
        for nested in source.nested:
            self.table(nested, depth + 1)

    def _allow(self, positions: int) -> None:
        self._cells += positions
        if self._cells > self._limits.cells:
            raise UnreadableSourceError("too-many-cells", limit=self._limits.cells)


def _is_from_office(root: etree._Element) -> bool:
    """Whether Word, Excel or WPS wrote the page: they break the lines of the source anywhere in Chinese text."""
    generators = (
        meta.get("content") or "" for meta in root.iter("meta") if (meta.get("name") or "").lower() == "generator"
    )
    return any(_OFFICE.search(generator) for generator in generators)


class _TextWalk:
    """What flow text and the text of a cell have in common."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.lines()
        self._lists: list[list[str | int] | None] = []  # the open lists; of a numbered one, its kind and next number
        self._preformatted = 0
        self._paragraph_start = 0

    def walk(self, root: etree._Element) -> None:
        """Go through all that `root` shows."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if self._start(element, tag, element is root):
                    if element.text:
                        self._text(element.text)
                else:
                    walker.skip_subtree()
                continue
            if tag in _BLOCKS:
                self._end_block(tag)
            if element is not root and element.tail:
                self._text(element.tail)
        self.lines.end_block()

    def on_table(self, table: etree._Element) -> None:
        """A table begins."""
        raise NotImplementedError

    def _text(self, text: str) -> None:
        if self._preformatted:
            self.lines.preformatted(text)
        else:
            self.lines.text(text)

    def _start(self, element: etree._Element, tag: str, is_root: bool) -> bool:
        """Begin an element; whether to go into it."""
        if tag == "br":
            self.lines.end()
        elif tag in {"input", "select"}:
            self.lines.text(_chosen(element, tag))
        elif tag not in _BLOCKS:
            return True
        else:
            self._begin_block(element, tag)
            if tag != "table" or is_root:
                return True
            self.on_table(element)
        return False

    def _begin_block(self, element: etree._Element, tag: str) -> None:
        self.lines.end_block()
        if tag in _PREFORMATTED:
            self._preformatted += 1
        elif tag == "p":
            self._paragraph_start = len(self.lines.done)
        elif tag == "ol":
            self._lists.append([element.get("type") or "1", span_of(element.get("start"), is_rows=False)])
        elif tag in {"ul", "dir", "menu"}:
            self._lists.append(None)
        elif tag == "li" and self._lists and (counter := self._lists[-1]):
            self.lines.text(_label(element, counter))

    def _end_block(self, tag: str) -> None:
        self.lines.end_block()
        if tag in _PREFORMATTED:
            self._preformatted -= 1
        elif tag == "p" and not any(self.lines.done[self._paragraph_start :]):
            del self.lines.done[self._paragraph_start + 1 :]  # a blank paragraph is one blank line, however it is made
        elif tag in {"ol", "ul", "dir", "menu"} and self._lists:
            self._lists.pop()


def _label(item: etree._Element, counter: list[str | int]) -> str:
    """The number that a browser prints before an item; none where somebody typed one."""
    kind, number = counter
    assert isinstance(number, int)
    counter[1] = number + 1
    first = next((text for text in map(str, item.itertext()) if text.strip()), "")
    if _NUMBERED.match(first) or "list-style-type:none" in style_of(item):
        return ""
    if kind in {"a", "A"} and number <= 26:
        letter = chr(_A + number - 1)
        return f"{letter if kind == 'a' else letter.upper()}."
    return f"{number}."


def _chosen(element: etree._Element, tag: str) -> str:
    """What stands in a field of a form."""
    if tag == "input":
        return (element.get("value") or "") if (element.get("type") or "").lower() in _TYPED else ""
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    return "".join(map(str, chosen[0].itertext())) if chosen else ""


class _CellText(_TextWalk):
    """The text of one cell; tables in it are kept for later."""

    def __init__(self, page: Page, nested: list[etree._Element]) -> None:
        super().__init__(page)
        self._nested = nested

    def on_table(self, table: etree._Element) -> None:
        self._nested.append(table)

    def of(self, cell: etree._Element) -> str:
        """The cell's lines."""
        self.walk(cell)
        return "\n".join(self.lines.take()).strip()


class _Flow(_TextWalk):
    """Text outside tables, or in the cells of a table that lays out the page."""

    def __init__(self, page: Page, depth: int) -> None:
        super().__init__(page)
        self._depth = depth
        self._heading: int | None = None
        self._contents = 0
        self._opened: list[str] = []

    def on_table(self, table: etree._Element) -> None:
        self._flush()
        self.page.table(table, self._depth + 1)

    def walk(self, root: etree._Element) -> None:
        super().walk(root)
        self._flush()

    def _begin_block(self, element: etree._Element, tag: str) -> None:
        self._flush()
        super()._begin_block(element, tag)
        names = element.get("class") or ""
        outline = _OUTLINE.search(style_of(element)) if "style" in element.attrib else None
        self._heading = _HEADINGS.get(tag)
        if self._heading is None and names == "MsoTitle":
            self._heading = 0
        elif self._heading is None and outline:
            self._heading = int(outline[1])
        is_contents = _CONTENTS.fullmatch(names.split()[0] if names.split() else "") is not None
        self._contents += 1 if is_contents else 0
        if tag in _BLOCKS:
            self._opened.append("contents" if is_contents else tag)

    def _end_block(self, tag: str) -> None:
        super()._end_block(tag)
        self._flush(keeps_lines=tag in _LINES_BELONG)
        if self._opened and self._opened.pop() == "contents":
            self._contents -= 1
        self._heading = None

    def _flush(self, *, keeps_lines: bool = False) -> None:
        lines = self.lines.take()
        if keeps_lines and self._heading is not None:
            texts = ["\n".join(lines).strip()]
        else:
            texts = paragraphs_of(lines) if keeps_lines else [line.strip() for line in lines]
        for text in texts:
            if text:
                self.page.paragraph(text, self._heading, is_contents=self._contents > 0)


class _TableSource:
    """The rows of a table, without those of the tables in it."""

    def __init__(self, page: Page, table: etree._Element) -> None:
        self._page = page
        self.captions: list[etree._Element] = []
        self.cells: list[etree._Element] = []
        self.nested: list[etree._Element] = []
        self.strays: list[str] = []  # text between the cells: a browser shows it above the table
        self.rows: list[Row] = []
        self._holds_tables: list[list[bool]] = []  # by row and cell
        groups: list[tuple[etree._Element | None, list[list[Piece]]]] = []
        for group, row in self._find(table, "tr"):
            if not groups or groups[-1][0] is not group:
                groups.append((group, []))
            groups[-1][1].append(self._pieces(row))
        for _group, rows in groups:
            self.rows.extend(Row(pieces, len(rows) - number) for number, pieces in enumerate(rows))

    def is_layout(self) -> bool:
        """Whether the table only lays out the page: a frame, or columns that hold the real tables."""
        if all(len(row.pieces) <= 1 for row in self.rows):
            return True
        if not any(map(any, self._holds_tables)):
            return False
        data_rows = 0
        for row, holds in zip(self.rows, self._holds_tables, strict=True):
            filled = sum(1 for piece in row.pieces if piece.text)
            data_rows += filled >= 2 and not any(holds)
        return data_rows <= 1

    def _find(self, parent: etree._Element, *wanted: str) -> list[tuple[etree._Element, etree._Element]]:
        """(parent, element) of each wanted one, looking through whatever else stands between."""
        found: list[tuple[etree._Element, etree._Element]] = []
        self._stray(parent.text)
        open_elements = [(parent, child) for child in reversed(parent)]
        while open_elements:
            above, element = open_elements.pop()
            tag = element.tag
            self._stray(element.tail)
            if tag in wanted:
                found.append((above, element))
            elif tag == "caption":
                self.captions.append(element)
            elif tag == "table":
                self.nested.append(element)
            elif tag not in {"td", "th"}:
                self._stray(element.text)
                open_elements.extend((element, child) for child in reversed(element))
        return found

    def _stray(self, text: str | None) -> None:
        if text and (words := " ".join(text.split())):
            self.strays.append(words)

    def _pieces(self, row: etree._Element) -> list[Piece]:
        pieces = []
        holds = []
        for _parent, cell in self._find(row, "td", "th"):
            before = len(self.nested)
            text = _CellText(self._page, self.nested).of(cell)
            across, down = span_of(cell.get("colspan"), is_rows=False), span_of(cell.get("rowspan"), is_rows=True)
            pieces.append(Piece(text, across, down))
            holds.append(len(self.nested) > before)
            self.cells.append(cell)
        self._holds_tables.append(holds)
        return pieces
