"""The Excel file of organizations, people and roles: bytes to rows and back; see `sheets` for what stands in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from jiheng.errors import JihengError
from jiheng.readers.limits import Limits
from jiheng.readers.package import OfficePackage
from jiheng.web.organizations.sheets import NO, ROWS, SHEETS, YES, Column, Row
from jiheng.writers.xlsx.values import put_text

__all__ = ["file_with", "rows_of"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_LONGEST = 255
_HEAD = PatternFill("solid", fgColor="E6EEF9")


def rows_of(data: bytes) -> list[Row]:
    """The rows of a file, as text; formulas are the text that was typed.

    Raises:
        ValidationError: it is no Excel file, is larger than allowed, or has nothing of ours in it or lacks a column.
    """
    _inspect(data)
    try:
        rows = _all_rows(data)
    except ValidationError:
        raise
    except Exception as error:
        # openpyxl raises whatever happens to go wrong in a damaged file.
        raise ValidationError(_("这不是完整的 Excel 文件（.xlsx），请用表格软件打开后另存为 .xlsx")) from error
    if not rows:
        raise ValidationError(_("文件里没有可导入的行。请用下载的模板填写"))
    return rows


def _all_rows(data: bytes) -> list[Row]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        return [row for sheet in book.worksheets if sheet.title in SHEETS for row in _rows(sheet)]
    finally:
        book.close()


def file_with(sheets: Mapping[str, Iterable[Mapping[str, str]]]) -> bytes:
    """A file with these rows, by titles of sheets; without rows it is the template."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        columns, page = SHEETS[title].columns, book.create_sheet(title)
        for number, column in enumerate(columns, start=1):
            _head(page, number, column)
        page.freeze_panes = "A2"
        for line, values in enumerate(rows, start=2):
            for number, column in enumerate(columns, start=1):
                put_text(page.cell(line, number), values.get(column.name, ""))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _head(page: Any, number: int, column: Column) -> None:
    letter = get_column_letter(number)
    head = page.cell(1, number, column.title)
    head.font, head.fill = Font(bold=True, color="B3261E" if column.required else "1C2430"), _HEAD
    page.column_dimensions[letter].width = column.width
    page.column_dimensions[letter].number_format = "@"  # a code keeps its zeros
    kind: dict[str, Any] = {"type": "list", "formula1": f'"{",".join(column.choices)}"'} if column.choices else {}
    if kind or column.hint:
        rule = DataValidation(allow_blank=True, showErrorMessage=bool(kind), **kind)
        rule.prompt, rule.showInputMessage = column.hint or None, bool(column.hint)
        rule.add(f"{letter}2:{letter}{ROWS}")
        page.add_data_validation(rule)


def _inspect(data: bytes) -> None:
    # Before openpyxl expands anything: sizes within limits, no entities.
    limits = Limits()
    try:
        package = OfficePackage(data, limits)
        whole = 0
        for name in package.names:
            part = package.read(name)
            whole += len(part)
            if whole > limits.text_size or b"<!DOCTYPE" in part:
                raise ValidationError(_("文件展开后太大或带有实体声明，没有读取。请用表格软件打开后另存一份"))
    except JihengError as error:
        raise ValidationError(str(error)) from error


def _rows(page: Any) -> Iterable[Row]:
    sheet = SHEETS[page.title]
    widest = len(sheet.columns) * 2
    lines = page.iter_rows(max_row=ROWS + 2, max_col=widest)
    titles = [_text(cell) for cell in next(iter(lines), ())]
    missing = [column.title for column in sheet.columns if column.title not in titles]
    if missing:
        told = _("“{sheet}”表第 1 行缺少列：{columns}。请用下载的模板填写")
        raise ValidationError(told.format(sheet=sheet.title, columns="、".join(missing)))
    places = {column.name: titles.index(column.title) for column in sheet.columns}
    letters = {name: get_column_letter(place + 1) for name, place in places.items()}
    for number, cells in enumerate(lines, start=2):
        if number > ROWS:
            raise ValidationError(_("“{sheet}”表超过 {limit} 行，请分成几个文件").format(sheet=sheet.title, limit=ROWS))
        texts = [_text(cell) for cell in cells]
        values = {name: texts[place] if place < len(texts) else "" for name, place in places.items()}
        if any(values.values()):
            yield Row(sheet.title, number, values, letters)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and re.fullmatch("0+", cell.number_format or ""):
        value = f"{value:0{len(cell.number_format)}d}"  # shown as 012, meant as 012
    written = str(getattr(value, "text", value))  # an array formula is an object with its text
    text = " ".join(_CONTROL.sub(" ", written).split())
    return text[: _LONGEST + 1]  # one more than any field takes: it is refused there
