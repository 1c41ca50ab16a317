"""Evaluations at every state, with experts who are nobody's colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World, give_role, make_person

from jiheng.web.accounts.models import User
from jiheng.web.attachments.models import Attachment
from jiheng.web.evaluation import services
from jiheng.web.evaluation.models import (
    Agency,
    Assignment,
    Duty,
    Evaluation,
    Opinion,
    PlanItem,
    ReportVersion,
    Stance,
    State,
)
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.standing import restate
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.self_evaluation.models import SelfEvaluation, SelfEvaluationVersion

CREDIT_CODE = "91350100M000100Y43"
_ORDER = list(State)


def goal_of(world: World, unit: int = 0, name: str = "招商经费", amount: str = "14.00", **fields: Any) -> Goal:
    """An approved project."""
    home = world.units[unit]
    goal = approve(world, make_sheet(home, name, **fields), organization=home)
    goal.amount = Decimal(amount)
    goal.save()
    return goal


def money(world: World, goal: Goal, **amounts: str) -> None:
    """What arrived and was spent: ``arrived="12"``."""
    for kind, amount in amounts.items():
        Movement.objects.create(
            goal=goal, kind=MovementKind(kind), source=Source.FISCAL, on=date(world.year, 6, 30), amount=amount,
            entered_by=world.people["preparer"],
        )  # fmt: skip
    restate([goal.pk])


def organizer_of(world: World, organizer: Organization | None = None) -> tuple[Organization, User]:
    """The bureau, or a department, and who evaluates in its name."""
    office = organizer or world.bureau
    name = "performance_office" if office.pk == world.bureau.pk else "department_reviewer"
    return office, world.people[name]


def planned(world: World, unit: int = 0, organizer: Organization | None = None) -> PlanItem:
    """A project in the plan, by hand: one that is there and not planned yet, else a new one."""
    office, actor = organizer_of(world, organizer)
    known = Goal.objects.filter(organization=world.units[unit], versions__is_approved=True, kind="project")
    goal = known.exclude(evaluation_plans__organizer=office).first() or goal_of(world, unit)
    return services.item_add(organizer=office, year=world.year, goal=goal, note="重点项目", actor=actor)


def evaluation_of(
    world: World, unit: int = 0, state: State = State.PREPARING, *, organizer: Organization | None = None,
    experts: int = 2,
) -> Evaluation:  # fmt: skip
    """An evaluation that has come to `state`."""
    _office, actor = organizer_of(world, organizer)
    evaluation = services.evaluation_begin(item=planned(world, unit, organizer), actor=actor)
    if state == State.PREPARING:
        return evaluation
    people = [take_part(evaluation, expert(world, number), actor) for number in range(experts)]
    services.scoring_start(evaluation=evaluation, actor=actor)
    if _ORDER.index(state) > _ORDER.index(State.SCORING):
        for number, each in enumerate(people):
            give(evaluation, each, less=number)
        conclude(evaluation, actor, state)
    evaluation.refresh_from_db()
    return evaluation


def conclude(evaluation: Evaluation, actor: User, state: State) -> None:
    """From the experts' scores on."""
    evaluation.refresh_from_db()
    if state == State.SCORED:
        return
    settle(evaluation, actor)
    services.consult(evaluation=evaluation, actor=actor)
    if state == State.FINAL:
        services.finish(evaluation=evaluation, actor=actor)


def expert(world: World, number: int = 0) -> User:
    """An expert of no unit."""
    login = f"expert-{number}"
    found = User.objects.filter(login=login).first()
    if found:
        return found
    person = make_person(login, f"专家{number}")
    give_role(person, world.bureau, Role.EXPERT)
    return person


def take_part(evaluation: Evaluation, user: User, actor: User, duty: Duty = Duty.EXPERT) -> User:
    """Assigned, and declared free of conflicts."""
    services.assign(evaluation=evaluation, user=user, duty=duty, actor=actor)
    services.declare(evaluation=evaluation, actor=user, stance=Stance.FREE, text="")
    return user


def sheet(evaluation: Evaluation, *, less: int = 0, reason: str = "资料不全") -> dict[str, dict[str, str]]:
    """Full marks, but `less` points less for the last leaf."""
    given = {row["id"]: {"score": row["weight"], "reason": ""} for row in evaluation.frame}
    if less:
        last = evaluation.frame[-1]
        given[last["id"]] = {"score": str(Decimal(last["weight"]) - less), "reason": reason}
    return given


def give(evaluation: Evaluation, user: User, *, less: int = 0, scores: Mapping[str, Any] | None = None) -> Assignment:
    """Score everything and hand it in."""
    lock = Assignment.objects.get(evaluation=evaluation, user=user).lock
    given = scores or sheet(evaluation, less=less)
    services.scores_save(evaluation=evaluation, scores=given, opinion="总体较好", lock=lock, actor=user)
    return services.hand_in(evaluation=evaluation, actor=user)


def settle(evaluation: Evaluation, actor: User, *, less: int = 1) -> None:
    """The organizer's word on each leaf."""
    evaluation.refresh_from_db()
    given = sheet(evaluation, less=less)
    for said in given.values():
        said["deviation"] = "核对了原始资料"
    services.final_scores_save(evaluation=evaluation, scores=given, lock=evaluation.lock, actor=actor)


def report_of(evaluation: Evaluation) -> ReportVersion:
    """The newest report."""
    return evaluation.reports.all()[0]


def opinion_of(world: World, unit: int = 0) -> Opinion:
    """What the unit says of the report that was sent to it."""
    evaluation = evaluation_of(world, unit, State.CONSULTING)
    author = world.people["preparer" if unit == 0 else "other_preparer"]
    return services.opinion_say(report=report_of(evaluation), text="满意度调查面太窄", actor=author)


# ── For the table of permissions ──────────────────────────────────────────────────────────────────────────────────────


def assigned(world: World, unit: int, state: str) -> Evaluation:
    """An evaluation in which the world's expert takes part, where that is allowed.

    In one that is being prepared they have not declared yet.
    """
    person, actor = world.people["expert"], world.people["performance_office"]
    evaluation = services.evaluation_begin(item=planned(world, unit), actor=actor)
    take_part(evaluation, expert(world, 0), actor)
    if unit and state == State.PREPARING:
        services.assign(evaluation=evaluation, user=person, duty=Duty.EXPERT, actor=actor)
    if state == State.PREPARING:
        return evaluation
    if unit:
        take_part(evaluation, person, actor)
    services.scoring_start(evaluation=evaluation, actor=actor)
    if state == State.SCORED:
        services.scoring_close(evaluation=evaluation, actor=actor)
        settle(evaluation, actor)
    evaluation.refresh_from_db()
    return evaluation


def assignment_of(world: World, unit: int) -> dict[str, int]:
    """Keys of an evaluation and of somebody who takes part."""
    evaluation = assigned(world, unit, State.PREPARING)
    return {"pk": evaluation.pk, "assignment": evaluation.assignments.get(user=expert(world, 0)).pk}


def agency_of(world: World) -> Agency:
    """A third party."""
    actor = world.people["performance_office"]
    return Agency.objects.first() or services.agency_save(
        actor=actor, year=world.year, name="某评价咨询公司", credit_code=CREDIT_CODE
    )


def evidence_of(world: World, unit: int) -> dict[str, int]:
    """Keys of an evaluation and of a file that proves the project's self-evaluation."""
    evaluation = assigned(world, unit, State.SCORING)
    author = world.people["preparer"]
    item = SelfEvaluation.objects.create(
        organization=evaluation.organization, year=world.year, goal=evaluation.goal, created_by=author,
        changed_by=author, state="approved",
    )  # fmt: skip
    SelfEvaluationVersion.objects.create(
        item=item, number=1, content={}, digest="0", submitted_by=author, is_approved=True
    )
    file = Attachment.objects.create(
        owner="self_evaluation", owner_id=item.pk, name="验收单.pdf", size=8, sha256="0", data=b"%PDF-1.7",
        added_by=author,
    )  # fmt: skip
    return {"pk": evaluation.pk, "attachment": file.pk}
