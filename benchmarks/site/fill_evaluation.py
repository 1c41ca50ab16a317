"""Evaluations by the bureau and by departments: planned, scored by three experts, most of them final."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiheng.regulations import evaluation_frames
from jiheng.web.evaluation.leaves import DEFAULT_FRAME, Row, leaves_of
from jiheng.web.evaluation.models import Assignment, By, Duty, Evaluation, PlanItem, ReportVersion, Stance, State
from jiheng.web.evaluation.reporting import content_of
from jiheng.web.evaluation.services.people import declaration_text
from jiheng.web.submissions.digests import digest_of
from places import Places
from rows import Approved, Rows

__all__ = ["Evaluations"]

_STATES = (*(State.FINAL,) * 7, State.CONSULTING, State.SCORING, State.PREPARING)
"""Of ten."""
_EXPERTS = 3
_FRAME = leaves_of(evaluation_frames()[DEFAULT_FRAME])
_REPORTED = frozenset({State.FINAL, State.CONSULTING})
_LOST_EVERY = 5
_REASON = "资料没有归档完整，数据口径前后不一致。"
_OPINION = "总体完成较好，预算测算和效果数据有待改进。"
_NARRATIVE = {
    "problems": "一是组织规范，资料较为完整。\n二是预算测算偏粗，单价和数量没有依据。",
    "advice": "一是编制下一年度预算时补充单价和数量。\n二是把效益指标换成可以核对的数据。",
}


class Evaluations:
    """Of projects of a year that is over."""

    def __init__(self, rows: Rows, places: Places) -> None:
        self._rows, self._places = rows, places
        self._made = 0
        self._reported: list[tuple[int, bool]] = []

    def add(self, approved: Approved) -> None:
        """The evaluation of a project; every other one is the department's."""
        rows, number = self._rows, self._made
        self._made += 1
        unit, state = approved.unit, _STATES[number // 2 % len(_STATES)]
        is_own = number % 2 == 1 and unit.organization.parent_id is not None
        organizer = unit.organization.parent_id if is_own else self._places.bureau
        office = unit.deciders[1] if is_own else self._places.office
        said = {"organizer_id": organizer, "organization_id": unit.organization.pk, "goal_id": approved.goal,
                "year": approved.year, "name": approved.project.name}  # fmt: skip
        item = rows.add(PlanItem, note="当年重点工作，三年内没有评价过。", added_by_id=office, **said)
        is_scored = state in _REPORTED
        finals = {row["id"]: {**_score(row, place, number), "deviation": ""} for place, row in enumerate(_FRAME)}
        key = rows.add(
            Evaluation, item_id=item, by=By.DEPARTMENT if is_own else By.FINANCE, state=state, frame=_FRAME,
            due_on=rows.now.date() + timedelta(days=20), final_scores=finals if is_scored else {},
            narrative=_NARRATIVE if is_scored else {}, created_by_id=office, **said,
        )  # fmt: skip
        if state != State.PREPARING:
            self._experts(key, approved, number, state)
        if is_scored:
            self._reported.append((key, state == State.FINAL))

    def _experts(self, key: int, approved: Approved, number: int, state: str) -> None:
        """Those who have handed in gave the same; while they score, the last one has not."""
        rows, experts = self._rows, self._places.experts
        what = Evaluation(name=approved.project.name, organization=approved.unit.organization)
        scores = {row["id"]: _score(row, place, number) for place, row in enumerate(_FRAME)}
        for place in range(_EXPERTS):
            has_handed_in = state != State.SCORING or place < _EXPERTS - 1
            given = {"scores": scores, "opinion": _OPINION, "handed_in_at": rows.moment()} if has_handed_in else {}
            rows.add(
                Assignment, evaluation_id=key, user_id=experts[(number + place) % len(experts)], duty=Duty.EXPERT,
                stance=Stance.FREE, declaration=declaration_text(Stance.FREE, what), declared_at=rows.moment(before=22),
                assigned_by_id=self._places.office, **given,
            )  # fmt: skip

    def report(self) -> None:
        """The reports, made of everything that is written by now; then the results."""
        rows = self._rows
        related = ("organization__parent", "organizer", "goal", "agency")
        found = Evaluation.objects.select_related(*related).in_bulk([key for key, _is_final in self._reported])
        for key, is_final in self._reported:
            evaluation = found[key]
            content = content_of(evaluation)
            digest, author = digest_of(content), evaluation.created_by_id
            rows.add(
                ReportVersion, evaluation_id=key, number=1, content=content, digest=digest, note="征求意见稿",
                made_by_id=author, made_at=rows.moment(), sent_at=rows.now,
            )  # fmt: skip
            if is_final:
                result: dict[str, Any] = {"final_score": Decimal(content["total"]), "grade": content["grade"]}
                kept = {"content": content, "digest": digest, "finished_by": author, "finished_at": rows.now}
                Evaluation.objects.filter(pk=key).update(**result, **kept)


def _score(row: Row, place: int, number: int) -> dict[str, str]:
    """Half of the points are lost in every fifth leaf."""
    weight = Decimal(row["weight"])
    is_lost = (place + number) % _LOST_EVERY == 0
    return {"score": f"{weight / 2 if is_lost else weight:f}", "reason": _REASON if is_lost else ""}
