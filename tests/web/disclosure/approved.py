"""Approved goals to publish, with the last word of the review already said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from tests.web.factories import YEAR, World, give_role, make_person

from jiheng.domain.goals import Budget, GoalSheet, Indicator
from jiheng.domain.target import parse_target
from jiheng.engine import read
from jiheng.web.accounts.models import User
from jiheng.web.disclosure.models import Exemption, Publication
from jiheng.web.disclosure.services import publish
from jiheng.web.execution.standing import restate
from jiheng.web.goals.mapping import blank_sheet, content_of
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Version
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.submissions.digests import digest_of

EXAMPLE = Path("examples/云溪经济开发区2025年绩效目标.docx")
HOSTILE = "=cmd|'/c calc'!A1<script>alert(1)</script>{{x}}{% y %}\u202e&amp;"


def make_sheet(organization: Organization, name: str = "招商经费", **fields: Any) -> GoalSheet:
    """A small table in which everything is filled in."""
    indicator = Indicator("产出指标", "数量指标", "接待客商批次", "全年接待来访客商", parse_target("≥10次"), "年度计划")
    known = {
        "name": name,
        "code": "13070021P000000000041",
        "budget": Budget(Decimal("14.00"), Decimal("14.00"), None, "万元"),
        "purpose": "用于外出考察和接待客商",
        "goals": ("引进项目", "扩大影响"),
        "indicators": (indicator,),
    }
    return replace(blank_sheet(organization), **(known | fields))


def approve(world: World, sheet: GoalSheet, *, organization: Organization | None = None, year: int = YEAR) -> Goal:
    """A goal whose version went through the whole chain."""
    organization = organization or world.units[0]
    return _approved(organization, year, GoalKind.PROJECT, content_of(sheet), world.people["unit_leader"])


def approve_example(world: World) -> None:
    """The example document, all of it, for the first unit."""
    document = read(EXAMPLE.read_bytes(), name=EXAMPLE.name)
    if document.department:
        content = content_of(document.department)
        _approved(world.units[0], YEAR, GoalKind.DEPARTMENT, content, world.people["unit_leader"])
    for sheet in document.sheets:
        approve(world, sheet)


def approve_again(goal: Goal, sheet: GoalSheet) -> None:
    """An adjustment that was approved."""
    content = content_of(sheet)
    Version.objects.create(
        goal=goal, number=goal.versions.count() + 1, content=content, digest=digest_of(content),
        submitted_by=goal.created_by, is_approved=True, approved_at=timezone.now(),
    )  # fmt: skip
    restate([goal.pk])


def published_of(world: World, unit: int = 0) -> Publication:
    """The publication of that unit, by somebody who is of no other use."""
    home = world.units[unit]
    if not home.publications.exists():
        approve(world, make_sheet(home), organization=home)
        leader = make_person(f"leader-{home.code}")
        give_role(leader, home, Role.UNIT_LEADER)
        publish(organization=home, year=world.year, actor=leader)
    return home.publications.get()


def exemption_of(world: World, unit: int = 0) -> Exemption:
    """What keeps the project of that unit back."""
    goal = published_of(world, unit).organization.goals.get()
    given = {"organization": goal.organization, "year": goal.year, "reason": "国家秘密", "given_by": goal.created_by}
    return Exemption.objects.get_or_create(goal_id=goal.pk, defaults=given)[0]


def _approved(organization: Organization, year: int, kind: str, content: dict[str, Any], actor: User) -> Goal:
    goal = Goal(
        organization=organization, year=year, kind=kind, content=content, state=GoalState.APPROVED,
        name=content.get("name") or "", code=content.get("code") or "", created_by=actor, changed_by=actor,
    )  # fmt: skip
    goal.save()
    Version.objects.create(
        goal=goal, number=1, content=content, digest=digest_of(content), submitted_by=actor,
        is_approved=True, approved_at=timezone.now(),
    )  # fmt: skip
    if kind == GoalKind.PROJECT:
        restate([goal.pk])
    return goal
