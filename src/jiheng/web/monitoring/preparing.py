"""What a report is made of at the moment: the approved goals, the money until its day, the rules of its year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from jiheng.regulations import Regulation
from jiheng.web.execution.selectors import money_of
from jiheng.web.monitoring.approved import Approved, approved_of
from jiheng.web.monitoring.content import facts_of, merged
from jiheng.web.monitoring.judging import Lights, Setting, judged
from jiheng.web.monitoring.models import Report, Round
from jiheng.web.monitoring.shown import light_json, light_of
from jiheng.web.regulation.selectors import regulation_of

__all__ = ["Prepared", "prepared", "setting_of", "stored_lights", "with_lights"]

_Content = Mapping[str, Any]


class Prepared(NamedTuple):
    """What is known for a report.

    Attributes:
        facts: see `content.facts_of`.
    """

    facts: dict[str, Any]
    setting: Setting

    @property
    def regulation(self) -> Regulation:
        """The rules of the year."""
        return self.setting.regulation

    def content(self, answers: _Content) -> dict[str, Any]:
        """The facts with answers, judged."""
        return with_lights(merged(self.facts, answers), self.setting)


def prepared(report: Report) -> Prepared:
    """What is known for a report now."""
    approved = approved_of([report.goal])[report.goal_id]
    sums = money_of(report.goal_id, at=report.round.through)
    return Prepared(facts_of(approved.sheet, approved.number, sums), setting_of(report.round, approved))


def setting_of(each: Round, approved: Approved, regulation: Regulation | None = None) -> Setting:
    """What a project is judged by in a round."""
    return Setting.of(
        approved.sheet,
        at=each.through,
        year=each.year,
        starts=approved.starts,
        regulation=regulation or regulation_of(each.year),
    )


def with_lights(content: _Content, setting: Setting) -> dict[str, Any]:
    """The content with its lights."""
    lights = judged(content, setting)
    stored = {"spending": light_json(lights.spending), "indicators": [light_json(each) for each in lights.indicators]}
    return {**content, "lights": stored}


def stored_lights(content: _Content) -> Lights:
    """The lights that were stored with a content."""
    stored = content["lights"]
    return Lights(light_of(stored["spending"]), [light_of(each) for each in stored["indicators"]])
