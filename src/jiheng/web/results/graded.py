"""The grade that counts: of the evaluation by finance, else by the department, else of the self-evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from jiheng.domain.scoring import Grade
from jiheng.web.evaluation.selectors import results_of as evaluations_of
from jiheng.web.goals.models import Goal
from jiheng.web.self_evaluation.selectors import results_of as self_evaluations_of

__all__ = ["Graded", "graded_of"]

_GRADES = {each.value: each for each in Grade}


class Graded(NamedTuple):
    """A grade and where it comes from.

    Attributes:
        source: in words.
        rate: of execution, 1 for all, as the self-evaluation has it.
    """

    grade: Grade | None = None
    score: Decimal | None = None
    source: str = ""
    rate: Decimal | None = None


def graded_of(goals: Sequence[Goal]) -> dict[int, Graded]:
    """Goal → its grade; as many queries for many as for one."""
    own = {
        goal: Graded(_GRADES.get(each.grade), each.total, _("单位自评"), each.rate)
        for goal, each in self_evaluations_of(goals).items()
    }
    foreign = {
        goal: Graded(_GRADES.get(each.grade), each.score, str(each.by.label), own.get(goal, Graded()).rate)
        for goal, each in evaluations_of(goals).items()
    }
    return own | foreign
