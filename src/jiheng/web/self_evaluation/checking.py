"""What stands in the way of a self-evaluation: the rules of the catalogue, and what only the site can know.

A score that cannot be reckoned and a reason that is missing are errors; so nobody hands them in without saying why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiheng.domain.achievement import comparable
from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Organization as DomainOrganization
from jiheng.domain.target import parse_target
from jiheng.domain.taxonomy import Level1
from jiheng.engine import check
from jiheng.regulations import Regulation
from jiheng.web.self_evaluation.mapping import document_of_tables, table_of
from jiheng.web.self_evaluation.models import Kind
from jiheng.web.self_evaluation.reckoning import Reckoned, execution_of, number_of

__all__ = ["EXECUTION", "counts_of", "findings_of"]

EXECUTION = "funding[0]"
"""Path of the line of the whole money."""

_MEASURED = (Level1.OUTPUT.value, Level1.BENEFIT.value)
_Content = Mapping[str, Any]


def findings_of(
    content: _Content, reckoned: Reckoned, regulation: Regulation, *, kind: str, year: int
) -> tuple[Finding, ...]:
    """Everything that is to be said, at each cell only the worst of one kind."""
    own = [*_of_money(content, reckoned), *_of_rows(content, reckoned, regulation), *_of_whole(content, reckoned, kind)]
    table = table_of(content, reckoned)
    void = {number for number, row in enumerate(content.get("indicators") or [], 1) if row.get("is_void")}
    organization = table.organization or DomainOrganization(None, None)
    known = [
        finding
        for finding in check(document_of_tables([table], organization, year))
        if not finding.waived and finding.indicator not in void
    ]
    worst: dict[tuple[int | None, str], int] = {}
    for finding in known:
        at = _at(finding)
        worst[at] = max(worst.get(at, -1), finding.severity.rank)
    added = [finding for finding in own if worst.get(_at(finding), -1) < finding.severity.rank]
    said = {_at(finding) for finding in added}
    kept = [finding for finding in known if _at(finding) not in said or finding.indicator is None]
    return tuple(sorted((*added, *kept), key=lambda each: (-each.severity.rank, each.indicator or 0)))


def counts_of(findings: tuple[Finding, ...]) -> dict[Severity, int]:
    """How many there are of each severity."""
    return {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}


def _at(finding: Finding) -> tuple[int | None, str]:
    return finding.indicator, finding.field


def _said(rule: str, severity: Severity, at: tuple[int | None, str], message: str, remedy: str) -> Finding:
    """A finding in words that are ready; `at`: row from 0, and field."""
    row, field = at
    indicator = None if row is None else row + 1
    return Finding(rule, severity, 1, indicator, field, "{message}", "{remedy}", {"message": message, "remedy": remedy})


# ── Money ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_money(content: _Content, reckoned: Reckoned) -> Iterator[Finding]:
    score, claim = reckoned.sheet.execution, execution_of(content)
    if score.problem and claim.executed is None:
        yield _said(
            "execution-unknown", Severity.ERROR, (None, f"{EXECUTION}.score"), score.problem_text,
            _("请在“执行”里录入或导入全年支出，这里自动更新"),
        )  # fmt: skip
    elif score.needs_reason and not claim.reason.strip():
        said = _("预算执行率 {rate}，没有说明原因").format(rate=score.values.get("rate", "—"))
        yield _said(
            "execution-reason-missing", Severity.ERROR, (None, f"{EXECUTION}.reason"),
            score.problem_text or said, _("写明没有执行完的原因和下一步安排"),
        )  # fmt: skip
    changed = claim.opening is not None and claim.adjusted is not None and claim.opening != claim.adjusted
    if changed and not claim.reason.strip() and not score.needs_reason:
        yield _said(
            "adjustment-unexplained", Severity.INFO, (None, f"{EXECUTION}.reason"),
            _("全年预算数与年初预算数不同，没有说明"), _("写明年中追加、调减或结转的依据"),
        )  # fmt: skip


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_rows(content: _Content, reckoned: Reckoned, regulation: Regulation) -> Iterator[Finding]:
    for index, row in enumerate(content.get("indicators") or []):
        if row.get("is_void"):
            if not str(row.get("void_reason") or "").strip():
                yield _said(
                    "void-unexplained", Severity.ERROR, (index, "actual"), _("标为不适用，没有写原因"),
                    _("写明为什么不适用；它的分值按规则另行处理"),
                )  # fmt: skip
            continue
        yield from _of_numbers(row, index)
        score = reckoned.score_of(index)
        if score.problem:
            yield _said(
                "score-missing", Severity.ERROR, (index, "actual"), score.problem_text, _("补齐以后自动计算得分")
            )
        missing = not str(row.get("reason") or "").strip()
        if missing and score.points is not None and score.needs_reason:
            yield _said(
                "score-reason-missing", Severity.ERROR, (index, "reason"), _("没有得满分或大幅超额，没有说明原因"),
                _("写明偏差的具体原因和改进措施"),
            )  # fmt: skip
        elif missing and _is_exceeded(row, regulation):
            share = f"{(regulation.reason_exceeded * 100):.0f}%"
            yield _said(
                "score-reason-missing", Severity.ERROR, (index, "reason"),
                _("完成值超过指标值的 {share}，没有说明原因").format(share=share),
                _("写明超额的原因；指标值定低了的，请勾选“目标定低了”"),
            )  # fmt: skip


def _of_numbers(row: _Content, index: int) -> Iterator[Finding]:
    for field in ("weight", "given", "floor"):
        text = str(row.get(field) or "").strip()
        if text and number_of(text) is None:
            yield _said(
                "malformed-value", Severity.ERROR, (index, field), _("“{text}”不是数，不能计算").format(text=text[:30]),
                _("请只填数字"),
            )  # fmt: skip


def _is_exceeded(row: _Content, regulation: Regulation) -> bool:
    """Whether far more was reached than promised, of a target of which more is better."""
    target = parse_target(str(row.get("target") or ""))
    actual = comparable(target, parse_target(str(row.get("actual") or "")))
    bounds = target.bounds
    is_ceiling = target.operator is not None and target.operator.value.startswith("<")
    if actual is None or bounds is None or is_ceiling or bounds[1] <= 0:
        return False
    return actual > bounds[1] * regulation.reason_exceeded


# ── The whole ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_whole(content: _Content, reckoned: Reckoned, kind: str) -> Iterator[Finding]:
    if not str(content.get("actual_goals") or "").strip():
        yield _said(
            "result-missing", Severity.ERROR, (None, "actual_goals"), _("没有填写年度总体目标的实际完成情况"),
            _("逐条写明做成了什么、效果如何"),
        )  # fmt: skip
    rows = content.get("indicators") or []
    if not rows:
        yield _said("indicators-missing", Severity.ERROR, (None, "indicators"), _("没有绩效指标"), _("请填写绩效指标"))
    present = {group.name for group in reckoned.groups}
    if kind == Kind.PROJECT and rows:
        for level in sorted(set(_MEASURED) - present):
            yield _said(
                "level-missing", Severity.WARNING, (None, "indicators"), _("没有{level}").format(level=level),
                _("批复的目标里没有的，请在其他说明里写明"),
            )  # fmt: skip
    for group in reckoned.groups:
        if group.proposed is not None and group.weight != group.proposed:
            yield _said(
                "level-weight", Severity.WARNING, (None, "indicators"),
                _("{level}分值合计 {weight}，一般为 {proposed}").format(
                    level=group.name, weight=f"{group.weight:f}", proposed=f"{group.proposed:f}"
                ),
                _("确需调整一级指标分值的，请在其他说明里写明理由"),
            )  # fmt: skip
