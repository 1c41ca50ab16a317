"""Cell texts → values of the domain."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from jiheng.domain.goals import Organization
from jiheng.domain.text import to_half_width

__all__ = [
    "is_dash",
    "item_texts",
    "parse_organization",
    "parse_percent",
    "parse_points",
    "read_organization",
    "split_items",
]

_ORGANIZATION = re.compile(r"(\d{3,12})\s*[-—_－:：]?\s*(\D.*)", re.DOTALL)
# Under a label that asks for it, the code may also stand in brackets, before or behind the name.
_BRACKETED = re.compile(r"[\[【(（]\s*(\d{3,12})\s*[\]】)）]\s*[-—_－:：]?\s*(\D.*)", re.DOTALL)
_CODE_BEHIND = re.compile(
    r"(.*\D)[\[【(（]\s*(\d{3,12})\s*[\]】)）]|(.*[^\d\s[【(（])\s*[-—_－]?\s*(\d{3,12})", re.DOTALL
)
_POINTS = re.compile(r"(\d+(?:\.\d+)?)\s*分?")
_DASHES = frozenset({"-", "--", "—", "——", "－", "–", "―", "/", "／", "\\"})
_ITEM = re.compile(r"(?:^|\n)\s*指标\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[：:.、．]\s*")
_NEXT_ITEM = re.compile(
    r"\s*指标\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[：:]\s*"
)  # a reader may have joined the lines
_ELLIPSIS = re.compile(r"[.…。·]+")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|百分比)?")

# Ways to number a list, each with the mark of an item at the start of a line. A decimal (1.5万元) is no item.
_DIGITS = r"(?P<number>\d{1,2})"
_MARKS = tuple(
    re.compile(mark)
    for mark in (
        rf"\s*{_DIGITS}\s*(?:[.．](?!\d)|、)\s*",
        rf"\s*[（(]\s*{_DIGITS}\s*[)）]\s*[.、．]?\s*",
        rf"\s*{_DIGITS}\s*[)）]\s*",
        r"\s*(?P<number>[①-⑳])\s*",
        r"\s*目标\s*(?P<number>\d{1,2}|[一二三四五六七八九十]+)\s*[：:.、]\s*",
        r"\s*(?P<number>[一二三四五六七八九十]{1,3})\s*[、.．]\s*",
        r"\s*[（(]\s*(?P<number>[一二三四五六七八九十]{1,3})\s*[)）]\s*",
        r"\s*第(?P<number>[一二三四五六七八九十]{1,3})[，,、：:]\s*",
    )
)
_LONGEST_NUMBER = 15
_BOUNDARY = "。；;！!\t \u3000"
_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def parse_organization(text: str) -> Organization | None:
    """``978001河北沙城经济开发区管理委员会`` → code and name; None where the text does not begin with a code."""
    match = _ORGANIZATION.fullmatch(to_half_width(text).strip())
    if match is None:
        return None
    name = text.strip()
    return Organization(match[1], name[len(name) - len(match[2]) :].strip())


def read_organization(text: str) -> Organization:
    """What stands behind a label that asks for an organization: ``[219]某局``, ``某局（219001）`` or the name alone."""
    plain = text.strip()
    half = to_half_width(plain)
    if organization := parse_organization(plain):
        return organization
    if match := _BRACKETED.fullmatch(half):
        return Organization(match[1], plain[match.start(2) :].strip())
    if match := _CODE_BEHIND.fullmatch(half):
        name, code = (1, 2) if match[2] else (3, 4)
        return Organization(match[code], plain[: match.end(name)].strip(" -—_－"))
    return Organization(None, plain)


def is_dash(text: str) -> bool:
    """Whether a cell for a number is struck out."""
    return text.strip() in _DASHES


def parse_points(text: str) -> Decimal | None:
    """``10``, ``9.82`` or ``10分``; None where the text is no number of points."""
    match = _POINTS.fullmatch(to_half_width(text).strip())
    return Decimal(match[1]) if match and len(match[1]) <= _LONGEST_NUMBER else None


def item_texts(text: str) -> list[str]:
    """The items of a cell that numbers them ``指标1：…``, without their numbers; another text is one item."""
    if not _ITEM.match(text):
        return [text]
    items = [item.strip() for part in _ITEM.split(text)[1:] for item in _NEXT_ITEM.split(part)]
    return ["" if _ELLIPSIS.fullmatch(item) else item for item in items]


def parse_percent(text: str) -> Decimal | None:
    """``25.00%`` → 25.00; None where the text is no percentage."""
    match = _PERCENT.fullmatch(to_half_width(text).strip())
    try:
        return Decimal(match[1]) if match else None
    except InvalidOperation:  # pragma: no cover - the pattern admits digits only
        return None


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text in _CIRCLED:
        return ord(text) - ord("①") + 1
    tens, has_tens, ones = text.rpartition("十")
    digit = _CHINESE.index(ones) + 1 if ones else 0
    return digit + (10 * (_CHINESE.index(tens) + 1 if tens else 1) if has_tens else 0) if len(tens) < 2 else 0


def split_items(text: str) -> list[str]:
    """The items of a numbered list, without their numbers; a text without numbers is one item.

    The first item's way of numbering counts; what is numbered otherwise is part of an item, and what stands before the
    first item is an item of its own. On one line a further number starts an item only where it goes on counting behind the end of a sentence or a space.
    """
    lines = text.strip().split("\n")
    first = next((match.re for line in lines if (match := _first_mark(line))), None)
    if first is None:
        return [text.strip()] if text.strip() else []
    items: list[list[str]] = [[]]
    count = 0
    for line in lines:
        match = first.match(line)
        if match:
            count = _value(match["number"])
            items.append([])
            line = line[match.end() :]  # noqa: PLW2901 - the rest of the line is the item
        for piece, number in _inline(line, first, count):
            if number is not None:
                count = number
                items.append([])
            items[-1].append(piece)
    return [item for item in ("\n".join(parts).strip() for parts in items) if item]


def _first_mark(line: str) -> re.Match[str] | None:
    """The mark of an item at the start of `line`, in one of the known ways."""
    matches = (mark.match(line) for mark in _MARKS)
    return next((match for match in matches if match), None)


def _inline(line: str, mark: re.Pattern[str], count: int) -> list[tuple[str, int | None]]:
    """Cut `line` where the list goes on counting from `count`; the first piece carries no number."""
    pieces: list[tuple[str, int | None]] = []
    if not count:
        return [(line, None)]
    start = 0
    number: int | None = None
    for match in mark.finditer(line):
        at = match.start()
        apart = line[at - 1] in _BOUNDARY or line[at] in _BOUNDARY or match["number"] in _CIRCLED
        if at and apart and _value(match["number"]) == count + 1:
            pieces.append((line[start:at], number))
            start, number, count = match.end(), count + 1, count + 1
    pieces.append((line[start:], number))
    return pieces
