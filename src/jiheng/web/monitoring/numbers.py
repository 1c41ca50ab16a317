"""How a round stands: who has not handed in, and the lights, by department or unit; and the lights by unit and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.monitoring import policies
from jiheng.web.monitoring.listing import HANDED_IN, MISSING
from jiheng.web.monitoring.models import AlertState, Colour, Round, Sighting
from jiheng.web.organizations.models import Kind, Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.submissions.models import EDITABLE
from jiheng.web.ui.charts import Chart, ChartKind, Series, Tone

__all__ = ["Group", "Standing", "alert_counts", "charts_of", "heat_chart", "links_of", "standing"]

_BAD = (Colour.RED, Colour.YELLOW)
_TONES = {Colour.RED: Tone.ERROR, Colour.YELLOW: Tone.WARNING, Colour.GREEN: Tone.CLEAN, Colour.BLUE: Tone.SUBMITTED,
          Colour.NONE: Tone.DRAFT}  # fmt: skip


@dataclass
class Group:
    """A department or a unit: how many reports, how many are missing, the lights of those that were handed in."""

    organization: Organization
    reports: int = 0
    missing: int = 0
    lights: Counter[str] = field(default_factory=Counter)

    @property
    def handed_in(self) -> int:
        """Reports that are with the reviewers or beyond."""
        return self.reports - self.missing


@dataclass(frozen=True)
class Standing:
    """A round as far as a person sees it.

    Attributes:
        groups: departments, or the units of the one department that the person looks after; those that miss most first.
        missing: units that have not handed in everything, with how many.
    """

    whole: Group
    groups: Sequence[Group]
    missing: Sequence[tuple[Organization, int]]
    is_by_unit: bool


def standing(*, actor: Actor, each: Round) -> Standing:
    """How a round stands in the person's view."""
    places = policies.overseen(actor, each.year).select_related("parent")
    known = {place.pk: place for place in places}
    units = [place for place in known.values() if place.kind != Kind.BUREAU]
    departments = {place.pk: place for place in units if place.kind == Kind.DEPARTMENT}
    is_by_unit = len(departments) <= 1
    rows = each.reports.filter(organization__in=known).order_by()
    counted = rows.values("organization", "colour").annotate(
        reports=Count("pk"), missing=Count("pk", filter=Q(state__in=EDITABLE))
    )
    whole = Group(each.organization)
    groups: dict[int, Group] = {}
    missing: Counter[int] = Counter()
    for row in counted:
        unit = known[row["organization"]]
        place = unit if is_by_unit or unit.kind != Kind.UNIT else departments.get(unit.parent_id or 0, unit)
        group = groups.setdefault(place.pk, Group(place))
        for one in (whole, group):
            one.reports += row["reports"]
            one.missing += row["missing"]
            one.lights[row["colour"]] += row["reports"] - row["missing"]
        missing[unit.pk] += row["missing"]
    ordered = sorted(groups.values(), key=lambda one: (-one.missing, -one.lights[Colour.RED], one.organization.code))
    late = [(known[key], count) for key, count in missing.most_common() if count]
    return Standing(whole, ordered, late, is_by_unit)


def charts_of(found: Standing, each: Round, csv: str) -> list[Chart]:
    """The lights by department; none where there is one group or nothing was handed in."""
    groups = sorted(found.groups, key=lambda one: (-one.lights[Colour.RED], -one.lights[Colour.YELLOW]))
    if len(groups) < 2 or not found.whole.handed_in:
        return []
    series = [
        Series(
            str(colour.label),
            [group.lights[colour] for group in groups],
            _TONES[colour],
            [_reports(each, group.organization, colour=colour) for group in groups],
        )
        for colour in Colour
        if found.whole.lights[colour]
    ]
    first = groups[0]
    reds = found.whole.lights[Colour.RED]
    title = (
        _("{count} 个项目亮红灯，最多的是{name}").format(count=reds, name=first.organization.name)
        if reds
        else _("没有项目亮红灯，黄灯 {count} 个").format(count=found.whole.lights[Colour.YELLOW])
    )
    return [
        Chart(
            "monitoring-lights", ChartKind.STACKED, title, _("“{round}”已提交的监控表，按最差的灯").format(round=each.name),
            _("个"), _("单位") if found.is_by_unit else _("部门"), [one.organization.name for one in groups], series,
            timezone.now(), [_reports(each, one.organization, state=HANDED_IN) for one in groups], csv=csv,
        )
    ]  # fmt: skip


def links_of(each: Round) -> dict[str, str]:
    """Lists behind the tiles of a round."""
    wanted = {"missing": {"state": MISSING}, "handed_in": {"state": HANDED_IN}, "yellow": {"state": HANDED_IN, "colour": Colour.YELLOW},
              "red": {"state": HANDED_IN, "colour": Colour.RED}}  # fmt: skip
    return {name: _reports(each, None, **more) for name, more in wanted.items()}


def _reports(each: Round, organization: Organization | None, **more: str) -> str:
    place = {"organization": organization.code} if organization else {}
    return f"{reverse('monitoring:list')}?{urlencode({'year': each.year, 'round': each.pk, **place, **more})}"


# ── Alerts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def alert_counts(actor: Actor, year: int) -> dict[str, int]:
    """Alerts in the person's view: open, answered, red and not closed."""
    alive = Q(state__in=[AlertState.OPEN, AlertState.ANSWERED])
    return policies.visible_alerts(actor, year).aggregate(
        open=Count("pk", filter=Q(state=AlertState.OPEN)),
        answered=Count("pk", filter=Q(state=AlertState.ANSWERED)),
        red=Count("pk", filter=alive & Q(colour=Colour.RED)),
    )


def heat_chart(actor: Actor, year: int, csv: str) -> Chart | None:
    """Alerts by unit and month; None where there was none."""
    seen = Sighting.objects.filter(alert__in=policies.visible_alerts(actor, year), colour__in=_BAD).order_by()
    counts = {
        (row["alert__organization"], row["month"]): row["count"]
        for row in seen.values("alert__organization", "month").annotate(count=Count("pk"))
    }
    if not counts:
        return None
    totals: Counter[int] = Counter()
    for (unit, _month), count in counts.items():
        totals[unit] += count
    units = Organization.objects.in_bulk(totals)
    ordered = [units[key] for key, _count in totals.most_common()]
    last = max(month for _unit, month in counts)
    series = [
        Series(
            _("{month}月").format(month=month),
            [counts.get((unit.pk, month), 0) for unit in ordered],
            links=[_alerts(year, unit, month=month) for unit in ordered],
        )
        for month in range(1, last + 1)
    ]
    title = _("{count} 个单位有过预警，最多的是{name}").format(count=len(ordered), name=ordered[0].name)
    return Chart(
        "monitoring-alerts", ChartKind.HEAT, title, _("各单位各月亮红灯、黄灯的事项"), _("项"), _("单位"),
        [unit.name for unit in ordered], series, timezone.now(), [_alerts(year, unit) for unit in ordered], csv=csv,
    )  # fmt: skip


def _alerts(year: int, unit: Organization, **more: Any) -> str:
    return f"{reverse('monitoring:alerts')}?{urlencode({'year': year, 'organization': unit.code, **more})}"
