"""Reading the tree and the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jiheng.web.organizations.models import Cycle, Kind, Organization, Phase
from jiheng.web.organizations.policies import Actor, roles, visible_to

__all__ = ["chosen_year", "disclosure_due", "open_phase", "organization_list", "own_organizations", "years"]

DISCLOSURE_DAYS = 20


def years() -> list[int]:
    """The budget years, newest first."""
    return list(Cycle.objects.values_list("year", flat=True))


def chosen_year(request: HttpRequest) -> int:
    """The year at hand: of the address, else of the session, else the newest."""
    known: list[int] | None = getattr(request, "_years", None)
    if known is None:
        known = years()
        request._years = known  # type: ignore[attr-defined] # noqa: SLF001 - once a request
    wanted = request.GET.get("year") or request.session.get("year")
    if str(wanted).isdecimal() and int(str(wanted)) in known:
        return int(str(wanted))
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


def disclosure_due(year: int) -> datetime | None:
    """Until when approved goals have to be published; None before the budget is approved."""
    cycle = Cycle.objects.filter(year=year).first()
    if cycle is None or cycle.approved_on is None:
        return None
    last = cycle.approved_on + timedelta(days=DISCLOSURE_DAYS)
    return timezone.make_aware(datetime.combine(last, datetime.max.time()))
