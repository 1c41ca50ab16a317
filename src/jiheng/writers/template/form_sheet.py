"""The sheet with the form: printed words locked, cells to fill in open, coloured and guarded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.domain.taxonomy import TREES
from jiheng.forms import Form
from jiheng.writers.form_table import CellKind, PrintedCell
from jiheng.writers.template.blank import BlankForm
from jiheng.writers.template.checks import Check, Slots, checks_of
from jiheng.writers.template.fields import LEVELS, Kind, Slot, asked, slot_of
from jiheng.writers.template.inputs import FORMATS, add_year, guard, guard_label
from jiheng.writers.xlsx.sheet import cell_at, draw_form, draw_title, merge, new_sheet, set_widths
from jiheng.writers.xlsx.styles import TABLE_TITLE, new_style, size_of, style_of
from jiheng.writers.xlsx.values import put_text

__all__ = [
    "ALARM",
    "NEEDED_FILL",
    "add_form_sheet",
    "add_input_styles",
    "colour_where",
    "is_input",
    "prefilled_levels",
    "protect",
]

NEEDED_FILL, ALARM = "FFFFF7DC", "FFFFC7CE"
_FILLS = {"必填": NEEDED_FILL, "选填": "FFFFFFFF", "印好": "FFF0F0F0"}
_ALIGNMENTS = {"居中": "center", "靠左": "left", "靠右": "right"}
_TITLE_ROW, _YEAR_ROW, _TOP = 1, 2, 3
_YEAR_FORMAT = '"（"0"年度）"'
_ROW, _LONG_ROW = 30.0, 66.0
_LONG = ("goals", "purpose", "expected_goals", "actual_goals", "process", "conclusion", "problems", "improvements")
_MEDIUM_TERM = "medium_term."


def add_input_styles(workbook: Workbook) -> None:
    """Make the styles of cells to be filled in known to `workbook`."""
    for role, fill in _FILLS.items():
        for name, horizontal in _ALIGNMENTS.items():
            workbook.add_named_style(
                new_style(
                    f"{role}{name}", "宋体", size_of(style_of(CellKind.TEXT)), horizontal, boxed=True, fill=fill,
                    locked=role == "印好", code="@" if role != "印好" else "General",
                )
            )  # fmt: skip


def add_form_sheet(
    workbook: Workbook, name: str, form: Form, blank: BlankForm, choices: dict[Kind, str]
) -> list[Check]:
    """Add a sheet to fill in; what is to be checked on it."""
    table = blank.table
    sheet = new_sheet(workbook, name, is_landscape=table.is_landscape)
    set_widths(sheet, table)
    columns = len(table.widths)
    draw_title(sheet, _TITLE_ROW, form.name.partition("（")[0], TABLE_TITLE, columns)
    _add_year(sheet, columns)
    drawn = draw_form(sheet, table, _TOP, _style(form))
    slots = []
    for printed, cell in drawn:
        if printed in blank.changeable:
            cell.protection = Protection(locked=False)
            guard_label(sheet, cell, printed.text, form.currency_unit)
        elif is_input(printed):
            slot = slot_of(form, printed, cell)
            slots.append(slot)
            if slot.kind in FORMATS:
                cell.number_format = FORMATS[slot.kind]
    _prefill(form, slots)
    _set_heights(sheet, slots)
    guard(sheet, slots, choices)
    found = Slots(slots)
    checks = checks_of(form, found)
    _colour(sheet, found, checks)
    protect(sheet)
    return checks


def is_input(printed: PrintedCell) -> bool:
    """Whether a cell of a blank form is to be filled in."""
    return not printed.is_label and bool(printed.fields) and not printed.text


def _style(form: Form) -> Callable[[PrintedCell], str]:
    """How the cells look: by what they are and whether they must be filled in."""

    def name(printed: PrintedCell) -> str:
        kind = printed.kind
        horizontal = {CellKind.AMOUNT: "靠右", CellKind.TEXT: "靠左"}.get(kind, "居中")
        if not is_input(printed):
            return f"印好{horizontal}"
        return f"{'必填' if asked(form, printed).is_needed else '选填'}{horizontal}"

    return name


def _add_year(sheet: Worksheet, columns: int) -> None:
    cell = cell_at(sheet, _YEAR_ROW, 1)
    cell.style = TABLE_TITLE
    cell.number_format = _YEAR_FORMAT
    cell.protection = Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor=NEEDED_FILL)
    merge(sheet, _YEAR_ROW, 1, _YEAR_ROW, columns)
    sheet.row_dimensions[_YEAR_ROW].height = 24
    add_year(sheet, cell)


def prefilled_levels(form: Form, rows: int) -> list[tuple[str, str]]:
    """First and second level for each of `rows` rows: every kind of the form's tree, the first ones once more often."""
    pairs = [(level1, level2) for level1, names in TREES[form.taxonomy].levels.items() for level2 in names]
    share, more = divmod(rows, len(pairs))
    return [pair for number, pair in enumerate(pairs) for _ in range(share + (number < more))]


def _prefill(form: Form, slots: Iterable[Slot]) -> None:
    found = [slot for slot in slots if slot.row is not None and slot.kind in {Kind.LEVEL1, Kind.LEVEL2}]
    levels = prefilled_levels(form, max((slot.row or 0 for slot in found), default=0))
    for slot in found:
        put_text(slot.cell, levels[(slot.row or 1) - 1][slot.kind is Kind.LEVEL2])


def _set_heights(sheet: Worksheet, slots: Iterable[Slot]) -> None:
    """Room for what will be written: merged cells do not grow by themselves."""
    for slot in slots:
        is_long = slot.row is None and slot.path.removeprefix(_MEDIUM_TERM) in _LONG
        wanted = _LONG_ROW if is_long else _ROW if slot.row is not None else 0.0
        row = sheet.row_dimensions[slot.cell.row]
        row.height = max(row.height or 0.0, wanted)


def _colour(sheet: Worksheet, slots: Slots, checks: Iterable[Check]) -> None:
    """Mark cells that break a condition, and those left blank in a row that says something."""
    for check in checks:
        if check.holds != "TRUE":
            broken = f"AND(NOT({check.pending}),NOT({check.holds}))".replace("§", "")
            for slot in check.cells:
                colour_where(sheet, slot.cell.coordinate, broken, ALARM)
    for name in ("indicators.", "medium_term.indicators."):
        columns = slots.block(name)
        own = [cells[0].cell for column, cells in columns.items() if column not in LEVELS]
        used = "+".join(f"LEN(${cell.column_letter}{cell.row})" for cell in own)
        for cells in columns.values():
            if cells[0].is_needed:
                first = cells[0].cell
                area = f"{first.coordinate}:{cells[-1].cell.coordinate}"
                colour_where(sheet, area, f"AND(LEN(${first.column_letter}{first.row})=0,{used}>0)", ALARM)


def colour_where(sheet: Worksheet, area: str, formula: str, colour: str) -> None:
    """Fill the cells of `area` with `colour` while `formula`, written for its first cell, is true."""
    look = DifferentialStyle(fill=PatternFill("solid", start_color=colour, end_color=colour))
    sheet.conditional_formatting.add(area, Rule(type="expression", dxf=look, formula=[formula]))


def protect(sheet: Worksheet) -> None:
    """Lock what is printed, without a password; heights and widths stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # False: not forbidden
