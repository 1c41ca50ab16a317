"""More of evaluations: agencies, plans, evaluations at hand, and people, reports and opinions in each of them."""

from __future__ import annotations

from django.utils import timezone
from tests.web.factories import World
from tests.web.queries.rows import fill

from jiheng.regulations import evaluation_frames
from jiheng.web.accounts.models import User
from jiheng.web.evaluation.leaves import leaves_of
from jiheng.web.evaluation.models import (
    Agency,
    Assignment,
    Draw,
    Duty,
    Evaluation,
    Opinion,
    PlanItem,
    ReportVersion,
    Stance,
    State,
    by_of,
)
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization

__all__ = ["grow_evaluation"]

_FRAME = leaves_of(evaluation_frames()["project-2020"])


def grow_evaluation(world: World, count: int) -> None:
    """Let there be `count` of everything."""
    author = world.people["performance_office"]
    fill(Agency.objects, count, lambda n: Agency(name=f"机构{n}", credit_code=f"{n:018d}", created_by=author))
    for place, person in ((world.bureau, author), (world.departments[0], world.people["department_reviewer"])):
        mine = Draw.objects.filter(organizer=place, year=world.year)
        fill(
            mine, count,
            lambda _n, place=place, person=person: Draw(
                organizer=place, year=world.year, digest="0", drawn_by=person, rules={"seed": ""}
            ),
        )  # fmt: skip
        _grow_plan(world, place, person, count)
    for evaluation in Evaluation.objects.all():
        _grow_one(evaluation, author, count)


def _grow_plan(world: World, organizer: Organization, author: User, count: int) -> None:
    """Of every two that are planned one is under way."""
    planned = PlanItem.objects.filter(organizer=organizer, year=world.year, removed_at=None)
    goals = Goal.objects.filter(year=world.year, versions__is_approved=True, kind="project", state="approved")
    goals = goals.filter(organization__parent=world.departments[0]).exclude(pk__in=planned.values("goal"))
    for number, goal in enumerate(goals.distinct()[: max(0, count - planned.count())]):
        said = {"organizer": organizer, "year": world.year, "organization": goal.organization, "goal": goal}
        item = PlanItem.objects.create(**said, name=goal.name, note="重点", added_by=author)
        Evaluation.objects.create(
            **said, name=goal.name, item=item, by=by_of(organizer), frame=_FRAME, created_by=author,
            state=State.SCORED if number % 2 else State.PREPARING,
        )  # fmt: skip


def _grow_one(evaluation: Evaluation, author: User, count: int) -> None:
    now = timezone.now()
    people = User.objects.filter(login__startswith="person").exclude(evaluation_assignments__evaluation=evaluation)
    Assignment.objects.bulk_create(
        Assignment(
            evaluation=evaluation, user=each, duty=Duty.EXPERT, stance=Stance.FREE, declared_at=now, assigned_by=author,
            handed_in_at=now if evaluation.is_revealed else None,
        )
        for each in people.order_by("pk")[: max(0, count - evaluation.assignments.count())]
    )  # fmt: skip
    first = evaluation.reports.order_by("number").first()
    if first is None:
        return
    fill(
        evaluation.reports, count,
        lambda n: ReportVersion(
            evaluation=evaluation, number=1000 + n, content=first.content, digest="0", made_by=author, sent_at=now
        ),
    )  # fmt: skip
    for report in evaluation.reports.all():
        fill(
            report.opinions, count,
            lambda _n, report=report: Opinion(
                report=report, text="意见", said_by=author, answer="答复", is_accepted=True, answered_by=author,
                answered_at=now,
            ),
        )  # fmt: skip
