"""The plan of evaluations, the work on one, its report."""

from __future__ import annotations

from typing import Any

from tests.web.evaluation import cases
from tests.web.hostile.fillings.filling import Filling, Values, pk_of, reason
from tests.web.hostile.town import Town
from tests.web.hostile.year import evaluation, opinion, planned

from jiheng.web.evaluation.leaves import COLUMNS
from jiheng.web.evaluation.models import Duty, Evaluation, State
from jiheng.web.evaluation.reporting import SECTIONS

__all__ = ["EVALUATION"]

_OFFICE = "performance_office"
_AGENCY = {"name": "某事务所", "contact": "联系人", "phone": "0591-1", "is_active": "on"}


def _in(state: State, unit: int = 0, **more: Any) -> Values:
    return lambda town: {"pk": evaluation(town, state, unit).pk, **more}


def _agency(town: Town) -> Any:
    return cases.agency_of(town.world)


def _rules(_town: Town) -> dict[str, Any]:
    return {"random": "1", "seed": "2027", "colours": "red", "grades": "差", "amount_from": "1"}


def _unplanned(town: Town) -> dict[str, Any]:
    return {"goal": cases.goal_of(town.world, 0, "还没有列入").pk, "note": "群众关注"}


def _frame(town: Town) -> dict[str, Any]:
    now = evaluation(town, State.PREPARING)
    return {"lock": now.lock} | {
        f"row-{number}-{name}": row[name]
        for number, row in enumerate(now.frame)
        for name in (*COLUMNS, "id", "measure")
    }


def _marks(now: Evaluation, *names: str) -> dict[str, Any]:
    """Full marks for every leaf but the first, and words to that."""
    marks = {f"score-{row['id']}": row["weight"] for row in now.frame}
    words = {f"{name}-{row['id']}": "资料不全" for row in now.frame[:1] for name in names}
    return marks | words | {f"score-{now.frame[0]['id']}": "0"}


def _own_marks(town: Town) -> dict[str, Any]:
    now = evaluation(town, State.SCORING, -1)
    lock = now.assignments.get(user=town.world.people["expert"]).lock
    return _marks(now, "reason") | {"opinion": "总体较好", "lock": lock}


def _final_marks(town: Town) -> dict[str, Any]:
    now = evaluation(town, State.SCORED)
    return _marks(now, "reason", "deviation") | {"lock": now.lock}


def _narrative(town: Town) -> dict[str, Any]:
    return dict.fromkeys(SECTIONS, "写明") | {"lock": evaluation(town, State.SCORED).lock}


def _assigned(town: Town) -> dict[str, Any]:
    now = evaluation(town, State.PREPARING)
    return {"pk": now.pk, "assignment": now.assignments.get(user=cases.expert(town.world, 0)).pk}


def _answered(town: Town) -> dict[str, Any]:
    said = opinion(town)
    return {"pk": said.report.evaluation_id, "opinion": said.pk}


EVALUATION: dict[str, Filling] = {
    "evaluation:plan_draw": Filling(
        _OFFICE, values=_rules, free=("seed",),
        strict=("amount_from", "colours", "grades", "difference_from", "years_since", "random"),
        lenient=("organizer", "is_new"), numbers=("amount_from", "difference_from", "years_since", "random"),
    ),
    "evaluation:plan_add": Filling(
        _OFFICE, values=_unplanned, free=("note",), lenient=("organizer", "goal", "unit"), numbers=("goal",), room=900
    ),
    "evaluation:plan_remove": Filling(_OFFICE, pk_of(planned), reason, free=("reason",), room=900),
    "evaluation:plan_begin": Filling(
        _OFFICE, pk_of(planned), lambda _town: {"due_on": "2027-10-31"}, lenient=("due_on",), dates=("due_on",)
    ),
    "evaluation:agency_new": Filling(
        _OFFICE, values=lambda _town: _AGENCY | {"credit_code": "91350200M00010020Y"}, free=("name", "contact", "phone"),
        strict=("credit_code",), lenient=("is_active",), room=32,
    ),
    "evaluation:agency": Filling(
        _OFFICE, pk_of(_agency), lambda _town: _AGENCY | {"credit_code": cases.CREDIT_CODE},
        free=("name", "contact", "phone"), strict=("credit_code",), lenient=("is_active",), room=32,
    ),
    "evaluation:declare": Filling(
        "expert", _in(State.PREPARING, -1), lambda _town: {"stance": "conflict", "text": "亲属在该单位任职"},
        free=("text",), strict=("stance",), room=900,
    ),
    "evaluation:frame": Filling(
        _OFFICE, _in(State.PREPARING), _frame, free=tuple(f"row-0-{name}" for name in COLUMNS if name != "weight"),
        lenient=("row-0-id", "row-0-measure", "row-0-away", "row-0-weight", "lock"), numbers=("row-0-weight", "lock"),
        room=40,
    ),
    "evaluation:frame_take": Filling(
        _OFFICE, _in(State.PREPARING), lambda town: {"source": "", "lock": evaluation(town, State.PREPARING).lock},
        lenient=("source", "lock"), numbers=("source", "lock"),
    ),
    "evaluation:assign": Filling(
        _OFFICE, _in(State.PREPARING), lambda town: {"user": cases.expert(town.world, 1).pk, "duty": Duty.EXPERT.value},
        strict=("user", "duty"), numbers=("user",),
    ),
    "evaluation:unassign": Filling(_OFFICE, _assigned, reason, free=("reason",), room=900),
    "evaluation:agency_choose": Filling(
        _OFFICE, _in(State.PREPARING), lambda town: {"agency": _agency(town).pk}, lenient=("agency",), numbers=("agency",)
    ),
    "evaluation:score": Filling(
        "expert", _in(State.SCORING, -1), _own_marks, free=("reason-n1", "opinion"), lenient=("score-n1", "lock", "hand-in"),
        numbers=("score-n1", "lock"), room=900,
    ),
    "evaluation:scores": Filling(
        _OFFICE, _in(State.SCORED), _final_marks, free=("reason-n1", "deviation-n1"), lenient=("score-n1", "lock"),
        numbers=("score-n1", "lock"), room=900,
    ),
    "evaluation:report_edit": Filling(
        _OFFICE, _in(State.SCORED), _narrative, free=tuple(SECTIONS), lenient=("lock", "keep"), numbers=("lock",), room=1900
    ),
    "evaluation:report_make": Filling(
        _OFFICE, _in(State.SCORED), lambda _town: {"note": "送审稿"}, free=("note",), room=250
    ),
    "evaluation:opinion_say": Filling(
        "preparer", _in(State.CONSULTING, number=1), lambda _town: {"text": "调查面窄"}, free=("text",), room=900
    ),
    "evaluation:opinion_answer": Filling(
        _OFFICE, _answered, lambda _town: {"accepted": "1", "answer": "已核实"}, free=("answer",), lenient=("accepted",),
        room=900,
    ),
}  # fmt: skip
