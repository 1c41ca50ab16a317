"""The light of one indicator."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jiheng.domain.achievement import comparable
from jiheng.domain.lights.course import Course, course_of
from jiheng.domain.lights.light import Colour, Light, LightRule, light, percent, worst
from jiheng.domain.lights.plan import Progress
from jiheng.domain.monitoring import Possibility
from jiheng.domain.scoring import Achievement
from jiheng.domain.target import Deadline, Operator, Target, TargetKind
from jiheng.domain.taxonomy import Dimension
from jiheng.domain.units import is_ratio
from jiheng.i18n import N_

__all__ = ["Situation", "judge_indicator"]

_ONE, _TWO = Decimal(1), Decimal(2)
_FEW = 12
"""Targets up to here are counted in pieces: being one behind is a piece, not a percentage."""

_NOT_REPORTED = N_("年度已结束，还没有填报完成情况")
_NO_DATA = N_("还没有数据，未到必须有结果的时候")
_NOT_COMPARABLE = N_("完成情况“{actual}”与指标值“{target}”不能直接比较，请用相同的单位填写数字")
_DONE = N_("已完成 {actual}，达到全年目标 {target}")
_BEYOND = N_("已完成 {actual}，是全年目标 {target} 的 {share}，目标可能定低了")
_ON_COURSE = N_("到 {day} 应完成约 {due}，已完成 {actual}（全年目标 {target}）")
_LAGS = N_("到 {day} 应完成约 {due}，只完成 {actual}（全年目标 {target}），是应完成的 {ratio}")
_ONE_BEHIND = N_("到 {day} 应完成约 {due}，只完成 {actual}（全年目标 {target}），差 1 {unit}")
_MISSED = N_("年度已结束，完成 {actual}，没有达到目标 {target}（完成 {share}）")
_HOLDS = N_("目前 {actual}，达到目标 {target}")
_BELOW = N_("目前 {actual}，低于目标 {target}（相当于目标的 {share}）")
_NOT_YET = N_("尚未完成（目前：{actual}），期限是 {day}，还有 {days} 天")
_SOON = N_("尚未完成（目前：{actual}），离期限 {day} 只有 {days} 天")
_OVERDUE = N_("期限 {day} 已过，仍未完成（目前：{actual}）")
_IN_TIME = N_("已按期完成（{actual}）")
_LATE = N_("已完成（{actual}），但晚于期限 {day}")
_UNCLEAR = N_("从“{actual}”看不出是否完成，请写明“已完成”或完成日期")
_WITHIN = N_("目前 {actual}，没有超过上限 {target}")
_OVER = N_("目前 {actual}，已超过上限 {target}（超出 {over}）")
_OVER_NOTHING = N_("目前 {actual}，目标是不发生（{target}）")
_USED_UP_FAST = N_("到 {day} 已用去上限 {target} 的 {share}，时间只过了 {due}，照此下去会超过上限")
_REACHED, _PARTLY, _NOT_REACHED = N_("自评为达成目标"), N_("自评为部分达成目标"), N_("自评为未达成目标")
_IMPOSSIBLE = N_("填报单位判断全年不可能完成目标 {target}")
_DOUBTFUL = N_("填报单位只说“有可能”完成目标 {target}")
_EXPECTED_SHORT = N_("预计全年 {expected}，达不到目标 {target}（相当于目标的 {share}）")
_EXPECTED_OVER = N_("预计全年 {expected}，会超过上限 {target}（超出 {over}）")

_UNDONE = re.compile("未|没有?|尚|正在|推进|进行中|在建|筹备|准备|计划|预计|拟|待|进展|部分|%")
_IS_DONE = re.compile("完成|完工|竣工|验收|交付|投用|投产|启用|到位|完毕|建成|办结|发放|支付|拨付|结束|上线|已")


class Situation(NamedTuple):
    """What is known of an indicator in mid-year.

    Attributes:
        target: 年度指标值.
        actual: what was reached so far, None where nothing was reported.
        achievement: the verdict on a qualitative one.
        expected: what the unit expects for the whole year.
        possibility: what the unit says of reaching the target.
        course: chosen by a person; else told from the words.
    """

    name: str | None
    dimension: Dimension | None
    target: Target
    actual: Target | None = None
    achievement: Achievement | None = None
    expected: Target | None = None
    possibility: Possibility | None = None
    course: Course | None = None

    @property
    def kind(self) -> Course:
        """The course chosen, else the one told from the words."""
        return self.course or course_of(self.name, self.dimension, self.target)


class _Case(NamedTuple):
    """A situation on a day, with the limits."""

    what: Situation
    progress: Progress
    limits: LightRule

    @property
    def words(self) -> dict[str, str]:
        actual = self.what.actual
        return {
            "target": self.what.target.raw.strip(),
            "actual": actual.raw.strip() if actual else "",
            "day": f"{self.progress.at:%Y-%m-%d}",
        }


def judge_indicator(situation: Situation, progress: Progress, rule: LightRule | None = None) -> Light:
    """The light of an indicator: by what it shows and by what the unit expects, the worse of both."""
    case = _Case(situation, progress, rule or LightRule())
    shown = _JUDGES[situation.kind](case)
    said = None if progress.is_over else _outlook(case)
    return shown if said is None else worst((shown, said)) or shown


def _no_data(case: _Case) -> Light:
    return light(Colour.RED, _NOT_REPORTED) if case.progress.is_over else light(Colour.NONE, _NO_DATA)


def _number(case: _Case) -> Decimal | Light:
    """What was reached in the unit of the target, or the light that says why that cannot be told."""
    if case.what.actual is None:
        return _no_data(case)
    number = comparable(case.what.target, case.what.actual)
    return light(Colour.NONE, _NOT_COMPARABLE, **case.words) if number is None else number


def _bounds(case: _Case) -> tuple[Decimal, Decimal]:
    return case.what.target.bounds or (Decimal(0), Decimal(0))


def _accumulates(case: _Case) -> Light:
    actual = _number(case)
    if isinstance(actual, Light):
        return actual
    low, high = _bounds(case)
    if low <= 0:
        return _level(case)
    if actual >= low:
        return _reached(case, actual, high)
    if case.progress.is_over:
        share = actual / low
        colour = Colour.YELLOW if share >= case.limits.yellow_below else Colour.RED
        return light(colour, _MISSED, **case.words, share=percent(share))
    return _on_the_way(case, actual, low)


def _on_the_way(case: _Case, actual: Decimal, low: Decimal) -> Light:
    """Some of the target is reached and the year goes on."""
    unit, share, due = case.what.target.unit or "", actual / low, case.progress.patient
    values = {**case.words, "due": _amount(low * due, unit)}
    behind = low * due - actual
    in_pieces = low <= _FEW and low == low.to_integral_value() and not is_ratio(unit)
    allowed = due - share <= case.limits.allowed_gap or (in_pieces and behind < 1)
    if allowed or share >= due * case.limits.yellow_below:
        return light(Colour.GREEN, _ON_COURSE, **values)
    if in_pieces and behind < _TWO:
        return light(Colour.YELLOW, _ONE_BEHIND, **values, unit=unit)
    colour = Colour.RED if share < due * case.limits.red_below else Colour.YELLOW
    return light(colour, _LAGS, **values, ratio=percent(share / due))


def _reached(case: _Case, actual: Decimal, high: Decimal) -> Light:
    """At or beyond the target: blue where it is far beyond and can be (a rate ends at 100 %)."""
    if high > 0 and actual >= high * case.limits.exceeded and not is_ratio(case.what.target.unit or ""):
        return light(Colour.BLUE, _BEYOND, **case.words, share=percent(actual / high))
    return light(Colour.GREEN, _DONE, **case.words)


def _level(case: _Case) -> Light:
    actual = _number(case)
    if isinstance(actual, Light):
        return actual
    low, high = _bounds(case)
    enough = actual > low if case.what.target.operator is Operator.MORE else actual >= low
    if enough:
        beyond = _reached(case, actual, high)
        return beyond if beyond.colour is Colour.BLUE else light(Colour.GREEN, _HOLDS, **case.words)
    share = actual / low if low > 0 else Decimal(0)
    colour = Colour.RED if share < case.limits.level_red_below else Colour.YELLOW
    return light(colour, _BELOW, **case.words, share=percent(share))


def _once(case: _Case) -> Light:
    actual = case.what.actual
    number = None if actual is None else comparable(case.what.target, actual)
    if number is not None and number >= _bounds(case)[0]:
        return _reached(case, number, _bounds(case)[1])
    done = number is None and actual is not None and _is_done(actual)
    if done:
        return light(Colour.GREEN, _IN_TIME, **case.words)
    return _waiting(case, date(case.progress.year, 12, 31))


def _deadline(case: _Case) -> Light:
    day = _last_day(case.what.target.deadline, case.progress.year)
    actual = case.what.actual
    if actual is None:
        return _waiting(case, day)
    finished = _finished_on(actual, case.progress.year)
    if finished is not None or _is_done(actual):
        if finished and finished > day:
            return light(Colour.YELLOW, _LATE, **{**case.words, "day": f"{day:%Y-%m-%d}"})
        return light(Colour.GREEN, _IN_TIME, **case.words)
    if not _UNDONE.search(actual.raw) and comparable(actual, actual) is None:
        return light(Colour.NONE, _UNCLEAR, **case.words)
    return _waiting(case, day)


def _waiting(case: _Case, day: date) -> Light:
    """Not done: green before its time comes near, yellow shortly before, red afterwards."""
    left = (day - case.progress.at).days
    values = {**case.words, "actual": case.words["actual"] or "—", "day": f"{day:%Y-%m-%d}", "days": left}
    if left <= 0:
        return light(Colour.RED, _OVERDUE, **values)
    return (
        light(Colour.YELLOW, _SOON, **values)
        if left <= case.limits.warning_days
        else light(Colour.GREEN, _NOT_YET, **values)
    )


def _allowance(case: _Case) -> Light:
    actual = _number(case)
    if isinstance(actual, Light):
        return actual
    over = _over(case, actual)
    if over is not None:
        return over
    high = _bounds(case)[1]
    share, due = (actual / high if high > 0 else Decimal(0)), case.progress.generous
    if not case.progress.is_over and share > due + case.limits.ahead:
        return light(Colour.YELLOW, _USED_UP_FAST, **case.words, share=percent(share), due=percent(due))
    return light(Colour.GREEN, _WITHIN, **case.words)


def _limit(case: _Case) -> Light:
    actual = _number(case)
    if isinstance(actual, Light):
        return actual
    return _over(case, actual, tolerance=case.limits.limit_tolerance) or light(Colour.GREEN, _WITHIN, **case.words)


def _over(case: _Case, actual: Decimal, tolerance: Decimal = Decimal(0)) -> Light | None:
    """Red (within `tolerance` yellow) beyond the ceiling, None below it."""
    high = _bounds(case)[1]
    kept = actual < high if case.what.target.operator is Operator.LESS else actual <= high
    if kept:
        return None
    if high <= 0:
        return light(Colour.RED, _OVER_NOTHING, **case.words)
    over = actual / high - _ONE
    return light(Colour.YELLOW if over <= tolerance else Colour.RED, _OVER, **case.words, over=percent(over))


def _quality(case: _Case) -> Light:
    if case.what.achievement is None:
        return _no_data(case)
    colour, template = {
        Achievement.REACHED: (Colour.GREEN, _REACHED),
        Achievement.PARTLY: (Colour.YELLOW, _PARTLY),
        Achievement.MISSED: (Colour.RED, _NOT_REACHED),
    }[case.what.achievement]
    return light(colour, template)


_JUDGES: Mapping[Course, Callable[[_Case], Light]] = {
    Course.ACCUMULATES: _accumulates,
    Course.LEVEL: _level,
    Course.ONCE: _once,
    Course.DEADLINE: _deadline,
    Course.ALLOWANCE: _allowance,
    Course.LIMIT: _limit,
    Course.QUALITY: _quality,
}


def _outlook(case: _Case) -> Light | None:
    """What the unit itself says of the end of the year; None where that is no worry."""
    what, words = case.what, case.words
    said = []
    if what.possibility is Possibility.IMPOSSIBLE:
        said.append(light(Colour.RED, _IMPOSSIBLE, target=words["target"]))
    elif what.possibility is Possibility.POSSIBLE:
        said.append(light(Colour.YELLOW, _DOUBTFUL, target=words["target"]))
    expected = None if what.expected is None else comparable(what.target, what.expected)
    if what.expected is not None and expected is not None:
        said.append(_expected(case, expected, what.expected.raw.strip()))
    bad = worst(said)
    return bad if bad and bad.colour.rank >= Colour.YELLOW.rank else None


def _expected(case: _Case, expected: Decimal, text: str) -> Light:
    low, high = _bounds(case)
    values = {"expected": text, "target": case.words["target"]}
    if case.what.kind in {Course.ALLOWANCE, Course.LIMIT}:
        if expected <= high:
            return light(Colour.GREEN, _WITHIN, **{**case.words, "actual": text})
        over = expected / high - _ONE if high > 0 else _ONE
        colour = Colour.YELLOW if over <= case.limits.limit_tolerance else Colour.RED
        return light(colour, _EXPECTED_OVER, **values, over=percent(over))
    if expected >= low:
        return light(Colour.GREEN, _HOLDS, **{**case.words, "actual": text})
    share = expected / low if low > 0 else Decimal(0)
    colour = Colour.RED if share < case.limits.yellow_below else Colour.YELLOW
    return light(colour, _EXPECTED_SHORT, **values, share=percent(share))


def _amount(value: Decimal, unit: str | None) -> str:
    """A number that was reckoned, with at most one decimal."""
    text = f"{value.quantize(Decimal('0.1')):f}"
    return f"{text.removesuffix('.0')}{unit or ''}"


def _is_done(actual: Target) -> bool:
    return _IS_DONE.search(actual.raw) is not None and _UNDONE.search(actual.raw) is None


def _finished_on(actual: Target, year: int) -> date | None:
    """The day that an actual value names, where it says nothing against being done."""
    if actual.kind is not TargetKind.DEADLINE or actual.deadline is None or _UNDONE.search(actual.raw):
        return None
    return _last_day(actual.deadline, year)


def _last_day(deadline: Deadline | None, year: int) -> date:
    """The end of what a deadline names; the end of the year where it names nothing."""
    named = deadline or Deadline()
    in_year, month = named.year or year, named.month or 12
    if not 1 <= month <= 12 or not 1900 <= in_year <= 9998:
        return date(year, 12, 31)
    last = monthrange(in_year, month)[1]
    return date(in_year, month, min(named.day or last, last))
