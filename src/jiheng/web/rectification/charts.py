"""Problems in pictures."""

from __future__ import annotations

from collections import Counter
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.organizations.models import Kind, Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import OPEN, WITH_UNIT, Category, Event, Happening, ProblemState
from jiheng.web.ui.charts import Chart, ChartKind, Series, Tone

__all__ = ["charts_of"]

_UNCLOSED = Q(state__in=OPEN)


def charts_of(actor: Actor, year: int) -> list[Chart]:
    """All that have something to show of what `actor` sees."""
    found = (_by_month(actor, year), _by_category(actor, year), _by_department(actor, year))
    return [chart for chart in found if chart is not None]


def _list(year: int, **wanted: str) -> str:
    return f"{reverse('rectification:list')}?{urlencode({'year': year, **wanted})}"


def _csv(key: str, year: int) -> str:
    return f"{reverse('rectification:chart', args=[key])}?year={year}"


def _by_month(actor: Actor, year: int) -> Chart | None:
    """Opened and closed in each month, and what was open at its end."""
    events = Event.objects.filter(
        problem__in=policies.visible_problems(actor, year),
        kind__in=[Happening.ISSUED, Happening.REOPENED, Happening.CLOSED],
    )
    rows = events.order_by().annotate(month=TruncMonth("at")).values("month", "kind").annotate(n=Count("pk"))
    opened: Counter[date] = Counter()
    closed: Counter[date] = Counter()
    for row in rows:
        month = timezone.localdate(row["month"])
        (closed if row["kind"] == Happening.CLOSED else opened)[month] += row["n"]
    if not opened:
        return None
    months = _months(min(opened), timezone.localdate())
    running, left = 0, []
    for month in months:
        running += opened[month] - closed[month]
        left.append(running)
    return Chart(
        "rectification-months", ChartKind.LINE,
        _("累计发现 {opened} 个问题，已销号 {closed} 个，还有 {left} 个").format(
            opened=opened.total(), closed=closed.total(), left=left[-1]
        ),
        _("每月下达（含重新打开）和销号的问题，以及月末未销号的"), _("个"), _("月份"),
        categories=[f"{month:%Y-%m}" for month in months],
        series=[
            Series(_("下达"), [opened[month] for month in months], Tone.WARNING),
            Series(_("销号"), [closed[month] for month in months], Tone.APPROVED),
            Series(_("月末未销号"), left, Tone.MAIN),
        ],
        at=timezone.now(), csv=_csv("months", year),
    )  # fmt: skip


def _months(first: date, last: date) -> list[date]:
    """All months from one to the other."""
    months = [first.replace(day=1)]
    while months[-1] < last.replace(day=1):
        before = months[-1]
        months.append(date(before.year + before.month // 12, before.month % 12 + 1, 1))
    return months


def _by_category(actor: Actor, year: int) -> Chart | None:
    late = Q(state__in=WITH_UNIT, due_on__lt=timezone.localdate())
    counted = policies.visible_problems(actor, year).order_by().values("category").annotate(
        all=Count("pk"), closed=Count("pk", filter=Q(state=ProblemState.CLOSED)), overdue=Count("pk", filter=late)
    )  # fmt: skip
    rows = sorted(counted, key=lambda row: -row["all"])
    if not rows:
        return None
    names = [row["category"] for row in rows]

    def links(**more: str) -> list[str]:
        return [_list(year, category=name, **more) for name in names]

    most = str(Category(names[0]).label)
    return Chart(
        "rectification-categories", ChartKind.STACKED,
        _("问题最多的是“{category}”，{count} 个").format(category=most, count=rows[0]["all"]),
        _("各类问题的数量和进度"), _("个"), _("问题类别"),
        categories=[str(Category(name).label) for name in names],
        series=[
            Series(_("已销号"), [row["closed"] for row in rows], Tone.APPROVED, links(state="closed")),
            Series(_("未到期"), [row["all"] - row["closed"] - row["overdue"] for row in rows], Tone.SUBMITTED, links(state="unclosed")),
            Series(_("逾期"), [row["overdue"] for row in rows], Tone.ERROR, links(state="overdue")),
        ],
        at=timezone.now(), links=links(), csv=_csv("categories", year),
    )  # fmt: skip


def _by_department(actor: Actor, year: int) -> Chart | None:
    """Departments with problems, those with overdue ones first; a unit without one stands for itself."""
    late = Q(state__in=WITH_UNIT, due_on__lt=timezone.localdate())
    counted = policies.visible_problems(actor, year).order_by()
    rows = counted.values("organization__kind", "organization", "organization__parent").annotate(
        open=Count("pk", filter=_UNCLOSED), overdue=Count("pk", filter=late)
    )
    open_ones: Counter[int] = Counter()
    overdue: Counter[int] = Counter()
    for row in rows:
        above = row["organization__parent"] if row["organization__kind"] == Kind.UNIT else None
        home = above or row["organization"]
        open_ones[home] += row["open"]
        overdue[home] += row["overdue"]
    homes = {each.pk: each for each in Organization.objects.filter(pk__in=[key for key in open_ones if open_ones[key]])}
    shown = sorted(homes, key=lambda key: (-overdue[key], -open_ones[key], homes[key].code))
    if len(shown) < 2:
        return None
    return Chart(
        "rectification-departments", ChartKind.STACKED,
        _("逾期未整改 {late} 个，涉及 {count} 个部门").format(
            late=overdue.total(), count=sum(1 for key in shown if overdue[key])
        ),
        _("各部门（含所属单位）未销号的问题"), _("个"), _("部门"),
        categories=[homes[key].name for key in shown],
        series=[
            Series(_("逾期"), [overdue[key] for key in shown], Tone.ERROR,
                   [_list(year, organization=homes[key].code, state="overdue") for key in shown]),
            Series(_("未到期"), [open_ones[key] - overdue[key] for key in shown], Tone.SUBMITTED,
                   [_list(year, organization=homes[key].code, state="unclosed") for key in shown]),
        ],
        at=timezone.now(), links=[_list(year, organization=homes[key].code) for key in shown],
        csv=_csv("departments", year),
    )  # fmt: skip
