"""The grammar of target values (指标值).

The systems that print goal tables join three fields – sign, value, unit – into one cell, and people type into such
cells as they please: ``≥95%``, ``＝１个``, ``不少于1,200人次``, ``控制在10万元以内``, ``三场``, ``10-15个``, ``2023年底前完成``,
``提升服务水平``. `parse_target` is total: every text is a target of one of three kinds, and what is not understood is
qualitative. A text that begins with a date is a deadline or words, never a quantity; of any other that begins with a
sign and a number, what stands behind the number is the unit, whether it makes sense or not (``≥80数量``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from jiheng.domain.numerals import CHINESE_DIGITS, chinese_to_int
from jiheng.domain.text import to_half_width
from jiheng.domain.units import TIME_UNITS, is_counter, is_measure

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
    """The date of a deadline as far as it is written: a bare month has no year, a quarter ends with its last month."""

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
        deadline: the date of a deadline, of a period its end; None where it names none (年底前).
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
        low, _dash, high = self.number.rpartition("-")
        return Decimal(low or self.number), Decimal(high if low else self.number)

    @property
    def value(self) -> Decimal | None:
        """The number; None for a range and where there is none."""
        bounds = self.bounds
        return bounds[0] if bounds and bounds[0] == bounds[1] else None


_LONGEST = 200
"""A longer text is prose, not three fields of a form."""

# ── Signs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_FRAMES = {"控制在": Operator.AT_MOST, "严格控制在": Operator.AT_MOST, "保持在": None, "稳定在": None, "在": None}
"""Signs that yield to what stands behind the unit: 控制在5%以内, 保持在95%以上. 在 says nothing without it."""

_WORDS: dict[Operator | None, str] = {
    Operator.AT_LEAST: "≥ ≧ ⩾ ≮ >= => 大于等于 大于或等于 高于等于 高于或等于 至少 最低 最少 达到 达",
    Operator.AT_MOST: "≤ ≦ ⩽ ≯ <= =< 小于等于 小于或等于 低于等于 低于或等于 至多 最多 最高 不超 不突破",
    Operator.MORE: "> ﹥ 大于 高于 多于 超过",
    Operator.LESS: "< ﹤ 小于 低于 少于",
    Operator.EQUAL: "= ﹦ == 等于",
    None: "约 大约 共 共计 合计 总计",  # a number, but no sign that could be compared
}
_SIGNS: dict[str, Operator | None] = {
    **{word: operator for operator, words in _WORDS.items() for word in words.split()},
    **{f"{no}{word}": Operator.AT_LEAST for no in ("不", "不得", "不能", "不应") for word in ("低于", "少于", "小于")},
    **{
        f"{no}{word}": Operator.AT_MOST
        for no in ("不", "不得", "不能", "不应")
        for word in ("超过", "高于", "大于", "多于", "超出")
    },
    **_FRAMES,
}
_SIGN = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_DASH = "[-~—–〜至到]|--|——"

# ── Deadlines ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_YEAR = "(?:19|20)[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2}"
_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = "3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
_QUARTER = "第?[一二三四1-4]季度"
_WRITTEN = rf"(?:(?:{_YEAR})年度?)?(?:{_QUARTER}|[上下]半年|(?:{_MONTH})月份?(?:(?:{_DAY})[日号])?)|(?:{_YEAR})年度?"
_NUMERIC = rf"(?:{_YEAR})[-./](?:{_MONTH})(?:[-./](?:{_DAY}))?(?![0-9])"
_DATE = f"{_NUMERIC}|{_WRITTEN}"
_DEADLINE = re.compile(
    rf"""
    (?P<sign>{_SIGN})?
    (?:不[晚迟]于|最[晚迟]|截[至止]到?|确保|力争|计划|预计|每年?|[于在到至])*
    (?:
        (?P<start>(?:{_DATE}|(?:(?:{_YEAR})年度?)?(?:{_MONTH})|{_YEAR})(?:{_DASH}))?    # 1-12月, 2023年1月至2024年6月
        (?P<date>{_DATE})
      | [本当](?:年度?|季度?|月|学期)|(?:全?年度?|季度?|月|学期)(?=[底末初中内前])        # 当年完成, 年底前
      | [每次下当本]个?月(?:{_DAY})[日号]                                               # 每月10日前
    )
    (?P<edge>(?:年?[底末初中]|[上中下]旬|期间|[之以期]?内|[之以]?前|前后|左右|\((?:不?含|含当[日天])\))*)
    (?P<rest>.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_PARTS = re.compile(
    rf"""
    (?:(?P<year>{_YEAR})(?:年度?|[-./]))?
    (?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<month>{_MONTH})(?:月份?|[-./])?(?:(?P<day>{_DAY})[日号]?)?)?
    """,
    re.VERBOSE,
)
_LEADING_YEAR = re.compile(_YEAR)
_COMPLETION = (
    "完成|完工|完毕|竣工|建成|投产|投入使用|投用|交付|交工|验收|开工|启动|支付|拨付|发放|付清|兑现|到位|结束|办理|办结|缴纳|"
    "上报|报送|印发|签订|落地|落实|实施|实现|达到|结项|结题|安装|举办|召开|供货|入库"
)
_COMPLETED = re.compile(rf"(?:{_COMPLETION})(?![率度情比质数时及效进方])")  # 完成率, 完成情况 state nothing
_DATE_SIGN = re.compile("[年月季期]|20[0-9]{2}[-./]|19[0-9]{2}[-./]")
_DECIMAL = re.compile(r"[0-9]{4}\.[0-9]{1,2}")
_STOPS = "。;；,，、. \t\r\n"

# ── Quantities ────────────────────────────────────────────────────────────────────────────────────────────────────────

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = rf"{_DIGITS}|[{CHINESE_DIGITS}]+"
_QUANTITY = re.compile(
    rf"""
    (?P<sign>{_SIGN})? \s*
    (?:
        百分之(?P<percent>{_NUMBER})
      | (?P<low>{_NUMBER}) \s* (?P<low_unit>[^0-9\s.,~—–〜至到-]{{0,6}}?) \s* (?:{_DASH}) \s* (?P<high>{_NUMBER})
      | (?P<number>-?(?:{_NUMBER}))
    )
    \s* (?P<rest>.*)
    """,
    re.VERBOSE | re.DOTALL,
)
# No number after all: digits go on (3.5.1, 10 20个) or an item of a list begins (1、建成…). 1:3 and 10台，2套 are left to
# the unit, which is what the printing systems make of them.
_NO_NUMBER = re.compile(r"[0-9]|[-~—–〜+*×=<>≥≤.,;、)\]】].|:[^0-9]", re.DOTALL)
_REMARK = re.compile(r"\s*\((?:含|包含|包括)[^()]*\)$")
_VERDICT = re.compile(r"[即视]?为(?:合格|达标|优秀?|良好?|完成)$")
_WITHIN_DONE = re.compile("(?<=内)(?:全部)?(?:完成|办结|办理完毕|支付|拨付|发放|到位)$")
_SUFFIXES: dict[str, Operator | None] = {
    **dict.fromkeys(("及以上", "或以上", "以上"), Operator.AT_LEAST),
    **dict.fromkeys(("及以下", "或以下", "以下", "以内", "之内"), Operator.AT_MOST),
    "左右": None,
}
_ENDS = frozenset(")格标秀优好良成结毕付放位上下内右")  # the last characters of all these

# What counts behind a Chinese numeral. 一 makes adverbs of most measure words (一起, 一路), the other numerals make
# ranks of some (三级, 二期); 倍 and 成 count though they are no measure words.
_COUNTED_ONCE = frozenset("个家户名人位次场台套件项条座处所辆份本部篇张间栋幢种架艘枚支只棵株天周年倍成")
_DAYS = TIME_UNITS | {"号"}
_RANKS = frozenset("级等类期线区号届班队院校环版档方面步通")
_SHARES = frozenset({"%", "倍", "成", "个百分点"})
_COUNTED_THING = re.compile(
    "[个家户名位次场台套条项座处所辆间栋幢份部][^,;。、]{0,4}?(?:项目|企业|单位|部门|机构|公司|学校|医院|乡镇|街道|村|社区|园区|小区|"
    "片区|农户|家庭|学生|教师|干部|人员|设备|系统|平台|中心|基地|车间|厂房|公园|广场|道路|桥梁|路灯|站点|网点|标段|活动|会议|培训|课题|"
    "专利|品牌|报告|方案|规划)"
)


def parse_target(raw: str) -> Target:
    """Read a target value; total over all texts."""
    return _parse(raw) if len(raw) <= _LONGEST else _parse_uncached(raw)


def _parse_uncached(raw: str) -> Target:
    cell = raw.strip()
    found = None
    if len(cell) <= _LONGEST:
        text = to_half_width(cell)
        if _DATE_SIGN.search(text):
            found = _deadline(text)
        found = found or _quantity(cell, text)
    return Target(raw, TargetKind.QUALITATIVE) if found is None else found._replace(raw=raw)


_parse = lru_cache(maxsize=8192)(_parse_uncached)


def _deadline(text: str) -> Target | None:
    """The deadline, or words that merely begin with a date; None for a text that does not, or may be a quantity."""
    match = _DEADLINE.match("".join(text.split()))
    if match is None:
        return None
    written, edge, rest = match["date"], match["edge"], match["rest"].strip(_STOPS)
    if rest:
        completed = "前" in edge or _COMPLETED.search(rest) is not None
        understood = completed and not any("0" <= char <= "9" for char in rest)
    else:
        understood = bool(written or edge)
    date = _date(written, match["start"] or "") if written else None
    # A sign before a bare month or quarter counts them: ≤6月. 2023.5 may be May, but not with a sign or a unit.
    signed = match["sign"] not in _FRAMES and _SIGNS.get(match["sign"] or "") is not None
    if signed and date and not (date.year or date.day or edge or (rest and understood)):
        return None
    if written and _DECIMAL.fullmatch(written) and not edge and (signed or rest):
        return None
    if not understood:
        return Target(text, TargetKind.QUALITATIVE)
    return Target(text, TargetKind.DEADLINE, deadline=date)


def _date(written: str, start: str) -> Deadline:
    """`written` taken apart; a year that only the start of a period names holds for its end, too."""
    parts = _PARTS.fullmatch(written)
    assert parts is not None
    year = parts["year"] or ((earlier := _LEADING_YEAR.match(start)) and earlier[0])
    month = _int(parts["month"])
    if parts["quarter"]:
        month = 3 * (_int(parts["quarter"]) or 0)
    elif parts["half"]:
        month = 6 if parts["half"] == "上" else 12
    return Deadline(_int(year), month, _int(parts["day"]))


def _int(text: str | None) -> int | None:
    if not text:
        return None
    return chinese_to_int(text) if text[0] in CHINESE_DIGITS else int(text)


def _quantity(cell: str, text: str) -> Target | None:
    match = _QUANTITY.fullmatch(text)
    if match is None or _NO_NUMBER.match(match["rest"]):
        return None
    sign = match["sign"] or ""
    length, operator = _ending(match["rest"], sign)
    start = match.start("rest")
    unit = cell[start : start + length].strip()
    if unit[:1] in ("余", "多") and is_measure(counted := unit.lstrip("余多")):  # 100余人
        unit = counted
    if unit.endswith("前") and unit[:-1].rstrip("之以") in _DAYS:  # 30日前: of which month?
        return None
    if match["low"]:
        number = _range(match["low"], match["low_unit"], match["high"], unit)
    elif match["percent"]:
        number, unit = (None if unit else _number(match["percent"], "%")), "%"
    else:
        number = _number(match["number"], unit)
    if sign in _FRAMES and operator is None:
        if sign == "在":
            return None
        operator = None if match["low"] else _FRAMES[sign]  # 控制在10-15万元 bounds on both sides
    if number is None:
        return None
    found = Target(cell, TargetKind.QUANTITATIVE, operator, number, unit or None)
    # 两月, 2,023年: as official forms write it this would be a date, so nobody knows what it is.
    written = format_target(found)
    return None if _DATE_SIGN.search(written) and _deadline(written) else found


def _ending(rest: str, sign: str) -> tuple[int, Operator | None]:
    """Where the unit in `rest` ends, and the operator: the sign's or what words behind the unit say (以上, 以内).

    不低于3个以上 says it twice; ≤3个以上 contradicts itself, so 以上 stays part of what was typed as the unit.
    """
    operator = None if sign in _FRAMES else _SIGNS.get(sign)
    unit = rest.rstrip(_STOPS)
    while unit and unit[-1] in _ENDS:
        before = unit
        unit = _WITHIN_DONE.sub("", _VERDICT.sub("", _REMARK.sub("", unit)))
        suffix = next((word for word in _SUFFIXES if unit.endswith(word)), None)
        if suffix is None and unit.endswith("内") and unit[:-1] in TIME_UNITS:
            suffix = "内"
        if suffix is not None:
            implied = _SUFFIXES.get(suffix, Operator.AT_MOST)
            if implied is None or operator is None or implied.value[0] == operator.value[0]:
                unit, operator = unit.removesuffix(suffix), operator or implied
        unit = unit.rstrip(_STOPS)
        if unit == before:
            break
    return len(unit), operator


def _range(low: str, low_unit: str, high: str, unit: str) -> str | None:
    """``10-15``; None where the numbers do not rise or carry different units."""
    if low_unit not in ("", to_half_width(unit), unit.removesuffix("元")):
        return None
    first, last = _number(low, unit), _number(high, unit)
    if first is None or last is None or Decimal(first) > Decimal(last):
        return None
    return f"{first}-{last}"


def _number(text: str, unit: str) -> str | None:
    """The number in digits; None for a Chinese numeral that counts nothing: 一流水平, 一定程度, 百姓满意."""
    if text[-1] not in CHINESE_DIGITS:
        return text.replace(",", "")
    value = 100 if (text, unit) == ("百", "%") else chinese_to_int(text)  # 百分之百
    return None if value is None or not _counts(text, unit) else str(value)


def _counts(numeral: str, unit: str) -> bool:
    if numeral == "一" and len(unit) == 1:
        return unit in _COUNTED_ONCE
    if (unit in _RANKS and numeral != "两") or (numeral, unit) == ("十", "分"):
        return False
    return unit in _SHARES or is_counter(unit) or _COUNTED_THING.fullmatch(unit) is not None


def format_target(target: Target) -> str:
    """Write a target as official forms print it: sign, number and unit joined; `parse_target` reads it back."""
    if target.kind is TargetKind.QUANTITATIVE:
        return f"{target.operator.sign if target.operator else ''}{target.number}{target.unit or ''}"
    if target.kind is TargetKind.DEADLINE and target.deadline:
        year, month, day = target.deadline
        return "".join(f"{part}{name}" for part, name in ((year, "年"), (month, "月"), (day, "日")) if part)
    return target.raw
