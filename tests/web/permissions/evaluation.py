"""The plan of evaluations, the work on one, its report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.evaluation import cases as evaluation_cases
from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import CALENDAR, SIGNED_IN, only

__all__ = ["EVALUATION"]


def _evaluation(make: Callable[[World, int], dict[str, Any]]) -> dict[str, Any]:
    return {"arguments": lambda world: make(world, 0), "foreign": lambda world: make(world, -1)}


def _evaluated(state: str, **more: Any) -> dict[str, Any]:
    return _evaluation(lambda world, unit: {"pk": evaluation_cases.assigned(world, unit, state).pk, **more})


def _reported(**more: Any) -> dict[str, Any]:
    return _evaluation(
        lambda world, unit: {"pk": evaluation_cases.evaluation_of(world, unit, "consulting").pk, "number": 1, **more}
    )


def _opinion(world: World, unit: int) -> dict[str, Any]:
    opinion = evaluation_cases.opinion_of(world, unit)
    return {"pk": opinion.report.evaluation_id, "opinion": opinion.pk}


# The world's expert is at home in the first unit and takes part in the evaluation of the other one only.
_UNIT_SIDE = only("preparer", "unit_leader", "department_reviewer")
_INSIDE = only("performance_office", "finance_reviewer", "auditor")
_INSIDE_ELSEWHERE = only("performance_office", "auditor")
_PLANNERS = only("performance_office", "department_reviewer")
_MATERIAL_ELSEWHERE = _INSIDE_ELSEWHERE | {"expert", "other_preparer"}
EVALUATION = {
    **{f"evaluation:{name}": Page(SIGNED_IN) for name in ("list", "export")},
    **{f"evaluation:{name}": Page(_PLANNERS) for name in ("plan", "plan_export", "agencies", "agency_new")},
    "evaluation:agency": Page(_PLANNERS, lambda world: {"pk": evaluation_cases.agency_of(world).pk}),
    "evaluation:plan_draw": Page(_PLANNERS, method="post"),
    "evaluation:plan_add": Page(_PLANNERS, method="post"),
    **{
        f"evaluation:{name}": Page(
            CALENDAR, method="post", foreign_who=CALENDAR,
            **_evaluation(lambda world, unit: {"pk": evaluation_cases.planned(world, unit).pk}),
        )
        for name in ("plan_remove", "plan_begin")
    },
    "evaluation:evaluation": Page(_UNIT_SIDE | _INSIDE, **_evaluated("scoring"), foreign_who=_MATERIAL_ELSEWHERE),
    "evaluation:materials": Page(_UNIT_SIDE | _INSIDE, **_evaluated("scoring"), foreign_who=_MATERIAL_ELSEWHERE),
    "evaluation:material": Page(
        _UNIT_SIDE | _INSIDE, **_evaluated("scoring", kind="goal", key=0, file_format="json"),
        foreign_who=_MATERIAL_ELSEWHERE,
    ),
    "evaluation:evidence": Page(
        _UNIT_SIDE | _INSIDE,
        **_evaluation(evaluation_cases.evidence_of), foreign_who=_MATERIAL_ELSEWHERE,
    ),
    **{
        f"evaluation:{name}": Page(_INSIDE, **_evaluated("scoring"), foreign_who=_INSIDE_ELSEWHERE | {"expert"})
        for name in ("frame", "papers")
    },
    "evaluation:people": Page(_INSIDE, **_evaluated("scoring"), foreign_who=_INSIDE_ELSEWHERE),
    "evaluation:score": Page(only(), **_evaluated("scoring"), foreign_who=only("expert")),
    "evaluation:hand_in": Page(only(), method="post", **_evaluated("scoring"), foreign_who=only("expert")),
    "evaluation:declare": Page(
        only(), method="post", **_evaluated("preparing"), foreign_who=only("expert"),
    ),
    "evaluation:scores": Page(_INSIDE, **_evaluated("scored"), foreign_who=_INSIDE_ELSEWHERE | {"expert"}),
    **{
        f"evaluation:{name}": Page(CALENDAR, method="post", **_evaluated("preparing"), foreign_who=CALENDAR)
        for name in ("assign", "agency_choose")
    },
    "evaluation:frame_take": Page(
        CALENDAR, method="post", data={"lock": "1"}, **_evaluated("preparing"), foreign_who=CALENDAR
    ),
    "evaluation:unassign": Page(
        CALENDAR, method="post", foreign_who=CALENDAR,
        **_evaluation(evaluation_cases.assignment_of),
    ),
    "evaluation:step": Page(CALENDAR, method="post", **_evaluated("scored", name="consult"), foreign_who=CALENDAR),
    "evaluation:report": Page(
        _UNIT_SIDE | _INSIDE, **_evaluated("scored"), foreign_who=_MATERIAL_ELSEWHERE,
    ),
    "evaluation:report_edit": Page(CALENDAR, **_evaluated("scored"), foreign_who=CALENDAR),
    "evaluation:report_make": Page(CALENDAR, method="post", **_evaluated("scored"), foreign_who=CALENDAR),
    **{
        f"evaluation:{name}": Page(
            _UNIT_SIDE | _INSIDE, **_reported(file_format="docx"), foreign_who=_MATERIAL_ELSEWHERE - {"expert"}
        )
        for name in ("report_file", "table_file")
    },
    "evaluation:opinion_say": Page(_UNIT_SIDE, method="post", **_reported(), foreign_who=only("other_preparer")),
    "evaluation:opinion_answer": Page(CALENDAR, method="post", **_evaluation(_opinion), foreign_who=CALENDAR),
}  # fmt: skip
