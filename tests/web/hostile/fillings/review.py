"""The review of what was handed in."""

from __future__ import annotations

from typing import Any

from tests.web.hostile.fillings.filling import Filling, pk_of
from tests.web.hostile.town import Town, open_task

from jiheng.web.review.models import Chain

__all__ = ["REVIEW"]


def _chain(_town: Town) -> dict[str, Any]:
    chain = Chain.objects.get(subject="goal", is_active=True)
    rows = {
        f"form-{number}-{name}": value
        for number, step in enumerate(chain.steps.all())
        for name, value in {"order": step.order, "name": step.name, "role": step.role, "days": step.days or ""}.items()
    }
    count = {"form-TOTAL_FORMS": chain.steps.count(), "form-INITIAL_FORMS": 0}
    return {"name": chain.name, "lock": chain.lock, **count, **rows}


def _graded(_town: Town) -> dict[str, Any]:
    grades = dict.fromkeys(("completeness", "relevance", "appropriateness", "feasibility"), "good")
    return {"decision": "approve", "opinion": "同意", "override": "同意", "from": "state=open", **grades}


_leaders = pk_of(lambda town: open_task(town.submitted))


REVIEW: dict[str, Filling] = {
    "review:batch": Filling(
        "unit_leader", values=lambda town: {"task": open_task(town.submitted).pk, "from": "", "confirmed": "1"},
        lenient=("task", "from"), numbers=("task",), is_good=False,
    ),
    "review:decide": Filling(
        "finance_reviewer", pk_of(lambda town: open_task(town.graded)), _graded, free=("opinion", "override"),
        strict=("decision", "completeness"), lenient=("from",), room=1900,
    ),
    "review:hand_over": Filling("unit_leader", _leaders, lambda town: {"to": town.second.pk}, lenient=("to",), numbers=("to",)),
    "review:comments": Filling(
        "preparer", lambda town: {"subject": "goal", "subject_id": town.submitted.subject_id},
        lambda _town: {"anchor": "name", "version": "1", "text": "写全称"}, free=("anchor", "text"), strict=("version",),
        numbers=("version",), room=110,
    ),
    "review:chain": Filling(
        "performance_office", lambda _town: {"subject": "goal"}, _chain, free=("name", "form-0-name", "form-1-name"),
        strict=("lock", "form-0-order", "form-0-role", "form-0-days", "form-0-skipped_for"),
        lenient=("form-TOTAL_FORMS", "form-0-quality_form"), numbers=("lock", "form-0-order", "form-0-days"),
        room=32,
    ),
}  # fmt: skip
