"""Headings above tables, and the year that they state."""

from __future__ import annotations

import re
from typing import NamedTuple

from jiheng.domain.numerals import chinese_to_int
from jiheng.domain.text import label_key, to_half_width

__all__ = ["Title", "title_of", "without_year", "year_line"]

_NUMBER = re.compile(r"\s*[（(]?\s*(\d{1,4})(?!\d|\s*年)\s*[)）]?\s*[.、．]?\s*")
_LENGTH = 100
_YEAR = r"(20\d\d|二[〇零○]二[〇零○一二三四五六七八九])年(?:度)?"
_YEAR_LINE = re.compile(rf"{_YEAR}")
# A year states that of the table where only the kind of table stands behind it: 2024年度部门预算项目支出绩效自评表.
_STATED = re.compile(
    rf"{_YEAR}(?:部门|单位|预算|[省市区县]级|[省市区县]?本级|项目|整体|支出|财政|专项|资金|转移支付|绩效|目标|执行|运行|重点)*$"
)
_YEAR_BEHIND = re.compile(rf"{_YEAR}$")


class Title(NamedTuple):
    """A heading, the number that it gives its table, and the year that it states."""

    text: str | None
    number: int | None
    year: int | None


def title_of(text: str, endings: tuple[str, ...]) -> Title | None:
    """The heading that `text` is; `endings`: how headings end."""
    if len(text) > _LENGTH:
        return None
    key = label_key(text)
    if not key.endswith(endings) and "年" not in key[-2:]:
        return None
    year = _YEAR_BEHIND.search(key)
    words = key[: year.start()] if year else key
    if not words.endswith(endings) or words in endings:
        return None
    if year is None:
        ending = next(ending for ending in sorted(endings, key=len, reverse=True) if words.endswith(ending))
        year = _STATED.search(words[: len(words) - len(ending)])
    number = _NUMBER.match(text)
    named = number and not (year and to_half_width(text).lstrip().startswith(year[1]))
    return Title(text, int(number[1]) if number and named else None, _int(year[1]) if year else None)


def year_line(text: str) -> int | None:
    """The year of a line that says nothing else: ``（2024年度）``."""
    if len(text) > 20:
        return None
    match = _YEAR_LINE.fullmatch(label_key(to_half_width(text)))
    return _int(match[1]) if match else None


def without_year(text: str) -> str:
    """The label key of a heading without the year that stands behind it."""
    return _YEAR_BEHIND.sub("", label_key(text)) if len(text) <= _LENGTH else ""


def _int(year: str) -> int | None:
    return int(year) if year.isdigit() else chinese_to_int(year)
