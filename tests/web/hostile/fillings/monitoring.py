"""Rounds, reports and alerts."""

from __future__ import annotations

from typing import Any

from tests.web.hostile.fillings.filling import Filling, Values, at, pk_of, reason
from tests.web.hostile.town import Town
from tests.web.monitoring.rounds import TOLD, alert_of, complete, report_of, round_of

__all__ = ["MONITORING"]

_CHOSEN = ("possibility", "course", "achievement", "reasons", "finer", "goal_version")
_ROUND = ("kind", "through", "opens_on", "due_on", "organizations", "goals")
_DAYS = ("through", "opens_on", "due_on")


def _written(town: Town) -> dict[str, Any]:
    report = report_of(town.world)
    return {"content": complete(report, **TOLD), "lock": report.lock}


def _round(town: Town) -> dict[str, Any]:
    days = {"through": "2027-07-31", "opens_on": "2027-08-01", "due_on": "2027-08-20"}
    return {"name": f"第{next(town.numbers)}轮", "kind": "general", **days}


def _report(state: str) -> Values:
    return pk_of(lambda town: report_of(town.world, 0, state))


_WRITTEN = Filling(
    "preparer", _report("draft"), _written, free=("content",), strict=("lock",), numbers=("content", "lock"), room=900,
    is_json=True, chosen=_CHOSEN,
)  # fmt: skip
MONITORING: dict[str, Filling] = {
    "monitoring:save": _WRITTEN,
    "monitoring:check": _WRITTEN._replace(strict=(), lenient=("lock",)),
    "monitoring:correct": Filling("preparer", _report("approved"), reason, free=("reason",), room=900),
    "monitoring:conclude": Filling(
        "finance_reviewer", _report("submitted"),
        lambda _town: {"conclusion": "rectify", "conclusion_text": "限期整改"}, free=("conclusion_text",),
        strict=("conclusion",), room=900,
    ),
    "monitoring:round_new": Filling(
        "performance_office", values=_round, free=("name",), strict=_ROUND, dates=_DAYS, lenient=("organization_code",),
        numbers=("organizations", "goals"), room=60,
    ),
    "monitoring:round_edit": Filling(
        "performance_office", at(round_of), _round, free=("name",), strict=_ROUND, dates=_DAYS,
        numbers=("organizations", "goals"), room=60,
    ),
    "monitoring:alert_answer": Filling(
        "preparer", at(alert_of), lambda _town: {"text": "加紧办理"}, free=("text",), room=900
    ),
    "monitoring:alert_close": Filling("finance_reviewer", at(alert_of), reason, free=("reason",), room=900),
}  # fmt: skip
