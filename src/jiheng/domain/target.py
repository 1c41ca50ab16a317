"""The grammar of target values (指标值).

The systems that print goal tables join three fields – sign, value, unit – into one cell, and people type into such
cells as they please: ``≥95%``, ``＝１个``, ``不少于1,200人次``, ``控制在10万元以内``, ``三场``, ``10-15个``, ``2023年底前完成``,
``提升服务水平``. `parse_target` is total: every text is a target of one of three kinds.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from jiheng.domain.numerals import CHINESE_DIGITS, chinese_to_int
from jiheng.domain.text import to_half_width
from jiheng.domain.units import TIME_UNITS, is_counter

__all__ = ["Deadline", "Operator", "Target", "TargetKind", "format_target", "parse_target"]


class TargetKind(StrEnum):
    """What a target is."""

    QUANTITATIVE = "quantitative"
    DEADLINE = "deadline"
    QUALITATIVE = "qualitative"


class Operator(StrEnum):
    """The sign of a quantitative target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    MORE = ">"
    LESS = "<"

    @property
    def sign(self) -> str:
        """The sign as official forms print it."""
        return {">=": "≥", "<=": "≤"}.get(self.value, self.value)


class Deadline(NamedTuple):
    """The date of a deadline as far as it is written; a bare month has no year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class Target(NamedTuple):
    """A target value.

    Attributes:
        raw: the cell's own text.
        kind: quantitative, deadline or qualitative.
        operator: of a quantitative target, where it has one.
        number: in the source's own digits without thousands separators (``10.00``); a range is ``10-15``;
            a Chinese numeral becomes digits.
        unit: as written behind the number, None where nothing is.
        deadline: the date of a deadline, None where it names none (年底前).
    """

    raw: str
    kind: TargetKind
    operator: Operator | None = None
    number: str | None = None
    unit: str | None = None
    deadline: Deadline | None = None

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """Lower and upper number, equal but for ranges; None where there is no number."""
        if self.number is None:
            return None
        low, _, high = self.number.partition("-") if not self.number.startswith("-") else (self.number, "", "")
        return Decimal(low), Decimal(high or low)

    @property
    def value(self) -> Decimal | None:
        """The number; None for a range and where there is none."""
        bounds = self.bounds
        return bounds[0] if bounds and bounds[0] == bounds[1] else None


_OPERATORS: dict[str, Operator] = {
    **dict.fromkeys(
        "≥ ≧ ⩾ >= => 大于等于 大于或等于 不低于 不少于 不小于 不得低于 不得少于 至少 最低 最少 达到 达".split(), Operator.AT_LEAST
    ),
    **dict.fromkeys(
        "≤ ≦ ⩽ <= =< 小于等于 小于或等于 不超过 不超 不高于 不大于 不多于 不得超过 不得高于 至多 最多 最高 控制在 严格控制在".split(),
        Operator.AT_MOST,
    ),
    **dict.fromkeys("> 大于 高于 多于 超过".split(), Operator.MORE),
    **dict.fromkeys("< 小于 低于 少于".split(), Operator.LESS),
    **dict.fromkeys("= == 等于".split(), Operator.EQUAL),
    **dict.fromkeys("约 大约".split(), None),  # a number, but no sign that could be compared
}  # type: ignore[arg-type]
_SUFFIXES: dict[str, Operator | None] = {
    **dict.fromkeys("以上 及以上 或以上 以上为合格".split(), Operator.AT_LEAST),
    **dict.fromkeys("以内 之内 以下 及以下 或以下".split(), Operator.AT_MOST),
    "左右": None,
}

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_NUMBER = rf"-?{_DIGITS}"
_CHINESE = f"[{CHINESE_DIGITS}]+"
_SIGN = "|".join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<sign>{_SIGN})?\s*"
    rf"(?:百分之(?P<percent>{_DIGITS}|{_CHINESE})"
    rf"|(?P<low>{_NUMBER})(?P<lowunit>[^\d\s.,\-~—–至到<>=≥≤]{{0,4}}?)\s*(?:-+|~|—+|–|至|到)\s*(?P<high>{_DIGITS})(?![\d./-])"
    rf"|(?P<number>{_NUMBER})"
    rf"|(?P<chinese>{_CHINESE}))"
    r"\s*(?P<rest>.*)",
    re.DOTALL,
)
_SUFFIX = re.compile(
    r"(?P<unit>.*?)\s*(?:\((?:含|包含|包括)\))?(?P<suffix>" + "|".join(sorted(_SUFFIXES, key=len, reverse=True)) + r")(?:\((?:含|包含|包括)\))?",
    re.DOTALL,
)
_VERDICT = re.compile(r"为(?:合格|优|良|优秀|良好|达标|完成)$")

_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\s*年(?:度)?)"
_MONTH = r"(?:(?P<month>1[0-2]|0?[1-9])\s*月(?:份)?)"
_DAY = r"(?:(?P<day>[12]\d|3[01]|0?[1-9])\s*[日号])"
_SPAN = r"(?:第?[一二三四1-4]季度|[上下]半年|(?:本|当|全)?年(?=底|末|内|前)|(?:本|当)?(?:季度?|月|学期)(?=底|末|内))"
_EDGE = r"(?:底|末|初|中旬|上旬|下旬|年底|年末|年内|内|中|之?前|以前|期间|[（(]?含[）)]?)*"
_DONE = (
    "完成|完工|竣工|建成|投产|投入|交付|验收|开工|启动|支付|拨付|发放|到位|结束|办理|缴纳|上报|印发|签订|落地|实施|执行|投用|使用|结项|结题|交工|供货|安装|举办|付清|兑现|入库|达到"
)
_DATE = re.compile(
    rf"(?P<sign>{_SIGN})?\s*(?:于|在|截至|截止|截止到|到|至|确保|力争|计划|预计)?\s*"
    rf"(?:{_YEAR}\s*{_SPAN}|{_YEAR}?\s*{_MONTH}\s*{_DAY}?|{_YEAR}|{_SPAN}|(?P<ymd>(?:19|20)\d\d(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?:(?P=sep)(?:[12]\d|3[01]|0?[1-9]))?(?![\d./-])))"
    .replace("(?P<year>", "(?P<year1>", 1)
    .replace("(?P<year>", "(?P<year2>", 1)
    .replace("(?P<year>", "(?P<year3>", 1)
    + rf"(?P<edge>{_EDGE})\s*(?P<rest>.*)",
    re.DOTALL,
)
_DONE_RE = re.compile(_DONE)


@lru_cache(maxsize=8192)
def parse_target(raw: str) -> Target:
    """Read a target value; total over all texts."""
    text = to_half_width(raw).strip()
    return _deadline(raw, text) or _quantity(raw, text) or Target(raw, TargetKind.QUALITATIVE)


def _deadline(raw: str, text: str) -> Target | None:
    match = _DATE.match(text)
    if match is None:
        return None
    year = match["year1"] or match["year2"] or match["year3"]
    rest = match["rest"].strip("。;；,，. ")
    if rest:
        # A period (1月至12月) or a statement of completion; anything else merely begins with a date.
        period = re.match(r"(?:-|~|—|–|至|到)", rest)
        if not period and (re.search(r"\d", rest) or not (_DONE_RE.search(rest) or match["edge"].endswith("前"))):
            return None
    elif match["sign"] and not (year or match["edge"] or match["day"] or match["ymd"]):
        return None  # ≤6月 is a sign, a number and the unit 月
    if match["ymd"]:
        parts = [int(part) for part in re.split(r"[-./]", match["ymd"])]
        return Target(raw, TargetKind.DEADLINE, deadline=Deadline(*parts))
    date = Deadline(*(int(part) if part else None for part in (year, match["month"], match["day"])))
    return Target(raw, TargetKind.DEADLINE, deadline=date if any(date) else None)


def _quantity(raw: str, text: str) -> Target | None:
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    operator = _OPERATORS.get(match["sign"] or "")
    unit = _VERDICT.sub("", match["rest"].strip())
    if suffix := _SUFFIX.fullmatch(unit):
        implied = _SUFFIXES[suffix["suffix"]]
        # 不低于3个以上 says it twice; ≤3个以上 contradicts itself and is left as it stands.
        if operator is None or implied is None or implied.value[0] == operator.value[0]:
            operator, unit = operator or implied, suffix["unit"]
    elif unit.endswith("内") and unit[:-1] in TIME_UNITS:
        operator, unit = operator or Operator.AT_MOST, unit[:-1]
    if match["percent"]:
        number, unit = _digits(match["percent"]), f"%{unit}"
    elif match["low"]:
        if (match["lowunit"] or "") not in ("", unit, "%"):
            return None
        number = f"{_digits(match['low'])}-{_digits(match['high'])}"
        if match["sign"] == "控制在":
            operator = None
    elif match["chinese"]:
        # 三场 counts something; 一流水平, 一定程度, 百姓满意 do not.
        if not (is_counter(unit) or (unit.startswith("个") and 1 < len(unit) <= 5)) or unit == "批":
            return None
        number = _digits(match["chinese"])
    else:
        number = _digits(match["number"])
    return None if number is None else Target(raw, TargetKind.QUANTITATIVE, operator, number, unit.strip() or None)


def _digits(text: str) -> str | None:
    if text[0] in CHINESE_DIGITS:
        value = chinese_to_int(text)
        return None if value is None else str(value)
    return text.replace(",", "")


def format_target(target: Target) -> str:
    """Write a target as official forms print it: sign, number and unit joined; `parse_target` reads it back."""
    if target.kind is TargetKind.QUANTITATIVE:
        return f"{target.operator.sign if target.operator else ''}{target.number}{target.unit or ''}"
    if target.kind is TargetKind.DEADLINE and target.deadline:
        year, month, day = target.deadline
        return "".join(f"{part}{name}" for part, name in ((year, "年"), (month, "月"), (day, "日")) if part)
    return target.raw
