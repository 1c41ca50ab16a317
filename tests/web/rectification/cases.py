"""Notices and problems to work with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World

from jiheng.web.goals.models import Goal
from jiheng.web.rectification.models import Category, Notice, Problem, Source
from jiheng.web.rectification.services import (
    Found,
    extension_ask,
    feedback_give,
    notice_create,
    plan_write,
    problem_close,
)

__all__ = ["FOUND", "asked", "closed", "in_days", "issued", "planned", "problem_of", "project_of", "reported"]

FOUND = (
    Found(Category.OUTCOME, "接待客商批次只完成 4 次，计划 10 次", "年底前补足批次", person="王主任"),
    Found(Category.SPENDING, "预算执行率只有 40%", "加快支出进度"),
)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def project_of(world: World, unit: int = 0) -> Goal:
    """The approved project of that unit."""
    home = world.units[unit]
    known = home.goals.filter(versions__is_approved=True, kind="project").first()
    return known or approve(world, make_sheet(home), organization=home)


def issued(world: World, unit: int = 0, *, by: str = "performance_office", **more: Any) -> Notice:
    """A notice to that unit about its project, with two problems."""
    said = {
        "organization": world.units[unit],
        "year": world.year,
        "goal": project_of(world, unit),
        "source": Source.EVALUATION,
        "title": "关于招商经费绩效问题的整改通知",
        "due_on": in_days(60),
        "problems": FOUND,
        "actor": world.people[by],
    }
    return notice_create(**(said | more))


def problem_of(world: World, unit: int = 0, **more: Any) -> Problem:
    """The first problem of such a notice."""
    return issued(world, unit, **more).problems.get(number=1)


def planned(world: World, **more: Any) -> Problem:
    """A problem for which the first unit has its measures."""
    problem = problem_of(world, **more)
    plan_write(problem=problem, actor=world.people["preparer"], measures="联合商会分两次接待", person="李科长")
    return problem


def reported(world: World, **more: Any) -> Problem:
    """A problem of the first unit of which it says that it is mended."""
    problem, preparer = planned(world, **more), world.people["preparer"]
    feedback_give(problem=problem, actor=preparer, result="已补足 6 批次", finished_on=timezone.localdate())
    return problem


def closed(world: World) -> Problem:
    """A problem that was closed."""
    problem = reported(world)
    problem_close(problem=problem, actor=world.people["performance_office"], opinion="属实")
    return problem


def asked(world: World) -> Problem:
    """A problem for which more time was asked."""
    problem = problem_of(world)
    extension_ask(problem=problem, actor=world.people["preparer"], due_on=in_days(90), reason="等批复")
    return problem
