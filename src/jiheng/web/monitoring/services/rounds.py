"""Rounds: planned by the bureau or a department, handed out to units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.execution.selectors import monies_of
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring import policies
from jiheng.web.monitoring.approved import approved_of, approved_projects
from jiheng.web.monitoring.content import facts_of, merged
from jiheng.web.monitoring.models import Report, ReportVersion, Round
from jiheng.web.monitoring.preparing import setting_of, with_lights
from jiheng.web.monitoring.services.reports import SUBJECT, summarise
from jiheng.web.notices.selectors import people_of
from jiheng.web.notices.services import Message
from jiheng.web.notices.services import notify_all as tell
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.services import default_chain

__all__ = ["projects_of", "reports_make", "round_hand_out", "round_save"]

_BATCH = 200


@transaction.atomic
def round_save(
    *,
    actor: User,
    organization: Organization,
    year: int,
    values: Mapping[str, Any],
    organizations: Iterable[Organization] = (),
    goals: Iterable[Goal] = (),
    changed: Round | None = None,
) -> Round:
    """Plan a round, or change one.

    Args:
        actor: who plans.
        organization: whose round it is.
        year: the budget year.
        values: name, kind, through, opens_on, due_on.
        organizations: the only units (or departments with their units) that are asked.
        goals: the only projects.
        changed: the round that is changed; else a new one.

    Raises:
        PermissionDenied: `actor` does not plan for the organization.
        ValidationError: there is one of the name, or a day cannot be.
    """
    if not policies.may_plan(actor, organization, year):
        raise PermissionDenied
    each = changed or Round(organization=organization, year=year, created_by=actor)
    if changed and changed.handed_out_at and changed.through != values["through"]:
        raise ValidationError({"through": _("已经下达，截至日期不能再改；要换日期请新建一轮")})
    for name in ("name", "kind", "through", "opens_on", "due_on"):
        setattr(each, name, values[name])
    if each.through.year != year:
        raise ValidationError({"through": _("数据截至日期要在 {year} 年内").format(year=year)})
    if each.due_on < each.opens_on:
        raise ValidationError({"due_on": _("填报截止不能早于填报开始")})
    try:
        with transaction.atomic():
            each.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("本年度已经有同名的一轮")}) from error
    each.organizations.set(organizations)
    each.goals.set(goals)
    act = "monitoring-round.changed" if changed else "monitoring-round.created"
    after = {"name": each.name, "through": str(each.through), "due_on": str(each.due_on)}
    record(act, actor=actor, subject=each, organization=organization.code, after=after)
    return each


@transaction.atomic
def round_hand_out(*, each: Round, actor: User) -> int:
    """Give every project of the round its report; those that have one keep it.

    Returns:
        How many reports are new.

    Raises:
        PermissionDenied: `actor` does not plan for the organization.
        ValidationError: no project of the round has approved goals.
    """
    if not policies.may_change(actor, each):
        raise PermissionDenied
    held = Round.objects.select_for_update(of=("self",)).select_related("organization").get(pk=each.pk)
    default_chain(subject=SUBJECT, actor=actor)
    made = reports_make(held, actor)
    if not made and not held.reports.exists():
        raise ValidationError(_("范围内还没有已批复的项目，没有可下达的"), code="no-projects")
    if held.handed_out_at is None:
        Round.objects.filter(pk=held.pk).update(handed_out_at=timezone.now())
    record("monitoring-round.handed-out", actor=actor, subject=held, organization=held.organization.code,
           after={"reports": made})  # fmt: skip
    return made


def projects_of(each: Round) -> QuerySet[Goal]:
    """The approved projects that a round asks for."""
    top = each.organization_id
    below = Q(organization=top) | Q(organization__parent=top) | Q(organization__parent__parent=top)
    found = approved_projects(each.year).filter(below, organization__is_active=True)
    places, goals = list(each.organizations.all()), list(each.goals.all())
    if places:
        found = found.filter(Q(organization__in=places) | Q(organization__parent__in=places))
    return found.filter(pk__in=[goal.pk for goal in goals]) if goals else found


def reports_make(each: Round, actor: User) -> int:
    """Make the reports that a round still lacks and tell their units; called in a transaction."""
    missing = projects_of(each).exclude(monitoring_reports__round=each)
    goals = list(missing.select_related("organization").defer("content").order_by("pk"))
    made: list[Report] = []
    for start in range(0, len(goals), _BATCH):
        made += _made(each, goals[start : start + _BATCH], actor)
    _tell(each, made)
    return len(made)


def _made(each: Round, goals: list[Goal], actor: User) -> list[Report]:
    approved, before = approved_of(goals), _before(each, goals)
    sums = monies_of(approved, at=each.through)
    regulation = regulation_of(each.year)
    reports = []
    for goal in goals:
        known = approved[goal.pk]
        facts = facts_of(known.sheet, known.number, sums.get(goal.pk, {}))
        content = with_lights(merged(facts, before.get(goal.pk, {})), setting_of(each, known, regulation))
        report = Report(
            round=each, goal=goal, organization=goal.organization, year=each.year, content=content,
            created_by=actor, changed_by=actor,
        )  # fmt: skip
        summarise(report)
        reports.append(report)
    return Report.objects.bulk_create(reports)


def _before(each: Round, goals: list[Goal]) -> dict[int, dict[str, Any]]:
    """What is taken over from the round before: who fills in and what kinds the indicators are, no results."""
    versions = ReportVersion.objects.filter(item__goal__in=goals, item__round__through__lt=each.through)
    found: dict[int, dict[str, Any]] = {}
    rows = versions.order_by("item__round__through", "number").values_list("item__goal", "content")
    for goal, content in rows:
        kept = [{key: row[key] for key in ("level2", "name", "course")} for row in content["indicators"]]
        found[goal] = {"indicators": kept, "filled_by": content["filled_by"], "phone": content["phone"]}
    return found


def _tell(each: Round, made: list[Report]) -> None:
    by_unit: dict[int, list[Report]] = {}
    for report in made:
        by_unit.setdefault(report.organization_id, []).append(report)
    units = {report.organization_id: report.organization for report in made}
    people = people_of(units.values(), each.year, (Role.PREPARER, Role.UNIT_LEADER))
    tell(
        Message(
            people.get(key, ()), "monitoring.handed-out", f"monitoring.round.{each.pk}.{key}",
            partial(_title, each, len(reports)), f"{reverse('monitoring:list')}?year={each.year}&round={each.pk}",
            partial(_text, each), units[key], each.year, renew=True,
        )
        for key, reports in by_unit.items()
    )  # fmt: skip


def _title(each: Round, count: int) -> str:
    return _("“{round}”下达了 {count} 张监控表").format(round=each.name, count=count)


def _text(each: Round) -> str:
    return _("数据截至 {through}，请在 {due} 前填报。").format(through=each.through, due=each.due_on)
