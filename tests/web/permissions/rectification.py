"""Notices, problems, and what becomes of them."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.permissions.page import Arguments, Page
from tests.web.permissions.people import AUTHORS, BUSINESS, CALENDAR, FOREIGN_LOOKERS, LOOKERS, OFFICE, SIGNED_IN, only
from tests.web.rectification.cases import issued, problem_of

__all__ = ["RECTIFICATION"]


def _problem() -> dict[str, Any]:
    return {
        "arguments": lambda world: {"pk": problem_of(world).pk},
        "foreign": lambda world: {"pk": problem_of(world, -1).pk},
    }


def _issued(unit: int, **more: Any) -> Arguments:
    return lambda world: {"pk": issued(world, unit).pk, **more}


def _chart_of_problems(world: World) -> dict[str, Any]:
    problem_of(world)
    return {"key": "months"}


_ISSUERS = only("department_reviewer", "finance_reviewer", "performance_office")
RECTIFICATION = {
    **{f"rectification:{name}": Page(SIGNED_IN) for name in ("list", "export", "charts")},
    "rectification:ledger": Page(BUSINESS, lambda _world: {"file_format": "json"}),
    "rectification:chart": Page(LOOKERS, _chart_of_problems),
    "rectification:new": Page(_ISSUERS),
    "rectification:notice": Page(LOOKERS, _issued(0), foreign=_issued(-1), foreign_who=FOREIGN_LOOKERS),
    "rectification:letter": Page(
        LOOKERS, _issued(0, file_format="docx"), foreign=_issued(-1, file_format="docx"), foreign_who=FOREIGN_LOOKERS
    ),
    "rectification:problem": Page(LOOKERS, **_problem(), foreign_who=FOREIGN_LOOKERS),
    **{
        f"rectification:{name}": Page(AUTHORS, method="post", **_problem(), foreign_who=only("other_preparer"))
        for name in ("plan", "progress", "feedback", "extension")
    },
    **{
        f"rectification:{name}": Page(OFFICE, method="post", **_problem(), foreign_who=CALENDAR)
        for name in ("verify", "reopen", "answer")
    },
}
