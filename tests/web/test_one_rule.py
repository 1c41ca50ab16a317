"""Lists ask the database what a person may see, single pages ask of what was read already: both say the same of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from tests.web.factories import World, give_role, make_person
from tests.web.queries.growth import grow, leave_room

from jiheng.web.accounts.models import User
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.evaluation.policies import standing_of, visible_evaluations
from jiheng.web.goals.models import Goal
from jiheng.web.goals.policies import may_see as may_see_goal
from jiheng.web.goals.policies import visible_goals
from jiheng.web.monitoring.models import Report
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import acts_for, visible_to
from jiheng.web.review.models import Run, Task
from jiheng.web.review.policies import may_see as may_see_run
from jiheng.web.review.policies import task_for, team_tasks, visible_runs
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.submissions.policies import may_see, visible

_Lists = Callable[[User, int], QuerySet[Any]]
_Asks = Callable[[User, Any], object]
_FEW = 4


@pytest.fixture
def people(world: World) -> list[User]:
    """Everybody, one more finance reviewer for all divisions among them, and one whose role was of last year."""
    all_divisions, last_year = make_person("all_divisions"), make_person("last_year")
    give_role(all_divisions, world.bureau, Role.FINANCE_REVIEWER)
    give_role(last_year, world.units[0], Role.PREPARER, year=world.year - 1)
    leave_room()
    grow(world, _FEW)
    return [*world.people.values(), all_divisions, last_year]


@pytest.mark.parametrize("role", Role)
def test_organizations(role: Role, world: World, people: list[User]) -> None:
    for person in people:
        listed = set(visible_to(person, world.year, {role}))
        asked = {each for each in Organization.objects.all() if acts_for(person, each, world.year, {role})}
        assert asked == listed, person


@pytest.mark.parametrize(
    ("model", "listed", "asked"),
    [
        (Goal, visible_goals, may_see_goal),
        (Report, lambda actor, year: visible(Report.objects.all(), actor, year), may_see),
        (SelfEvaluation, lambda actor, year: visible(SelfEvaluation.objects.all(), actor, year), may_see),
        (Run, visible_runs, may_see_run),
        (Task, team_tasks, lambda actor, task: task_for(actor, [task])[1]),
        (Evaluation, visible_evaluations, lambda actor, evaluation: standing_of(actor, evaluation).sees),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_things(model: type[Model], listed: _Lists, asked: _Asks, world: World, people: list[User]) -> None:
    rows = [row for row in model._default_manager.all() if _year_of(row) == world.year]
    seen = {person.login: set(listed(person, world.year)) for person in people}
    assert {person.login: {row for row in rows if asked(person, row)} for person in people} == seen
    assert len({frozenset(each) for each in seen.values()}) > 1  # not all see the same


def _year_of(row: Any) -> int:
    return int(row.run.year if isinstance(row, Task) else row.year)
