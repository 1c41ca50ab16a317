"""The year in pictures: money, lights, grades, goals against results, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.domain.scoring import Grade
from jiheng.web.analytics.counted import Numbers
from jiheng.web.analytics.numbers.grades import Bin, Grades
from jiheng.web.analytics.numbers.lights import Lights, RoundLights, current
from jiheng.web.analytics.numbers.problems import Turnover
from jiheng.web.analytics.numbers.spending import Spending, together
from jiheng.web.analytics.scopes import Scope
from jiheng.web.monitoring.models import Colour
from jiheng.web.ui.charts import Chart, ChartKind, Mark, Series, Tone

__all__ = ["charts_of"]

_CENT = Decimal("0.01")
_SEVERAL = 2
_COLOURS = {Colour.RED: Tone.ERROR, Colour.YELLOW: Tone.WARNING, Colour.GREEN: Tone.CLEAN, Colour.BLUE: Tone.SUBMITTED,
            Colour.NONE: Tone.DRAFT}  # fmt: skip
_GRADES = {Grade.EXCELLENT: Tone.APPROVED, Grade.GOOD: Tone.CLEAN, Grade.FAIR: Tone.WARNING, Grade.POOR: Tone.ERROR}
_BINS = {
    "none": gettext_noop("没有问题"),
    "few": gettext_noop("1–2 条"),
    "some": gettext_noop("3–5 条"),
    "many": gettext_noop("6 条以上"),
}


def charts_of(scope: Scope, numbers: Numbers) -> list[Chart]:
    """Those that have something to show."""
    made = (
        _spending(scope, numbers.at, numbers.spending),
        _heat(scope, numbers.at, numbers.lights),
        _lights(scope, numbers.at, numbers.lights),
        _grades(scope, numbers.at, numbers.grades),
        _quality(scope, numbers.at, numbers.bins),
        _problems(scope, numbers.at, numbers.turnover),
    )
    return [chart for chart in made if chart]


def _csv(scope: Scope, key: str) -> str:
    return scope.link("analytics:overview").replace(
        reverse("analytics:overview"), reverse("analytics:chart", args=[key]), 1
    )


# ── Money ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _spending(scope: Scope, at: datetime, groups: Mapping[int, Spending]) -> Chart | None:
    whole = together(groups.values())
    if not whole.budget and not whole.spent:
        return None
    today = timezone.localdate()
    last = _last_month(scope.year, today, whole)
    spent = [None if each is None else _round(each) for each in whole.by_month(last)]
    plan = [_round(each) for each in whole.plan]
    done = _last_whole_month(scope.year, today, last)
    if done:
        said = _("到 {month} 月底支出 {spent} 万元，按各项目自己的计划应支出 {plan} 万元")
        title = said.format(month=done, spent=f"{spent[done - 1]:,.2f}", plan=f"{plan[done - 1]:,.2f}")
    else:
        title = _("全年预算 {budget} 万元，还没有可以比较的月份").format(budget=f"{whole.budget:,.2f}")
    link = scope.link("execution:list")
    return Chart(
        "spending", ChartKind.LINE, title, _("已批复项目的累计支出；计划按每个项目批复的支出计划逐月相加"), _("万元"), _("月份"),
        categories=[_("{month}月").format(month=month) for month in range(1, 13)],
        series=[
            Series(_("累计支出"), spent, Tone.MAIN, [link] * 12),
            Series(_("按计划应支出"), plan, Tone.PLAN, [link] * 12),
            Series(_("全年预算"), [_round(whole.budget)] * 12, Tone.SUBMITTED),
        ],
        at=at,
        marks=[Mark(_("{month}月").format(month=today.month), _("现在"))] if today.year == scope.year else [],
        csv=_csv(scope, "spending"),
        decimals=2,
    )  # fmt: skip


def _last_month(year: int, today: date, whole: Spending) -> int:
    """Until when the line goes: to today, or to the last payment where those of a year to come are entered already."""
    known = max(whole.spent, default=0)
    return 12 if today.year > year else max(known, today.month) if today.year == year else known


def _last_whole_month(year: int, today: date, last: int) -> int:
    """The last month of which spending and plan can be held against each other; 0 for none."""
    if today.year != year:
        return last
    is_over = (today + timedelta(days=1)).month != today.month
    return min(last, today.month if is_over else today.month - 1)


# ── Lights ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _heat(scope: Scope, at: datetime, rounds: Lights) -> Chart | None:
    if len(scope.groups) < _SEVERAL or not rounds:
        return None

    def bad(each: RoundLights, group: int) -> int | None:
        lights = each.groups.get(group)
        return lights[Colour.RED] + lights[Colour.YELLOW] if lights else None

    totals = Counter({group: sum(bad(each, group) or 0 for each in rounds) for group in scope.groups})
    shown = [group for group, _count in totals.most_common() if any(group in each.groups for each in rounds)]
    series = [
        Series(
            each.name,
            [bad(each, group) for group in shown],
            links=[scope.link("monitoring:list", scope.groups[group], round=each.key, colour="bad") for group in shown],
        )
        for each in rounds
    ]
    first = scope.groups[shown[0]]
    title = (
        _("红灯、黄灯最多的是{name}，各轮共 {count} 个").format(name=first.name, count=totals[shown[0]])
        if totals[shown[0]]
        else _("各轮都没有红灯和黄灯")
    )
    return Chart(
        "lights-by-round", ChartKind.HEAT, title, _("各轮监控中亮红灯或黄灯的项目；短横表示这一轮没有提交"), _("个"),
        _group_word(scope), [scope.groups[group].name for group in shown], series, at,
        [scope.link("monitoring:list", scope.groups[group]) for group in shown], csv=_csv(scope, "lights-by-round"),
    )  # fmt: skip


def _lights(scope: Scope, at: datetime, rounds: Lights) -> Chart | None:
    """Over the rounds, all groups together."""
    newest = current(rounds)
    if newest is None:
        return None
    last = newest.whole
    title = _("“{name}”：红灯 {red} 个，黄灯 {yellow} 个，共 {total} 个项目").format(
        name=newest.name, red=last[Colour.RED], yellow=last[Colour.YELLOW], total=last.total()
    )
    series = [
        Series(
            str(colour.label),
            [each.whole[colour] for each in rounds],
            tone,
            [scope.link("monitoring:list", round=each.key, colour=colour.value) for each in rounds],
        )
        for colour, tone in _COLOURS.items()
        if any(each.whole[colour] for each in rounds)
    ]
    return Chart(
        "lights", ChartKind.STACKED, title, _("各轮已提交的监控表，按最差的灯"), _("个"), _("轮次"),
        [each.name for each in rounds], series, at,
        [scope.link("monitoring:list", round=each.key) for each in rounds], csv=_csv(scope, "lights"),
    )  # fmt: skip


# ── Grades ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _grades(scope: Scope, at: datetime, years: Mapping[int, tuple[Grades, Grades]]) -> Chart | None:
    if not years:
        return None
    newest = max(years)
    own, others = years[newest]
    said = _("{year} 年自评平均 {own} 分（{own_count} 个），部门和财政评价平均 {others} 分（{count} 个）")
    if not others.total:
        said = _("{year} 年自评平均 {own} 分（{own_count} 个），还没有部门和财政评价")
    title = said.format(
        year=newest, own=_score(own.average), own_count=own.total, others=_score(others.average), count=others.total
    )
    lines = [(year, is_own) for year in sorted(years) for is_own in (True, False) if _of(years[year], is_own).total]
    names = {True: _("{year} 自评"), False: _("{year} 评价")}

    def link(year: int, is_own: bool, grade: str = "") -> str:
        if is_own:
            return scope.link("self_evaluation:list", year=year, kind="project", state="approved", grade=grade)
        # The list of evaluations is searched by text only.
        text = scope.chosen.code if scope.chosen else ""
        return scope.link("evaluation:list", year=year, state="final", text=text, organization="")

    series = [
        Series(
            grade.value,
            [_of(years[year], is_own).counts.get(grade.value, 0) for year, is_own in lines],
            tone,
            [link(year, is_own, grade=grade.value) for year, is_own in lines],
        )
        for grade, tone in _GRADES.items()
    ]
    return Chart(
        "grades", ChartKind.STACKED, title, _("已通过的项目自评和已定稿的项目评价，按等级"), _("个"), _("年度"),
        [names[is_own].format(year=year) for year, is_own in lines], series, at,
        [link(year, is_own) for year, is_own in lines], csv=_csv(scope, "grades"),
    )  # fmt: skip


def _of(pair: tuple[Grades, Grades], is_own: bool) -> Grades:
    return pair[0] if is_own else pair[1]


def _quality(scope: Scope, at: datetime, bins: Sequence[Bin]) -> Chart | None:
    """Goals that were approved with more findings: did they end worse?"""
    if len(bins) < _SEVERAL:
        return None
    first, last = bins[0], bins[-1]
    title = _("批复时“{first}”的目标，自评平均 {best} 分；“{last}”的，平均 {worst} 分").format(
        first=_(_BINS[first.key]), best=_score(first.grades.average), last=_(_BINS[last.key]),
        worst=_score(last.grades.average),
    )  # fmt: skip
    link = scope.link("self_evaluation:list", kind="project", state="approved")
    series = [
        Series(
            grade.value, [each.grades.counts.get(grade.value, 0) for each in bins], tone,
            [f"{link}&grade={grade.value}"] * len(bins),
        )
        for grade, tone in _GRADES.items()
    ]  # fmt: skip
    levels = {"none": "faultless", "few": "", "some": "", "many": ""}
    return Chart(
        "quality", ChartKind.STACKED, title, _("已通过的项目自评，按目标批复时的问题条数分组"), _("个"), _("目标的问题"),
        [_(_BINS[each.key]) for each in bins], series, at,
        [scope.link("goals:list", kind="project", state="approved", level=levels[each.key]) for each in bins],
        csv=_csv(scope, "quality"),
    )  # fmt: skip


# ── Problems ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _problems(scope: Scope, at: datetime, found: Turnover | None) -> Chart | None:
    if found is None:
        return None
    title = _("发现 {opened} 个问题，已销号 {closed} 个，还有 {left} 个").format(
        opened=sum(found.opened), closed=sum(found.closed), left=found.left[-1]
    )
    everything, closed, left = (scope.link("rectification:list", state=state) for state in ("", "closed", "unclosed"))
    count = len(found.months)
    return Chart(
        "problems", ChartKind.LINE, title, _("每月下达（含重新打开）和销号的整改问题，以及月末未销号的"), _("个"), _("月份"),
        [f"{month:%Y-%m}" for month in found.months],
        [
            Series(_("下达"), found.opened, Tone.WARNING, [everything] * count),
            Series(_("销号"), found.closed, Tone.APPROVED, [closed] * count),
            Series(_("月末未销号"), found.left, Tone.MAIN, [left] * count),
        ],
        at, csv=_csv(scope, "problems"),
    )  # fmt: skip


def _group_word(scope: Scope) -> str:
    return _("单位") if scope.is_by_unit else _("部门")


def _score(average: Decimal | None) -> str:
    return "—" if average is None else f"{_round(average):.2f}"


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)
