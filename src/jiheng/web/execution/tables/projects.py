"""Which project a row means."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.execution.models import ProjectAlias
from jiheng.web.execution.policies import entered_for, projects
from jiheng.web.execution.tables.entries import Entry
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization

__all__ = ["Found", "Projects", "importable"]

_SPACE = re.compile(r"\s+")
_MANGLED = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)


class Found(NamedTuple):
    """A project, or why there is none.

    Attributes:
        goal: key of the goal; None where nobody knows.
        alias: what the file calls it where that is another name; part of the key of its movements.
        problem: why nobody knows.
    """

    goal: int | None
    alias: str = ""
    problem: str = ""


def importable(actor: User, organization: Organization, year: int) -> QuerySet[Goal]:
    """The projects that a table of an organization may move: its own and those below it, as far as `actor` enters them."""
    below = Q(organization=organization) | Q(organization__parent=organization)
    below |= Q(organization__parent__parent=organization)
    return projects(actor, year).filter(below, organization__in=entered_for(actor, year))


class Projects:
    """Looks projects up by code, by unit and name, by name alone; read once a file."""

    def __init__(self, actor: User, organization: Organization, year: int) -> None:
        """Read the projects that `actor` may import for."""
        self._by_code: dict[str, list[int]] = {}
        self._by_name: dict[str, list[tuple[str, int]]] = {}
        self.names: dict[int, tuple[str, str]] = {}
        rows = importable(actor, organization, year).values_list("pk", "code", "name", "organization__code")
        for goal, code, name, unit in rows:
            self.names[goal] = code, name
            if code:
                self._by_code.setdefault(_bare(code), []).append(goal)
            self._by_name.setdefault(_bare(name), []).append((unit, goal))
        aliases = ProjectAlias.objects.filter(organization=organization, year=year, goal__in=list(self.names))
        self._aliases = {(each.code, each.name): each.goal_id for each in aliases}

    def find(self, entry: Entry) -> Found:
        """The project of a row."""
        aliased = self._aliases.get((entry.code, entry.name))
        if aliased is not None:
            return Found(aliased, entry.code or entry.name)
        if entry.code:
            found = self._by_code.get(_bare(entry.code), [])
            if len(found) == 1:
                return Found(found[0])
            if found:
                return Found(None, problem=_("有 {count} 个项目用这个编码").format(count=len(found)))
            if _MANGLED.fullmatch(entry.code):
                return Found(None, problem=_("项目编码被表格软件改成了科学计数，请改成文本后再导出"))
            return Found(None, problem=_("没有这个编码的已批复项目"))
        return self._named(entry)

    def _named(self, entry: Entry) -> Found:
        if not entry.name:
            return Found(None, problem=_("没有项目编码和名称"))
        found = [goal for unit, goal in self._by_name.get(_bare(entry.name), []) if entry.unit_code in {"", unit}]
        if len(found) == 1:
            return Found(found[0])
        if found:
            return Found(None, problem=_("有 {count} 个项目同名").format(count=len(found)))
        return Found(None, problem=_("没有这个名称的已批复项目"))


def _bare(text: str) -> str:
    return _SPACE.sub("", text).upper()
