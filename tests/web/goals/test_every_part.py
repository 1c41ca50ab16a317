"""Whatever a form holds can be written on the page: nothing that is read is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.factories import World

from jiheng.domain.goals import Budget, GoalSheet, Indicator, MediumTerm, Organization, PlanStep, Task
from jiheng.domain.target import parse_target
from jiheng.forms import load_form
from jiheng.web.goals.differences import changes
from jiheng.web.goals.form_page import form_page
from jiheng.web.goals.mapping import blank_sheet, content_of
from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_create
from jiheng.web.goals.services_drafts import goal_forms
from jiheng.web.goals.typed import typed_content
from jiheng.web.goals.typed_texts import typed_of
from jiheng.web.organizations.models import Organization as Unit

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
UNIT = Unit(code="205001", name="单位")
FORMS = [form for form, _name in goal_forms()]


def amounts(total: str) -> Budget:
    half = Decimal(total) / 2
    return Budget(Decimal(total), half, half, "万元", Decimal("1.00"))


def rows(form: str, *names: str) -> tuple[Indicator, ...]:
    columns = load_form(form).columns
    return tuple(
        Indicator(
            "产出指标", "数量指标", name, f"{name}的数量" if "description" in columns else None, parse_target("≥3处"),
            "计划" if "basis" in columns else None, weight=Decimal(10) if "weight" in columns else None,
            remark="附注" if "weight" in columns else None,
        )
        for name in names
    )  # fmt: skip


def full_sheet(form: str) -> GoalSheet:
    """A table of a form with something in each of its parts."""
    known = load_form(form)
    page = form_page(content_of(blank_sheet(UNIT, form)))
    sheet = replace(
        blank_sheet(UNIT, form), code="13073027P00045710001F", name="招商经费", purpose="用于招商。",
        budget=amounts("14.00"), goals=("接待客商", "签约项目"), indicators=rows(form, "接待批次", "招商次数"),
        spending_plan=tuple(PlanStep(month, Decimal(20)) for month in page["months"]),
        details=dict.fromkeys(page["details"], "写了"),
    )  # fmt: skip
    if "department" in known.fields:
        sheet = replace(sheet, department=Organization("205", "教育局"))
    if "execution_weight" in known.fields:
        sheet = replace(sheet, execution_weight=Decimal(10))
    if page["medium_goals"]:
        sheet = replace(sheet, medium_term=MediumTerm(amounts("42.00"), ("三年建成",), rows(form, "建成数量")))
    if "tasks" in known.blocks:
        budget = Budget(Decimal("14.00"), Decimal("10.00"), Decimal("4.00"), "万元")
        sheet = replace(sheet, tasks=(Task("招商", "接待和外出", budget),))
    return sheet


@pytest.mark.parametrize("form", FORMS)
def test_each_part_of_each_form_can_be_typed(form: str) -> None:
    content = content_of(full_sheet(form))
    blank = content_of(blank_sheet(UNIT, form))
    assert typed_content(typed_of(content), UNIT, blank) == content


@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_stands_on_the_page(signed_in: Browser, world: World, form: str) -> None:
    goal = goal_create(
        organization=world.units[0], year=world.year, actor=world.people["preparer"],
        content=content_of(full_sheet(form)),
    )  # fmt: skip
    page = signed_in("preparer").get(reverse("goals:goal", args=[goal.pk])).content.decode()
    typed = typed_of(goal.content)
    paths = ["unit", *(f"details.{label}" for label in typed["details"]), *(f"budget.{part}" for part in ("total",))]
    paths += ["medium_term.budget.total"] if "medium_term" in typed else []
    paths += ["department.name", "department.code"] if "department" in typed else []
    for path in paths:
        assert f'data-path="{path}"' in page, path
    for part in ("indicators", *(["medium_term.indicators"] if "medium_term" in typed else [])):
        assert f'data-grid="{part}"' in page


@pytest.mark.parametrize("form", FORMS)
def test_each_part_of_each_form_is_compared(form: str) -> None:
    content = content_of(full_sheet(form))
    found = {change.anchor for change in changes(content_of(blank_sheet(UNIT, form)), content)}
    expected = {"name", "code", "budget.total", "goals", "indicators[0].name"}
    if content["medium_term"]:
        expected |= {"medium_term.budget.total", "medium_term.goals", "medium_term.indicators[0].name"}
    if content["tasks"]:
        expected |= {"tasks[0].name"}
    assert expected <= found
    assert changes(content, content) == []


def test_parts_that_a_program_does_not_send_stay(world: World) -> None:
    form = "national-project-goals-medium-term"
    content = content_of(full_sheet(form))
    typed = {key: text for key, text in typed_of(content).items() if key not in {"medium_term", "department"}}
    stored = typed_content({**typed, "name": "改了"}, world.units[0], content)
    assert (stored["name"], stored["medium_term"]) == ("改了", content["medium_term"])
    assert stored["department"] == content["department"]


def test_the_printed_columns_of_a_plan_can_be_filled_where_none_was_read() -> None:
    content = content_of(replace(full_sheet("hebei-project-goals"), spending_plan=()))
    assert list(typed_of(content)["spending_plan"]) == ["3", "6", "10", "12"]


def test_amounts_look_the_same_on_every_page(signed_in: Browser, world: World) -> None:
    sheet = replace(full_sheet("hebei-project-goals"), budget=Budget(Decimal(14), Decimal("14.0"), Decimal(0), "万元"))
    goal = goal_create(
        organization=world.units[0], year=world.year, actor=world.people["preparer"], content=content_of(sheet)
    )
    browser = signed_in("preparer")
    paper = browser.get(reverse("goals:preview", args=[goal.pk])).content.decode()
    assert paper.count("14.00") == 2
    assert "0.00" in paper
    assert typed_of(goal.content)["budget"] == {
        "total": "14.00",
        "fiscal": "14.00",
        "other": "0.00",
        "carried_over": "",
    }
    Goal.objects.update(state="approved")
    shown: Any = browser.get(reverse("goals:goal", args=[goal.pk])).content.decode()
    assert ">0.00</td>" in shown
