r"""Plain text as crawlers' extractors leave it of Word files.

A cell starts on a line that begins with a tab, a blank line ends a row, further blank lines end a table. Nothing marks
a cell's own line breaks: a line without a tab continues the cell above it, and a blank line inside a cell looks like the
end of a row. Bookmarks (``[bookmark: …]``) and field codes (``TC 1、… \\f C \\l 1``) stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiheng.domain.grid import Block, Cell, Grid, Paragraph, Reading
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.errors import UnreadableSourceError
from jiheng.readers.encoding import decode
from jiheng.readers.limits import MEGABYTE, Limits
from jiheng.readers.paragraphs import CAPTION

__all__ = ["read", "replace_cells"]

_NEWLINE = re.compile(r"(\r\n|\n|\r)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_RESIDUE = re.compile(
    r"\[bookmark: [^\[\]\n]*\]"
    r"| ?\bTC\s[^\n]{0,300}?\\f\s*\w+(?:\s*\\l\s*\d+)? ?"
    r'| ?\bTOC(?:\s+\\[a-z](?:\s+"[^"\n]*")?)+ ?'
    r'| ?\bHYPERLINK\s+(?:\\l\s+)?"[^"\n]*" ?'
    r"| ?\b(?:PAGEREF|REF)\s+\w+(?:\s+\\[a-z])* ?"
    r"| ?\\\* MERGEFORMAT ?"
)
_NUMBERED = re.compile(r"\s*(?:\d+|[（(]\d+[）)])\s*[.、．]?")


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a text.

    Raises:
        UnreadableSourceError: too large, or no text.
    """
    if len(data) > limits.text_size:
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limits.text_size // MEGABYTE)
    text, remarks = decode(data).clean()
    lines = [_clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    scanner = _Scanner(lines)
    scanner.run()
    return Reading("txt", tuple(scanner.blocks), (*scanner.notes, *remarks))


def replace_cells(data: bytes, changes: Sequence[tuple[Place, str, str]]) -> tuple[bytes, set[tuple[Place, str, str]]]:
    """The same file with the texts of some cells changed, and the changes that could be made."""
    text, codec, mark, _ = decode(data)
    pieces = _NEWLINE.split(text)  # lines at the even places, the line ends between them
    done = set()
    for place, before, after in changes:
        at = 2 * (place.line or 0) - 2
        if 0 <= at < len(pieces) and before in pieces[at]:
            pieces[at] = pieces[at].replace(before, after, 1)
            done.add((place, before, after))
    return mark + "".join(pieces).encode(codec, "surrogateescape"), done


def _clean(line: str) -> str:
    if "[" in line or "\\" in line:
        line = _RESIDUE.sub("", line)
    return _CONTROL.sub("", line.replace("\x0b", " ").replace("\x0c", ""))


class _Scanner:
    """Line by line: tab lines gather into rows, rows into tables, all else into paragraphs."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.tables = 0
        self.rows: list[list[tuple[int, list[str]]]] = []  # rows of cells: first line number, lines
        self.row: list[tuple[int, list[str]]] = []

    def run(self) -> None:
        blanks = 0
        total = len(self.lines)
        index = 0
        while index < total:
            line = self.lines[index]
            index += 1
            if line.startswith("\t"):
                if blanks and self.row:
                    self._end_row()
                blanks = 0
                self.row.append((index, [line[1:]]))
            elif not line.strip():
                blanks += 1
            elif self.row and self._continues(index - 1, blanks):
                _start, cell = self.row[-1]
                if blanks > 1:
                    self.notes.append(Note("joined-text", {"text": line.strip()[:40]}, Place(line=index)))
                cell.extend([""] * blanks)
                cell.append(line)
                blanks = 0
            else:
                self._end_table()
                self.blocks.append(Paragraph(line.strip(), index))
                blanks = 0
        self._end_table()

    def _continues(self, index: int, blanks: int) -> bool:
        """Whether the text at `index`, behind `blanks` blank lines, still belongs to the last cell."""
        if not blanks:
            return True
        ahead = index
        total = len(self.lines)
        first = self.lines[index].strip()
        # A short line of its own between two tables is a caption even where it is not called 表.
        if blanks > 1 and len(first) <= 15 and not _NUMBERED.match(first) and first[-1] not in "。；;，,":
            return False
        while ahead < total and not self.lines[ahead].startswith("\t"):
            if CAPTION.search(self.lines[ahead]):
                return False
            ahead += 1
        return ahead < total

    def _end_row(self) -> None:
        if self.row:
            self.rows.append(self.row)
            self.row = []

    def _end_table(self) -> None:
        self._end_row()
        if self.rows:
            self.tables += 1
            self.blocks.append(
                Grid(
                    self.tables,
                    tuple(
                        tuple(Cell("\n".join(cell).strip(), r, c, number) for c, (number, cell) in enumerate(row, 1))
                        for r, row in enumerate(self.rows, 1)
                    ),
                )
            )
            self.rows = []
