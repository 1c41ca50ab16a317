"""What reviewers do. Each decision is one conditional UPDATE: of two at once one is made and the other is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.review import policies
from jiheng.web.review.events import Event, Happening, emit
from jiheng.web.review.models import Comment, Task
from jiheng.web.review.services.runs import hold, run_advance, run_end
from jiheng.web.review.subjects import subject_of
from jiheng.web.review.workflow import Decision, Grade, StepState, decision_of, next_state
from jiheng.web.ui.errors import Conflict

__all__ = [
    "BatchResult",
    "batch_obstacle",
    "task_approve",
    "task_hand_over",
    "task_open",
    "task_return",
    "task_stop",
    "tasks_approve",
]

_Grades = Mapping[str, str]


class BatchResult(NamedTuple):
    """What became of many.

    Attributes:
        approved: how many went on.
        left: the others, each with the reason.
    """

    approved: int
    left: list[tuple[Task, str]]


@transaction.atomic
def task_open(*, task: Task, actor: User) -> None:
    """Note that a reviewer looks at it: from now on the author can not withdraw. Later looks change nothing.

    Raises:
        PermissionDenied: it is not `actor`'s to review.
        Conflict: it is not open, or was handed over to a colleague, or the submission was just withdrawn.
    """
    held = _held(task, actor)
    first = Task.objects.filter(pk=held.pk, state=StepState.OPEN, opened_at=None)
    if first.update(opened_at=timezone.now(), opened_by=actor):
        _log("task.opened", held, actor)


@transaction.atomic
def task_approve(*, task: Task, actor: User, grades: _Grades, opinion: str, override: str) -> None:
    """Agree; the last of the parallel colleagues opens the next step, the last step ends the run.

    Args:
        task: what is decided.
        actor: who decides.
        grades: `workflow.Quality` to `Grade`, all four where the step has the form, else ignored.
        opinion: in words, may be empty.
        override: why errors that remain are accepted; kept with the decision.

    Raises:
        PermissionDenied: it is not `actor`'s to review.
        Conflict: it was decided already, grades are missing or do not allow it, or errors remain without a reason.
    """
    held = _held(task, actor)
    given = _grades(held, grades)
    if held.quality_form:
        _require_allowed(Decision.APPROVE, decision_of(given))
    errors = subject_of(held.run.subject).open_errors(held.run)
    if errors and not override.strip():
        raise Conflict("errors-remain", _("还有 {count} 处必须修改的问题；确需通过的，请写明理由").format(count=errors))
    _decide(
        held, Decision.APPROVE, actor,
        grades=given, opinion=opinion.strip(), override=override.strip() if errors else "",
    )  # fmt: skip
    run_advance(held.run)


@transaction.atomic
def task_return(*, task: Task, actor: User, opinion: str, grades: _Grades | None = None) -> None:
    """Send back to the author; one return ends the run.

    Raises:
        PermissionDenied: it is not `actor`'s to review.
        Conflict: it was decided already, no reason is given, or a grade demands a stop.
    """
    held = _held(task, actor)
    given = _grades(held, grades or {})
    if Grade.POOR in given.values():
        _require_allowed(Decision.RETURN, Decision.STOP)
    if not opinion.strip() and not _comments(held):
        raise Conflict("reason-missing", _("退回前请写明意见，或者在需要修改的单元格写批注"))
    _decide(held, Decision.RETURN, actor, grades=given, opinion=opinion.strip())
    run_end(held.run, Decision.RETURN)


@transaction.atomic
def task_stop(*, task: Task, actor: User, opinion: str, grades: _Grades) -> None:
    """Keep out of the budget: only with the form of 财预〔2015〕88号, and only with a 差 in it.

    Raises:
        PermissionDenied: it is not `actor`'s to review.
        Conflict: it was decided already, no reason is given, or the grades do not demand it.
    """
    held = _held(task, actor)
    if not held.quality_form:
        raise Conflict("no-quality-form", _("这一步没有四性审核表，只能通过或退回"))
    given = _grades(held, grades)
    _require_allowed(Decision.STOP, decision_of(given))
    if not opinion.strip():
        raise Conflict("reason-missing", _("终止前请写明意见"))
    _decide(held, Decision.STOP, actor, grades=given, opinion=opinion.strip())
    run_end(held.run, Decision.STOP)


@transaction.atomic
def task_hand_over(*, task: Task, actor: User, to: User) -> None:
    """Give an open task to one colleague of the same role, or take it oneself.

    Raises:
        PermissionDenied: `actor` is not of the role.
        Conflict: it was decided already, or the colleague can not review it.
    """
    held = _held(task, actor, policies.may_hand_over)
    if not policies.colleagues(held).filter(pk=to.pk).exists():
        raise Conflict("not-a-colleague", _("{name} 不能审核这一项：不是同一角色，或者就是提交人").format(name=to.name))
    before = held.assignee
    open_now = Task.objects.filter(pk=held.pk, state=StepState.OPEN, assignee=before)
    if not open_now.update(assignee=to):
        raise Conflict("task-changed", _("这一步刚刚被别人处理过，请刷新页面"))
    _log("task.handed-over", held, actor, before={"to": before and before.name}, after={"to": to.name})
    held.assignee = to
    emit(Event(Happening.TASK_HANDED_OVER, held.run, held, actor=actor))


def tasks_approve(*, tasks: Iterable[Task], actor: User) -> BatchResult:
    """Approve each by itself; what needs a person's judgement is left with the reason, and stops none of the others."""
    approved, left = 0, []
    for task in tasks:
        reason = batch_obstacle(task)
        if not reason:
            try:
                task_approve(task=task, actor=actor, grades={}, opinion="", override="")
            except PermissionDenied:
                reason = _("不由您审核")
            except Conflict as conflict:
                reason = str(conflict)
        if reason:
            left.append((task, reason))
        else:
            approved += 1
    return BatchResult(approved, left)


def batch_obstacle(task: Task) -> str:
    """Why a task can not be approved together with others; empty if it can."""
    if task.quality_form:
        return _("需要填写四性审核表")
    if task.run.errors:
        return _("还有 {count} 处必须修改").format(count=task.run.errors)
    return ""


def _held(task: Task, actor: User, allowed: Any = policies.may_decide) -> Task:
    """The task as it is now, its run held, after a look at right and state."""
    run = hold(task.run)
    fresh = Task.objects.select_related("assignee", "decided_by").get(pk=task.pk)
    fresh.run = run
    if not allowed(actor, fresh):
        if fresh.assignee and policies.may_hand_over(actor, fresh):
            raise Conflict(
                "task-handed-over",
                _("这一步已转交给 {name}；需要由您来审，请先转交给自己").format(name=fresh.assignee.name),
            )
        raise PermissionDenied
    if fresh.state != StepState.OPEN:
        raise _decided(fresh)
    return fresh


def _decide(task: Task, decision: Decision, actor: User, **said: Any) -> None:
    state = next_state(decision, StepState.OPEN)
    now = timezone.now()
    open_now = Task.objects.filter(pk=task.pk, state=StepState.OPEN)
    if not open_now.update(state=state, decided_by=actor, decided_at=now, **said):
        raise _decided(Task.objects.select_related("decided_by").get(pk=task.pk))
    Task.objects.filter(pk=task.pk, opened_at=None).update(opened_at=now, opened_by=actor)
    _log(f"task.{state}", task, actor, after={"step": task.name, **said})


def _decided(task: Task) -> Conflict:
    if task.decided_by:
        return Conflict(
            "task-decided",
            _("这一步已由 {name} 于 {time} 处理：{state}").format(
                name=task.decided_by.name,
                time=timezone.localtime(task.decided_at).strftime("%m-%d %H:%M"),
                state=task.get_state_display(),
            ),
        )
    if task.state == StepState.WAITING:
        return Conflict("task-waiting", _("还没有轮到这一步"))
    return Conflict("task-cancelled", _("这次审核已经结束：被撤回，或被其他步骤退回"))


def _grades(task: Task, grades: _Grades) -> dict[str, str]:
    """The grades that were given, where the step asks for them."""
    given = {name: grade for name, grade in grades.items() if grade} if task.quality_form else {}
    unknown = [name for name, grade in given.items() if grade not in Grade.values]
    if unknown:
        raise Conflict("grades-unknown", _("四性审核表里有不认识的等级，请重新选择"))
    return given


def _require_allowed(wanted: Decision, demanded: Decision | None) -> None:
    if demanded is None:
        raise Conflict("grades-missing", _("请先填完四性审核表的四项"))
    if wanted != demanded:
        messages = {
            Decision.APPROVE: _("四项都是“优”或“良”，可以通过，不能终止"),
            Decision.RETURN: _("有一项为“中”，按财预〔2015〕88号应退回修改"),
            Decision.STOP: _("有一项为“差”，按财预〔2015〕88号不能进入预算，应终止"),
        }
        raise Conflict("grades-demand", messages[demanded])


def _comments(task: Task) -> bool:
    run = task.run
    found = Comment.objects.filter(subject=run.subject, subject_id=run.subject_id, version=run.version)
    return found.filter(resolved_at=None).exists()


def _log(action: str, task: Task, actor: User, **what: Any) -> None:
    run = task.run
    record(
        action,
        actor=actor,
        subject=task,
        title=f"{run.title} · {task.name}",
        organization=run.organization.code,
        **what,
    )
