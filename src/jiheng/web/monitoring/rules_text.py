"""Where the colours of a light begin and end, in words: what a person reads who asks why it is red."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from jiheng.domain.lights import Course, LightRule
from jiheng.domain.lights.light import percent

__all__ = ["course_rule", "course_rules", "spending_rule"]

_TEXTS: Mapping[Course, object] = {
    Course.ACCUMULATES: gettext_lazy(
        "累计指标：应完成数取时间进度与支出计划中较慢的；低于应完成的 {red} 红灯，低于 {yellow} 黄灯，落后不到全年的 {gap} "
        "不亮灯；达到全年目标的 {exceeded} 蓝灯"
    ),
    Course.LEVEL: gettext_lazy("水平指标：不按月份折算；低于目标黄灯，低于目标的 {level} 红灯"),
    Course.ONCE: gettext_lazy("一次性指标：年底前完成即可；离年底不到 {days} 天仍未完成黄灯，年度结束未完成红灯"),
    Course.DEADLINE: gettext_lazy("限期指标：到期前绿灯，离期限不到 {days} 天仍未完成黄灯，过期未完成红灯"),
    Course.ALLOWANCE: gettext_lazy("累计上限：超过上限红灯；用得比时间和计划都快 {ahead} 以上黄灯"),
    Course.LIMIT: gettext_lazy("上限指标：超过上限 {tolerance} 以内黄灯，以上红灯"),
    Course.QUALITY: gettext_lazy("定性指标：达成绿灯，部分达成黄灯，未达成红灯"),
}
_SAID = gettext_lazy("填报单位判断“有可能”完成的至少黄灯，“完全不可能”的红灯；预计全年达不到目标的，同样亮灯")
_SPENDING = gettext_lazy(
    "预算执行：与本项目的支出计划比（按月折算到当天）；低于应支出的 {red} 红灯，低于 {yellow} 黄灯，落后不到预算的 {gap} "
    "不亮灯；比计划快 {ahead} 以上蓝灯"
)


def course_rule(course: Course, limits: LightRule) -> str:
    """The rule of a kind of indicator."""
    return f"{_filled(_TEXTS[course], limits)}。{_SAID}。"


def course_rules(limits: LightRule) -> dict[str, str]:
    """The rules of all kinds of indicators, by their names in code."""
    return {course.value: course_rule(course, limits) for course in Course}


def spending_rule(limits: LightRule) -> str:
    """The rule of the money."""
    return f"{_filled(_SPENDING, limits)}。"


def _filled(text: object, limits: LightRule) -> str:
    return str(text).format(
        red=percent(limits.red_below),
        yellow=percent(limits.yellow_below),
        gap=percent(limits.allowed_gap),
        ahead=percent(limits.ahead),
        exceeded=percent(limits.exceeded),
        level=percent(limits.level_red_below),
        tolerance=percent(limits.limit_tolerance),
        days=limits.warning_days,
    )
