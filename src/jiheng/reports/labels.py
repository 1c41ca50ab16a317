"""The words that every report for people uses: severities, fields, places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jiheng.domain.finding import Severity
from jiheng.domain.place import Place
from jiheng.forms import load_forms
from jiheng.i18n import N_, _
from jiheng.rules.page import Basis, page
from jiheng.rules.registry import RULES

__all__ = [
    "SIGNS",
    "basis_text",
    "clean",
    "field_label",
    "is_text_file",
    "number_ranges",
    "place_text",
    "rule_title",
    "severity_word",
    "table_label",
]

SIGNS = {Severity.ERROR: "×", Severity.WARNING: "▲", Severity.INFO: "○"}
"""Colour never stands alone. These three are in GBK too, the encoding of older Chinese consoles."""

_WORDS = {Severity.ERROR: N_("错误"), Severity.WARNING: N_("警告"), Severity.INFO: N_("提示")}

_FIELDS = {
    "fiscal_year": N_("预算年度"),
    "organization": N_("预算单位"),
    "department": N_("整体绩效目标"),
    "code": N_("项目编码"),
    "name": N_("项目名称"),
    "budget": N_("预算"),
    "budget.total": N_("预算数"),
    "budget.fiscal": N_("其中：财政资金"),
    "budget.other": N_("其他资金"),
    "budget.currency_unit": N_("金额单位"),
    "purpose": N_("预算规模及资金用途"),
    "spending_plan": N_("资金支出计划"),
    "goals": N_("绩效目标"),
    "indicators": N_("绩效指标"),
    "funding": N_("项目资金"),
    "funding.opening": N_("年初预算数"),
    "funding.adjusted": N_("全年预算数"),
    "funding.executed": N_("全年执行数"),
    "funding.weight": N_("预算执行分值"),
    "funding.rate": N_("执行率"),
    "funding.score": N_("预算执行得分"),
    "expected_goals": N_("预期目标"),
    "actual_goals": N_("实际完成情况"),
    "total_weight": N_("分值合计"),
    "total_score": N_("总分"),
}
_COLUMNS = {
    "level1": N_("一级指标"),
    "level2": N_("二级指标"),
    "name": N_("三级指标"),
    "description": N_("绩效指标描述"),
    "target": N_("指标值"),
    "basis": N_("指标值确定依据"),
    "actual": N_("实际完成值"),
    "weight": N_("分值"),
    "score": N_("得分"),
    "reason": N_("偏差原因分析及改进措施"),
}

# What a terminal or a reader's eye could be led astray by: control characters, and marks that turn the direction.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` of a document without what could command a terminal; tabs and line breaks stay."""
    return _UNSAFE.sub("\ufffd", text)


def severity_word(severity: Severity) -> str:
    """错误, 警告 or 提示."""
    return _(_WORDS[severity])


def field_label(field: str, *, form: str | None = None, in_indicator: bool = False) -> str:
    """What the form (where it is known) calls the field at path `field`; a path that no form has is shown as it is."""
    known = dict(_COLUMNS if in_indicator else _FIELDS)
    if form in load_forms():
        layout = load_forms()[form]
        if in_indicator:
            known |= {column.name: column.label for column in layout.indicator_columns}
        else:
            known |= {name: head.label for name, head in layout.fields.items() if name not in _FIELDS}
    path = field if field in known else re.sub(r"\[\d+\](?=\.)", "", field)  # funding[0].rate
    while path and path not in known:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]  # shorter each time, whatever it is
    return _(known[path]) if path else field


def table_label(number: int) -> str:
    """第 2 张表."""
    return _("第 {number} 张表").format(number=number)


def rule_title(slug: str) -> str:
    """The heading of the rule's page; a rule from outside that has none is shown by its slug."""
    rule = RULES.get(slug)
    return slug if rule is None else page(rule).title


def basis_text(basis: Basis) -> str:
    """An official ground on one line."""
    return _("{number} {title}：{clause}").format(**basis._asdict())


def is_text_file(source_format: str) -> bool:
    """Whether `Place.line` counts lines, not paragraphs."""
    return source_format == "txt"


def place_text(places: Sequence[Place | None], source_format: str) -> str:
    """Where something stands, as people say it; several places are told as a range."""
    known = [place for place in places if place is not None]
    if known and all(place.sheet for place in known):
        sheets = {place.sheet or "": [other for other in known if other.sheet == place.sheet] for place in known}
        template = N_("工作表“{sheet}” {cells}")
        texts = (_(template).format(sheet=name, cells=_cells(found)) for name, found in sheets.items())
        return _("；").join(text.rstrip() for text in texts)
    if lines := [place.line for place in known if place.line is not None]:
        template = N_("第 {line} 行") if is_text_file(source_format) else N_("第 {line} 段")
        return _(template).format(line=_span(lines))
    parts = []
    for name, template in (("page", N_("第 {page} 页")), ("table", N_("表{table}")), ("row", N_("行{row}"))):
        if numbers := [value for place in known if (value := getattr(place, name)) is not None]:
            parts.append(_(template).format(**{name: _span(numbers)}))
    columns = {place.column for place in known}
    if len(columns) == 1 and (column := columns.pop()) is not None:
        parts.append(_("列{column}").format(column=column))
    return " ".join(parts)


def _cells(places: Sequence[Place]) -> str:
    """``F12``, of several cells ``F12–F15``, or all of them where they stand in different columns."""
    ordered = sorted(set(places), key=lambda place: (place.column or 0, place.row or 0))
    addresses = [place.address for place in ordered if place.address]
    if len({place.column for place in ordered}) == 1 and len(addresses) > 1:
        return f"{addresses[0]}–{addresses[-1]}"
    return _("、").join(addresses)


def number_ranges(numbers: Iterable[int]) -> str:
    """``1–7、9``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return _("、").join(_span(run) for run in runs)


def _span(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}–{high}"
