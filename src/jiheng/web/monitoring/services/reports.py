"""Writing reports, handing them in, and what the finance division concludes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiheng.domain.lights import Colour
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.monitoring import policies
from jiheng.web.monitoring.judging import missing_of
from jiheng.web.monitoring.mapping import rate_of
from jiheng.web.monitoring.models import Conclusion, Report, ReportVersion
from jiheng.web.monitoring.preparing import prepared, stored_lights
from jiheng.web.monitoring.printed import anchor_label, render_run
from jiheng.web.monitoring.services.alerts import alerts_of_report
from jiheng.web.notices.selectors import people_of
from jiheng.web.notices.services import notify
from jiheng.web.organizations.models import Role
from jiheng.web.review.subjects import Counts
from jiheng.web.submissions.services import Submissions

__all__ = [
    "SUBJECT",
    "SUBMISSIONS",
    "report_conclude",
    "report_reopen",
    "report_save",
    "report_submit",
    "report_withdraw",
    "summarise",
]

SUBJECT = "monitoring"


def summarise(report: Report) -> None:
    """Set what lists show from the content."""
    lights = stored_lights(report.content)
    report.colour = lights.worst.colour.value
    report.reds, report.yellows = lights.count(Colour.RED), lights.count(Colour.YELLOW)
    report.errors = len(missing_of(report.content, lights))
    report.rate = rate_of(report.content["funding"][0])


def _obstacle(report: Report) -> str:
    if not report.round.is_open:
        return _("“{round}”从 {day} 起才能提交").format(round=report.round, day=report.round.opens_on)
    missing = missing_of(report.content, stored_lights(report.content))
    if not missing:
        return ""
    return _("还有 {count} 处没有填：{first}").format(count=len(missing), first=missing[0].message)


def _counts(version: ReportVersion) -> Counts:
    """Nothing in it can block: a red light is honest. They come to the top of the queue all the same."""
    lights = stored_lights(version.content)
    return Counts(0, lights.count(Colour.RED), lights.count(Colour.YELLOW))


SUBMISSIONS: Submissions[Report, ReportVersion] = Submissions(
    subject=SUBJECT,
    model=Report,
    versions=ReportVersion,
    page="monitoring:report",
    summarise=summarise,
    obstacle=_obstacle,
    counts=_counts,
    render=render_run,
    anchor_label=lambda _run, anchor: anchor_label(anchor),
    name=gettext_lazy("绩效监控"),
)


def report_save(*, report: Report, actor: User, content: Mapping[str, Any], lock: int) -> Report:
    """Store what was typed; see `Submissions.save`.

    Args:
        report: what is written on.
        actor: who writes.
        content: with its lights; see `preparing.Prepared`.
        lock: of the report as the person saw it.
    """
    return SUBMISSIONS.save(report, actor=actor, content=content, lock=lock)


@transaction.atomic
def report_submit(*, report: Report, actor: User) -> ReportVersion:
    """Hand in, with the money and the lights as they are now; the alerts follow.

    Raises:
        PermissionDenied: `actor` may not, or not in this state.
        ValidationError: something is still to be written, or the window is not open yet.
    """
    if not policies.may_edit(actor, report):
        raise PermissionDenied
    fresh = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.content = prepared(report).content(fresh.content)
    summarise(report)
    summary = {name: getattr(report, name) for name in ("content", "colour", "reds", "yellows", "errors", "rate")}
    Report.objects.filter(pk=report.pk).update(**summary)
    version = SUBMISSIONS.submit(report, actor=actor)
    # A report that is handed in again is concluded again.
    Report.objects.filter(pk=report.pk).update(conclusion=Conclusion.NONE, concluded_at=None, concluded_by=None)
    alerts_of_report(report)
    return version


def report_withdraw(*, report: Report, actor: User) -> None:
    """Take back what nobody has opened yet; see `Submissions.withdraw`."""
    SUBMISSIONS.withdraw(report, actor=actor)


def report_reopen(*, report: Report, actor: User, reason: str) -> Report:
    """Correct an approved report; see `Submissions.reopen`."""
    return SUBMISSIONS.reopen(report, actor=actor, reason=reason)


@transaction.atomic
def report_conclude(*, report: Report, actor: User, conclusion: str, text: str) -> None:
    """Say what follows from a report; the unit is told.

    Raises:
        PermissionDenied: `actor` is not of the finance division, or it was not handed in.
        ValidationError: nothing was chosen, or something has to follow and nobody says what.
    """
    if not policies.may_conclude(actor, report):
        raise PermissionDenied
    if conclusion not in Conclusion.values or not conclusion:
        raise ValidationError({"conclusion": _("请选择监控结论")})
    if conclusion != Conclusion.FINE and not text.strip():
        raise ValidationError({"conclusion_text": _("请写明要调整或整改什么")})
    before = {"conclusion": report.conclusion, "text": report.conclusion_text}
    values = {"conclusion": conclusion, "conclusion_text": text.strip(), "concluded_by": actor}
    Report.objects.filter(pk=report.pk).update(**values, concluded_at=timezone.now())
    record(
        "monitoring.concluded", actor=actor, subject=report, organization=report.organization.code, before=before,
        after={"conclusion": conclusion, "text": text.strip()},
    )  # fmt: skip
    people = people_of([report.organization], report.year, (Role.PREPARER, Role.UNIT_LEADER))
    notify(
        people=people.get(report.organization_id, ()),
        kind="monitoring.concluded",
        key=f"monitoring.concluded.{report.pk}",
        title=partial(_concluded_title, str(report), Conclusion(conclusion)),
        text=text.strip(),
        url=reverse("monitoring:report", args=[report.pk]),
        organization=report.organization,
        year=report.year,
        renew=True,
    )


def _concluded_title(title: str, conclusion: Conclusion) -> str:
    return _("“{title}”的监控结论：{conclusion}").format(title=title, conclusion=conclusion.label)
