"""A row of a table → what it says, or why it says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from jiheng.domain.money import in_wan
from jiheng.domain.text import to_half_width
from jiheng.readers.rows import Row
from jiheng.web.execution.models import Source
from jiheng.web.execution.services import MOST, last_day
from jiheng.web.execution.tables.columns import Options, Way, source_of

__all__ = ["Entry", "Refused", "Skipped", "entry_of"]

_TOTAL = re.compile(r"[本全]?(?:页|单位|部门|年|月)?\s*(?:合\s*计|总\s*计|小\s*计|累\s*计)[:：]?")
_AMOUNT = re.compile(r"[¥￥]?\s*([+-]?)\s*[¥￥]?\s*((?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?)\s*(?:元|万元)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?:[ T]\d{1,2}:.*)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_MONTH = re.compile(r"(?:第)?\s*(\d{1,2})\s*(?:月份?)?")
_MANGLED = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_PLACES = Decimal("0.000001")
_CODE, _NAME, _NOTE, _VOUCHER = 64, 255, 255, 64


class Entry(NamedTuple):
    """A row that says something.

    Attributes:
        number: of the row in the file.
        code, name, unit_code: of the project, as the file has them.
        on: the day; amount: in 万元.
    """

    number: int
    code: str
    name: str
    unit_code: str
    source: Source
    on: date
    amount: Decimal
    voucher: str
    note: str


class Refused(NamedTuple):
    """A row that cannot be taken over, and why."""

    number: int
    code: str
    name: str
    reason: str


class Skipped(NamedTuple):
    """A row that is none: a sum, a line of words."""

    number: int


class _Wrong(Exception):  # noqa: N818 - caught three lines further down
    """Why a row is refused."""


def entry_of(row: Row, places: Mapping[str, int], options: Options, year: int) -> Entry | Refused | Skipped:
    """What a row says.

    Args:
        row: of the file.
        places: field → index of its column.
        options: what a person said of the table.
        year: the budget year; payments of another one are refused.
    """
    texts = {name: row.cells[at].strip() if at < len(row.cells) else "" for name, at in places.items()}
    code, name = texts.get("code", "").lstrip("'")[:_CODE], texts.get("name", "")[:_NAME]
    if _is_total(row) or not (code or name or texts.get("amount")):
        return Skipped(row.number)
    try:
        return Entry(
            row.number,
            code,
            name,
            texts.get("unit_code", "").lstrip("'"),
            _source(texts.get("source", ""), options),
            _day(texts.get("date", ""), options, year),
            _amount(texts.get("amount", ""), options.unit),
            _voucher(texts.get("voucher", ""), options),
            texts.get("note", "")[:_NOTE],
        )
    except _Wrong as wrong:
        return Refused(row.number, code, name, str(wrong))


def _is_total(row: Row) -> bool:
    first = next((text for text in row.cells if text.strip()), "")
    return any(_TOTAL.fullmatch(text.strip()) for text in (first, *row.cells[:4]))


def _source(text: str, options: Options) -> Source:
    source = source_of(text, options)
    if source is None:
        raise _Wrong(_("不认识资金来源“{text}”，请在列对应页指明它属于哪一类").format(text=text[:40]))
    return source


def _voucher(text: str, options: Options) -> str:
    voucher = text.lstrip("'")
    if options.way == Way.PAYMENTS and not voucher:
        raise _Wrong(_("没有凭证号，无法判断是否已经导入过；请补上，或改按月汇总导入"))
    if len(voucher) > _VOUCHER or _MANGLED.fullmatch(voucher):
        raise _Wrong(_("凭证号“{text}”过长，或被表格软件改成了科学计数；请改成文本").format(text=voucher[:40]))
    return voucher


def _amount(text: str, unit: str) -> Decimal:
    shown = to_half_width(text).strip()
    if not shown or shown in {"-", "--", "—"}:
        raise _Wrong(_("金额是空的"))
    bracketed = shown.startswith("(") and shown.endswith(")")  # bookkeepers' way of writing less than nothing
    match = _AMOUNT.fullmatch(shown[1:-1].strip() if bracketed else shown)
    if match is None:
        raise _Wrong(_("金额“{text}”不是数").format(text=text[:40]))
    number = Decimal(match[2].replace(",", ""))
    amount = in_wan(-number if bracketed or match[1] == "-" else number, unit)
    if amount is None or abs(amount) >= MOST:
        raise _Wrong(_("金额“{text}”太大").format(text=text[:40]))
    return amount.quantize(_PLACES, ROUND_HALF_UP)


def _day(text: str, options: Options, year: int) -> date:
    shown = to_half_width(text).strip()
    if not shown:
        if options.month:
            return last_day(year, options.month)
        raise _Wrong(_("没有日期或月份"))
    match = _DAY.fullmatch(shown) or _DIGITS.fullmatch(shown)
    if match is not None:
        said_year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    elif (only := _MONTH.fullmatch(shown)) is not None:
        said_year, month, day = year, int(only[1]), 0
    else:
        raise _Wrong(_("日期“{text}”看不懂，请写成 2027-03-15 或 2027-03").format(text=text[:40]))
    if said_year != year:
        raise _Wrong(_("日期“{text}”不在 {year} 年").format(text=text[:40], year=year))
    try:
        return date(year, month, day) if day else last_day(year, month)
    except (ValueError, IndexError):
        raise _Wrong(_("没有“{text}”这一天").format(text=text[:40])) from None
