"""The part of the table of permissions that is about evaluations; see `matrix`."""

from __future__ import annotations

from typing import Any

from tests.web.api.calls import Arguments, Call
from tests.web.evaluation import cases
from tests.web.factories import PEOPLE, World

from jiheng.web.api.models import Scope

_READ, _WRITE, _REVIEW = frozenset({Scope.READ}), frozenset({Scope.WRITE}), frozenset({Scope.REVIEW})
_OFFICE, _EXPERT, _NOBODY = frozenset({"performance_office"}), frozenset({"expert"}), frozenset[str]()
_PLANNERS = _OFFICE | {"department_reviewer"}
# The world's expert is at home in the first unit and takes part in the evaluation of the other one only.
_UNIT_SIDE = frozenset({"preparer", "unit_leader", "department_reviewer"})
_INSIDE = _OFFICE | {"finance_reviewer", "auditor"}
_INSIDE_ELSEWHERE = _OFFICE | {"auditor"}
_AROUND = _UNIT_SIDE | _INSIDE
_AROUND_ELSEWHERE = _INSIDE_ELSEWHERE | {"expert", "other_preparer"}


def _evaluation(world: World, unit: int) -> dict[str, Any]:
    return {"pk": cases.evaluation_of(world, unit).pk}


def _assigned(state: str, **body: Any) -> Arguments:
    def arguments(world: World, unit: int) -> dict[str, Any]:
        item = cases.assigned(world, unit, state)
        return {"pk": item.pk, "body": {"lock": item.lock, **body}}

    return arguments


def _frame(world: World, unit: int) -> dict[str, Any]:
    item = cases.assigned(world, unit, "preparing")
    return {"pk": item.pk, "body": {"lock": item.lock, "rows": item.frame}}


def _scores(world: World, unit: int) -> dict[str, Any]:
    item = cases.assigned(world, unit, "scored")
    given = {row["id"]: {"score": row["weight"]} for row in item.frame}
    return {"pk": item.pk, "body": {"lock": item.lock, "scores": given}}


def _asked(world: World, unit: int) -> dict[str, Any]:
    return {"pk": cases.assigned(world, unit, "preparing").pk, "body": {"person": cases.expert(world, 2).pk}}


def _part(world: World, unit: int) -> dict[str, Any]:
    found = cases.assignment_of(world, unit)
    return {"pk": found["pk"], "part": found["assignment"], "body": {"reason": "出差"}}


def _rules(world: World, _unit: int) -> dict[str, Any]:
    return {"body": {"organizer": world.bureau.code, "year": world.year, "rules": {"amount_from": "500"}}}


def _addition(world: World, unit: int) -> dict[str, Any]:
    body = {"organizer": world.bureau.code, "year": world.year, "goal": cases.goal_of(world, unit).pk, "note": "重点"}
    return {"body": body}


def _planned(world: World, unit: int) -> dict[str, Any]:
    return {"pk": cases.planned(world, unit).pk, "body": {"reason": "资金已收回"}}


def _agency(world: World, _unit: int) -> dict[str, Any]:
    return {"pk": cases.agency_of(world).pk, "body": {"name": "某评价咨询公司", "credit_code": cases.CREDIT_CODE}}


def _reported(world: World, unit: int) -> dict[str, Any]:
    return {"pk": cases.evaluation_of(world, unit, "consulting").pk, "number": 1, "body": {"text": "调查面太窄"}}


def _opinion(world: World, unit: int) -> dict[str, Any]:
    opinion = cases.opinion_of(world, unit)
    return {"pk": opinion.report.evaluation_id, "opinion": opinion.pk, "body": {"accepted": True, "answer": "已补充"}}


def _by_office(arguments: Arguments) -> Call:
    return Call(_OFFICE, _OFFICE, arguments, _REVIEW)


_PLANS = {
    ("GET", "/evaluation-plans"): Call(_PLANNERS),
    ("POST", "/evaluation-plans/try"): _by_office(_rules),
    ("POST", "/evaluation-plans/draw"): _by_office(_rules),
    ("POST", "/evaluation-plans/items"): _by_office(_addition),
    ("POST", "/evaluation-plans/items/{pk}/remove"): _by_office(_planned),
    ("POST", "/evaluation-plans/items/{pk}/begin"): _by_office(_planned),
    ("GET", "/agencies"): Call(_PLANNERS),
    ("POST", "/agencies"): Call(_PLANNERS, _PLANNERS, _agency, _REVIEW),
    ("PUT", "/agencies/{pk}"): Call(_PLANNERS, _PLANNERS, _agency, _REVIEW),
}
_PEOPLE = {
    ("PUT", "/evaluations/{pk}/agency"): _by_office(_assigned("preparing", agency=None)),
    ("GET", "/evaluations/{pk}/people"): Call(_INSIDE, _INSIDE_ELSEWHERE, _assigned("scoring")),
    ("POST", "/evaluations/{pk}/people"): _by_office(_asked),
    ("POST", "/evaluations/{pk}/people/{part}/remove"): _by_office(_part),
    ("POST", "/evaluations/{pk}/declare"): Call(_NOBODY, _EXPERT, _assigned("preparing", stance="free"), _REVIEW),
}
_SCORES = {
    ("GET", "/evaluations/{pk}/frame"): Call(_INSIDE, _INSIDE_ELSEWHERE | _EXPERT, _assigned("scoring")),
    ("PUT", "/evaluations/{pk}/frame"): _by_office(_frame),
    ("POST", "/evaluations/{pk}/frame/take"): _by_office(_assigned("preparing")),
    ("GET", "/evaluations/{pk}/own-scores"): Call(_NOBODY, _EXPERT, _assigned("scoring")),
    ("PUT", "/evaluations/{pk}/own-scores"): Call(_NOBODY, _EXPERT, _assigned("scoring"), _REVIEW),
    ("POST", "/evaluations/{pk}/own-scores/hand-in"): Call(_NOBODY, _EXPERT, _assigned("scoring"), _REVIEW),
    ("GET", "/evaluations/{pk}/scores"): Call(_INSIDE, _INSIDE_ELSEWHERE | _EXPERT, _assigned("scored")),
    ("PUT", "/evaluations/{pk}/scores"): _by_office(_scores),
}
_REPORTS = {
    ("GET", "/evaluations/{pk}/narrative"): Call(_OFFICE, _OFFICE, _assigned("scored")),
    ("PUT", "/evaluations/{pk}/narrative"): _by_office(_assigned("scored", texts={"advice": "完善台账"})),
    ("GET", "/evaluations/{pk}/reports"): Call(_AROUND, _AROUND_ELSEWHERE, _assigned("scored")),
    ("POST", "/evaluations/{pk}/reports"): _by_office(_assigned("scored", note="初稿")),
    ("GET", "/evaluations/{pk}/reports/{number}"): Call(_AROUND, _AROUND_ELSEWHERE - _EXPERT, _reported),
    ("GET", "/evaluations/{pk}/reports/{number}/files/{file_format}"): Call(
        _AROUND, _AROUND_ELSEWHERE - _EXPERT, lambda world, unit: _reported(world, unit) | {"file_format": "docx"}
    ),
    ("GET", "/evaluations/{pk}/reports/{number}/tables/{file_format}"): Call(
        _AROUND, _AROUND_ELSEWHERE - _EXPERT, lambda world, unit: _reported(world, unit) | {"file_format": "json"}
    ),
    ("POST", "/evaluations/{pk}/reports/{number}/opinions"): Call(
        _UNIT_SIDE, frozenset({"other_preparer"}), _reported, _WRITE
    ),
    ("POST", "/evaluations/{pk}/opinions/{opinion}/answer"): _by_office(_opinion),
}
EVALUATION_OPERATIONS: dict[tuple[str, str], Call] = {
    ("GET", "/evaluations"): Call(frozenset(PEOPLE)),
    ("GET", "/evaluations/{pk}"): Call(_AROUND, _INSIDE_ELSEWHERE | {"other_preparer"}, _evaluation),
    ("POST", "/evaluations/{pk}/start"): _by_office(_assigned("preparing")),
    ("POST", "/evaluations/{pk}/close"): _by_office(_assigned("preparing")),
    ("POST", "/evaluations/{pk}/consult"): _by_office(_assigned("scored")),
    ("POST", "/evaluations/{pk}/finish"): _by_office(_assigned("scored")),
    **_PLANS,
    **_PEOPLE,
    **_SCORES,
    **_REPORTS,
}
