"""The line of steps of a submission: who decided what, and who has it now."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from jiheng.web.review import policies
from jiheng.web.review.models import Run, StepState, Task

__all__ = ["steps_context"]

_FEW = 3


def steps_context(run: Run) -> dict[str, Any]:
    """What ``review/_steps.html`` needs: the steps by their order, and the names of those who have the open ones."""
    tasks = list(run.tasks.all())
    return {
        "run": run,
        "steps": [list(group) for _order, group in groupby(tasks, key=lambda each: each.order)],
        "holders": {each.pk: _names(each) for each in tasks if each.state == StepState.OPEN},
    }


def _names(task: Task) -> str:
    if task.assignee:
        return task.assignee.name
    names = [person.name for person in policies.known_colleagues(task)]
    if not names:
        return _("还没有人担任这个角色")
    few = _("、").join(names[:_FEW])
    return _("{names} 等 {count} 人").format(names=few, count=len(names)) if len(names) > _FEW else few
