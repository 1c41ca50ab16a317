"""The states of a review and what leads from one to another: plain data, the same for services, buttons and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "FINAL",
    "QUALITIES",
    "TASK",
    "Decision",
    "Grade",
    "Quality",
    "RunState",
    "StepState",
    "decision_of",
    "next_order",
    "next_state",
]


class RunState(models.TextChoices):
    """Where a run is."""

    RUNNING = "running", _("审核中")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    STOPPED = "stopped", _("已终止")
    WITHDRAWN = "withdrawn", _("已撤回")


class StepState(models.TextChoices):
    """Where a task of a run is."""

    WAITING = "waiting", _("未到")
    OPEN = "open", _("待审")
    APPROVED = "approved", _("通过")
    RETURNED = "returned", _("退回")
    STOPPED = "stopped", _("终止")
    CANCELLED = "cancelled", _("取消")


class Grade(models.TextChoices):
    """优良中差 of 财预〔2015〕88号: 优 and 良 go on, 中 goes back, 差 stops."""

    EXCELLENT = "excellent", _("优")
    GOOD = "good", _("良")
    FAIR = "fair", _("中")
    POOR = "poor", _("差")


class Quality(models.TextChoices):
    """What the form of 财预〔2015〕88号 asks about goals; each is graded."""

    COMPLETENESS = "completeness", _("完整性")
    RELEVANCE = "relevance", _("相关性")
    APPROPRIATENESS = "appropriateness", _("适当性")
    FEASIBILITY = "feasibility", _("可行性")


class Decision(models.TextChoices):
    """What a reviewer says."""

    APPROVE = "approve", _("通过")
    RETURN = "return", _("退回")
    STOP = "stop", _("终止")


QUALITIES = tuple(Quality.values)

TASK: Mapping[str, Mapping[str, StepState]] = {
    "open": {StepState.WAITING: StepState.OPEN},
    Decision.APPROVE: {StepState.OPEN: StepState.APPROVED},
    Decision.RETURN: {StepState.OPEN: StepState.RETURNED},
    Decision.STOP: {StepState.OPEN: StepState.STOPPED},
    "cancel": {StepState.OPEN: StepState.CANCELLED, StepState.WAITING: StepState.CANCELLED},
}
"""Act → state before → state after, of a task; what is not here can not be done."""

FINAL: Mapping[str, RunState] = {
    Decision.APPROVE: RunState.APPROVED,
    Decision.RETURN: RunState.RETURNED,
    Decision.STOP: RunState.STOPPED,
    "withdraw": RunState.WITHDRAWN,
}
"""How a run ends: with the last approval, with one return, with one stop, or taken back by its author."""


def next_state(act: str, state: str) -> StepState | None:
    """The state of a task after `act`; None where it can not be done in `state`."""
    return TASK[act].get(state)


def decision_of(grades: Mapping[str, str]) -> Decision | None:
    """What the four grades demand: the worst of them decides; None while one is missing or unknown."""
    given = {grades.get(quality) for quality in QUALITIES}
    if not given <= set(Grade.values):
        return None
    if Grade.POOR in given:
        return Decision.STOP
    return Decision.RETURN if Grade.FAIR in given else Decision.APPROVE


def next_order(tasks: Iterable[tuple[int, str]]) -> int | None:
    """The order of tasks to open next.

    Args:
        tasks: order and state of every task of a run.

    Returns:
        None while a parallel colleague has not decided, and when nothing is left.
    """
    known = list(tasks)
    if any(state == StepState.OPEN for _order, state in known):
        return None
    return min((order for order, state in known if state == StepState.WAITING), default=None)
