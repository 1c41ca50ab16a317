"""The way of a paper through its review, as far as it has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from jiheng.web.organizations.models import Role
from jiheng.web.review.models import Chain, Run, RunState, Step, StepState, Task
from jiheng.web.submissions.models import State
from places import Unit
from rows import Rows

__all__ = ["Paper", "add_review", "steps_of"]

_ENDS: dict[str, RunState] = {State.APPROVED: RunState.APPROVED, State.RETURNED: RunState.RETURNED}
_GRADES = dict.fromkeys(("completeness", "relevance", "appropriateness", "feasibility"), "good")
_ORDER = (Role.UNIT_LEADER, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE)


class Paper(NamedTuple):
    """What is reviewed; `counts`: of its findings by severity (``errors`` …)."""

    subject: str
    key: int
    version: int
    digest: str
    year: int
    title: str
    unit: Unit
    handed_in: datetime
    counts: dict[str, int]


def steps_of(subject: str) -> list[Step]:
    """The steps of the chain that is in use for a subject."""
    return list(Chain.objects.get(subject=subject, is_active=True).steps.order_by("order"))


def add_review(rows: Rows, paper: Paper, steps: Sequence[Step], state: str, at: int) -> None:
    """A run that has come as far as step number `at` (from 0), or has ended there."""
    run = rows.add(
        Run, started_at=paper.handed_in, subject=paper.subject, subject_id=paper.key, version=paper.version,
        digest=paper.digest, year=paper.year, organization_id=paper.unit.organization.pk, title=paper.title,
        state=_ENDS.get(state, RunState.RUNNING), started_by_id=paper.unit.preparer, **paper.counts,
    )  # fmt: skip
    for number, step in enumerate(steps):
        decider = paper.unit.deciders[_ORDER.index(Role(step.role))]
        rows.add(Task, run_id=run, **_task(rows, step, decider, state, number - at))


def _task(rows: Rows, step: Step, decider: int, state: str, distance: int) -> dict[str, Any]:
    """A step that lies so many steps behind (or, negative, before) the one that the paper has come to."""
    values: dict[str, Any] = {
        "order": step.order, "name": step.name, "role": step.role, "days": step.days, "quality_form": step.quality_form,
    }  # fmt: skip
    seen = {"opened_at": rows.now, "opened_by_id": decider, "due_at": rows.now + timedelta(days=step.days or 0)}
    done = seen | {"decided_at": rows.now, "decided_by_id": decider}
    if distance < 0:
        values |= {"state": StepState.APPROVED, "opinion": "同意。", **done}
        values["grades"] = _GRADES if step.quality_form else {}
    elif distance == 0 and state == State.RETURNED:
        values |= {"state": StepState.RETURNED, "opinion": "请先修改标出的几处。", **done}
    elif distance == 0:
        values |= {"state": StepState.OPEN, **seen}
    else:
        values["state"] = StepState.CANCELLED if state == State.RETURNED else StepState.WAITING
    return values
