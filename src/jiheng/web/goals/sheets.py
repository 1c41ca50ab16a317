"""A goal or one of its versions as it is shown: to whom which content, with findings, and with what changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jiheng.web.goals.answers import other_tables
from jiheng.web.goals.checking import Checked
from jiheng.web.goals.differences import Change
from jiheng.web.goals.models import Goal, Version
from jiheng.web.goals.printed import ShownSheet, shown_sheet
from jiheng.web.goals.selectors import last_year, latest_version
from jiheng.web.organizations.models import Role
from jiheng.web.organizations.policies import Actor, acts_for

__all__ = ["Side", "content_for", "may_see_draft", "newest_for", "shown_goal", "sides_of", "version_before"]

_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_DIGITS = 9


class Side(NamedTuple):
    """One of the contents that can be compared: ``draft``, the number of a version, ``last-year``."""

    key: str
    name: str
    content: dict[str, object]


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
    return newest_for(actor, goal, latest_version(goal))


def newest_for(actor: Actor, goal: Goal, version: Version | None) -> dict[str, Any]:
    """The working copy, for whoever may not see it `version`: what was handed in last."""
    return dict(goal.content if version is None or may_see_draft(actor, goal) else version.content)


def shown_goal(goal: Goal, content: Mapping[str, Any], said: Checked, changed: Sequence[Change] = ()) -> ShownSheet:
    """The table of a goal with the content of a version (or the working copy), and what the checks say of it."""
    named = {finding.rule: other_tables(said.named_by(finding)) for finding in said.findings}
    others = {rule: tables for rule, tables in named.items() if tables}
    return shown_sheet(content, said.findings, changed, organization=goal.organization, year=goal.year, others=others)


def version_before(version: Version) -> Version | None:
    """The version handed in before this one."""
    return Version.objects.filter(goal=version.goal_id, number__lt=version.number).order_by("-number").first()


def sides_of(actor: Actor, goal: Goal, versions: Sequence[Version]) -> list[Side]:
    """What can be compared, the newest first; `versions` are all of the goal, newest first."""
    sides = [
        Side(str(version.number), _("第 {number} 版").format(number=version.number), version.content)
        for version in versions
    ]
    if may_see_draft(actor, goal):
        sides.insert(0, Side("draft", _("正在填写的"), goal.content))
    if old := last_year(goal):
        sides.append(Side("last-year", _("上年批复的"), old.content))
    return sides
