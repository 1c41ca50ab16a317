"""Reading reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.review.models import Chain, Comment, Run, Step, Task
from jiheng.web.review.policies import has_queue, may_see, own_tasks, team_tasks, visible_runs
from jiheng.web.review.workflow import RunState, StepState

__all__ = [
    "ORDERS",
    "QueueFilter",
    "TabCounts",
    "chain_of",
    "comments_of",
    "comments_on",
    "earlier_runs",
    "last_run",
    "queue",
    "queue_counts",
    "queue_organizations",
    "run_get",
    "run_list",
    "task_get",
    "tasks_chosen",
    "waiting_count",
]

SOON = timedelta(days=3)

ORDERS = {
    "worst": ("-run__errors", "-run__warnings", "due_at", "pk"),
    "due": (F("due_at").asc(nulls_last=True), "pk"),
    "organization": ("run__organization__code", "run__title", "pk"),
    "title": ("run__title", "pk"),
    "received": ("run__started_at", "pk"),
    "decided": ("-decided_at", "pk"),
}
"""By what a queue can be sorted."""


class QueueFilter(NamedTuple):
    """What a person wants to see of the queue, as the address says it.

    Attributes:
        state: ``open`` to be decided, ``waiting`` not there yet, ``team`` handed over to colleagues, ``done`` by me.
        level: ``errors``, ``warnings`` (and no errors) or ``clean``.
        due: ``late`` or ``soon``.
        text: part of the title.
        sort: one of `ORDERS`; empty for the worst first, of what is done the latest.
    """

    state: str = "open"
    organization: int | None = None
    level: str = ""
    due: str = ""
    text: str = ""
    sort: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves out any of the tasks of its state; values that `queue` does not know count, too."""
        return bool(self.organization or self.level or self.due or self.text)


class TabCounts(NamedTuple):
    """How many there are of each state of `QueueFilter`."""

    open: int
    waiting: int
    team: int
    done: int


_LEVELS = {
    "errors": Q(run__errors__gt=0),
    "warnings": Q(run__errors=0, run__warnings__gt=0),
    "clean": Q(run__errors=0, run__warnings=0),
}


def queue(*, actor: Actor, year: int, wanted: QueueFilter) -> QuerySet[Task]:
    """The tasks of a person, filtered and sorted."""
    found = _of_state(actor, year, wanted.state).select_related("run__organization", "assignee", "run__started_by")
    if wanted.organization:
        found = found.filter(run__organization=wanted.organization)
    if wanted.level in _LEVELS:
        found = found.filter(_LEVELS[wanted.level])
    if wanted.text:
        found = found.filter(Q(run__title__contains=wanted.text) | Q(run__organization__name__contains=wanted.text))
    now = timezone.now()
    if wanted.due == "late":
        found = found.filter(due_at__lt=now)
    elif wanted.due == "soon":
        found = found.filter(due_at__gte=now, due_at__lt=now + SOON)
    usual = "decided" if wanted.state == "done" else "worst"
    return found.order_by(*ORDERS.get(wanted.sort, ORDERS[usual]))


def queue_counts(*, actor: Actor, year: int) -> TabCounts:
    """The numbers on the tabs."""
    mine = Q(assignee=None) | Q(assignee=actor.pk)
    is_open = Q(state=StepState.OPEN)
    counts = team_tasks(actor, year).aggregate(
        open=Count("pk", filter=is_open & mine),
        waiting=Count("pk", filter=Q(state=StepState.WAITING, run__state=RunState.RUNNING) & mine),
        team=Count("pk", filter=is_open & ~mine),
    )
    return TabCounts(**counts, done=_of_state(actor, year, "done").count())


def waiting_count(actor: Actor, year: int) -> int:
    """How many tasks wait for a person."""
    if not has_queue(actor, year):
        return 0  # this stands on every page of people who only write
    return own_tasks(actor, year).filter(state=StepState.OPEN).count()


def queue_organizations(*, actor: Actor, year: int, state: str) -> list[tuple[int, str]]:
    """Key, and code with name, of the organizations that occur in a queue, for its filter."""
    found = Organization.objects.filter(pk__in=_of_state(actor, year, state).values("run__organization"))
    return [(pk, f"{code}{name}") for pk, code, name in found.values_list("pk", "code", "name")]


def tasks_chosen(*, actor: Actor, year: int, keys: list[int]) -> list[Task]:
    """Those of the tasks that still wait for the person."""
    found = own_tasks(actor, year).filter(pk__in=keys, state=StepState.OPEN)
    return list(found.select_related("run__organization").order_by("run__organization__code", "run__title"))


def run_list(*, actor: Actor, year: int, state: str = "", organization: int | None = None) -> QuerySet[Run]:
    """The runs that a person may look into, newest first, with their steps."""
    steps = Prefetch("tasks", Task.objects.select_related("decided_by"))
    found = visible_runs(actor, year).select_related("organization", "started_by").prefetch_related(steps)
    if state in RunState:
        found = found.filter(state=state)
    return found.filter(organization=organization) if organization else found


def run_get(*, actor: Actor, pk: int) -> Run:
    """A run with its steps and who did them.

    Raises:
        Http404: there is none, or it is not the person's to see.
    """
    return _run(actor, pk=pk)


def last_run(*, actor: Actor, subject: str, subject_id: int) -> Run:
    """The last run of a subject, with its steps and who did them.

    Raises:
        Http404: it was never handed in, or is not the person's to see.
    """
    return _run(actor, subject=subject, subject_id=subject_id)


def _run(actor: Actor, **which: Any) -> Run:
    """The last one of those that are asked for."""
    steps = Prefetch("tasks", Task.objects.select_related("decided_by", "opened_by", "assignee"))
    runs = Run.objects.select_related("organization__parent", "started_by").prefetch_related(steps)
    run = runs.filter(**which).first()
    if run is None or not may_see(actor, run):
        raise Http404
    return run


def task_get(*, actor: Actor, pk: int) -> Task:
    """A task of a run that the person may see.

    Raises:
        Http404: there is none, or it is not the person's to see.
    """
    task = Task.objects.select_related("run__organization__parent").filter(pk=pk).first()
    if task is None or not visible_runs(actor, task.run.year).filter(pk=task.run_id).exists():
        raise Http404
    return task


def earlier_runs(run: Run) -> QuerySet[Run]:
    """The other runs of the same subject, newest first, with what was said in them."""
    steps = Prefetch("tasks", Task.objects.exclude(decided_at=None).select_related("decided_by"))
    same = Run.objects.filter(subject=run.subject, subject_id=run.subject_id).exclude(pk=run.pk)
    return same.select_related("started_by").prefetch_related(steps)


def comments_of(*, actor: Actor, subject: str, subject_id: int) -> tuple[Run, QuerySet[Comment]]:
    """The remarks on a subject, and its last run.

    Raises:
        Http404: it was never handed in, or is not the person's to see.
    """
    run = Run.objects.filter(subject=subject, subject_id=subject_id).select_related("organization").first()
    if run is None or not visible_runs(actor, run.year).filter(pk=run.pk).exists():
        raise Http404
    return run, comments_on(run)


def comments_on(run: Run) -> QuerySet[Comment]:
    """The remarks on the subject of a run that the person may see."""
    comments = Comment.objects.filter(subject=run.subject, subject_id=run.subject_id)
    return comments.select_related("author", "resolved_by")


def chain_of(subject: str) -> Chain | None:
    """The chain in use, with its steps."""
    active = Chain.objects.filter(subject=subject, is_active=True)
    return active.prefetch_related(Prefetch("steps", Step.objects.order_by("order", "pk"))).first()


def _of_state(actor: Actor, year: int, state: str) -> QuerySet[Task]:
    if state == "done":
        return Task.objects.filter(decided_by=actor.pk, run__year=year)
    if state == "waiting":
        return own_tasks(actor, year).filter(state=StepState.WAITING, run__state=RunState.RUNNING)
    if state == "team":
        handed = team_tasks(actor, year).filter(state=StepState.OPEN)
        return handed.exclude(assignee=None).exclude(assignee=actor.pk)
    return own_tasks(actor, year).filter(state=StepState.OPEN)
