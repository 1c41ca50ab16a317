"""Which column says what: proposed from the headings, decided by a person, kept for the next file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from jiheng.domain.text import to_half_width
from jiheng.readers.rows import Row
from jiheng.web.execution.models import MovementKind, Source

__all__ = [
    "FIELDS",
    "KINDS",
    "REQUIRED",
    "Options",
    "Proposal",
    "Way",
    "heading_of",
    "places_of",
    "propose",
    "source_of",
]

_HEAD = 30  # rows above the data at most
_SIGN = re.compile(r"[\s*※:：]+")
_UNIT = re.compile(r"(万元|千元|百元|(?<![万千百])元)")
_SAID_UNIT = re.compile(r"单位\s*[:：]?\s*(?:人民币)?\s*(万元|元)")


class Way(StrEnum):
    """What the amounts of a table are."""

    PAYMENTS = "payments"
    """Single payments, told apart by the number of their voucher."""
    MONTHS = "months"
    """Sums of a month; payments without a number are added up to them."""
    CUMULATIVE = "cumulative"
    """Sums since January."""


KINDS = (MovementKind.SPENT, MovementKind.ARRIVED, MovementKind.ADJUSTMENT, MovementKind.OPENING)
"""What a table can be about; what somebody expects is no matter of a payment system."""

# The more telling word first: 支付金额 before 金额, 预算单位编码 before 单位.
_PATTERNS: Mapping[str, Sequence[str]] = {
    "code": ("项目编[码号]", "项目代码", "项目唯一码", "项目标识"),
    "name": ("项目名称", "预算项目", "(?:二级|三级|部门)项目$", "项目$"),
    "unit_code": ("(?:预算)?单位(?:编[码号]|代码)",),
    "source": ("资金性质", "资金来源", "经费来源", "预算来源", "资金类型", "来源"),
    "date": ("支付日期", "记账日期", "凭证日期", "业务日期", "支付时间", "日期", "月份", "会计期间", "期间", "月$", "时间"),
    "amount": (
        "支付金额", "支出金额", "实[付际]金额", "实际支出", "累计(?:支付|支出|执行)(?:数|金额)?", "已?支付数", "支出数", "执行数",
        "发生额", "到位(?:金额|数)", "金额", "支出$",
    ),
    "voucher": ("支付凭证号", "凭证编?号", "支付令号?", "支付申请(?:单|书)?(?:编)?号", "凭证字号", "业务单号", "单据(?:编)?号", "流水号"),
    "note": ("摘要", "用途", "支付事由", "说明", "备注"),
}  # fmt: skip
FIELDS = tuple(_PATTERNS)
REQUIRED = frozenset({"amount"})
_LEAST = 2

_SOURCES = (
    (re.compile("结转|结余"), Source.CARRIED_OVER),
    (re.compile("专户"), Source.SPECIAL_ACCOUNT),
    (re.compile("单位资金|自有|事业收入|经营收入|非财政|自筹"), Source.UNIT),
    (
        re.compile("财政|一般公共预算|公共预算|政府性基金|国有资本|预算内|上级|中央|省级|市级|本级|专项|直达"),
        Source.FISCAL,
    ),
    (re.compile("其他|其它|捐赠|贷款"), Source.OTHER),
)


class Options(NamedTuple):
    """What a person says of a table beside its columns.

    Attributes:
        unit: of the amounts, 元 or 万元.
        way, kind: what the amounts are, and of what.
        month: where no column says it, 0 where one does.
        source: where no column says it, or nothing stands there.
        sources: words of the column → source, beside those that are known.
        vouchers: whether numbers begin anew each ``month``, or run through the ``year``.
    """

    unit: str = "元"
    way: str = Way.PAYMENTS
    kind: str = MovementKind.SPENT
    month: int = 0
    source: str = Source.FISCAL
    sources: Mapping[str, str] = {}
    vouchers: str = "month"


class Proposal(NamedTuple):
    """What was understood of the first rows.

    Attributes:
        sheet: name; heading: number of the row with the headings.
        headings: texts of that row; columns: field → heading.
    """

    sheet: str
    heading: int
    headings: tuple[str, ...]
    columns: dict[str, str]
    options: Options


def propose(rows: Iterable[Row]) -> Proposal | None:
    """What the first rows of a file say; None where no row looks like headings."""
    head = list(islice(rows, _HEAD))
    scored = [(len(_fields(row.cells)), -number, row) for number, row in enumerate(head)]
    best = max(scored, default=None, key=lambda each: each[:2])
    if best is None or best[0] < _LEAST:
        return None
    row = best[2]
    columns = _fields(row.cells)
    above = " ".join(text for each in head[: head.index(row) + 1] for text in each.cells)
    return Proposal(row.sheet, row.number, row.cells, columns, _options(columns, above))


def heading_of(text: str) -> str:
    """A heading as it is compared: without spaces, line breaks and stars."""
    return _SIGN.sub("", to_half_width(text))


def places_of(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Field → index of its column; what is not among the headings is left out."""
    known = [heading_of(text) for text in headings]
    wanted = {name: heading_of(text) for name, text in columns.items() if text}
    return {name: known.index(text) for name, text in wanted.items() if text in known}


def source_of(text: str, options: Options) -> Source | None:
    """Which money a word of the table means; None where nobody knows it."""
    word = text.strip()
    if not word:
        return Source(options.source)
    if word in options.sources:
        return Source(options.sources[word])
    return next((source for pattern, source in _SOURCES if pattern.search(word)), None)


def _fields(cells: Sequence[str]) -> dict[str, str]:
    """Field → heading, each heading for one field only."""
    free = [text for text in dict.fromkeys(cells) if text and len(text) <= 40]
    found: dict[str, str] = {}
    for name, patterns in _PATTERNS.items():
        fitting = (text for pattern in patterns for text in free if re.search(pattern, _bare(text)))
        if (text := next(fitting, None)) is not None:
            found[name] = text
            free.remove(text)
    return found


def _bare(text: str) -> str:
    """Without the unit in brackets: 支付金额（元）."""
    return re.sub(r"[（(][^（()）]*[)）]", "", heading_of(text))


def _options(columns: Mapping[str, str], above: str) -> Options:
    amount = heading_of(columns.get("amount", ""))
    said = _UNIT.search(amount) or _SAID_UNIT.search(above)
    by_month = Way.CUMULATIVE if "累计" in amount else Way.MONTHS
    way = Way.PAYMENTS if "voucher" in columns and by_month == Way.MONTHS else by_month
    kind = MovementKind.ARRIVED if "到位" in amount else MovementKind.SPENT
    return Options(unit=said[1] if said and said[1] in {"元", "万元"} else "元", way=way, kind=kind)
