"""What stands in a cell: a text that is never taken for a formula, or a number that shows just the printed digits."""

from __future__ import annotations

import re

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from jiheng.errors import UsageError
from jiheng.writers.values import Value

__all__ = ["LONGEST", "clean", "put_lead", "put_text", "put_value"]

LONGEST = 32_767
"""How many characters (of UTF-16) Excel keeps of a cell."""

# What XML cannot hold; the rest of a document is data, whatever it looks like.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel takes _x0041_ for the letter A
_FORMULA_LIKE = re.compile(r"\s*[=+\-@'＝＋－＠]|\t")
_NUMBER = re.compile(r"-?(?P<whole>[0-9]+)(?:\.(?P<places>[0-9]+))?%?")
_DIGITS = 15  # that a spreadsheet keeps of a number
_PLAIN_TEXT = "@"
_SHORT = 255  # older editions show ##### for a longer text in a cell that is set to text


def put_value(cell: Cell, value: Value) -> None:
    """Write a printed value: a number as a number, under a format that shows what is printed; else the text."""
    code = _format_of(value)
    if code is None or value.number is None:
        put_text(cell, value.text)
        return
    number = value.number / 100 if value.is_percent else value.number
    cell.value = int(number) if number == number.to_integral_value() else float(number)
    cell.number_format = code


def put_text(cell: Cell, text: str) -> None:
    """Write a text as a text, whatever it begins with.

    Raises:
        UsageError: it is longer than a cell may be.
    """
    text = clean(text)
    if not text:
        return
    cell.value = text
    cell.data_type = "s"  # openpyxl would make a formula of =1+1 and an error of #N/A
    if _FORMULA_LIKE.match(text):
        cell.quotePrefix = True
    if len(text) <= _SHORT:
        cell.number_format = _PLAIN_TEXT


def put_lead(cell: Cell, lead: str, text: str) -> None:
    """Write a text whose beginning `lead` is bold.

    Raises:
        UsageError: together they are longer than a cell may be.
    """
    if not lead:
        put_text(cell, text)
        return
    clean(lead + text)
    font = cell.font
    bold = InlineFont(rFont=font.name, sz=font.sz, charset=font.charset, family=font.family, b=True)
    plain = InlineFont(rFont=font.name, sz=font.sz, charset=font.charset, family=font.family)
    cell.value = CellRichText(*(TextBlock(*part) for part in ((bold, clean(lead)), (plain, clean(text))) if part[1]))
    if _FORMULA_LIKE.match(lead):
        cell.quotePrefix = True


def clean(text: str) -> str:
    """`text` as it may stand in a workbook.

    Raises:
        UsageError: it is longer than a cell may be.
    """
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > LONGEST // 2 and (count := len(text.encode("utf-16-le")) // 2) > LONGEST:
        raise UsageError("cell-too-long", text=text[:20], count=count, limit=LONGEST)
    return _ESCAPE_LIKE.sub("_x005F_", text)


def _format_of(value: Value) -> str | None:
    """The number format under which the number shows as the text; None where no number says the same."""
    match = _NUMBER.fullmatch(value.text)
    if match is None or value.number is None:
        return None
    whole, places = match["whole"], match["places"] or ""
    is_negative_nought = value.text.startswith("-") and not value.number
    if len(whole) + len(places) > _DIGITS or (whole != "0" and whole.startswith("0")) or is_negative_nought:
        return None
    return f"0{'.' if places else ''}{'0' * len(places)}{'%' if value.is_percent else ''}"
