"""Reading monitoring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from jiheng.domain.lights import Light, worst
from jiheng.web.monitoring import policies
from jiheng.web.monitoring.mapping import reached
from jiheng.web.monitoring.models import Alert, AlertState, Report, ReportVersion, Round
from jiheng.web.monitoring.shown import ShownLight, light_of, shown
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor, visible_to
from jiheng.web.submissions.models import EDITABLE
from jiheng.web.submissions.policies import WRITERS

__all__ = [
    "actuals_of",
    "alert_get",
    "alert_list",
    "histories_of",
    "history_of",
    "latest_version",
    "lights_of",
    "report_get",
    "report_list",
    "round_get",
    "version_before",
    "waiting",
]


# ── For other areas ───────────────────────────────────────────────────────────────────────────────────────────────────


def lights_of(goals: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Key of a goal → ``colour``, ``sign``, ``label``, ``sentence`` and ``round`` of the newest report that was handed in."""
    versions = ReportVersion.objects.filter(item__goal__in=list(goals)).order_by("item__round__through", "number")
    found = {}
    for goal, lights, name in versions.values_list("item__goal", "content__lights", "item__round__name"):
        found[goal] = (lights, name)
    return {goal: {**_said(shown(_worst(lights))), "round": name} for goal, (lights, name) in found.items()}


def history_of(goal: int) -> list[dict[str, Any]]:
    """The reports of a goal that were handed in, by their day: round, through, rate, state, pk of the report, its light.

    The light stands there as ``shown`` (see `shown.ShownLight`), and as what `lights_of` says.
    """
    return histories_of([goal]).get(goal, [])


def histories_of(goals: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Key of a goal → what `history_of` says of it, for all that were handed in at all."""
    reports = (
        Report.objects.filter(goal__in=list(goals)).exclude(versions=None).select_related("round").defer("content")
    )
    newest = dict(
        ReportVersion.objects.filter(item__in=reports).order_by("number").values_list("item", "content__lights")
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for report in reports.order_by("round__through", "pk"):
        light = shown(_worst(newest[report.pk]))
        said = {
            "report": report.pk,
            "round": report.round.name,
            "through": report.round.through,
            "rate": report.rate,
            "state": report.get_state_display(),
            "conclusion": report.get_conclusion_display() if report.conclusion else "",
            "shown": light,
            **_said(light),
        }
        found.setdefault(report.goal_id, []).append(said)
    return found


def actuals_of(goal: int) -> dict[int, tuple[str, str]]:
    """Index of an indicator → what was reached by the newest round that says it, and the name of that round."""
    versions = ReportVersion.objects.filter(item__goal=goal).order_by("item__round__through", "number")
    found: dict[int, tuple[str, str]] = {}
    for rows, name in versions.values_list("content__indicators", "item__round__name"):
        found |= {number: (text, name) for number, row in enumerate(rows) if (text := reached(row))}
    return found


def _worst(lights: dict[str, Any]) -> Light:
    stored = [light_of(each) for each in (lights["spending"], *lights["indicators"])]
    return worst(stored) or stored[0]


def _said(light: ShownLight) -> dict[str, Any]:
    return {"colour": light.colour, "sign": light.sign, "label": light.label, "sentence": light.sentence}


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def report_list(*, actor: Actor, year: int) -> QuerySet[Report]:
    """The reports that `actor` may see, without their contents."""
    found = policies.visible(Report.objects.all(), actor, year)
    return found.select_related("organization", "round", "goal", "changed_by").defer("content", "goal__content")


def report_get(*, actor: Actor, pk: int) -> Report:
    """The report of that key.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    related = ("organization__parent", "round", "goal__organization", "changed_by", "concluded_by")
    report = get_object_or_404(Report.objects.select_related(*related), pk=pk)
    if not policies.may_see(actor, report):
        raise Http404
    return report


def latest_version(report: Report) -> ReportVersion | None:
    """What was handed in last."""
    return report.versions.select_related("submitted_by").first()


def version_before(goal: int, through: date) -> ReportVersion | None:
    """What was handed in last for an earlier day of the same project."""
    earlier = ReportVersion.objects.filter(item__goal=goal, item__round__through__lt=through)
    found = earlier.select_related("item__round").defer("item__content")
    return found.order_by("-item__round__through", "-number").first()


def round_get(*, actor: Actor, pk: int) -> Round:
    """The round of that key, for whoever looks after others.

    Raises:
        Http404: there is none, or `actor` has nothing to do with it.
    """
    year = Round.objects.filter(pk=pk).values_list("year", flat=True).first() or 0
    found = policies.visible_rounds(actor, year) if policies.oversees(actor, year) else Round.objects.none()
    return get_object_or_404(found, pk=pk)


def alert_list(*, actor: Actor, year: int) -> QuerySet[Alert]:
    """The alerts that `actor` may see."""
    found = policies.visible_alerts(actor, year)
    return found.select_related("organization", "goal", "round").defer("goal__content")


def alert_get(*, actor: Actor, pk: int) -> Alert:
    """The alert of that key.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    year = Alert.objects.filter(pk=pk).values_list("year", flat=True).first() or 0
    related = ("organization__parent", "goal__organization", "round", "answered_by", "closed_by")
    return get_object_or_404(policies.visible_alerts(actor, year).select_related(*related), pk=pk)


def waiting(actor: Actor, year: int) -> int:
    """What the person still has to write: reports that were handed out or came back, alerts without an answer."""
    own: QuerySet[Organization] = visible_to(actor, year, WRITERS)
    mine = Q(organization__in=own, year=year)
    reports = Report.objects.filter(mine, state__in=EDITABLE).exclude(round__handed_out_at=None)
    return reports.count() + Alert.objects.filter(mine, state=AlertState.OPEN).count()
