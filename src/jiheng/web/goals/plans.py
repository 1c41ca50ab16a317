"""What becomes of each table of a file: a new draft, the draft that is there already brought up to date, nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiheng.domain.goals import Document, GoalSheet
from jiheng.domain.text import normalise
from jiheng.web.goals.differences import Change, changes
from jiheng.web.goals.mapping import content_of, domain_organization
from jiheng.web.goals.models import Goal, GoalKind, GoalState
from jiheng.web.goals.policies import EDITABLE
from jiheng.web.organizations.models import Organization

__all__ = ["DEPARTMENT", "Plan", "Way", "plans_of"]

DEPARTMENT = 0
"""Stands for the department part where tables have their numbers."""


class Way(StrEnum):
    """What to do with a table."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"

    @property
    def label(self) -> str:
        """For people."""
        return str(_LABELS[self])


_LABELS: dict[Way, str | Promise] = {
    Way.CREATE: gettext_lazy("另建一份"),
    Way.UPDATE: gettext_lazy("更新现有草稿"),
    Way.SKIP: gettext_lazy("跳过"),
}


class Plan(NamedTuple):
    """What is proposed for a table, and what else may be done.

    Attributes:
        content: what would be stored.
        existing: the goal of the same project in that year, where the unit has one.
        way: proposed; ways: all that are possible, that one first.
        reason: why nothing is brought up to date, for people.
        changes: what would read otherwise in `existing`.
    """

    content: dict[str, Any]
    existing: Goal | None
    way: Way
    ways: tuple[Way, ...]
    reason: str = ""
    changes: Sequence[Change] = ()


def plans_of(document: Document, organization: Organization, year: int) -> dict[int, Plan]:
    """Number of each table (`DEPARTMENT` of the department part) → what is proposed for it."""
    goals = list(
        Goal.objects.filter(organization=organization, year=year, is_deleted=False)
        .select_related("organization")
        .defer("content")
        .order_by("pk")
    )
    owner = domain_organization(organization)
    pairs = _pairs(document.sheets, [goal for goal in goals if goal.kind == GoalKind.PROJECT])
    contents = _contents(pairs.values(), goals)
    plans = {}
    for sheet in document.sheets:
        content = content_of(replace(sheet, organization=owner, title=None))
        existing = pairs.get(sheet.number)
        plan = _twin(sheet, document.sheets, content) or _plan(content, existing, contents)
        plans[sheet.number] = _namesake(sheet, plan, goals) if existing is None and not plan.reason else plan
    if document.department:
        part = next((goal for goal in goals if goal.kind == GoalKind.DEPARTMENT), None)
        plan = _plan(content_of(document.department), part, contents)
        plans[DEPARTMENT] = plan._replace(ways=tuple(way for way in plan.ways if part is None or way is not Way.CREATE))
    return plans


def _contents(matched: Iterable[Goal], goals: Sequence[Goal]) -> Mapping[int, dict[str, Any]]:
    wanted = {goal.pk for goal in (*matched, *(goal for goal in goals if goal.kind == GoalKind.DEPARTMENT))}
    return dict(Goal.objects.filter(pk__in=wanted).values_list("pk", "content")) if wanted else {}


def _pairs(sheets: Sequence[GoalSheet], goals: Sequence[Goal]) -> dict[int, Goal]:
    """The goal of the same project for each table: by code, where one of the two has none by name; each goal once."""
    free = list(goals)
    pairs: dict[int, Goal] = {}
    for is_by_code in (True, False):
        for sheet in sheets:
            if sheet.number in pairs:
                continue
            match = next((goal for goal in free if _is_same(sheet, goal, is_by_code=is_by_code)), None)
            if match is not None:
                pairs[sheet.number] = match
                free.remove(match)
    return pairs


def _is_same(sheet: GoalSheet, goal: Goal, *, is_by_code: bool) -> bool:
    code, name = (sheet.code or "").strip(), normalise(sheet.name or "")
    if is_by_code:
        return bool(code) and code == goal.code.strip()
    return bool(name) and name == normalise(goal.name) and not (code and goal.code.strip())


def _twin(sheet: GoalSheet, sheets: Sequence[GoalSheet], content: dict[str, Any]) -> Plan | None:
    """A project has one table: of two with one code in the file, the later one is left out unless somebody wants it."""
    code = (sheet.code or "").strip()
    first = next((other.number for other in sheets if code and (other.code or "").strip() == code), sheet.number)
    if first == sheet.number:
        return None
    reason = _("与本文件第 {number} 张表的项目编码相同").format(number=first)
    return Plan(content, None, Way.SKIP, (Way.SKIP, Way.CREATE), reason)


def _namesake(sheet: GoalSheet, plan: Plan, goals: Sequence[Goal]) -> Plan:
    """A table with a code of its own is another project, yet one of the same name is worth a word."""
    name = normalise(sheet.name or "")
    if name and any(normalise(goal.name) == name for goal in goals if goal.kind == GoalKind.PROJECT):
        return plan._replace(reason=_("已有同名的表，编码不同"))
    return plan


def _plan(content: dict[str, Any], existing: Goal | None, contents: Mapping[int, dict[str, Any]]) -> Plan:
    if existing is None:
        return Plan(content, None, Way.CREATE, (Way.CREATE, Way.SKIP))
    if existing.state not in EDITABLE:
        return Plan(content, existing, Way.SKIP, (Way.SKIP, Way.CREATE), _closed(existing))
    found = changes(contents.get(existing.pk, existing.content), content)
    if not found:
        return Plan(content, existing, Way.SKIP, (Way.SKIP, Way.CREATE), _("与现有草稿内容相同"))
    return Plan(content, existing, Way.UPDATE, (Way.UPDATE, Way.CREATE, Way.SKIP), changes=found)


def _closed(goal: Goal) -> str:
    reasons = {
        GoalState.SUBMITTED: _("已提交，正在审核；先撤回才能更新"),
        GoalState.APPROVED: _("已批复；改动请打开原表走“调整”"),
        GoalState.STOPPED: _("审核未通过，不能再改"),
    }
    return reasons[GoalState(goal.state)]
