"""The part of the table of permissions that is about execution and results; see `matrix`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests.web.api.calls import Arguments, Call
from tests.web.evaluation.cases import evaluation_of
from tests.web.factories import PEOPLE, World
from tests.web.monitoring.rounds import alert_of, report_of
from tests.web.monitoring.rounds import typed as typed_report
from tests.web.rectification.cases import problem_of, project_of
from tests.web.self_evaluation.papers import item_of

from jiheng.web.api.models import Scope

_ALL = frozenset(PEOPLE)
_WRITERS, _OTHER_WRITER = frozenset({"preparer", "unit_leader"}), frozenset({"other_preparer"})
_LOOKERS = _WRITERS | {"department_reviewer", "finance_reviewer", "performance_office", "auditor"}
_OTHER_LOOKERS = frozenset({"other_preparer", "performance_office", "auditor"})
_ENTERING = _WRITERS | {"department_reviewer", "performance_office"}
_WRITE = frozenset({Scope.WRITE})


def _money(world: World, unit: int) -> dict[str, Any]:
    cell = {"kind": "spent", "month": 3, "amount": "1.5"}
    return {"pk": project_of(world, unit).pk, "body": {"cells": [cell]}}


def _report(state: str) -> Arguments:
    def arguments(world: World, unit: int) -> dict[str, Any]:
        report = report_of(world, unit, state)
        return {"pk": report.pk, "body": {"lock": report.lock, "typed": typed_report(report)}}

    return arguments


def _alert(world: World, unit: int) -> dict[str, Any]:
    return {"pk": alert_of(world, unit).pk, "body": {"text": "已重新组织"}}


def _units(world: World, unit: int) -> dict[str, Any]:
    return {"body": {"organization": world.units[unit].code, "year": world.year}}


def _item(state: str) -> Arguments:
    def arguments(world: World, unit: int) -> dict[str, Any]:
        item = item_of(world, unit, state)
        return {"pk": item.pk, "body": {"lock": item.lock, "content": item.content}}

    return arguments


def _evaluation(world: World, unit: int) -> dict[str, Any]:
    return {"pk": evaluation_of(world, unit).pk}


def _problem(world: World, unit: int) -> dict[str, Any]:
    said = {"measures": "分批采购", "text": "已挂网", "result": "已补足", "finished_on": str(timezone.localdate())}
    return {"pk": problem_of(world, unit).pk, "body": said}


YEAR_OPERATIONS: dict[tuple[str, str], Call] = {
    **{
        ("GET", path): Call(_ALL)
        for path in (
            "/execution/projects", "/monitoring/reports", "/monitoring/alerts", "/self-evaluations", "/evaluations",
            "/rectification/problems", "/results",
        )
    },
    ("GET", "/execution/projects/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _money),
    ("GET", "/execution/projects/{pk}/movements"): Call(_LOOKERS, _OTHER_LOOKERS, _money),
    ("PUT", "/execution/projects/{pk}/cells"): Call(
        _ENTERING, frozenset({"other_preparer", "performance_office"}), _money, _WRITE
    ),
    ("GET", "/monitoring/reports/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _report("submitted")),
    ("PUT", "/monitoring/reports/{pk}"): Call(_WRITERS, _OTHER_WRITER, _report("draft"), _WRITE),
    ("POST", "/monitoring/reports/{pk}/submit"): Call(_WRITERS, _OTHER_WRITER, _report("draft"), _WRITE),
    ("POST", "/monitoring/reports/{pk}/withdraw"): Call(_WRITERS, _OTHER_WRITER, _report("submitted"), _WRITE),
    ("GET", "/monitoring/alerts/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _alert),
    ("POST", "/monitoring/alerts/{pk}/answer"): Call(_WRITERS, _OTHER_WRITER, _alert, _WRITE),
    ("POST", "/self-evaluations"): Call(_WRITERS, _OTHER_WRITER, _units, _WRITE),
    ("GET", "/self-evaluations/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _item("submitted")),
    ("PUT", "/self-evaluations/{pk}"): Call(_WRITERS, _OTHER_WRITER, _item("draft"), _WRITE),
    ("POST", "/self-evaluations/{pk}/submit"): Call(_WRITERS, _OTHER_WRITER, _item("draft"), _WRITE),
    ("POST", "/self-evaluations/{pk}/withdraw"): Call(_WRITERS, _OTHER_WRITER, _item("submitted"), _WRITE),
    ("GET", "/evaluations/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _evaluation),
    ("GET", "/rectification/problems/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _problem),
    **{
        ("POST", f"/rectification/problems/{{pk}}/{act}"): Call(_WRITERS, _OTHER_WRITER, _problem, _WRITE)
        for act in ("plan", "progress", "feedback")
    },
}  # fmt: skip
