"""The sheets that are no part of the document: instructions, the list of checks, the lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.domain.grid import ASIDE
from jiheng.domain.taxonomy import TREES
from jiheng.domain.units import COMMON_UNITS
from jiheng.forms import Form
from jiheng.writers.template.checks import Check
from jiheng.writers.template.fields import Asked, Kind, hint_of
from jiheng.writers.template.form_sheet import ALARM, colour_where, protect
from jiheng.writers.xlsx.measure import column_points, text_height
from jiheng.writers.xlsx.sheet import cell_at, merge, new_sheet
from jiheng.writers.xlsx.styles import BODY, CONTENTS, HEADINGS, TABLE_TITLE, size_of
from jiheng.writers.xlsx.values import put_text

__all__ = ["CHECKS", "GUIDE", "OPTIONS", "add_checks", "add_choices", "add_guide"]

GUIDE, CHECKS, OPTIONS = "说明", "检查", "选项"
_PASSED, _FAILED, _PENDING = "通过", "不通过", "待填"
_GOOD, _WAITING = "FFC6EFCE", "FFFFEB9C"
_STEPS = (
    "只填带边框的白色和浅黄色格子：浅黄色必填，白色没有内容可以留空。灰色格子是印好的表式，已锁定（没有密码）。",
    "点中格子会显示填写提示；右侧出现下拉箭头的，从列表中选。",
    "指标行的一、二级指标已按表式预填，可以改选；用不着的行，其余各栏留空即可，读取时自动略去。",
    "格子变红，表示与其他格子对不上，或这一行没有填全。全部检查结果见工作表“检查”。",
    "文字较长时可以拉高行高；格内换行按 Alt+Enter。",
    "一张填报表填一个项目。填不完的填报表整张留空即可。",
    "填好后直接交这个文件；也可以运行 jiheng check 检查全部规则，指出的问题带有工作表名和单元格。",
)
_COLUMNS = (("工作表", 12.0), ("检查内容", 46.0), ("结果", 10.0), ("不通过时", 34.0))


def _aside(workbook: Workbook, name: str, widths: Sequence[float]) -> Worksheet:
    """A sheet that readers leave out, and says so."""
    sheet = new_sheet(workbook, name)
    for letter, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    _put(sheet, 1, 1, ASIDE, CONTENTS)
    return sheet


def _put(sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
    cell = cell_at(sheet, row, column)
    cell.style = style
    put_text(cell, text)


def add_guide(workbook: Workbook, form: Form, fields: Sequence[Asked]) -> None:
    """The instructions: how to fill in, and what each field asks for."""
    widths = (26.0, 70.0)
    sheet = _aside(workbook, GUIDE, widths)
    merge(sheet, 1, 1, 1, 2)
    _put(sheet, 2, 1, f"{form.name}填报说明", TABLE_TITLE)
    merge(sheet, 2, 1, 2, 2)
    sheet.row_dimensions[2].height = 34
    row = 2
    for number, step in enumerate(_STEPS, 1):
        row += 1
        _put(sheet, row, 1, f"{number}. {step}", BODY)
        merge(sheet, row, 1, row, 2)
        sheet.row_dimensions[row].height = text_height(step, column_points(sum(widths)), size_of(BODY)) + 2
    row += 1
    _put(sheet, row, 1, "各栏怎么填", HEADINGS[2])
    sheet.row_dimensions[row].height = 30
    for field in fields:
        row += 1
        hint = hint_of(field)
        role = "必填" if field.is_needed else "选填"
        _put(sheet, row, 1, field.label, f"{role}居中")
        _put(sheet, row, 2, hint, f"{role}靠左")
        sheet.row_dimensions[row].height = max(20.0, text_height(hint, column_points(widths[1]), 10.0))
    protect(sheet)


def add_choices(workbook: Workbook, form: Form) -> dict[Kind, str]:
    """A hidden sheet with the lists to choose from; where they stand."""
    sheet = _aside(workbook, OPTIONS, (40.0,))
    tree = TREES[form.taxonomy].levels
    lists = {
        Kind.LEVEL1: tuple(tree),
        Kind.LEVEL2: tuple(dict.fromkeys(name for names in tree.values() for name in names)),
        Kind.UNIT: COMMON_UNITS,
    }
    places = {}
    for column, (kind, words) in enumerate(lists.items(), 1):
        for row, word in enumerate(words, 2):
            _put(sheet, row, column, word, CONTENTS)
        letter = "ABC"[column - 1]
        places[kind] = f"{quote_sheetname(OPTIONS)}!${letter}$2:${letter}${len(words) + 1}"
    sheet.sheet_state = "hidden"
    protect(sheet)
    return places


def add_checks(workbook: Workbook, checks: Sequence[tuple[str, Check]]) -> None:
    """The list of all checks with their results; each leads to the cell that it is about."""
    sheet = _aside(workbook, CHECKS, [width for _name, width in _COLUMNS])
    merge(sheet, 1, 1, 1, len(_COLUMNS))
    first, last = 4, 3 + len(checks)
    summary = cell_at(sheet, 2, 1)
    summary.style = TABLE_TITLE
    area = f"$C${first}:$C${last}"
    summary.value = (
        f'="共 {len(checks)} 项：{_PASSED} "&COUNTIF({area},"{_PASSED}")&"，{_FAILED} "&COUNTIF({area},"{_FAILED}")'
        f'&"，{_PENDING} "&COUNTIF({area},"{_PENDING}")'
    )
    merge(sheet, 2, 1, 2, len(_COLUMNS))
    sheet.row_dimensions[2].height = 34
    for column, (name, _width) in enumerate(_COLUMNS, 1):
        _put(sheet, 3, column, name, "印好居中")
    for row, (name, check) in enumerate(checks, first):
        _check_row(sheet, row, name, check)
    for word, colour in ((_PASSED, _GOOD), (_FAILED, ALARM), (_PENDING, _WAITING)):
        colour_where(sheet, area.replace("$", ""), f'$C{first}="{word}"', colour)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    protect(sheet)


def _check_row(sheet: Worksheet, row: int, name: str, check: Check) -> None:
    prefix = f"{quote_sheetname(name)}!"
    _put(sheet, row, 1, name, "选填居中")
    target = check.cells[0].cell.coordinate if check.cells else "A1"
    sheet.cell(row, 1).hyperlink = Hyperlink(ref=f"A{row}", location=f"{prefix}{target}", display=name)
    _put(sheet, row, 2, check.what, "选填靠左")
    result = cell_at(sheet, row, 3)
    result.style = "印好居中"
    formula = f'=IF({check.pending},"{_PENDING}",IF({check.holds},"{_PASSED}","{_FAILED}"))'
    result.value = formula.replace("§", prefix)
    _put(sheet, row, 4, check.remedy, "选填靠左")
    sheet.row_dimensions[row].height = max(20.0, text_height(check.what, column_points(_COLUMNS[1][1]), 10.0))
