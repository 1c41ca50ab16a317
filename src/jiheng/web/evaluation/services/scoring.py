"""The frame, the experts' scores, and the organizer's word on each leaf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.regulations import evaluation_frames
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.evaluation.holding import advance, held, require, require_lock, require_state
from jiheng.web.evaluation.leaves import (
    DEFAULT_FRAME,
    leaves_of,
    normal_rows,
    points_of,
    problems_of,
    too_long,
    weight_of,
)
from jiheng.web.evaluation.models import Assignment, Duty, Evaluation, State
from jiheng.web.evaluation.services.closing import close, close_if_complete
from jiheng.web.evaluation.words import cleaned, written
from jiheng.web.submissions.digests import digest_of
from jiheng.web.ui.errors import Conflict

__all__ = [
    "final_scores_save",
    "frame_save",
    "frame_take",
    "hand_in",
    "scores_save",
    "scoring_close",
    "scoring_start",
    "store",
]

_REASON, _OPINION = 1000, 5000
_Typed = Mapping[str, Mapping[str, Any]]


# ── The frame ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def frame_save(*, evaluation: Evaluation, rows: Iterable[Mapping[str, Any]], lock: int, actor: User) -> Evaluation:
    """Store the frame as it was edited; whether one can score by it is asked when the scoring begins.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: a text is too long; by row and column, as ``row-0-name``.
        Conflict: the scoring has begun, or a colleague saved in between.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    require_state(now, State.PREPARING)
    require_lock(now.lock, lock)
    rows = list(rows)
    if wrong := too_long(rows):
        raise ValidationError(wrong)
    now.frame = normal_rows(rows)
    store(now, "frame")
    record(
        "evaluation.frame", actor=actor, subject=now, organization=now.organization.code,
        after={"leaves": len(now.frame), "digest": digest_of({"frame": now.frame})},
    )  # fmt: skip
    return now


def frame_take(*, evaluation: Evaluation, lock: int, actor: User, source: Evaluation | None = None) -> Evaluation:
    """Begin the frame anew: from the national template, or from another evaluation of the same organizer.

    Raises:
        PermissionDenied: `actor` does not organize it, or `source` is none of theirs.
        Conflict: as `frame_save`.
    """
    if source and source.organizer_id != evaluation.organizer_id:
        raise PermissionDenied
    rows = source.frame if source else leaves_of(evaluation_frames()[DEFAULT_FRAME])
    return frame_save(evaluation=evaluation, rows=rows, lock=lock, actor=actor)


@transaction.atomic
def scoring_start(*, evaluation: Evaluation, actor: User) -> None:
    """Fix the frame and let the experts score.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: the frame is not in order, or there is no expert.
        Conflict: it has begun already.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    require_state(now, State.PREPARING)
    if problems := problems_of(now.frame):
        raise ValidationError(problems, code="frame")
    if not now.assignments.filter(duty=Duty.EXPERT, removed_at=None).exists():
        raise ValidationError(_("还没有专家，请先在“人员”里指定"), code="no-expert")
    advance(now, State.SCORING)
    record(
        "evaluation.scoring", actor=actor, subject=now, organization=now.organization.code,
        after={"digest": digest_of({"frame": now.frame})},
    )  # fmt: skip


@transaction.atomic
def scoring_close(*, evaluation: Evaluation, actor: User) -> None:
    """Open the scores without waiting for whoever has not handed in; or, without experts, begin to score oneself.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: the frame is not in order.
        Conflict: the scores are open already.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    require_state(now, State.PREPARING, State.SCORING)
    if problems := problems_of(now.frame):
        raise ValidationError(problems, code="frame")
    close(now, actor, whole=False)


# ── The experts ───────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def scores_save(*, evaluation: Evaluation, scores: _Typed, opinion: str, lock: int, actor: User) -> Assignment:
    """Store what an expert gives, as far as they are.

    Raises:
        PermissionDenied: `actor` does not score here, or has handed in.
        ValidationError: a score is none, or outside its weight, or a text too long; by leaf, as ``score-n1``, ``reason-n1``.
        Conflict: the scoring was closed, or they saved in another window.
    """
    standing = held(evaluation, actor)
    assignment = _scoring(standing.may_score, standing.held, standing.evaluation)
    require_lock(assignment.lock, lock)
    assignment.scores = _checked(standing.evaluation, scores)
    assignment.opinion, assignment.lock = written(opinion, "opinion", most=_OPINION), lock + 1
    assignment.save(update_fields=["scores", "opinion", "lock"])
    return assignment


@transaction.atomic
def hand_in(*, evaluation: Evaluation, actor: User) -> Assignment:
    """Hand the scores in, for good; with the last ones they are opened.

    Raises:
        PermissionDenied: `actor` does not score here, or has handed in.
        ValidationError: a leaf has no score, or less than its weight without a reason.
        Conflict: the scoring was closed.
    """
    standing = held(evaluation, actor)
    assignment = _scoring(standing.may_score, standing.held, standing.evaluation)
    if problems := _left(standing.evaluation, assignment.scores):
        raise ValidationError(problems, code="incomplete")
    handed_in = Assignment.objects.filter(pk=assignment.pk, handed_in_at=None)
    if not handed_in.update(handed_in_at=timezone.now()):
        raise Conflict("handed-in", _("您已经提交过评分"))
    # What was given is not in the log, only its digest: the log's readers learn nothing before the others do.
    record(
        "evaluation.handed-in", actor=actor, subject=standing.evaluation,
        organization=standing.evaluation.organization.code, after={"digest": digest_of(assignment.scores)},
    )  # fmt: skip
    close_if_complete(standing.evaluation, actor)
    assignment.refresh_from_db()
    return assignment


def _scoring(may: bool, assignment: Assignment | None, evaluation: Evaluation) -> Assignment:
    if assignment is not None and assignment.is_declared and evaluation.is_revealed:
        raise Conflict("closed", _("评分已经结束，不能再改"))
    if not may or assignment is None:
        raise PermissionDenied
    return assignment


def _checked(evaluation: Evaluation, typed: _Typed, *, more: tuple[str, ...] = ()) -> dict[str, dict[str, str]]:
    """The scores as they are kept; what stands at leaves that there are not is left out."""
    kept: dict[str, dict[str, str]] = {}
    wrong: dict[str, Any] = {}
    for row in evaluation.frame:
        weight, said = weight_of(row), typed.get(row["id"]) or {}
        text = str(said.get("score") or "").strip()
        texts = {name: cleaned(said.get(name)) for name in ("reason", *more)}
        for name in [name for name in texts if len(texts[name]) > _REASON]:
            message = _("“{name}”的文字超过 {count} 字，请精简")
            wrong[f"{name}-{row['id']}"] = message.format(name=row["name"], count=_REASON)
        points = points_of(text, weight) if text and weight is not None else None
        if text and points is None:
            message = _("“{name}”应当在 0 到 {weight} 之间，最多两位小数")
            wrong[f"score-{row['id']}"] = message.format(name=row["name"], weight=row["weight"])
        if text or any(texts.values()):
            kept[row["id"]] = {"score": "" if points is None else f"{points:f}", **texts}
    if wrong:
        raise ValidationError(wrong)
    return kept


def _left(evaluation: Evaluation, scores: _Typed) -> list[str]:
    said = []
    for row in evaluation.frame:
        weight, given = weight_of(row), scores.get(row["id"]) or {}
        points = points_of(given.get("score"), weight) if weight is not None else None
        if points is None:
            said.append(_("“{name}”还没有评分").format(name=row["name"]))
        elif weight is not None and points < weight and not given.get("reason"):
            said.append(_("“{name}”得 {score} 分，没有写扣分原因").format(name=row["name"], score=points))
    return said


# ── The organizer ─────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def final_scores_save(*, evaluation: Evaluation, scores: _Typed, lock: int, actor: User) -> Evaluation:
    """Store the organizer's word on each leaf; what is missing is asked for before it is sent to the unit.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: a score is none, or outside its weight, or a text too long.
        Conflict: the experts still score, or a colleague saved in between.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    require_state(now, State.SCORED, State.CONSULTING)
    require_lock(now.lock, lock)
    before = now.final_scores
    now.final_scores = _checked(now, scores, more=("deviation",))
    store(now, "final_scores")
    record(
        "evaluation.final-scores", actor=actor, subject=now, organization=now.organization.code,
        before=before, after=now.final_scores,
    )  # fmt: skip
    return now


def store(evaluation: Evaluation, column: str) -> None:
    """One column, and the count that tells colleagues that something changed."""
    rows = Evaluation.objects.filter(pk=evaluation.pk, lock=evaluation.lock)
    if not rows.update(**{column: getattr(evaluation, column)}, lock=evaluation.lock + 1):
        raise Conflict("changed", _("刚刚被别人改过，您的修改还没有存进去"))
    evaluation.lock += 1
