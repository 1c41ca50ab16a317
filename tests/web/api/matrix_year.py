"""The part of the table of permissions that is about execution and results; see `matrix`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests.web.api.callers import Parts
from tests.web.api.calls import Arguments, Call
from tests.web.api.matrix_evaluation import EVALUATION_OPERATIONS
from tests.web.execution.money import table_at, table_of
from tests.web.factories import PEOPLE, World
from tests.web.monitoring.rounds import alert_of, report_of, round_of
from tests.web.monitoring.rounds import typed as typed_report
from tests.web.rectification.cases import in_days, issued, problem_of, project_of
from tests.web.results.cases import decided
from tests.web.self_evaluation.papers import item_of, rescore_of

from jiheng.web.api.models import Scope

_ALL = frozenset(PEOPLE)
_WRITERS, _OTHER_WRITER = frozenset({"preparer", "unit_leader"}), frozenset({"other_preparer"})
_LOOKERS = _WRITERS | {"department_reviewer", "finance_reviewer", "performance_office", "auditor"}
_OTHER_LOOKERS = frozenset({"other_preparer", "performance_office", "auditor"})
_ENTERING = _WRITERS | {"department_reviewer", "performance_office"}
_OVERSEERS = frozenset({"department_reviewer", "finance_reviewer", "performance_office", "auditor"})
_ENTERING_ELSEWHERE = _OTHER_WRITER | {"performance_office"}
_OFFICE = frozenset({"performance_office"})
_FINANCE = _OFFICE | {"finance_reviewer"}
_BUREAU = _FINANCE | {"auditor"}
_WRITE, _REVIEW = frozenset({Scope.WRITE}), frozenset({Scope.REVIEW})


def _money(world: World, unit: int) -> dict[str, Any]:
    cell = {"kind": "spent", "month": 3, "amount": "1.5"}
    return {"pk": project_of(world, unit).pk, "body": {"cells": [cell]}}


def _report(state: str) -> Arguments:
    def arguments(world: World, unit: int) -> dict[str, Any]:
        report = report_of(world, unit, state)
        said = {"reason": "抄错", "conclusion": "fine"}
        return {"pk": report.pk, "body": {"lock": report.lock, "typed": typed_report(report), **said}}

    return arguments


def _alert(world: World, unit: int) -> dict[str, Any]:
    return {"pk": alert_of(world, unit).pk, "body": {"text": "已重新组织", "reason": "已开工"}}


def _units(world: World, unit: int) -> dict[str, Any]:
    return {"body": {"organization": world.units[unit].code, "year": world.year}}


def _item(state: str) -> Arguments:
    def arguments(world: World, unit: int) -> dict[str, Any]:
        item = item_of(world, unit, state)
        return {"pk": item.pk, "body": {"lock": item.lock, "content": item.content, "reason": "抄错"}}

    return arguments


def _as_file(arguments: Arguments, file_format: str) -> Arguments:
    return lambda world, unit: {**arguments(world, unit), "file_format": file_format}


def _window(world: World, _unit: int) -> dict[str, Any]:
    times = {"opens_at": f"{world.year + 1}-01-05T08:00:00+08:00", "due_at": f"{world.year + 1}-02-28T18:00:00+08:00"}
    return {"year": world.year, "body": times}


def _table(*, done: bool) -> Arguments:
    return lambda world, unit: {"pk": table_at(world, unit, done=done).pk, "body": {"row": 3, "goal": 1}}


def _file(world: World, unit: int) -> dict[str, Any]:
    data = table_of(("P0", "", "财政", "2027-03-01", "100", "K1", ""))
    return {"body": Parts.of("支付.csv", data, organization=world.units[unit].code, year=world.year)}


def _round(world: World, _unit: int) -> dict[str, Any]:
    days = {"through": "2027-09-30", "opens_on": "2027-10-01", "due_on": "2027-10-20"}
    body = {"organization": world.bureau.code, "year": world.year, "name": "1–9月监控", **days}
    return {"pk": round_of(world).pk, "body": body}


def _sample(world: World, unit: int) -> dict[str, Any]:
    body = {"year": world.year, "name": "抽查", "count": 1}
    return {"pk": rescore_of(world, unit).sample_id, "body": body}


def _rescore(*, done: bool) -> Arguments:
    def arguments(world: World, unit: int) -> dict[str, Any]:
        found = rescore_of(world, unit, is_done=done)
        return {"pk": found.pk, "body": {"lock": found.lock}}

    return arguments


def _notice(world: World, unit: int) -> dict[str, Any]:
    problem = {"category": "outcome", "description": "没有完成", "requirement": "补足"}
    body = {
        "organization": world.units[unit].code, "year": world.year, "source": "other", "title": "整改",
        "due_on": str(in_days(60)), "problems": [problem],
    }  # fmt: skip
    return {"pk": issued(world, unit).pk, "body": body}


def _result(*, published: bool) -> Arguments:
    def arguments(world: World, unit: int) -> dict[str, Any]:
        goal = decided(world, unit, is_published=published)
        said = {"action": "keep", "reason": "继续", "view": "同意"}
        more = {"year": world.year, "goals": [goal.pk], "organization": world.units[unit].code}
        return {"pk": goal.pk, "body": {**said, **more}}

    return arguments


def _problem(world: World, unit: int) -> dict[str, Any]:
    said = {"measures": "分批采购", "text": "已挂网", "result": "已补足", "finished_on": str(timezone.localdate())}
    said |= {"due_on": str(in_days(90)), "reason": "等批复", "opinion": "属实", "granted": True}
    return {"pk": problem_of(world, unit).pk, "body": said}


YEAR_OPERATIONS: dict[tuple[str, str], Call] = {
    **{
        ("GET", path): Call(_ALL)
        for path in (
            "/execution/projects", "/execution/imports", "/monitoring/reports", "/monitoring/alerts",
            "/self-evaluations", "/rectification/problems", "/rectification/notices", "/results", "/results/projects",
        )
    },
    ("GET", "/execution/projects/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _money),
    ("GET", "/execution/projects/{pk}/movements"): Call(_LOOKERS, _OTHER_LOOKERS, _money),
    ("PUT", "/execution/projects/{pk}/cells"): Call(
        _ENTERING, _ENTERING_ELSEWHERE, _money, _WRITE
    ),
    ("POST", "/execution/projects/{pk}/adjustment"): Call(_ENTERING, _ENTERING_ELSEWHERE, _money, _WRITE),
    ("POST", "/execution/imports"): Call(_ENTERING, _ENTERING_ELSEWHERE, _file, _WRITE),
    ("GET", "/execution/imports/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _table(done=True)),
    ("GET", "/execution/imports/{pk}/rows"): Call(_LOOKERS, _OTHER_LOOKERS, _table(done=True)),
    **{
        ("POST", f"/execution/imports/{{pk}}/{act}"): Call(
            frozenset({"preparer"}), _OTHER_WRITER, _table(done=False), _WRITE
        )
        for act in ("check", "take")
    },
    ("DELETE", "/execution/imports/{pk}"): Call(
        frozenset({"preparer"}), _OTHER_WRITER, _table(done=False), _WRITE
    ),
    **{
        ("POST", f"/execution/imports/{{pk}}/{act}"): Call(_ENTERING, _ENTERING_ELSEWHERE, _table(done=True), _WRITE)
        for act in ("undo", "assign")
    },
    ("GET", "/monitoring/reports/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _report("submitted")),
    ("PUT", "/monitoring/reports/{pk}"): Call(_WRITERS, _OTHER_WRITER, _report("draft"), _WRITE),
    ("POST", "/monitoring/reports/{pk}/submit"): Call(_WRITERS, _OTHER_WRITER, _report("draft"), _WRITE),
    ("POST", "/monitoring/reports/{pk}/withdraw"): Call(_WRITERS, _OTHER_WRITER, _report("submitted"), _WRITE),
    ("POST", "/monitoring/reports/{pk}/correct"): Call(_WRITERS, _OTHER_WRITER, _report("approved"), _WRITE),
    ("POST", "/monitoring/reports/{pk}/conclude"): Call(_FINANCE, _OFFICE, _report("submitted"), _REVIEW),
    ("GET", "/monitoring/reports/{pk}/files/{file_format}"): Call(
        _LOOKERS, _OTHER_LOOKERS, _as_file(_report("submitted"), "json")
    ),
    ("GET", "/monitoring/rounds"): Call(_OVERSEERS),
    ("POST", "/monitoring/rounds"): Call(_OFFICE, _OFFICE, _round, _REVIEW),
    ("GET", "/monitoring/rounds/{pk}"): Call(_OVERSEERS, _OVERSEERS, _round),
    ("PUT", "/monitoring/rounds/{pk}"): Call(_OFFICE, _OFFICE, _round, _REVIEW),
    ("POST", "/monitoring/rounds/{pk}/hand-out"): Call(_OFFICE, _OFFICE, _round, _REVIEW),
    ("GET", "/monitoring/alerts/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _alert),
    ("POST", "/monitoring/alerts/{pk}/answer"): Call(_WRITERS, _OTHER_WRITER, _alert, _WRITE),
    ("POST", "/monitoring/alerts/{pk}/close"): Call(_OVERSEERS - {"auditor"}, _OFFICE, _alert, _REVIEW),
    ("POST", "/self-evaluations"): Call(_WRITERS, _OTHER_WRITER, _units, _WRITE),
    ("GET", "/self-evaluations/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _item("submitted")),
    ("PUT", "/self-evaluations/{pk}"): Call(_WRITERS, _OTHER_WRITER, _item("draft"), _WRITE),
    ("POST", "/self-evaluations/{pk}/submit"): Call(_WRITERS, _OTHER_WRITER, _item("draft"), _WRITE),
    ("POST", "/self-evaluations/{pk}/withdraw"): Call(_WRITERS, _OTHER_WRITER, _item("submitted"), _WRITE),
    ("POST", "/self-evaluations/{pk}/refresh"): Call(_WRITERS, _OTHER_WRITER, _item("draft"), _WRITE),
    ("GET", "/self-evaluations/{pk}/files/{file_format}"): Call(
        _LOOKERS, _OTHER_LOOKERS, _as_file(_item("submitted"), "json")
    ),
    ("PUT", "/cycles/{year}/self-evaluation-window"): Call(_OFFICE, _OFFICE, _window, frozenset({Scope.MANAGE})),
    ("POST", "/self-evaluations/{pk}/reopen"): Call(_WRITERS, _OTHER_WRITER, _item("approved"), _WRITE),
    ("GET", "/samples"): Call(_BUREAU),
    ("POST", "/samples"): Call(_OFFICE, _OFFICE, _sample, _REVIEW),
    ("GET", "/samples/{pk}"): Call(_BUREAU, _BUREAU, _sample),
    ("GET", "/samples/{pk}/rescores"): Call(_BUREAU, _BUREAU, _sample),
    ("GET", "/rescores/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _rescore(done=True)),
    ("PUT", "/rescores/{pk}"): Call(_FINANCE, _OFFICE, _rescore(done=False), _REVIEW),
    ("POST", "/rescores/{pk}/finish"): Call(_FINANCE, _OFFICE, _rescore(done=False), _REVIEW),
    **EVALUATION_OPERATIONS,
    ("GET", "/rectification/notices/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _notice),
    ("GET", "/rectification/notices/{pk}/files/{file_format}"): Call(
        _LOOKERS, _OTHER_LOOKERS, _as_file(_notice, "docx")
    ),
    ("POST", "/rectification/notices"): Call(_OVERSEERS - {"auditor"}, _OFFICE, _notice, _REVIEW),
    ("GET", "/rectification/problems/{pk}/events"): Call(_LOOKERS, _OTHER_LOOKERS, _problem),
    ("GET", "/rectification/problems/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _problem),
    **{
        ("POST", f"/rectification/problems/{{pk}}/{act}"): Call(_WRITERS, _OTHER_WRITER, _problem, _WRITE)
        for act in ("plan", "progress", "feedback", "extension")
    },
    **{
        ("POST", f"/rectification/problems/{{pk}}/{act}"): Call(_FINANCE, _OFFICE, _problem, _REVIEW)
        for act in ("close", "return", "reopen", "extension/answer")
    },
    ("GET", "/results/projects/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _result(published=True)),
    ("POST", "/results/projects/{pk}/answer"): Call(_WRITERS, _OTHER_WRITER, _result(published=True), _WRITE),
    **{
        ("POST", f"/results/{act}"): Call(_FINANCE, _OFFICE, _result(published=False), _REVIEW)
        for act in ("projects/{pk}/decide", "projects/{pk}/undo", "acceptances", "publications")
    },
}  # fmt: skip
