"""Reading the tree and the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jiheng.web.organizations.models import Cycle, Kind, Organization, Phase
from jiheng.web.organizations.policies import Actor, may_manage_people, roles, visible_to

__all__ = [
    "chosen_year",
    "cycles",
    "disclosure_due",
    "disclosure_end",
    "known_years",
    "open_phase",
    "organization_list",
    "organization_names",
    "own_organizations",
    "tree",
    "years",
]

DISCLOSURE_DAYS = 20


def years() -> list[int]:
    """The budget years, newest first."""
    return list(Cycle.objects.values_list("year", flat=True))


def known_years(request: HttpRequest) -> list[int]:
    """The same, read once a request."""
    known: list[int] | None = getattr(request, "_years", None)
    if known is None:
        known = years()
        request._years = known  # type: ignore[attr-defined] # noqa: SLF001 - as long as the request
    return known


def chosen_year(request: HttpRequest) -> int:
    """The year at hand: of the address, else of the session, else the newest."""
    known = known_years(request)
    wanted = str(request.GET.get("year") or request.session.get("year"))
    if wanted.isdecimal() and len(wanted) == 4 and int(wanted) in known:
        return int(wanted)
    return known[0] if known else timezone.localdate().year + 1


def open_phase(year: int, at: datetime | None = None) -> Phase | None:
    """The window that is open now."""
    now = at or timezone.now()
    return Phase.objects.filter(cycle__year=year, opens_at__lte=now, due_at__gt=now).first()


def own_organizations(actor: Actor, year: int) -> list[Organization]:
    """The organizations that the person has a role in, not those below them."""
    return list({membership.organization_id: membership.organization for membership in roles(actor, year)}.values())


def organization_list(*, actor: Actor, year: int, kind: Kind | None = None) -> QuerySet[Organization]:
    """The organizations that the person may see."""
    found = visible_to(actor, year).select_related("parent", "division")
    return found.filter(kind=kind) if kind else found


def organization_names(*, actor: Actor, year: int) -> list[tuple[str, str]]:
    """Code and name of each of them, to choose from: there may be thousands, on every list."""
    return list(visible_to(actor, year).values_list("code", "name"))


def disclosure_due(year: int) -> datetime | None:
    """Until when approved goals have to be published; None before the budget is approved."""
    cycle = Cycle.objects.filter(year=year).first()
    return disclosure_end(cycle) if cycle else None


def disclosure_end(cycle: Cycle) -> datetime | None:
    """The same for a year that was read already."""
    if cycle.approved_on is None:
        return None
    last = cycle.approved_on + timedelta(days=DISCLOSURE_DAYS)
    return timezone.make_aware(datetime.combine(last, datetime.max.time()))


def tree(*, actor: Actor, text: str = "") -> list[Organization]:
    """The organizations in the order of the tree, each with its `depth`, for the administrators; `text` filters."""
    if not may_manage_people(actor):
        return []
    found = list(Organization.objects.select_related("division").order_by("code"))
    below: dict[int | None, list[Organization]] = {}
    for organization in found:
        below.setdefault(organization.parent_id, []).append(organization)
    lines = _descended(below, None, 0)
    return [each for each in lines if text in each.name or each.code.startswith(text)] if text else lines


def _descended(below: dict[int | None, list[Organization]], parent: int | None, depth: int) -> list[Organization]:
    lines = []
    for organization in below.get(parent, []):
        organization.depth = depth  # type: ignore[attr-defined] # for the indent
        lines += [organization, *_descended(below, organization.pk, depth + 1)]
    return lines


def cycles() -> QuerySet[Cycle]:
    """The budget years with their phases, newest first."""
    return Cycle.objects.prefetch_related("phases")
