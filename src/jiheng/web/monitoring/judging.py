"""The lights of a report, and what has to be explained because of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from jiheng.domain.goals import GoalSheet, PlanStep
from jiheng.domain.lights import (
    Colour,
    Course,
    Light,
    Money,
    Progress,
    Situation,
    judge_indicator,
    judge_spending,
    worst,
)
from jiheng.domain.monitoring import Possibility
from jiheng.domain.scoring import Achievement
from jiheng.domain.target import Target, parse_target
from jiheng.domain.taxonomy import classify
from jiheng.regulations import Regulation
from jiheng.web.monitoring.content import amount_of

__all__ = ["ACHIEVEMENTS", "Lights", "Missing", "Setting", "judged", "missing_of", "situation_of"]

ACHIEVEMENTS = {each.name.lower(): each for each in Achievement}
"""The verdicts on an indicator in words, as they are stored."""

_BAD = frozenset({Colour.RED, Colour.YELLOW})
_DOUBTFUL = frozenset({Possibility.POSSIBLE.value, Possibility.IMPOSSIBLE.value})
_Content = Mapping[str, Any]


class Setting(NamedTuple):
    """What a report is judged by.

    Attributes:
        at: the last day that is reported; plan: of the project's spending.
        starts: of a project that was added in mid-year, when it began.
    """

    at: date
    year: int
    plan: tuple[PlanStep, ...]
    starts: date | None
    regulation: Regulation

    @classmethod
    def of(cls, sheet: GoalSheet, *, at: date, year: int, starts: date | None, regulation: Regulation) -> Setting:
        """The setting of a project's approved goals."""
        return cls(at, year, sheet.spending_plan, starts, regulation)

    @property
    def progress(self) -> Progress:
        """How far the year is for the project."""
        return Progress.of(at=self.at, year=self.year, plan=self.plan, starts=self.starts)


class Lights(NamedTuple):
    """The light of the money and of each indicator."""

    spending: Light
    indicators: list[Light]

    @property
    def worst(self) -> Light:
        """The light of the whole."""
        return worst([self.spending, *self.indicators]) or self.spending

    def count(self, colour: Colour) -> int:
        """How many there are of a colour."""
        return sum(each.colour is colour for each in (self.spending, *self.indicators))


class Missing(NamedTuple):
    """Something that has to be written before the report can be handed in; `anchor` is where."""

    anchor: str
    message: str


def judged(content: _Content, setting: Setting) -> Lights:
    """The lights of what is written."""
    progress, limits = setting.progress, setting.regulation.lights
    return Lights(
        judge_spending(money_of(content), progress, limits),
        [judge_indicator(situation_of(row), progress, limits) for row in content["indicators"]],
    )


def money_of(content: _Content) -> Money:
    """The money of the total line."""
    total = content["funding"][0]
    return Money(amount_of(total["adjusted"]) or Decimal(0), amount_of(total["executed"]), amount_of(total["arrived"]))


def situation_of(row: _Content) -> Situation:
    """An indicator with what the unit says of it."""
    return Situation(
        name=row["name"] or None,
        dimension=classify(row["level1"] or None, row["level2"] or None).dimension,
        target=parse_target(row["target"]),
        actual=_reached(row["actual"]),
        achievement=ACHIEVEMENTS.get(row["achievement"]),
        expected=_reached(row["expected"]),
        possibility=Possibility(row["possibility"]) if row["possibility"] else None,
        course=Course(row["course"]) if row["course"] else None,
    )


def _reached(text: str) -> Target | None:
    return parse_target(text) if text else None


def missing_of(content: _Content, lights: Lights) -> list[Missing]:
    """What has still to be written, from top to bottom."""
    found = [Missing(path, _("“{text}”不是数").format(text=text[:40])) for path, text in content["malformed"].items()]
    for number, (row, light) in enumerate(zip(content["indicators"], lights.indicators, strict=True)):
        found += (each._replace(anchor=f"indicators[{number}].{each.anchor}") for each in _missing_in(row, light))
    return [*found, *_missing_in_notes(content, lights.spending)]


def _missing_in(row: _Content, light: Light) -> Iterator[Missing]:
    is_in_words = situation_of(row).kind is Course.QUALITY
    if is_in_words and not row["achievement"] and not row["explanation"]:
        yield Missing("achievement", _("请选择达成情况；还没有结果的，在原因说明中写明"))
    if not is_in_words and not row["actual"] and not row["explanation"]:
        yield Missing("actual", _("请填完成情况；还没有数据的，在原因说明中写明"))
    if not row["possibility"]:
        yield Missing("possibility", _("请选择完成目标可能性"))
    if light.colour not in _BAD and row["possibility"] not in _DOUBTFUL:
        return
    if not row["reasons"]:
        yield Missing("reasons", _("有红灯、黄灯或不能确定完成，请勾选偏差原因"))
    if not row["explanation"]:
        yield Missing("explanation", _("有红灯、黄灯或不能确定完成，请写原因说明"))
    if not row["remark"]:
        yield Missing("remark", _("有红灯、黄灯或不能确定完成，请写改进措施"))


def _missing_in_notes(content: _Content, spending: Light) -> Iterator[Missing]:
    total = content["funding"][0]
    if not total["expected"] and amount_of(total["adjusted"]):
        yield Missing("funding", _("请填全年预计执行数"))
    if spending.colour in _BAD:
        if not content["analysis"]:
            yield Missing("analysis", _("预算执行有红灯或黄灯，请写偏差原因分析"))
        if not content["measures"]:
            yield Missing("measures", _("预算执行有红灯或黄灯，请写改进措施"))
