"""Budgets out of the approved goals, and what people type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.web.execution.money import approved, version

from jiheng.web.audit.models import Entry
from jiheng.web.execution.models import Movement, MovementKind, Source
from jiheng.web.execution.selectors import adjustment_due, money_of, monies_of, spent_by_month, total_of
from jiheng.web.execution.services import Cell, adjustment_take, cells_set, movement_set
from jiheng.web.execution.standing import restate
from jiheng.web.ui.errors import Conflict

SPENT, ARRIVED, OPENING, EXPECTED = (
    MovementKind.SPENT, MovementKind.ARRIVED, MovementKind.OPENING, MovementKind.EXPECTED,
)  # fmt: skip


@pytest.fixture
def project(world):
    return approved(world)


def put(goal, actor, kind, month, amount, *, source=Source.FISCAL):
    movement_set(
        goal=goal, kind=kind, source=source, month=month, amount=None if amount is None else Decimal(amount),
        actor=actor,
    )  # fmt: skip


def test_nobody_types_the_budget_twice(world, project):
    money = money_of(project.pk)
    assert {source: each.adjusted for source, each in money.items()} == {Source.FISCAL: 80, Source.OTHER: 20}
    put(project, world.people["preparer"], OPENING, 0, "90")
    assert total_of(money_of(project.pk)).opening == 90


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        ({"total": "100", "fiscal": None, "other": None}, {Source.FISCAL: 100}),
        ({"total": "100", "fiscal": "100", "other": None}, {Source.FISCAL: 100}),
        ({"total": "100", "fiscal": "60", "other": None}, {Source.FISCAL: 60, Source.OTHER: 40}),
        ({"total": None, "fiscal": "60", "other": "1"}, {Source.FISCAL: 60, Source.OTHER: 1}),
        ({"total": "1000000", "fiscal": "1000000", "other": "0", "currency_unit": "元"}, {Source.FISCAL: 100}),
        ({"total": "viel"}, {Source.FISCAL: 80, Source.OTHER: 20}),
        ({"total": None, "fiscal": None, "other": None}, {}),
    ],
)
def test_the_parts_of_the_opening_budget_add_up_to_its_total(project, budget, expected):
    stored = project.versions.get()
    stored.content["budget"] |= budget
    stored.save()
    restate([project.pk])
    assert {source: each.opening for source, each in money_of(project.pk).items()} == expected


def test_an_approved_adjustment_is_proposed_once_and_never_doubled(world, project):
    actor = world.people["preparer"]
    assert adjustment_due(project) is None
    content = {**project.content, "budget": {**project.content["budget"], "total": "120", "fiscal": "100"}}
    version(project, content)
    assert total_of(money_of(project.pk)).adjusted == 100
    assert adjustment_due(project).amounts == {Source.FISCAL: 20}
    assert adjustment_take(goal=project, actor=actor) == {Source.FISCAL: 20}
    assert adjustment_take(goal=project, actor=actor) == {}
    total = total_of(money_of(project.pk))
    assert (total.opening, total.adjusted) == (100, 120)


def test_rates_are_reckoned_and_months_cumulate(world, project):
    actor = world.people["preparer"]
    put(project, actor, SPENT, 3, "30")
    put(project, actor, SPENT, 5, "20.123456", source=Source.OTHER)
    put(project, actor, SPENT, 3, "25")
    put(project, actor, EXPECTED, 0, "95")
    total = total_of(money_of(project.pk))
    assert (total.spent, total.expected, total.arrived) == (Decimal("45.123456"), 95, None)
    assert total.rate == Decimal("0.45123456")
    assert spent_by_month(project.pk, world.year)[:6] == [0, 0, 25, 25, Decimal("45.123456"), None]
    assert total_of(money_of(project.pk, at=date(world.year, 4, 30))).spent == 25
    put(project, actor, SPENT, 3, None)
    assert total_of(money_of(project.pk)).spent == Decimal("20.123456")
    assert Entry.objects.filter(action="execution.typed").count() == 5


def test_two_people_do_not_overwrite_each_other_but_may_fill_other_cells(world, project):
    one, two = world.people["preparer"], world.people["unit_leader"]

    def cell(month, amount, before=None):
        return Cell(SPENT, Source.FISCAL, month, Decimal(amount), None if before is None else Decimal(before))

    cells_set(goal=project, cells=[cell(1, "5")], actor=one)
    cells_set(goal=project, cells=[cell(2, "6")], actor=two)
    with pytest.raises(Conflict) as caught:
        cells_set(goal=project, cells=[cell(1, "7"), cell(3, "1")], actor=two)
    assert caught.value.details["cells"] == [{"kind": "spent", "source": "fiscal", "month": 1, "amount": "5"}]
    assert Movement.objects.count() == 2
    cells_set(goal=project, cells=[cell(1, "7", "5")], actor=two)
    cells_set(goal=project, cells=[cell(1, "7", "5")], actor=two)  # sent twice
    assert total_of(money_of(project.pk)).spent == 13


@pytest.mark.parametrize(
    ("kind", "month", "amount"),
    [
        (SPENT, 13, "1"),
        (SPENT, 0, "1"),
        (SPENT, 1, "1.1234567"),
        (SPENT, 1, "1e12"),
        (SPENT, 1, "NaN"),
        (OPENING, 0, "-1"),
    ],
)
def test_what_is_no_amount_of_a_month_is_refused(world, project, kind, month, amount):
    with pytest.raises(ValidationError):
        put(project, world.people["preparer"], kind, month, amount)


def test_only_who_enters_for_the_unit_types(world, project):
    for name in ("other_preparer", "auditor", "finance_reviewer", "expert", "system"):
        with pytest.raises(PermissionDenied):
            put(project, world.people[name], SPENT, 1, "1")
    for name in ("preparer", "unit_leader", "department_reviewer", "performance_office"):
        put(project, world.people[name], SPENT, 1, "1")


def test_the_money_of_many_projects_takes_three_queries(world, django_assert_num_queries):
    goals = [approved(world, code=f"P{n}", name=f"项目{n}").pk for n in range(5)]
    with django_assert_num_queries(3):
        assert {total_of(each).adjusted for each in monies_of(goals).values()} == {Decimal(100)}
