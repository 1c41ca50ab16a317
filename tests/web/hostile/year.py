"""What comes after the goals: evaluations and results in every state, the same however often they are asked for."""

from __future__ import annotations

from tests.web.evaluation import cases
from tests.web.hostile.town import Town

from jiheng.web.evaluation.models import Evaluation, Opinion, PlanItem, State

__all__ = ["evaluation", "opinion", "planned"]


def planned(town: Town) -> PlanItem:
    """What waits in the plan."""
    waiting = PlanItem.objects.filter(organization=town.world.units[0], removed_at=None, evaluation=None)
    return waiting.first() or cases.planned(town.world)


def evaluation(town: Town, state: State, unit: int = 0) -> Evaluation:
    """An evaluation in that state; the world's expert takes part in those of the other department."""
    there = Evaluation.objects.filter(organization=town.world.units[unit], state=state).first()
    make = cases.evaluation_of if state in {State.CONSULTING, State.FINAL} else cases.assigned
    return there or make(town.world, unit, state)


def opinion(town: Town) -> Opinion:
    """What the first unit said of a report, not answered yet."""
    asked = evaluation(town, State.CONSULTING)
    there = Opinion.objects.filter(report__evaluation=asked, answered_at=None).first()
    return there or cases.services.opinion_say(
        report=cases.report_of(asked), text="样本太少", actor=town.world.people["preparer"]
    )
