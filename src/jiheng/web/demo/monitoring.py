"""Monitoring in the demo: a round that is over, one that is being filled in, and a project that lags behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from jiheng.domain.lights import Course
from jiheng.web.accounts.models import User
from jiheng.web.monitoring import services
from jiheng.web.monitoring.judging import situation_of
from jiheng.web.monitoring.models import Alert, AlertKind, Conclusion, Report, Round, RoundKind
from jiheng.web.monitoring.preparing import prepared, with_lights
from jiheng.web.monitoring.typed import typed_content, typed_of
from jiheng.web.organizations.models import Kind, Organization, Role
from jiheng.web.organizations.policies import holders
from jiheng.web.review.models import Run, RunState, StepState
from jiheng.web.review.services import task_approve

__all__ = ["make_monitoring"]

_FIRST, _SECOND = 7, 10
_FILL_IN = timedelta(days=20)
_EXPLAINED = {
    "reasons": "institution",
    "finer": "采购流程",
    "explanation": "采购流程比计划晚两个月，前期只做了准备工作。",
    "remark": "倒排工期，采购完成后集中开展，每周通报进度。",
}


class _Year(NamedTuple):
    """How far a project is, as a share of what it should have reached."""

    share: Decimal
    is_behind: bool


def make_monitoring(year: int) -> None:
    """Two rounds over the approved projects of `year`, as far as the year has come."""
    bureau = Organization.objects.get(kind=Kind.BUREAU)
    office = holders(bureau, year, Role.PERFORMANCE_OFFICE)[0]
    first = _round(bureau, year, _FIRST, office)
    for number, report in enumerate(_reports(first)):
        _hand_in(report, _Year(Decimal("0.58"), is_behind=number == 0))
        _through_the_chain(report)
        _conclude(report)
    _answered(year)
    second = _round(bureau, year, _SECOND, office)
    if second.through >= timezone.localdate():
        return
    for number, report in enumerate(_reports(second)):
        if number == 0:
            _write(report, _Year(Decimal("0.82"), is_behind=True))  # begun, not handed in
        elif number == 1:
            _hand_in(report, _Year(Decimal("0.85"), is_behind=False))


def _round(bureau: Organization, year: int, month: int, office: User) -> Round:
    through = date(year, month + 1, 1) - timedelta(days=1)
    opens = max(through + timedelta(days=1), min(timezone.localdate() - timedelta(days=5), date(year, 12, 1)))
    opens = through + timedelta(days=1) if month == _FIRST else opens
    values = {
        "name": f"1–{month}月监控", "kind": RoundKind.GENERAL, "through": through, "opens_on": opens,
        "due_on": opens + _FILL_IN,
    }  # fmt: skip
    made = services.round_save(actor=office, organization=bureau, year=year, values=values)
    services.round_hand_out(each=made, actor=office)
    return made


def _reports(each: Round) -> list[Report]:
    found = each.reports.select_related("organization__parent", "round", "goal__organization")
    return list(found.order_by("goal"))


def _write(report: Report, far: _Year) -> User:
    author = holders(report.organization, report.year, Role.PREPARER)[0]
    known = prepared(report)
    typed = typed_of(known.content(report.content))
    rows = zip(typed["indicators"], known.facts["indicators"], strict=True)
    lagging = 0
    for row, fact in rows:
        late = far.is_behind and lagging == 0 and _is_counted(fact)
        lagging += late
        share = far.share * Decimal("0.3") if late else far.share
        row.update(_answers(fact, share), possibility="possible" if late else "certain", **(_EXPLAINED if late else {}))
    lines = known.facts["funding"]
    typed["funding"] = {line["source"]: str(line["adjusted"] or "") for line in lines[1:] or lines}
    typed |= {
        "analysis": "部分合同约定年底验收后付款。", "measures": "督促承办单位按进度申请付款。", "filled_by": author.name,
    }  # fmt: skip
    content = with_lights(typed_content(_explained(typed, known), known.facts, known.regulation), known.setting)
    services.report_save(report=report, actor=author, content=content, lock=report.lock)
    return author


def _explained(typed: dict[str, Any], known: Any) -> dict[str, Any]:
    """Whatever is not green has its reason, as the form wants it."""
    content = with_lights(typed_content(typed, known.facts, known.regulation), known.setting)
    for row, light in zip(typed["indicators"], content["lights"]["indicators"], strict=True):
        if light["colour"] in {"red", "yellow"} and not row["reasons"]:
            row.update(_EXPLAINED)
    return typed


def _is_counted(fact: Mapping[str, Any]) -> bool:
    return situation_of(_blank(fact)).kind is Course.ACCUMULATES


def _answers(fact: Mapping[str, Any], share: Decimal) -> dict[str, str]:
    """What a unit might write of an indicator that is so far."""
    situation = situation_of(_blank(fact))
    target, bounds = situation.target, situation.target.bounds
    if situation.kind is Course.QUALITY:
        return {"achievement": "reached", "actual": ""}
    if situation.kind is Course.DEADLINE and target.deadline and (target.deadline.month or 12) <= _FIRST:
        return {"actual": "已完成", "expected": target.raw}
    if situation.kind in {Course.DEADLINE, Course.ONCE} or bounds is None:
        return {"actual": "正在推进", "expected": target.raw}
    number = bounds[0]
    if situation.kind in {Course.ACCUMULATES, Course.ALLOWANCE}:
        step = Decimal(1) if number == number.to_integral_value() else Decimal("0.01")
        number = (number * share).quantize(step, ROUND_HALF_UP)
    return {"actual": f"{number:f}{target.unit or ''}", "expected": f"{bounds[0]:f}{target.unit or ''}"}


def _blank(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {**fact, **dict.fromkeys(("actual", "expected", "achievement", "possibility", "course"), "")}


def _hand_in(report: Report, far: _Year) -> None:
    author = _write(report, far)
    fresh = Report.objects.select_related("organization__parent", "round", "goal__organization").get(pk=report.pk)
    services.report_submit(report=fresh, actor=author)


def _through_the_chain(report: Report) -> None:
    run = Run.objects.get(subject=services.SUBJECT, subject_id=report.pk, state=RunState.RUNNING)
    while task := run.tasks.filter(state=StepState.OPEN).select_related("run__organization").first():
        reviewer = holders(report.organization, report.year, Role(task.role))[0]
        task_approve(task=task, actor=reviewer, grades={}, opinion="同意。", override="")


def _conclude(report: Report) -> None:
    fresh = Report.objects.select_related("organization__parent", "round", "goal").get(pk=report.pk)
    finance = holders(fresh.organization, fresh.year, Role.FINANCE_REVIEWER)[0]
    is_fine = not fresh.reds
    services.report_conclude(
        report=fresh, actor=finance, conclusion=Conclusion.FINE if is_fine else Conclusion.RECTIFY,
        text="" if is_fine else "请倒排工期，九月底前完成采购，并报整改情况。",
    )  # fmt: skip


def _answered(year: int) -> None:
    alert = Alert.objects.filter(year=year, kind=AlertKind.INDICATOR).select_related("organization").first()
    if alert is not None:
        author = holders(alert.organization, year, Role.PREPARER)[0]
        services.alert_answer(alert=alert, actor=author, text="采购已挂网，预计九月签合同，四季度补上进度。")
