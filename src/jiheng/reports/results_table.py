"""`jiheng read --format table` for self-evaluation and monitoring tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jiheng.domain.monitoring import DeviationReason, MonitoredIndicator, MonitoringReport, Possibility
from jiheng.domain.self_evaluation import FundSource, SelfEvaluation
from jiheng.domain.target import Target
from jiheng.i18n import N_, _
from jiheng.reports.cells import organization_text
from jiheng.reports.digits import amount_text, percent_text
from jiheng.reports.labels import table_label
from jiheng.reports.layout import BLANK, cleaned, field_lines, grid_lines, level_texts
from jiheng.reports.terminal import Line, Span, line

__all__ = ["evaluation_lines", "monitoring_lines", "numbered"]

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
    yield line(Span(table_label(table.number), "strong"), "  ", Span(table.name or BLANK, "strong"), hang=2)
    yield from field_lines(list(_evaluation_fields(table)))
    if table.funding:
        yield line()
        heads = [_("项目资金"), _("年初预算数"), _("全年预算数"), _("全年执行数"), _("分值"), _("执行率"), _("得分")]
        explained = any(row.reason for row in table.funding)
        heads += [_("原因")] if explained else []
        amounts = [
            [
                _(_SOURCES[row.source]),
                *map(amount_text, (row.opening, row.adjusted, row.executed, row.weight)),
                _percent(percent_text(row.rate)),
                amount_text(row.score),
                *([row.reason] if explained else []),
            ]
            for row in table.funding
        ]
        yield from grid_lines(heads, [cleaned(row) for row in amounts], width)
    if table.indicators:
        yield line()
        heads = [
            _("一级指标"),
            _("二级指标"),
            _("三级指标"),
            _("年度指标值"),
            _("实际完成值"),
            _("分值"),
            _("得分"),
            _("偏差原因"),
        ]
        cells = [
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
        yield from grid_lines(heads, [cleaned(row) for row in cells], width)


def _evaluation_fields(table: SelfEvaluation) -> Iterator[tuple[str, str]]:
    yield from _units(table)
    yield _("金额单位"), table.currency_unit or BLANK
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


def _units(table: SelfEvaluation | MonitoringReport) -> Iterator[tuple[str, str]]:
    if table.department:
        yield _("主管部门"), organization_text(table.department)
    yield _("实施单位"), organization_text(table.organization) or BLANK
    if table.code:
        yield _("项目编码"), table.code


def monitoring_lines(table: MonitoringReport, width: int) -> Iterator[Line]:
    """A monitoring table."""
    yield line(Span(table_label(table.number), "strong"), "  ", Span(table.name or BLANK, "strong"), hang=2)
    through = _("{month}月底").format(month=table.through_month) if table.through_month else BLANK
    fields = [
        (_("金额单位"), table.currency_unit or BLANK),
        (_("执行到"), through),
        (_("绩效目标"), numbered(table.goals)),
    ]
    yield from field_lines([*_units(table), *fields, *table.details.items()])
    if table.funding:
        yield line()
        heads = [_("项目资金"), _("年初预算数"), _("执行数"), _("执行率"), _("全年预计执行数")]
        amounts = [
            [
                _(_SOURCES[row.source]),
                amount_text(row.opening),
                amount_text(row.executed),
                _percent(percent_text(row.rate)),
                amount_text(row.expected),
            ]
            for row in table.funding
        ]
        yield from grid_lines(heads, [cleaned(row) for row in amounts], width)
    if table.indicators:
        yield line()
        heads = [
            _("一级指标"),
            _("二级指标"),
            _("三级指标"),
            _("年度指标值"),
            _("执行情况"),
            _("全年预计"),
            _("偏差原因"),
            _("完成可能性"),
            _("备注"),
        ]
        cells = [
            [*levels, *_monitored(row)]
            for row, levels in zip(table.indicators, level_texts(table.indicators), strict=True)
        ]
        yield from grid_lines(heads, [cleaned(row) for row in cells], width)


def _monitored(row: MonitoredIndicator) -> list[str | None]:
    why = [_("、").join(_(_REASONS[reason]) for reason in row.reasons), row.explanation or ""]
    possibility = None if row.possibility is None else _(_POSSIBILITIES[row.possibility])
    reasons = "\n".join(filter(None, why)) or None
    return [row.name, _raw(row.target), _raw(row.actual), _raw(row.expected), reasons, possibility, row.remark]


def _raw(target: Target | None) -> str | None:
    return target.raw if target else None


def _percent(percent: str | None) -> str | None:
    return None if percent is None else f"{percent}%"


def numbered(items: Sequence[str]) -> str:
    """The items of a list, with numbers where there are several."""
    texts = [f"{number}. {item}" for number, item in enumerate(items, 1)] if len(items) > 1 else items
    return "\n".join(texts) or BLANK
