"""A goal or one of its versions as it is shown: to whom which content, with findings, and with what changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.shortcuts import get_object_or_404

from jiheng.web.goals.differences import Change
from jiheng.web.goals.models import Goal, Version
from jiheng.web.goals.printed import ShownSheet, shown_sheet
from jiheng.web.goals.selectors import findings_of, latest_version
from jiheng.web.organizations.models import Role
from jiheng.web.organizations.policies import Actor, acts_for

__all__ = ["content_for", "may_see_draft", "shown_goal", "version_before"]

_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_DIGITS = 9


def may_see_draft(actor: Actor, goal: Goal) -> bool:
    """Whether the working copy is the person's to see; everybody else sees what was handed in."""
    return acts_for(actor, goal.organization, goal.year, _WRITERS)


def content_for(actor: Actor, goal: Goal, number: str = "") -> dict[str, Any]:
    """The content of the version of that number; without one the working copy, for others what was handed in last.

    Raises:
        Http404: there is no such version.
    """
    if number.isdecimal() and len(number) <= _DIGITS:
        return dict(get_object_or_404(goal.versions, number=int(number)).content)
    version = latest_version(goal)
    return dict(goal.content if version is None or may_see_draft(actor, goal) else version.content)


def shown_goal(goal: Goal, content: Mapping[str, Any], changed: Sequence[Change] = ()) -> ShownSheet:
    """The table of a goal with the content of a version (or the working copy)."""
    found = findings_of(content, organization=goal.organization, year=goal.year, kind=goal.kind)
    return shown_sheet(content, found, changed, organization=goal.organization, year=goal.year)


def version_before(version: Version) -> Version | None:
    """The version handed in before this one."""
    return Version.objects.filter(goal=version.goal_id, number__lt=version.number).order_by("-number").first()
