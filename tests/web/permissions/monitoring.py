"""Rounds, reports and alerts."""

from __future__ import annotations

from typing import Any

from tests.web.monitoring.rounds import alert_of, report_of, round_of
from tests.web.permissions.page import Page
from tests.web.permissions.people import AUTHORS, CALENDAR, FOREIGN_LOOKERS, LOOKERS, OVERSEERS, SIGNED_IN, only

__all__ = ["MONITORING"]


def _report(state: str = "draft", **more: Any) -> dict[str, Any]:
    """The arguments of a page of a report, for the own unit and a foreign one."""
    return {
        "arguments": lambda world: {"pk": report_of(world, 0, state).pk, **more},
        "foreign": lambda world: {"pk": report_of(world, -1, state).pk, **more},
    }


def _alert(foreign_who: frozenset[str]) -> dict[str, Any]:
    return {
        "arguments": lambda world: {"pk": alert_of(world).pk},
        "foreign": lambda world: {"pk": alert_of(world, -1).pk},
        "foreign_who": foreign_who,
    }


_MONITORED = {"arguments": lambda world: {"pk": round_of(world).pk}}
MONITORING = {
    **{f"monitoring:{name}": Page(SIGNED_IN) for name in ("list", "export", "alerts", "alert_export", "alert_heat")},
    "monitoring:unit": Page(only(), lambda _world: {"file_format": "json"}),  # of no unit and round; see test_reports
    **{
        f"monitoring:{name}": Page(AUTHORS, method="post", foreign_who=only("other_preparer"), **_report())
        for name in ("save", "check", "submit")
    },
    "monitoring:withdraw": Page(
        AUTHORS, method="post", foreign_who=only("other_preparer"), **_report("submitted")
    ),
    "monitoring:correct": Page(AUTHORS, foreign_who=only("other_preparer"), **_report("approved")),
    "monitoring:conclude": Page(
        only("finance_reviewer", "performance_office"), method="post", foreign_who=only("performance_office"),
        **_report("submitted"),
    ),
    **{
        f"monitoring:{name}": Page(LOOKERS, foreign_who=FOREIGN_LOOKERS, **_report("submitted"))
        for name in ("report", "print", "preview")
    },
    "monitoring:download": Page(LOOKERS, foreign_who=FOREIGN_LOOKERS, **_report("submitted", file_format="json")),
    "monitoring:rounds": Page(OVERSEERS),
    "monitoring:round_new": Page(only("department_reviewer", "performance_office")),
    "monitoring:round": Page(OVERSEERS, **_MONITORED),
    "monitoring:round_export": Page(OVERSEERS, **_MONITORED),
    "monitoring:round_edit": Page(CALENDAR, **_MONITORED),
    "monitoring:hand_out": Page(CALENDAR, method="post", **_MONITORED),
    "monitoring:alert": Page(LOOKERS, **_alert(FOREIGN_LOOKERS)),
    "monitoring:alert_answer": Page(AUTHORS, method="post", **_alert(only("other_preparer"))),
    "monitoring:alert_close": Page(OVERSEERS - {"auditor"}, method="post", **_alert(only("performance_office"))),
}  # fmt: skip
