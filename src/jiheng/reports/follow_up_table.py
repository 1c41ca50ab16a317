"""`jiheng read --format table` for the scored frames of evaluations and the ledgers of problems."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.evaluation import EvaluationTable
from jiheng.domain.rectification import RectificationLedger
from jiheng.i18n import N_, _
from jiheng.interchange.texts import amount_text
from jiheng.reports.cells import organization_text
from jiheng.reports.labels import table_label
from jiheng.reports.layout import BLANK, cleaned, field_lines, grid_lines, level_texts
from jiheng.reports.terminal import Line, Span, line

__all__ = ["frame_lines", "ledger_lines"]

_COLUMNS = {
    "ordinal": N_("序号"),
    "project": N_("项目名称"),
    "source": N_("问题来源"),
    "description": N_("问题描述"),
    "requirement": N_("整改要求"),
    "due": N_("整改时限"),
    "unit": N_("责任单位"),
    "measures": N_("整改措施"),
    "result": N_("整改结果"),
    "state": N_("是否销号"),
}


def frame_lines(table: EvaluationTable, width: int) -> Iterator[Line]:
    """The scored frame of an evaluation."""
    yield line(Span(table_label(table.number), "strong"), "  ", Span(table.name or BLANK, "strong"), hang=2)
    score, weight = amount_text(table.total_score) or BLANK, amount_text(table.total_weight) or BLANK
    optional = (
        (_("主管部门"), organization_text(table.department)),
        (_("实施单位"), organization_text(table.organization)),
        (_("项目编码"), table.code),
        (_("评价机构"), table.evaluator),
        (_("总分"), _("{score}（满分 {weight}）").format(score=score, weight=weight)),
        (_("评价等级"), table.grade),
        *table.details.items(),
    )
    yield from field_lines([(label, text) for label, text in optional if text])
    if table.indicators:
        heads = [_("一级指标"), _("二级指标"), _("三级指标"), _("指标解释"), _("分值"), _("得分"), _("扣分原因")]
        rows = [
            [*levels, row.name, row.meaning, amount_text(row.weight), amount_text(row.score), row.reason]
            for row, levels in zip(table.indicators, level_texts(table.indicators), strict=True)
        ]
        yield line()
        yield from grid_lines(heads, [cleaned(row) for row in rows], width)


def ledger_lines(table: RectificationLedger, width: int) -> Iterator[Line]:
    """A ledger of problems; columns in which nothing stands are left out."""
    yield line(
        Span(table_label(table.number), "strong"), "  ", Span(table.title or table.name or BLANK, "strong"), hang=2
    )
    optional = ((_("填报单位"), organization_text(table.organization)), *table.details.items())
    yield from field_lines([(label, text) for label, text in optional if text])
    filled = [name for name in _COLUMNS if any(getattr(row, name) for row in table.problems)]
    if filled:
        rows = [cleaned([getattr(row, name) for name in filled]) for row in table.problems]
        yield line()
        yield from grid_lines([_(_COLUMNS[name]) for name in filled], rows, width)
