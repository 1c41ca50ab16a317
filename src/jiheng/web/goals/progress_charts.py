"""The charts of the overview: who is where, how good it is, what it costs, what waits for whom, how it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.goals.models import GoalKind, GoalState
from jiheng.web.goals.selectors_overview import Deadline
from jiheng.web.goals.selectors_progress import Group, Progress, Waiting
from jiheng.web.ui.charts import Chart, ChartKind, Mark, Series, Tone

__all__ = ["Links", "charts_of", "phase_at_hand"]

_TONES = {state: Tone(state.value) for state in GoalState}
_MONEY = (GoalState.APPROVED, GoalState.SUBMITTED, GoalState.RETURNED, GoalState.STOPPED)
_AFTER = timedelta(days=14)  # how long after a deadline late ones are still drawn


class Links(NamedTuple):
    """Where the parts of a chart lead.

    Attributes:
        year: is part of every address, so that it can be sent to a colleague.
        department: code of the one that is looked into, empty for all of them.
    """

    year: int
    department: str
    is_by_unit: bool

    def goals(self, group: Group | None = None, **wanted: str) -> str:
        """The list of project tables, of one group or all that are shown."""
        code = group.organization.code if group else self.department
        asked = {"kind": GoalKind.PROJECT.value, "organization": code, **wanted}
        return f"{_page('goals:list', get_script_prefix())}?year={self.year}{_asked(tuple(asked.items()))}"

    def group(self, group: Group) -> str:
        """A department's units, a unit's project tables."""
        if self.is_by_unit:
            return self.goals(group)
        asked = _asked((("department", group.organization.code),))
        return f"{_page('goals:overview', get_script_prefix())}?year={self.year}{asked}#progress"

    def csv(self, key: str) -> str:
        """The numbers of a chart."""
        asked = {"year": self.year, "department": self.department}
        return f"{reverse('goals:progress', args=[key])}?{urlencode({k: v for k, v in asked.items() if v})}"


@lru_cache(maxsize=8)
def _page(name: str, _prefix: str) -> str:
    return reverse(name)  # a page has thousands of links to two others


@lru_cache(maxsize=4096)
def _asked(parts: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"&{urlencode({name: value})}" for name, value in parts if value)


def phase_at_hand(deadlines: Sequence[Deadline], now: datetime) -> Deadline | None:
    """The window that is open, else the one that was open last."""
    begun = [each for each in deadlines if each.opens_at <= now]
    return next((each for each in begun if each.is_open), begun[-1] if begun else None)


def charts_of(
    found: Progress, waiting: Sequence[Waiting], days: dict[date, int], phase: Deadline | None, links: Links
) -> list[Chart]:
    """All that have something to show; where there is only one group its numbers need no picture."""
    whole = found.whole
    if whole is None or not whole.total:
        return []
    several = len(found.groups) > 1
    charts = [_states(found, whole, links)] if several else []
    if phase:
        charts.append(_by_day(whole, days, phase, links))
    if several and whole.handed_in:
        charts += [_quality(found, whole, links), _money(found, whole, links)]
    if waiting:
        charts.append(_steps(found, waiting, links))
    return charts


def _chart(key: str, said: tuple[str, str, str], groups: Sequence[Group], links: Links, series: list[Series]) -> Chart:
    """What the charts by department or unit have in common; `said` is title, what is counted, unit."""
    title, about, unit = said
    return Chart(
        key, ChartKind.STACKED, title, about, unit,
        rows=_("单位") if links.is_by_unit else _("部门"),
        categories=[group.organization.name for group in groups],
        series=series,
        at=timezone.now(),
        links=[links.group(group) for group in groups],
        csv=links.csv(key),
    )  # fmt: skip


def _sorted(found: Progress, by: Callable[[Group], Any]) -> list[Group]:
    return sorted((group for group in found.groups if group.total), key=by, reverse=True)


def _states(found: Progress, whole: Group, links: Links) -> Chart:
    groups = _sorted(
        found, lambda group: (group.counts[GoalState.DRAFT] + group.counts[GoalState.RETURNED], group.total)
    )
    title = _("已提交 {handed_in} 张，还是草稿的 {drafts} 张，退回未改的 {returned} 张").format(
        handed_in=whole.handed_in, drafts=whole.counts[GoalState.DRAFT], returned=whole.counts[GoalState.RETURNED]
    )
    series = [
        Series(
            str(state.label),
            [group.counts[state] for group in groups],
            _TONES[state],
            # What a unit has not handed in yet is its own business: there is no list of it.
            () if state == GoalState.DRAFT else [links.goals(group, state=state.value) for group in groups],
        )
        for state in GoalState
    ]
    about = _("项目绩效目标的张数，按状态；没提交和要修改的多的在前")
    return _chart("states", (title, about, _("张")), groups, links, series)


def _quality(found: Progress, whole: Group, links: Links) -> Chart:
    groups = [group for group in _sorted(found, lambda group: (group.wrong, group.doubtful)) if group.handed_in]
    if whole.wrong:
        title = _("{count} 张有必须修改的问题，最多的是{name}（{most} 张）").format(
            count=whole.wrong, name=groups[0].organization.name, most=groups[0].wrong
        )
    else:
        title = _("已提交的 {count} 张都没有必须修改的问题").format(count=whole.handed_in)
    kinds: list[tuple[str, Tone, str, Callable[[Group], int]]] = [
        (_("有必须修改的"), Tone.ERROR, "errors", lambda group: group.wrong),
        (_("只有建议的"), Tone.WARNING, "warnings", lambda group: group.doubtful),
        (_("没有问题的"), Tone.CLEAN, "faultless", lambda group: group.clean),
    ]
    series = [
        Series(
            name, [count(group) for group in groups], tone,
            [links.goals(group, state="handed_in", level=level) for group in groups],
        )
        for name, tone, level, count in kinds
    ]  # fmt: skip
    said = (title, _("已提交的项目绩效目标，按检查结果"), _("张"))
    return _chart("quality", said, groups, links, series)


def _money(found: Progress, whole: Group, links: Links) -> Chart:
    groups = [group for group in _sorted(found, lambda group: group.amount) if group.amount]
    title = _("已报 {amount} 万元，其中已批复 {approved} 万元").format(
        amount=f"{whole.amount:,.2f}", approved=f"{whole.amounts[GoalState.APPROVED]:,.2f}"
    )
    series = [
        Series(
            str(state.label),
            [group.amounts[state] for group in groups],
            _TONES[state],
            [links.goals(group, state=state.value, sort="-amount") for group in groups],
        )
        for state in _MONEY
        if whole.amounts[state]
    ]
    said = (title, _("已提交的项目绩效目标的预算数，按状态"), _("万元"))
    return _chart("money", said, groups, links, series)._replace(decimals=2)


def _steps(found: Progress, waiting: Sequence[Waiting], links: Links) -> Chart:
    steps = list(dict.fromkeys(each.step for each in waiting))
    tables = {step: {each.organization: each.tables for each in waiting if each.step == step} for step in steps}
    totals = {step: sum(counts.values()) for step, counts in tables.items()}
    fullest = max(steps, key=lambda step: totals[step])
    late = sum(each.late for each in waiting)
    title = _("等在“{step}”的最多，{count} 张").format(step=fullest, count=totals[fullest])
    title += _("；共 {late} 张已超过审核期限").format(late=late) if late else ""

    def all_of(group: Group) -> int:
        return sum(counts.get(group.organization.pk, 0) for counts in tables.values())

    groups = [group for group in _sorted(found, all_of) if all_of(group)]
    series = [
        Series(
            step,
            [tables[step].get(group.organization.pk, 0) for group in groups],
            links=[links.goals(group, step=step) for group in groups],
        )
        for step in steps
    ]
    said = (title, _("审核中的项目和整体绩效目标，按等待的步骤"), _("张"))
    return _chart("steps", said, groups, links, series)._replace(kind=ChartKind.HEAT)


def _by_day(whole: Group, days: dict[date, int], phase: Deadline, links: Links) -> Chart:
    today = timezone.localdate()
    due = timezone.localdate(phase.due_at)
    begin = min(timezone.localdate(phase.opens_at), today)
    end = max(due, min(today, due + _AFTER))
    shown = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    counts: list[int | None] = []
    total = sum(count for day, count in days.items() if day < begin)
    for day in shown:
        total += days.get(day, 0)
        counts.append(total if day <= today else None)
    share = f"{100 * sum(days.values()) / whole.total:.0f}%"
    if phase.is_open:
        title = _("离“{name}”截止还有 {days} 天，交了 {share}").format(name=phase.name, days=phase.days, share=share)
    else:
        title = _("“{name}”已截止，交了 {share}").format(name=phase.name, share=share)
    daily = [links.goals(day=day.isoformat()) if days.get(day) else "" for day in shown]
    return Chart(
        "days", ChartKind.LINE, title, _("项目绩效目标首次提交的累计张数"), _("张"), rows=_("日期"),
        categories=[f"{day:%m-%d}" for day in shown],
        series=[
            Series(_("已提交"), counts, Tone.MAIN, daily),
            Series(_("全部"), [whole.total] * len(shown), Tone.PLAN),
        ],
        at=timezone.now(),
        marks=[Mark(f"{due:%m-%d}", _("截止"))],
        csv=links.csv("days"),
    )  # fmt: skip
