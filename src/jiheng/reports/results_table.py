"""`jiheng read --format table` for self-evaluation and monitoring tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jiheng.domain.monitoring import DeviationReason, MonitoredIndicator, MonitoringReport, Possibility
from jiheng.domain.self_evaluation import FundSource, SelfEvaluation
from jiheng.domain.target import Target
from jiheng.i18n import N_, _
from jiheng.interchange.texts import amount_text
from jiheng.reports.cells import organization_text, percent_cell
from jiheng.reports.labels import table_label
from jiheng.reports.layout import BLANK, cleaned, field_lines, grid_lines, level_texts
from jiheng.reports.terminal import Line, Span, line

__all__ = ["evaluation_lines", "monitoring_lines", "numbered"]

_Results = SelfEvaluation | MonitoringReport
_Grid = tuple[list[str], list[list[str | None]]]
"""Heads, and rows of cells."""

_SOURCES = {
    FundSource.TOTAL: N_("年度资金总额"),
    FundSource.FISCAL: N_("财政拨款"),
    FundSource.CARRIED_OVER: N_("上年结转资金"),
    FundSource.SPECIAL_ACCOUNT: N_("财政专户管理资金"),
    FundSource.UNIT: N_("单位资金"),
    FundSource.OTHER: N_("其他资金"),
}
_REASONS = {
    DeviationReason.FUNDING: N_("经费保障"),
    DeviationReason.INSTITUTION: N_("制度保障"),
    DeviationReason.STAFF: N_("人员保障"),
    DeviationReason.EQUIPMENT: N_("硬件条件保障"),
    DeviationReason.OTHER: N_("其他"),
}
_POSSIBILITIES = {
    Possibility.CERTAIN: N_("确定能"),
    Possibility.POSSIBLE: N_("有可能"),
    Possibility.IMPOSSIBLE: N_("完全不可能"),
}


def evaluation_lines(table: SelfEvaluation, width: int) -> Iterator[Line]:
    """A self-evaluation table."""
    return _table_lines(table, _evaluation_fields(table), _evaluation_funding(table), _evaluation_grid(table), width)


def monitoring_lines(table: MonitoringReport, width: int) -> Iterator[Line]:
    """A monitoring table."""
    return _table_lines(table, _monitoring_fields(table), _monitoring_funding(table), _monitoring_grid(table), width)


def _table_lines(
    table: _Results, fields: Iterable[tuple[str, str]], funding: _Grid, indicators: _Grid, width: int
) -> Iterator[Line]:
    """The table's name, its fields, and those of its grids that have rows."""
    yield line(Span(table_label(table.number), "strong"), "  ", Span(table.name or BLANK, "strong"), hang=2)
    yield from field_lines([*_units(table), (_("金额单位"), table.currency_unit or BLANK), *fields])
    for heads, rows in (funding, indicators):
        if rows:
            yield line()
            yield from grid_lines(heads, [cleaned(row) for row in rows], width)


def _units(table: _Results) -> Iterator[tuple[str, str]]:
    if table.department:
        yield _("主管部门"), organization_text(table.department)
    yield _("实施单位"), organization_text(table.organization) or BLANK
    if table.code:
        yield _("项目编码"), table.code


def _evaluation_fields(table: SelfEvaluation) -> Iterator[tuple[str, str]]:
    yield _("预期目标"), table.expected_goals or BLANK
    yield _("实际完成情况"), table.actual_goals or BLANK
    yield (
        _("总分"),
        _("{score}（满分 {weight}）").format(
            score=amount_text(table.total_score) or BLANK, weight=amount_text(table.total_weight) or BLANK
        ),
    )
    optional = (
        (_("自评等级"), table.grade),
        (_("实施过程"), table.process),
        (_("评价结论"), table.conclusion),
        (_("存在问题"), table.problems),
        (_("改进措施"), table.improvements),
        *table.details.items(),
    )
    yield from ((label, text) for label, text in optional if text)


def _evaluation_funding(table: SelfEvaluation) -> _Grid:
    explained = any(row.reason for row in table.funding)
    heads = [_("项目资金"), _("年初预算数"), _("全年预算数"), _("全年执行数"), _("分值"), _("执行率"), _("得分")]
    rows = [
        [
            _(_SOURCES[row.source]),
            *map(amount_text, (row.opening, row.adjusted, row.executed, row.weight)),
            percent_cell(row.rate),
            amount_text(row.score),
            *([row.reason] if explained else []),
        ]
        for row in table.funding
    ]
    return [*heads, *([_("原因")] if explained else [])], rows


def _evaluation_grid(table: SelfEvaluation) -> _Grid:
    heads = [*_level_heads(), _("年度指标值"), _("实际完成值"), _("分值"), _("得分"), _("偏差原因")]
    rows = [
        [
            *levels,
            row.name,
            _raw(row.target),
            _raw(row.actual),
            amount_text(row.weight),
            amount_text(row.score),
            row.reason,
        ]
        for row, levels in zip(table.indicators, level_texts(table.indicators), strict=True)
    ]
    return heads, rows


def _level_heads() -> list[str]:
    return [_("一级指标"), _("二级指标"), _("三级指标")]


def _monitoring_fields(table: MonitoringReport) -> Iterator[tuple[str, str]]:
    yield _("执行到"), _("{month}月底").format(month=table.through_month) if table.through_month else BLANK
    yield _("绩效目标"), numbered(table.goals)
    yield from table.details.items()


def _monitoring_funding(table: MonitoringReport) -> _Grid:
    heads = [_("项目资金"), _("年初预算数"), _("执行数"), _("执行率"), _("全年预计执行数")]
    rows = [
        [
            _(_SOURCES[row.source]),
            amount_text(row.opening),
            amount_text(row.executed),
            percent_cell(row.rate),
            amount_text(row.expected),
        ]
        for row in table.funding
    ]
    return heads, rows


def _monitoring_grid(table: MonitoringReport) -> _Grid:
    heads = [_("年度指标值"), _("执行情况"), _("全年预计"), _("偏差原因"), _("完成可能性"), _("备注")]
    rows = [
        [*levels, *_monitored(row)] for row, levels in zip(table.indicators, level_texts(table.indicators), strict=True)
    ]
    return [*_level_heads(), *heads], rows


def _monitored(row: MonitoredIndicator) -> list[str | None]:
    why = [_("、").join(_(_REASONS[reason]) for reason in row.reasons), row.explanation or ""]
    possibility = None if row.possibility is None else _(_POSSIBILITIES[row.possibility])
    reasons = "\n".join(filter(None, why)) or None
    return [row.name, _raw(row.target), _raw(row.actual), _raw(row.expected), reasons, possibility, row.remark]


def _raw(target: Target | None) -> str | None:
    return target.raw if target else None


def numbered(items: Sequence[str]) -> str:
    """The items of a list, with numbers where there are several."""
    texts = [f"{number}. {item}" for number, item in enumerate(items, 1)] if len(items) > 1 else items
    return "\n".join(texts) or BLANK
