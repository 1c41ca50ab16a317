"""Who reviews what: queues, buttons and services ask the same functions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from jiheng.web.accounts.models import User
from jiheng.web.organizations.models import Kind, Role
from jiheng.web.organizations.policies import READERS, Actor, acts_for, holders, roles, visible_to
from jiheng.web.review.models import Run, Task

__all__ = [
    "REVIEWERS",
    "colleagues",
    "has_queue",
    "known_colleagues",
    "may_comment",
    "may_configure",
    "may_decide",
    "may_hand_over",
    "may_see",
    "may_withdraw",
    "own_tasks",
    "task_for",
    "team_tasks",
    "visible_runs",
]

REVIEWERS = (Role.UNIT_LEADER, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE)
"""The roles that a step can have."""

_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_SPEAKERS = frozenset({*_WRITERS, *REVIEWERS})


def has_queue(actor: Actor, year: int) -> bool:
    """Whether anything can ever wait for `actor`."""
    return any(membership.role in REVIEWERS for membership in roles(actor, year))


def team_tasks(actor: Actor, year: int) -> QuerySet[Task]:
    """The tasks in whatever state that the role gives to `actor`, those handed over to a colleague among them.

    Nobody reviews for others what they handed in themselves; a leader may sign their own.
    """
    mine = Q(pk__in=[])
    for role in {membership.role for membership in roles(actor, year)} & set(REVIEWERS):
        mine |= Q(role=role, run__organization__in=visible_to(actor, year, {Role(role)}))
    return Task.objects.filter(mine, Q(role=Role.UNIT_LEADER) | ~Q(run__started_by=actor.pk), run__year=year)


def own_tasks(actor: Actor, year: int) -> QuerySet[Task]:
    """The tasks that `actor` may decide once they are open."""
    return team_tasks(actor, year).filter(Q(assignee=None) | Q(assignee=actor.pk))


def may_decide(actor: Actor, task: Task) -> bool:
    """Whether the task is one of `actor`'s own; whether it is open is a question of its state."""
    return own_tasks(actor, task.run.year).filter(pk=task.pk).exists()


def may_hand_over(actor: Actor, task: Task) -> bool:
    """Any colleague of the role: so nothing waits for somebody who is away."""
    return team_tasks(actor, task.run.year).filter(pk=task.pk).exists()


def task_for(actor: Actor, tasks: Sequence[Task]) -> tuple[Task | None, Task | None]:
    """The first of a run's `tasks` that `actor` may decide, and the first that they may hand over, see above."""
    team = [task for task in tasks if _is_of_team(actor, task)]
    own = (task for task in team if task.assignee_id in {None, actor.pk})
    return next(own, None), next(iter(team), None)


def _is_of_team(actor: Actor, task: Task) -> bool:
    """Whether `task`, whose run was read already, is among the `team_tasks`."""
    run, role = task.run, Role(task.role)
    is_own = role != Role.UNIT_LEADER and run.started_by_id == actor.pk
    return role in REVIEWERS and not is_own and acts_for(actor, run.organization, run.year, {role})


def colleagues(task: Task) -> QuerySet[User]:
    """Everybody who could take the task."""
    people = holders(task.run.organization, task.run.year, Role(task.role))
    return people if task.role == Role.UNIT_LEADER else people.exclude(pk=task.run.started_by_id)


def known_colleagues(task: Task) -> list[User]:
    """The same people, asked for once of a task: its page names them and offers to hand over to them."""
    known: list[User] | None = getattr(task, "_colleagues", None)
    if known is None:
        known = list(colleagues(task))
        task._colleagues = known  # type: ignore[attr-defined] # noqa: SLF001 - lives as long as the request's task
    return known


def visible_runs(actor: Actor, year: int) -> QuerySet[Run]:
    """The runs of the organizations that `actor` may look into."""
    return Run.objects.filter(organization__in=visible_to(actor, year), year=year)


def may_see(actor: Actor, run: Run) -> bool:
    """Whether the run, which was read already, is among the visible ones."""
    return acts_for(actor, run.organization, run.year, READERS)


def may_comment(actor: Actor, run: Run) -> bool:
    """Those who write and those who review; an auditor only reads."""
    return acts_for(actor, run.organization, run.year, _SPEAKERS)


def may_withdraw(actor: Actor, run: Run) -> bool:
    """The office that handed it in; whether that is still possible is a question of its state."""
    return any(
        membership.organization_id == run.organization_id and membership.role in _WRITERS
        for membership in roles(actor, run.year)
    )


def may_configure(actor: Actor, year: int) -> bool:
    """The performance office of the finance bureau: a chain holds for everybody."""
    return any(
        membership.role == Role.PERFORMANCE_OFFICE and membership.organization.kind == Kind.BUREAU
        for membership in roles(actor, year)
    )
