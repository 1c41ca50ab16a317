"""Scoring: an expert's sheet, and all of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.regulations import Measure
from jiheng.web.accounts.people import person
from jiheng.web.evaluation import facts, services
from jiheng.web.evaluation.leaves import merged_levels, weight_of
from jiheng.web.evaluation.models import State
from jiheng.web.evaluation.policies import Standing
from jiheng.web.evaluation.scorecard import scorecard
from jiheng.web.evaluation.views.common import done, frame_of, got, lock_of, problems_told
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.ui.errors import Conflict

__all__ = ["hand_in", "score", "scores"]


def _typed(request: HttpRequest, standing: Standing, *names: str) -> dict[str, dict[str, str]]:
    return {
        row["id"]: {name: request.POST.get(f"{name}-{row['id']}", "") for name in ("score", "reason", *names)}
        for row in standing.evaluation.frame
    }


def _wrong_of(row: Mapping[str, str], wrong: frozenset[str]) -> list[str]:
    """In which of its fields a leaf is refused."""
    return [name for name in ("score", "reason", "deviation") if f"{name}-{row['id']}" in wrong]


# ── An expert ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@login_required
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert's own sheet; nobody else's is to be seen here."""
    standing = got(request, pk)
    if not standing.is_expert or standing.held is None:
        raise PermissionDenied
    if request.method != "POST":
        return _sheet(request, standing, standing.held.scores, standing.held.opinion)
    typed, opinion = _typed(request, standing), request.POST.get("opinion", "")
    try:
        services.scores_save(
            evaluation=standing.evaluation, scores=typed, opinion=opinion, lock=lock_of(request), actor=person(request)
        )
    except Conflict:
        raise
    except ValidationError as error:
        problems_told(request, error)
        return _sheet(request, standing, typed, opinion, wrong=frozenset(error.message_dict), status=422)
    if "hand-in" in request.POST:
        return hand_in(request, pk)
    messages.success(request, _("已保存，还没有提交"))
    return redirect("evaluation:score", pk)


def _sheet(
    request: HttpRequest, standing: Standing, said: Mapping[str, Any], opinion: str, *,
    wrong: frozenset[str] = frozenset(), status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = standing.evaluation
    measures = facts.measures_of(now)
    lines = []
    for row, span in zip(now.frame, merged_levels(now.frame), strict=True):
        found = measures.get(Measure(row["measure"])) if row["measure"] else None
        weight = weight_of(row)
        lines.append({
            "row": row, "span": span, "measured": found,
            "proposed": found.points(weight) if found and weight is not None else None,
            "given": said.get(row["id"]) or {}, "wrong": _wrong_of(row, wrong),
        })  # fmt: skip
    context = {"lines": lines, "opinion": opinion, "is_open": standing.may_score, "is_wrong": "opinion" in wrong}
    return render(request, "evaluation/score.html", frame_of(request, standing, **context), status=status)


@login_required
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the own sheet in, for good."""
    standing = got(request, pk)
    is_done = done(
        request, lambda: services.hand_in(evaluation=standing.evaluation, actor=person(request)), _("评分已提交")
    )
    return redirect("evaluation:evaluation" if is_done else "evaluation:score", pk)


# ── All of them ───────────────────────────────────────────────────────────────────────────────────────────────────────


@login_required
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """What the experts gave, how far apart they are, and the organizer's word on each leaf."""
    standing = got(request, pk)
    if not standing.sees_scores:
        raise PermissionDenied
    if request.method != "POST":
        return _card(request, standing)
    typed = _typed(request, standing, "deviation")
    try:
        services.final_scores_save(
            evaluation=standing.evaluation, scores=typed, lock=lock_of(request), actor=person(request)
        )
    except Conflict as conflict:
        if conflict.code != "changed":
            raise
        problems_told(request, conflict)
        return _card(request, standing, typed, status=409)
    except ValidationError as error:
        problems_told(request, error)
        return _card(request, standing, typed, wrong=frozenset(error.message_dict), status=422)
    messages.success(request, _("已保存"))
    return redirect("evaluation:scores", pk)


def _card(
    request: HttpRequest, standing: Standing, typed: Mapping[str, Mapping[str, str]] | None = None, *,
    wrong: frozenset[str] = frozenset(), status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = standing.evaluation
    card = scorecard(now, facts.measures_of(now))
    is_editable = standing.may_organize and now.state in {State.SCORED, State.CONSULTING}
    is_fresh = not now.final_scores and typed is None
    rows = []
    for line in card.lines:
        kept = {"score": line.final, "reason": line.reason, "deviation": line.deviation}
        if is_fresh:  # the fields begin with what the experts said
            kept = {"score": line.suggested, "reason": line.reasons, "deviation": ""}
        said = dict((typed or {}).get(line.row["id"]) or kept)
        rows.append((line, said, _wrong_of(line.row, wrong)))
    context = {
        "card": card,
        "rows": rows,
        "is_editable": is_editable,
        "is_fresh": is_fresh,
        "grade": regulation_of(now.year).grade(card.total).value if not card.missing else "",
        "own": next((n for n, each in enumerate(card.experts) if standing.held and each.pk == standing.held.pk), None),
    }
    return render(request, "evaluation/scores.html", frame_of(request, standing, **context), status=status)
