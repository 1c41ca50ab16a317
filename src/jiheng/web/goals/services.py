"""Writing goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals import policies
from jiheng.web.goals.mapping import blank_sheet, content_of, without_unused_rows
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Origin, Version
from jiheng.web.goals.summaries import SUMMARY, recount_alike, stored_facts, summarise
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import open_phase
from jiheng.web.review.models import Run, RunState
from jiheng.web.review.services import run_start, run_withdraw
from jiheng.web.submissions.digests import digest_of
from jiheng.web.ui.errors import Conflict

__all__ = [
    "SUBJECT",
    "goal_adjust",
    "goal_approved",
    "goal_create",
    "goal_delete",
    "goal_returned",
    "goal_save",
    "goal_stopped",
    "goal_submit",
    "goal_withdraw",
    "goal_withdrawn",
]

SUBJECT = "goal"
_Content = Mapping[str, Any]


@transaction.atomic
def goal_create(
    *,
    organization: Organization,
    year: int,
    actor: User,
    kind: str = GoalKind.PROJECT,
    content: _Content | None = None,
    origin: str = Origin.BUDGET,
    previous: Goal | None = None,
) -> Goal:
    """Begin a goal, blank or with the content of another one.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
        Conflict: the department part of that year is there already.
    """
    if not policies.may_create(actor, organization, year):
        raise PermissionDenied
    if kind == GoalKind.DEPARTMENT and _parts(organization, year).exists():
        raise Conflict("department-part-exists", _("这个年度的整体绩效目标已经有了，请直接打开修改"))
    if content is None:
        content = content_of(blank_sheet(organization)) if kind == GoalKind.PROJECT else {"sub_goals": []}
    goal = Goal(
        organization=organization, year=year, kind=kind, origin=origin, content=dict(content), previous=previous,
        created_by=actor, changed_by=actor,
    )  # fmt: skip
    summarise(goal)
    goal.save()
    recount_alike(goal, stored_facts(goal))
    record("goal.created", actor=actor, subject=goal, organization=organization.code, after={"origin": origin})
    return goal


@transaction.atomic
def goal_save(*, goal: Goal, actor: User, content: _Content, lock: int) -> Goal:
    """Store what was typed.

    Args:
        goal: what is written on.
        actor: who writes.
        content: the whole content; see `typed.typed_content`.
        lock: of the goal as the person saw it.

    Raises:
        PermissionDenied: `actor` may not change it in this state.
        Conflict: somebody else saved in between, or it was handed in; nothing was overwritten.
    """
    fresh = Goal.objects.select_for_update(of=("self",)).select_related("organization").get(pk=goal.pk)
    if not policies.may_edit(actor, fresh):
        if fresh.state not in policies.EDITABLE and policies.may_see(actor, fresh):
            raise Conflict("goal-not-editable", _("这张表已经提交，不能再改。您刚才的修改没有存进去，请先撤回"))
        raise PermissionDenied
    if fresh.lock != lock:
        raise Conflict(
            "goal-changed",
            _("{name} 在 {time} 改过这张表，您的修改还没有存进去").format(
                name=fresh.changed_by.name, time=timezone.localtime(fresh.changed_at).strftime("%H:%M")
            ),
        )
    before = stored_facts(fresh)
    fresh.content, fresh.changed_by, fresh.lock = dict(content), actor, lock + 1
    summarise(fresh)
    # Where the database does not lock rows the condition decides.
    fields = ("content", "changed_by", "lock", *SUMMARY)
    values = {name: getattr(fresh, name) for name in fields} | {"changed_at": timezone.now()}
    if not Goal.objects.filter(pk=fresh.pk, lock=lock).update(**values):
        raise Conflict("goal-changed", _("这张表刚刚被别人改过，您的修改还没有存进去"))
    recount_alike(fresh, before, stored_facts(fresh))
    return fresh


@transaction.atomic
def goal_submit(*, goal: Goal, actor: User, explanation: str = "") -> Version:
    """Hand in: the content becomes a version that never changes, and goes into review.

    Raises:
        PermissionDenied: `actor` may not, or not in this state.
        ValidationError: no window is open, or errors remain without an explanation.
    """
    fresh = Goal.objects.select_for_update(of=("self",)).select_related("organization").get(pk=goal.pk)
    if not policies.may_submit(actor, fresh):
        raise PermissionDenied
    if open_phase(fresh.year) is None:
        raise ValidationError(_("现在不在申报时间内，不能提交。请联系财政部门确认窗口"), code="no-open-phase")
    summarise(fresh)  # the tables beside it may have changed since it was saved
    if fresh.errors and not explanation.strip():
        raise ValidationError(
            _("还有 {count} 处必须修改；确实不能改的，请说明理由后提交").format(count=fresh.errors),
            code="errors-remain",
        )
    number = (fresh.versions.values_list("number", flat=True).first() or 0) + 1
    content = without_unused_rows(fresh.content) if fresh.kind == GoalKind.PROJECT else fresh.content
    version = Version.objects.create(
        goal=fresh,
        number=number,
        content=content,
        digest=digest_of(content),
        reason=fresh.adjustment or explanation.strip(),
        submitted_by=actor,
    )
    counted = {name: getattr(fresh, name) for name in ("errors", "warnings", "infos")}
    Goal.objects.filter(pk=fresh.pk).update(state=GoalState.SUBMITTED, content=content, lock=F("lock") + 1, **counted)
    run_start(
        subject=SUBJECT, subject_id=fresh.pk, version=number, digest=version.digest, organization=fresh.organization,
        year=fresh.year, title=str(fresh), actor=actor,
    )  # fmt: skip
    record(
        "goal.submitted", actor=actor, subject=fresh, organization=fresh.organization.code,
        after={"version": number, "digest": version.digest},
    )  # fmt: skip
    return version


@transaction.atomic
def goal_withdraw(*, goal: Goal, actor: User) -> None:
    """Take back what nobody has opened yet.

    Raises:
        PermissionDenied: `actor` may not.
        Conflict: a reviewer has it open already.
    """
    if not policies.may_withdraw(actor, goal):
        raise PermissionDenied
    run = Run.objects.filter(subject=SUBJECT, subject_id=goal.pk, state=RunState.RUNNING).first()
    if run is None:
        raise Conflict("no-review", _("这张表的审核已经结束，请刷新页面"))
    run_withdraw(run=run, actor=actor)


@transaction.atomic
def goal_adjust(*, goal: Goal, actor: User, reason: str) -> Goal:
    """Open approved goals for a change that goes through the same chain.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
        ValidationError: no reason is given, or the goals are not approved.
    """
    fresh = Goal.objects.select_for_update(of=("self",)).select_related("organization").get(pk=goal.pk)
    if not policies.may_create(actor, fresh.organization, fresh.year):
        raise PermissionDenied
    if fresh.state != GoalState.APPROVED:
        raise ValidationError(_("只有已批复的目标才需要调整"), code="not-approved")
    if not reason.strip():
        raise ValidationError({"reason": _("请写明调整理由")})
    fresh.state, fresh.adjustment = GoalState.DRAFT, reason.strip()
    fresh.save(update_fields=["state", "adjustment"])
    record("goal.adjusted", actor=actor, subject=fresh, organization=fresh.organization.code, after={"reason": reason})
    return fresh


@transaction.atomic
def goal_delete(*, goal: Goal, actor: User) -> None:
    """Throw away a draft that was never handed in.

    Raises:
        PermissionDenied: `actor` may not change it.
        ValidationError: it was handed in once; what was submitted stays.
    """
    if not policies.may_edit(actor, goal):
        raise PermissionDenied
    if goal.versions.exists():
        raise ValidationError(_("提交过的目标不能删除"), code="was-submitted")
    Goal.objects.filter(pk=goal.pk).update(is_deleted=True, lock=F("lock") + 1)
    recount_alike(goal, stored_facts(goal))
    record("goal.deleted", actor=actor, subject=goal, organization=goal.organization.code, before=goal.content)


# ── What the review says ──────────────────────────────────────────────────────────────────────────────────────────────


def goal_approved(run: Run) -> None:
    """The whole chain agreed to the version."""
    Version.objects.filter(goal=run.subject_id, number=run.version).update(is_approved=True, approved_at=timezone.now())
    Goal.objects.filter(pk=run.subject_id).update(state=GoalState.APPROVED, adjustment="", lock=F("lock") + 1)


def goal_returned(run: Run) -> None:
    """A reviewer sent it back."""
    Goal.objects.filter(pk=run.subject_id).update(state=GoalState.RETURNED, lock=F("lock") + 1)


def goal_stopped(run: Run) -> None:
    """It may not enter the budget; what it was like is not compared with it any more."""
    Goal.objects.filter(pk=run.subject_id).update(state=GoalState.STOPPED, lock=F("lock") + 1)
    goal = Goal.objects.get(pk=run.subject_id)
    recount_alike(goal, stored_facts(goal))


def goal_withdrawn(run: Run) -> None:
    """The author took it back."""
    handed_back = Goal.objects.filter(pk=run.subject_id)
    handed_back.update(state=GoalState.DRAFT, lock=F("lock") + 1)


def _parts(organization: Organization, year: int) -> Any:
    return Goal.objects.filter(organization=organization, year=year, kind=GoalKind.DEPARTMENT, is_deleted=False)
