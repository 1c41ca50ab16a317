"""The queue, decisions, remarks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.errors import refusal, telling
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Words, Year, budget_year, organization_of
from jiheng.web.api.shapes import CommentShape, Person, RunShape, TaskShape
from jiheng.web.api.texts import later as _
from jiheng.web.goals.selectors import goal_get, latest_version
from jiheng.web.goals.services import SUBJECT
from jiheng.web.review import policies, selectors, services
from jiheng.web.review.models import Comment, Task
from jiheng.web.review.workflow import Grade, Quality, RunState

__all__ = ["router"]

router = Router(tags=["review"])
_READ, _REVIEW, _SPEAK = Token(Scope.READ), Token(Scope.REVIEW), Token(Scope.REVIEW, Scope.WRITE)


class TaskFull(TaskShape):
    """A step, what one may do with it (decide, hand_over), and to whom it can be handed over."""

    may: list[str]
    colleagues: list[Person]


class RunFull(RunShape):
    """A submission with all its steps."""

    tasks: list[TaskShape]


class TasksWanted(Schema):
    """Which tasks are asked for."""

    state: Literal["open", "waiting", "team", "done"] = "open"
    level: Literal["", "errors", "warnings", "clean"] = ""
    due: Literal["", "late", "soon"] = ""
    text: Word = ""


class Opinion(Schema):
    """What a reviewer says; `grades` where the step has the form of the four qualities."""

    opinion: Words = Field("", examples=["指标值偏低，请按上年完成数重新测算"])
    grades: dict[Quality, Grade] = Field({}, examples=[dict.fromkeys(Quality.values, Grade.GOOD.value)])


class Approval(Opinion):
    """`override`: why errors that remain are accepted."""

    override: Words = ""


class HandOver(Schema):
    """To which of the colleagues."""

    to: Id


class Chosen(Schema):
    """The tasks to approve together, of one year."""

    year: Year
    tasks: Annotated[list[Id], Field(min_length=1, max_length=500, examples=[[1, 2]])]


class Left(Schema):
    """A task that was not approved, and why."""

    task: int
    title: str
    reason: str


class Approved(Schema):
    """How many were approved; `gone` do not wait for the caller (any more)."""

    approved: int
    left: list[Left]
    gone: list[int]


class Remark(Schema):
    """What is said at a cell of a version; an empty anchor means the whole."""

    version: Id
    anchor: Word = Field("", examples=["indicators[2].target"])
    text: Words = Field(examples=["写全称"])


@router.get("/review/tasks", auth=_READ, response=Page[TaskShape], summary=_("我的审核"))
def tasks(
    request: Request,
    asked: Annotated[Asked, Query()],
    wanted: Annotated[TasksWanted, Query()],
    year: Year | None = None,
    organization: Code | None = None,
) -> Page[TaskShape]:
    """The tasks that one's role gives one; an empty list for whoever does not review."""
    actor, of_year = request.auth.user, budget_year(year)
    of = organization_of(actor, of_year, organization).pk if organization else None
    chosen = selectors.QueueFilter(organization=of, **wanted.model_dump())
    found = selectors.queue(actor=actor, year=of_year, wanted=chosen).select_related("decided_by")
    rows, following = cut(found, asked)
    return Page(items=[TaskShape(**TaskShape.fields_of(row, row.run)) for row in rows], next=following)


@router.get("/review/tasks/{pk}", auth=_READ, response=TaskFull, summary=_("一个审核步骤"))
def task(request: Request, pk: Id) -> TaskFull:
    """A step of a submission that one may look into."""
    return _full(request.auth.user, pk)


@router.post("/review/tasks/{pk}/open", auth=_REVIEW, response=TaskFull, summary=_("打开"), openapi_extra=KEYED)
def task_open(request: Request, pk: Id) -> TaskFull:
    """Note that one looks at it: from now on its author can not withdraw."""
    actor = request.auth.user
    with telling(lambda: _state(pk)):
        services.task_open(task=selectors.task_get(actor=actor, pk=pk), actor=actor)
    return _full(actor, pk)


@router.post("/review/tasks/{pk}/approve", auth=_REVIEW, response=TaskFull, summary=_("通过"), openapi_extra=KEYED)
def task_approve(request: Request, pk: Id, body: Approval) -> TaskFull:
    """Agree."""
    actor = request.auth.user
    found = selectors.task_get(actor=actor, pk=pk)
    with telling(lambda: _state(pk)):
        services.task_approve(
            task=found, actor=actor, grades=_grades(body), opinion=body.opinion, override=body.override
        )
    return _full(actor, pk)


@router.post("/review/tasks/{pk}/return", auth=_REVIEW, response=TaskFull, summary=_("退回"), openapi_extra=KEYED)
def task_return(request: Request, pk: Id, body: Opinion) -> TaskFull:
    """Send back to the author."""
    actor = request.auth.user
    found = selectors.task_get(actor=actor, pk=pk)
    with telling(lambda: _state(pk)):
        services.task_return(task=found, actor=actor, opinion=body.opinion, grades=_grades(body))
    return _full(actor, pk)


@router.post("/review/tasks/{pk}/stop", auth=_REVIEW, response=TaskFull, summary=_("终止"), openapi_extra=KEYED)
def task_stop(request: Request, pk: Id, body: Opinion) -> TaskFull:
    """Keep out of the budget; only with a 差 in the form of the four qualities."""
    actor = request.auth.user
    found = selectors.task_get(actor=actor, pk=pk)
    with telling(lambda: _state(pk)):
        services.task_stop(task=found, actor=actor, opinion=body.opinion, grades=_grades(body))
    return _full(actor, pk)


@router.post("/review/tasks/{pk}/hand-over", auth=_REVIEW, response=TaskFull, summary=_("转交"), openapi_extra=KEYED)
def task_hand_over(request: Request, pk: Id, body: HandOver) -> TaskFull:
    """Give an open task to a colleague of the same role, or take it oneself."""
    actor = request.auth.user
    found = selectors.task_get(actor=actor, pk=pk)
    if not policies.may_hand_over(actor, found):
        raise PermissionDenied
    to = policies.colleagues(found).filter(pk=body.to).first()
    if to is None:
        raise refusal("to", "not-a-colleague", gettext("只能转交给同一角色的同事"))
    with telling(lambda: _state(pk)):
        services.task_hand_over(task=found, actor=actor, to=to)
    return _full(actor, pk)


@router.post("/review/approvals", auth=_REVIEW, response=Approved, summary=_("批量通过"), openapi_extra=KEYED)
def tasks_approve(request: Request, body: Chosen) -> Approved:
    """Approve each by itself; what needs a person's judgement is left with the reason."""
    actor = request.auth.user
    if not policies.has_queue(actor, body.year):
        raise PermissionDenied
    found = selectors.tasks_chosen(actor=actor, year=body.year, keys=body.tasks)
    result = services.tasks_approve(tasks=found, actor=actor)
    return Approved(
        approved=result.approved,
        left=[Left(task=task.pk, title=task.run.title, reason=reason) for task, reason in result.left],
        gone=sorted(set(body.tasks) - {task.pk for task in found}),
    )


@router.get("/review/runs", auth=_READ, response=Page[RunShape], summary=_("送审记录"))
def runs(
    request: Request,
    asked: Annotated[Asked, Query()],
    year: Year | None = None,
    organization: Code | None = None,
    state: RunState | None = None,
) -> Page[RunShape]:
    """The submissions that one may look into."""
    actor, of_year = request.auth.user, budget_year(year)
    of = organization_of(actor, of_year, organization).pk if organization else None
    found = selectors.run_list(actor=actor, year=of_year, state=state or "", organization=of)
    rows, following = cut(found, asked)
    return Page(items=[RunShape(**RunShape.fields_of(row)) for row in rows], next=following)


@router.get("/review/runs/{pk}", auth=_READ, response=RunFull, summary=_("一次送审"))
def run(request: Request, pk: Id) -> RunFull:
    """A submission with its steps."""
    found = selectors.run_get(actor=request.auth.user, pk=pk)
    steps = [TaskShape(**TaskShape.fields_of(each, found)) for each in found.tasks.all()]
    return RunFull(**RunShape.fields_of(found), tasks=steps)


@router.post(
    "/review/runs/{pk}/withdraw", auth=Token(Scope.WRITE), response=RunFull, summary=_("撤回"), openapi_extra=KEYED
)
def run_withdraw(request: Request, pk: Id) -> RunFull:
    """Take a submission back that no reviewer has opened."""
    actor = request.auth.user
    services.run_withdraw(run=selectors.run_get(actor=actor, pk=pk), actor=actor)
    return run(request, pk)


@router.get("/goals/{pk}/comments", auth=_READ, response=Page[CommentShape], summary=_("批注"))
def comments(request: Request, pk: Id, asked: Annotated[Asked, Query()]) -> Page[CommentShape]:
    """What was said about a goal, the oldest first."""
    goal = goal_get(actor=request.auth.user, pk=pk)
    if latest_version(goal) is None:
        return Page(items=[], next=None)
    _run, found = selectors.comments_of(actor=request.auth.user, subject=SUBJECT, subject_id=goal.pk)
    rows, following = cut(found, asked)
    return Page(items=[CommentShape.of(row) for row in rows], next=following)


@router.post(
    "/goals/{pk}/comments", auth=_SPEAK, response={201: CommentShape}, summary=_("写批注"), openapi_extra=KEYED
)
def comment_add(request: Request, pk: Id, body: Remark) -> CommentShape:
    """Say something at a cell."""
    goal = goal_get(actor=request.auth.user, pk=pk)
    said = services.comment_add(subject=SUBJECT, subject_id=goal.pk, actor=request.auth.user, **body.model_dump())
    return CommentShape.of(said)


@router.post("/comments/{pk}/resolve", auth=_SPEAK, response=CommentShape, summary=_("批注已处理"), openapi_extra=KEYED)
def comment_resolve(request: Request, pk: Id) -> CommentShape:
    """Note that a remark has been dealt with."""
    actor = request.auth.user
    said = get_object_or_404(Comment, pk=pk)
    _run, found = selectors.comments_of(actor=actor, subject=said.subject, subject_id=said.subject_id)
    services.comment_resolve(comment=said, actor=actor)
    return CommentShape.of(found.get(pk=pk))


def _grades(said: Opinion) -> dict[str, str]:
    return {quality.value: grade.value for quality, grade in said.grades.items()}


def _full(actor: User, pk: int) -> TaskFull:
    task = selectors.task_get(actor=actor, pk=pk)
    hands = policies.may_hand_over(actor, task)
    known = {"decide": policies.may_decide(actor, task), "hand_over": hands}
    return TaskFull(
        **TaskShape.fields_of(task, task.run),
        may=[name for name, allowed in known.items() if allowed],
        colleagues=[Person(id=each.pk, name=each.name) for each in policies.colleagues(task)] if hands else [],
    )


def _state(pk: int) -> dict[str, Any]:
    """What stands there now, for whoever was too late."""
    now = Task.objects.select_related("run").get(pk=pk)
    return {"state": now.state, "run": now.run.state}
