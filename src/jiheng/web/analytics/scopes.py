"""What is looked at: a year, and all that a person sees of it, or one department, or one unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.approved import approved_projects
from jiheng.web.organizations.models import Kind, Organization
from jiheng.web.organizations.policies import READERS, Actor, roles, visible_to
from jiheng.web.ui.addresses import reverse

__all__ = ["Place", "Scope", "has_part", "scope_of"]

_Value = TypeVar("_Value")


def has_part(actor: Actor, year: int) -> bool:
    """Whether the area is of any use to `actor`."""
    return any(membership.role in READERS for membership in roles(actor, year))


class Place(NamedTuple):
    """An organization, as far as pictures have to do with it: whoever oversees a city reads thousands of them."""

    pk: int
    code: str
    name: str
    kind: str
    parent_id: int | None


@dataclass(frozen=True)
class Scope:
    """What is looked at.

    Attributes:
        chosen: the department or unit that is looked into; None for all that the person sees.
        offered: what can be chosen, code and name, in the order of the codes.
        rows: the organizations that count, for queries.
        groups: in what the charts are divided: departments, or the units of one.
        group_of: key of an organization → key of its group.
    """

    actor: Actor
    year: int
    chosen: Place | None
    offered: list[tuple[str, str]]
    rows: QuerySet[Organization]
    groups: Mapping[int, Place]
    group_of: Mapping[int, int]
    is_by_unit: bool

    @property
    def projects(self) -> QuerySet[Goal]:
        """The approved projects."""
        return approved_projects(self.year).filter(organization__in=self.rows)

    def seen_in(self, years: Iterable[int], path: str = "") -> Q:
        """Of rows with ``organization`` and ``year`` behind `path`: those of these places that the person sees in that year."""
        seen = Q(pk__in=[])
        for year in years:
            places = visible_to(self.actor, year).filter(pk__in=self.rows.values("pk"))
            seen |= Q(**{f"{path}year": year, f"{path}organization__in": places})
        return seen

    def folded(self, counts: Iterable[tuple[int, _Value]]) -> dict[int, list[_Value]]:
        """Values by organization → values by group, of organizations that count."""
        found: dict[int, list[_Value]] = {}
        for place, value in counts:
            if place in self.group_of:
                found.setdefault(self.group_of[place], []).append(value)
        return found

    def link(self, name: str, group: Place | None = None, **wanted: Any) -> str:
        """The list behind a number: of one group, or of all that is looked at."""
        place = group or self.chosen
        asked = {"year": self.year, "organization": place.code if place else "", **wanted}
        return f"{reverse(name)}?{urlencode({key: value for key, value in asked.items() if value not in {'', None}})}"


def scope_of(*, actor: Actor, year: int, code: str = "") -> Scope:
    """What `actor` looks at; a code that they do not see is as if there were none.  One query.

    Args:
        actor: whose view.
        year: of which budget.
        code: of the department or unit to look into.
    """
    visible = visible_to(actor, year).filter(is_active=True).exclude(kind=Kind.BUREAU)
    known = _places(visible.order_by("code"))
    offered = [(each.code, each.name) for each in known.values()]
    chosen = next((each for each in known.values() if each.code == code), None) if code else None
    rows = visible.filter(Q(pk=chosen.pk) | Q(parent=chosen.pk)) if chosen else visible
    places = [each for each in known.values() if chosen is None or chosen.pk in {each.pk, each.parent_id}]
    above = {each.pk: each.pk if each.kind == Kind.DEPARTMENT else each.parent_id or each.pk for each in places}
    is_by_unit = chosen is not None or len(set(above.values())) <= 1
    group_of = {each.pk: each.pk for each in places} if is_by_unit else above
    missing = set(group_of.values()) - set(known)  # the department of units that a person of a unit sees alone
    known |= _places(Organization.objects.filter(pk__in=missing)) if missing else {}
    groups = {key: known[key] for key in sorted(set(group_of.values()), key=lambda key: known[key].code)}
    return Scope(actor, year, chosen, offered, rows, groups, group_of, is_by_unit)


def _places(found: QuerySet[Organization]) -> dict[int, Place]:
    """Key → place, in the order of the rows."""
    return {row[0]: Place(*row) for row in found.values_list("pk", "code", "name", "kind", "parent")}
