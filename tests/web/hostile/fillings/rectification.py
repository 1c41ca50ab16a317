"""Notices, problems, and what becomes of them."""

from __future__ import annotations

from typing import Any

from tests.web.hostile.fillings.filling import Filling, at, said
from tests.web.hostile.town import Town
from tests.web.rectification.cases import asked, closed, in_days, planned, problem_of, reported

__all__ = ["RECTIFICATION"]


def _notice(town: Town) -> dict[str, Any]:
    line = {
        "category": "outcome", "description": "只完成一半", "requirement": "补足", "due_on": "", "unit": "办公室",
        "person": "主任",
    }  # fmt: skip
    return {
        "organization": town.world.units[0].code, "goal": town.approved.pk, "source": "audit", "title": "整改通知",
        "due_on": in_days(30).isoformat(), "document": f"财绩{next(town.numbers)}号", "problems-TOTAL_FORMS": "1",
        "problems-INITIAL_FORMS": "0", **{f"problems-0-{name}": text for name, text in line.items()},
    }  # fmt: skip


_later, _today = in_days(80).isoformat(), in_days(0).isoformat()


RECTIFICATION: dict[str, Filling] = {
    "rectification:new": Filling(
        "performance_office", values=_notice,
        free=("title", "document", "problems-0-description", "problems-0-requirement", "problems-0-unit", "problems-0-person"),
        strict=("goal", "source", "due_on", "problems-0-category", "problems-0-due_on"), dates=("due_on", "problems-0-due_on"),
        lenient=("organization", "problems-TOTAL_FORMS", "more"), numbers=("goal", "problems-TOTAL_FORMS"), room=60,
    ),
    "rectification:plan": Filling(
        "preparer", at(problem_of), said("plan", measures="分两次", person="科长"), free=("plan-measures", "plan-person"), room=60
    ),
    "rectification:progress": Filling(
        "preparer", at(planned), said("progress", text="一半"), free=("progress-text",), room=900
    ),
    "rectification:feedback": Filling(
        "preparer", at(planned), said("feedback", result="已补足", finished_on=_today), free=("feedback-result",),
        strict=("feedback-finished_on",), dates=("feedback-finished_on",), room=900,
    ),
    "rectification:extension": Filling(
        "preparer", at(problem_of), said("extension", due_on=_later, reason="等批复"), free=("extension-reason",),
        strict=("extension-due_on",), dates=("extension-due_on",), room=900,
    ),
    "rectification:verify": Filling(
        "performance_office", at(reported), said("verify", opinion="属实", advice="压减", decision="close"),
        free=("verify-opinion", "verify-advice"), lenient=("decision",), room=190,
    ),
    "rectification:reopen": Filling(
        "performance_office", at(closed), said("reopen", reason="又出现"), free=("reopen-reason",), room=900
    ),
    "rectification:answer": Filling(
        "performance_office", at(asked), said("answer", reason="不行", decision="refuse"), free=("answer-reason",),
        lenient=("decision",), room=900,
    ),
}  # fmt: skip
