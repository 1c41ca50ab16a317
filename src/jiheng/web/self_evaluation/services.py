"""Writing self-evaluations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Cycle, Organization
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.beginnings import approved_projects, fresh_content, with_spending
from jiheng.web.self_evaluation.content import merged
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation, SelfEvaluationVersion, Window
from jiheng.web.self_evaluation.money import funding_of
from jiheng.web.self_evaluation.paper import PAPER
from jiheng.web.ui.errors import Conflict

__all__ = [
    "self_evaluation_begin",
    "self_evaluation_refresh",
    "self_evaluation_reopen",
    "self_evaluation_save",
    "self_evaluation_submit",
    "self_evaluation_withdraw",
    "self_evaluations_begin",
    "window_set",
    "with_money",
]


_LATEST = 5
"""Years behind the budget year in which its self-evaluation can be handed in."""


def self_evaluation_begin(
    *, organization: Organization, year: int, actor: User, goal: Goal | None = None
) -> SelfEvaluation:
    """The self-evaluation of a project, or of a whole unit; the one that is there, else a new one filled from what is known.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
        ValidationError: the goals of the project are not approved.
    """
    if not policies.may_create(actor, organization, year):
        raise PermissionDenied
    known = SelfEvaluation.objects.filter(organization=organization, year=year)
    own = known.filter(goal=goal) if goal else known.filter(kind=Kind.DEPARTMENT)
    if found := own.first():
        return found
    item = SelfEvaluation(
        organization=organization, year=year, goal=goal, kind=Kind.PROJECT if goal else Kind.DEPARTMENT
    )
    item.content, item.goal_version = fresh_content(item)
    item.name = str(goal) if goal else ""
    try:
        with transaction.atomic():
            return PAPER.create(item, actor=actor)
    except IntegrityError:
        return own.get()  # a colleague was quicker, which comes to the same


@transaction.atomic
def self_evaluations_begin(*, organization: Organization, year: int, actor: User) -> list[SelfEvaluation]:
    """One of each approved project that has none yet, and the one of the whole unit; gives those that are new.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
    """
    if not policies.may_create(actor, organization, year):
        raise PermissionDenied
    known = set(SelfEvaluation.objects.filter(organization=organization, year=year).values_list("goal_id", flat=True))
    goals: list[Goal | None] = [*approved_projects([organization], year), None]
    return [
        self_evaluation_begin(organization=organization, year=year, actor=actor, goal=goal)
        for goal in goals
        if (goal.pk if goal else None) not in known
    ]


def self_evaluation_save(*, item: SelfEvaluation, actor: User, content: Mapping[str, Any], lock: int) -> SelfEvaluation:
    """Store what was typed, with the money as it is known now.

    Args:
        item: what is written on.
        actor: who writes.
        content: the whole content; see `typed.typed_content`.
        lock: of the paper as the person saw it.

    Raises:
        PermissionDenied: `actor` may not change it in this state.
        Conflict: somebody else saved in between, or it was handed in; nothing was overwritten.
    """
    return PAPER.save(item, actor=actor, content=with_money(item, content), lock=lock)


def self_evaluation_refresh(*, item: SelfEvaluation, actor: User, lock: int) -> SelfEvaluation:
    """Made anew from the goals as they are approved now and from the last monitoring; what was typed stays.

    Raises:
        PermissionDenied: `actor` may not change it in this state.
        Conflict: somebody else saved in between.
    """
    fresh, version = fresh_content(item)
    with transaction.atomic():
        saved = PAPER.save(item, actor=actor, content=merged(fresh, item.content), lock=lock)
        SelfEvaluation.objects.filter(pk=item.pk).update(goal_version=version)
        record(
            "self_evaluation.refreshed", actor=actor, subject=item, organization=item.organization.code,
            after={"goal_version": version.number if version else None},
        )  # fmt: skip
    return saved


@transaction.atomic
def self_evaluation_submit(*, item: SelfEvaluation, actor: User, explanation: str = "") -> SelfEvaluationVersion:
    """Hand in, with the money as it is known now.

    Raises:
        PermissionDenied: `actor` may not, or not in this state.
        ValidationError: the window is closed, or errors remain without an explanation.
        Conflict: somebody saved in this moment.
    """
    if not policies.may_edit(actor, item):
        raise PermissionDenied
    known = SelfEvaluation.objects.select_related("organization__parent").get(pk=item.pk)
    # Money, regulation and rules may have changed since it was saved: what is handed in is reckoned now.
    fresh = self_evaluation_save(item=known, actor=actor, content=known.content, lock=known.lock)
    version = PAPER.submit(fresh, actor=actor, explanation=explanation)
    version.total, version.grade, version.rate = fresh.total, fresh.grade, fresh.rate
    version.save(update_fields=["total", "grade", "rate"])
    return version


def self_evaluation_withdraw(*, item: SelfEvaluation, actor: User) -> None:
    """Take back what nobody has opened yet.

    Raises:
        PermissionDenied: `actor` may not.
        Conflict: a reviewer has it open already.
    """
    PAPER.withdraw(item, actor=actor)


def self_evaluation_reopen(*, item: SelfEvaluation, actor: User, reason: str) -> SelfEvaluation:
    """Open an approved one for a correction that goes through the same chain.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
        ValidationError: no reason is given, or it is not approved.
    """
    return PAPER.reopen(item, actor=actor, reason=reason)


@transaction.atomic
def window_set(*, year: int, opens_at: datetime, due_at: datetime, actor: User) -> Window:
    """Say when self-evaluations of a budget year are handed in.

    Raises:
        PermissionDenied: `actor` is not of the performance office.
        Conflict: there is no such budget year.
        ValidationError: it ends before it begins.
    """
    if not policies.may_set_window(actor, year):
        raise PermissionDenied
    cycle = Cycle.objects.filter(year=year).first()
    if cycle is None:
        raise Conflict("no-year", _("还没有这个年度，请先在“年度”里建立"))
    for name, moment in (("opens_at", opens_at), ("due_at", due_at)):
        if not year - 1 <= moment.year <= year + _LATEST:
            message = _("自评时间应在 {first}–{last} 年").format(first=year - 1, last=year + _LATEST)
            raise ValidationError({name: message})
    if due_at <= opens_at:
        raise ValidationError({"due_at": _("截止要晚于开始")})
    known = Window.objects.filter(cycle=cycle).first()
    before = _times(known) if known else None
    window, _made = Window.objects.update_or_create(
        cycle=cycle, defaults={"opens_at": opens_at, "due_at": due_at, "changed_by": actor}
    )
    record("self_evaluation.window", actor=actor, subject=window, before=before, after=_times(window))
    return window


def with_money(item: SelfEvaluation, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the money of the project, or of all projects of the unit, as it is known now."""
    if item.goal_id:
        return {**content, "funding": funding_of([item.goal_id], item.year)}
    keys = [goal.pk for goal in approved_projects([item.organization], item.year)]
    tasks = with_spending(content.get("tasks") or [], item.year)
    return {**content, "funding": funding_of(keys, item.year), "tasks": tasks}


def _times(window: Window) -> dict[str, str]:
    return {"opens_at": window.opens_at.isoformat(), "due_at": window.due_at.isoformat()}
