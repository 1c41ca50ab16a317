"""The paper as a workbook."""

from __future__ import annotations

from openpyxl import Workbook

from jiheng.writers.paper import Contents, FormTable, Heading, Paper
from jiheng.writers.xlsx.front import Entry, TextSheet, write_contents
from jiheng.writers.xlsx.names import SheetNames
from jiheng.writers.xlsx.saving import new_workbook, saved
from jiheng.writers.xlsx.sheet import draw_form, draw_title, new_sheet, set_widths
from jiheng.writers.xlsx.styles import HEADINGS, TABLE_TITLE, add_styles

__all__ = ["write_xlsx"]

_TABLE_HEADING = 2
_COVER, _COVER_AND_GOALS = "封面与目录", "封面与整体目标"


def write_xlsx(paper: Paper) -> bytes:
    """The workbook of `paper`; the same paper gives the same bytes.

    Raises:
        UsageError: a cell holds more than Excel's 32,767 characters.
    """
    writer = _Writer(paper)
    for block in paper.blocks:
        if isinstance(block, FormTable):
            writer.table(block)
        elif isinstance(block, Heading):
            writer.pending.append(block)
        elif isinstance(block, Contents):
            writer.contents(block)
        else:
            writer.text_sheet().add(block)
    writer.finish()
    return saved(writer.workbook)


class _Writer:
    """What has been written so far.

    Attributes:
        pending: headings that wait for what they stand above: they go on its sheet.
    """

    def __init__(self, paper: Paper) -> None:
        self.workbook: Workbook = new_workbook(paper.title)
        self.pending: list[Heading] = []
        self._paper = paper
        self._names = SheetNames()
        self._texts: TextSheet | None = None
        self._entries: list[Entry] = []
        self._contents: tuple[TextSheet, int] | None = None
        add_styles(self.workbook)

    def text_sheet(self) -> TextSheet:
        """The sheet that takes texts, with the headings that waited."""
        if self._texts is None:
            has_texts = any(heading.key.startswith("section-") for heading in self._paper.headings)
            name = self._names.take(_COVER_AND_GOALS if has_texts else _COVER)
            self._texts = TextSheet(new_sheet(self.workbook, name, fits_width=False))
        for heading in self.pending:
            self._enter(heading, self._texts.sheet.title, self._texts.add(heading))
        self.pending = []
        return self._texts

    def contents(self, block: Contents) -> None:
        """Leave room for the contents: where the headings stand is known at the end."""
        texts = self.text_sheet()
        self._contents = texts, texts.reserve(block, sum(1 for _ in self._paper.headings))

    def table(self, block: FormTable) -> None:
        """A table on a sheet of its own, below its headings."""
        name = self._names.take(_sheet_name(block, self.pending))
        sheet = new_sheet(self.workbook, name, is_landscape=block.table.is_landscape)
        set_widths(sheet, block.table)
        columns = len(block.table.widths)
        for row, heading in enumerate(self.pending, 1):
            draw_title(sheet, row, heading.text, HEADINGS[1] if heading.level == 1 else TABLE_TITLE, columns)
            self._enter(heading, name, row)
        draw_form(sheet, block.table, len(self.pending) + 1)
        self.pending = []
        self._texts = None

    def finish(self) -> None:
        """Write what had to wait."""
        if self.pending:
            self.text_sheet()
        if self._contents:
            texts, first = self._contents
            write_contents(texts.sheet, first, self._entries)

    def _enter(self, heading: Heading, sheet: str, row: int) -> None:
        self._entries.append((heading.text, len(self.workbook.worksheets), sheet, row))


def _sheet_name(block: FormTable, headings: list[Heading]) -> str:
    """The number of the table and the name of its project; its heading where it has none."""
    cells = (cell for row in block.table.rows for cell in row.cells if not cell.is_label and cell.block is None)
    project = next((cell.text for cell in cells if "name" in cell.fields), "")
    number = block.key.rpartition("-")[2]
    heading = headings[-1].text if headings else ""
    return f"{number}.{project}" if project else heading or f"{number}"
