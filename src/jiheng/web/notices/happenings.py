"""What happens in reviews, told to those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.notices.models import Notice
from jiheng.web.notices.services.telling import notify
from jiheng.web.organizations.models import Role
from jiheng.web.organizations.policies import holders
from jiheng.web.review.events import Event, Happening
from jiheng.web.review.models import Comment, Run, RunState, StepState, Task
from jiheng.web.review.policies import colleagues, may_comment
from jiheng.web.review.subjects import subject_of

__all__ = ["hear"]

_OPINION = 500
_WRITERS = (Role.PREPARER, Role.UNIT_LEADER)


def hear(event: Event) -> None:
    """Tell those whom the event concerns; called in the transaction of the act."""
    if event.what in {Happening.TASK_READY, Happening.RUN_ENDED}:
        _settle(event.run)
    if event.what is Happening.TASK_READY and event.task:
        _task_ready(event.run, event.task)
    elif event.what is Happening.TASK_HANDED_OVER and event.task:
        _handed_over(event.run, event.task, event.actor)
    elif event.what is Happening.RUN_ENDED:
        _ended(event.run)
    elif event.what is Happening.COMMENTED and event.comment:
        _commented(event.run, event.comment)


def _task_ready(run: Run, task: Task) -> None:
    """One notice a unit and day, whatever the number of sheets: the queue has them all."""
    unit = run.organization
    _tell(
        run,
        colleagues(task),
        "review.task",
        key=f"{_task_key(run, task.role)}.{timezone.localdate()}",
        title=partial(_task_title, unit.name, run.year),
        url=f"{reverse('review:queue')}?year={run.year}&organization={unit.pk}",
        renew=True,
    )


def _settle(run: Run) -> None:
    """What was done by a colleague waits for nobody any more: their notices of it count as read."""
    of_unit = Task.objects.filter(run__organization=run.organization_id, run__year=run.year, state=StepState.OPEN)
    still = set(of_unit.values_list("role", flat=True))
    unread = Notice.objects.filter(kind="review.task", organization=run.organization_id, year=run.year, read_at=None)
    for role in set(run.tasks.values_list("role", flat=True)) - still:
        unread.filter(key__startswith=f"{_task_key(run, role)}.").update(read_at=timezone.now())


def _task_key(run: Run, role: str) -> str:
    return f"task.{run.organization_id}.{run.year}.{role}"


def _handed_over(run: Run, task: Task, actor: User | None) -> None:
    people = [person for person in (task.assignee,) if person and person != actor]
    title = partial(_handed_title, run, actor.name if actor else "")
    _tell(run, people, "review.handed-over", key=f"handed-over.{task.pk}", title=title, url=_page(run), renew=True)


def _ended(run: Run) -> None:
    titles = {RunState.RETURNED: _returned_title, RunState.STOPPED: _stopped_title, RunState.APPROVED: _approved_title}
    state = RunState(run.state)
    if state not in titles:
        return  # withdrawn: by the author, before anybody looked
    _tell(
        run,
        _authors(run),
        f"review.{state.value}",
        key=f"{state.value}.{run.pk}",
        title=partial(titles[state], run),
        text=_opinion(run),
        url=subject_of(run.subject).page(run),
    )


def _commented(run: Run, comment: Comment) -> None:
    """The author, whoever has looked at it, and whoever has spoken before; one notice a speaker and day."""
    said = Comment.objects.filter(subject=run.subject, subject_id=run.subject_id).values("author")
    looked = run.tasks.exclude(opened_by=None).values("opened_by")
    authors = _authors(run).order_by().values("pk")
    involved = User.objects.filter(Q(pk__in=said) | Q(pk__in=looked) | Q(pk__in=authors))
    _tell(
        run,
        [each for each in involved if each.pk != comment.author_id and may_comment(each, run)],
        "review.commented",
        key=f"comment.{run.pk}.{comment.author_id}.{timezone.localdate()}",
        title=partial(_comment_title, run, comment.author.name),
        text=comment.text[:_OPINION],
        url=_page(run),
        renew=True,
    )


def _tell(run: Run, people: Iterable[User], kind: str, **what: Any) -> None:
    notify(people=people, kind=kind, organization=run.organization, year=run.year, **what)


def _authors(run: Run) -> QuerySet[User]:
    """Whoever handed it in, or, where they no longer write there, everybody who does."""
    writers = holders(run.organization, run.year, Role.PREPARER) | holders(run.organization, run.year, Role.UNIT_LEADER)
    author = writers.filter(pk=run.started_by_id)
    return author if author.exists() else writers


def _opinion(run: Run) -> str:
    """What was said with the decision that ended it."""
    last = run.tasks.filter(state__in=[StepState.RETURNED, StepState.STOPPED]).select_related("decided_by").first()
    if last is None or last.decided_by is None:
        return ""
    said = last.opinion[:_OPINION]
    return f"{last.name} {last.decided_by.name}" + (f"：{said}" if said else "")


def _page(run: Run) -> str:
    return reverse("review:run", args=[run.pk])


def _task_title(unit: str, year: int) -> str:
    return _("{unit}有 {year} 年绩效目标等您审核").format(unit=unit, year=year)


def _handed_title(run: Run, by: str) -> str:
    return _("{name}把“{title}”转交给您审核").format(name=by, title=run.title)


def _returned_title(run: Run) -> str:
    return _("“{title}”被退回，请修改").format(title=run.title)


def _stopped_title(run: Run) -> str:
    return _("“{title}”审核终止，未通过").format(title=run.title)


def _approved_title(run: Run) -> str:
    return _("“{title}”已经通过全部审核").format(title=run.title)


def _comment_title(run: Run, name: str) -> str:
    return _("{name}在“{title}”上写了批注").format(name=name, title=run.title)
