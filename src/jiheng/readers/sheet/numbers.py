"""Number formats: from a typed number and its format code to the text that the sheet shows.

A cell that shows 25.00% holds 0.25, and a date is a count of days. Understood is what offices use: digits, thousands,
percent, currency, literals, sections for signs and conditions, exponents, dates and times. For the rest (fractions,
numerals spelt out) the plain number is shown, which is right but for its looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from jiheng.readers.sheet.dates import date_text, is_date_token

__all__ = ["BUILT_IN", "general", "is_date", "show"]

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The codes behind the numbers that no file spells out, as Chinese editions show them; 0 and 49 are plain."""

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _. | \*. | \[(?P<bracket>[^\]]*)\]
    | (?P<general>general|G/通用格式|@) | (?P<exponent>E[+-]0+) | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+(?![+-])|a{3,4}) | (?P<digit>[0#?]) | (?P<mark>[.,%/]) | (?P<other>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\\[])*', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_LONGEST = 255
_PLACES = 30
_EXACT = Context(prec=1000)  # enough for any number under the longest format
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}
_Token = tuple[str, str]


def general(value: float) -> str:
    """A number without a format: the fifteen digits that a spreadsheet keeps, no exponent."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN
        return ""
    if abs(value) >= 1e21 or 0 < abs(value) < 1e-15:
        return format(value, ".15G")
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def show(value: float, code: str | None, *, since_1904: bool = False) -> str:
    """The text that a cell shows of `value` under the format `code`."""
    if code is None or not (abs(value) < 1e21):
        return general(value)
    sections = _sections(code)
    conditions = [_condition(section) for section in sections]
    index = next((n for n, test in enumerate(conditions) if test and _COMPARE[test[0]](value, test[1])), None)
    own_sign = False
    if index is None:
        if any(conditions):
            index = next((n for n, test in enumerate(conditions) if test is None), 0)
        else:
            index = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
            own_sign = index == 1
    section = sections[index]
    if any(is_date_token(kind, text) for kind, text in section):
        return date_text(value, section, since_1904=since_1904) or general(value)
    text = _number_text(abs(value), section)
    if text is None:
        return general(value)
    text = text.strip()
    if value < 0 and not own_sign and any(char in "123456789" for char in text):
        text = f"-{text}"
    return "0" if text in {"-", "–", "—"} and value == 0 else text  # how accounting formats write a nought


@lru_cache(maxsize=4096)
def is_date(code: str) -> bool:
    """Whether numbers under the format `code` are days or times."""
    return any(is_date_token(kind, text) for section in _sections(code) for kind, text in section)


@lru_cache(maxsize=4096)
def _sections(code: str) -> list[list[_Token]]:
    found: list[list[_Token]] = []
    at = 0
    code = code[:_LONGEST]
    while at <= len(code) and len(found) < 4:
        match = _SECTION.match(code, at)
        assert match is not None
        found.append(_tokens(match[0]))
        at = match.end() + 1
    return found


def _tokens(section: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
        if kind in {"quoted", "escaped", "other"}:
            tokens.append(("literal", text))
        elif kind == "bracket" and text.startswith("$"):
            tokens.append(("literal", text[1:].partition("-")[0]))
        elif kind:
            tokens.append((kind, text))
    return tokens


def _condition(section: list[_Token]) -> tuple[str, float] | None:
    for kind, text in section:
        if kind == "bracket" and (match := _CONDITION.fullmatch(text)):
            return match[1], float(match[2])
    return None


def _number_text(value: float, section: list[_Token]) -> str | None:
    """`value`, which is not negative, under one section; None where it is beyond us."""
    kinds = {kind for kind, _ in section}
    marks = [text for kind, text in section if kind == "mark"]
    if "general" in kinds:
        return "".join(general(value) if kind == "general" else text for kind, text in section if kind != "bracket")
    if "/" in marks and sum(kind == "digit" for kind, _ in section) > 1:
        return None
    if "digit" not in kinds:
        return "".join(text for kind, text in section if kind == "literal" or text in "%/.,")
    whole, places, thousands, scale = _shape(section)
    if "exponent" in kinds:
        return format(value, f".{len(places)}E")
    number = Decimal(format(value, ".15g")).scaleb(scale, _EXACT)
    if len(places) > _PLACES:
        return None
    digits = format(number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, _EXACT), "f")
    before, _, after = digits.partition(".")
    return _fill(section, whole, before.lstrip("0"), _decimals(after, places), thousands=thousands)


def _shape(section: list[_Token]) -> tuple[int, str, bool, int]:
    """Digits before the point, what they are behind it, whether thousands are set apart, the power of ten to shift by."""
    whole, places, after, thousands, scale, pending = 0, "", False, False, 0, 0
    for kind, text in section:
        if kind == "digit":
            if after:
                places += text
            else:
                whole += 1
            thousands |= pending > 0 and not after
            pending = 0
        elif kind == "mark" and text == ",":
            pending += 1
        elif kind == "mark" and text == "." and not after:
            scale -= 3 * pending
            after, pending = True, 0
        elif kind == "mark" and text == "%":
            scale += 2
    return whole, places, thousands, scale - 3 * pending


def _decimals(digits: str, places: str) -> str:
    """The digits behind the point; where the format does not ask for noughts, they are left out at the end."""
    pairs = enumerate(zip(digits, places, strict=True), 1)
    return digits[: max((number for number, (digit, place) in pairs if place == "0" or digit != "0"), default=0)]


def _fill(section: list[_Token], whole: int, before: str, after: str, *, thousands: bool) -> str:
    """Put the digits where the section has places for them."""
    parts: list[str] = []
    padded = before.rjust(whole)
    surplus = len(padded) - whole  # digits beyond the places: all before the first one
    at = 0
    behind = False
    for kind, text in section:
        if kind == "digit" and not behind:
            end = at + 1 + (surplus if at == 0 else 0)
            taken = padded[at:end].strip() or ("0" if text == "0" else "")
            left = len(padded) - end  # digits that are still to come
            for offset, digit in enumerate(taken):
                parts.append(digit)
                remaining = left + len(taken) - 1 - offset
                if thousands and remaining and remaining % 3 == 0:
                    parts.append(",")
            at = end
        elif kind == "mark" and text == "." and not behind:
            behind = True
            parts.append(f".{after}" if after else "")
        elif kind == "literal" or (kind == "mark" and text in "%/"):
            parts.append(text)
    return "".join(parts)
