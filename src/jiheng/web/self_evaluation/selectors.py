"""Reading self-evaluations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jiheng.domain.achievement import Outcome, outcome
from jiheng.domain.target import parse_target
from jiheng.domain.taxonomy import classify
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.policies import Actor
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.beginnings import approved_projects
from jiheng.web.self_evaluation.models import SelfEvaluation, SelfEvaluationVersion
from jiheng.web.submissions.models import State
from jiheng.web.submissions.policies import writes_for

__all__ = [
    "Result",
    "actuals_of",
    "item_get",
    "item_list",
    "missing_of",
    "narrowed",
    "outcome_sentences",
    "results_of",
    "sentences_of",
    "version_for",
    "waiting_count",
]


class Result(NamedTuple):
    """What a project's approved self-evaluation says."""

    total: Decimal | None
    grade: str
    rate: Decimal | None
    version: SelfEvaluationVersion


# ── For the other areas ───────────────────────────────────────────────────────────────────────────────────────────────


def results_of(goals: Iterable[Goal | int]) -> dict[int, Result]:
    """Key of the goal → the result of its newest approved self-evaluation; in one query. Goals, or their keys."""
    keys = [goal if isinstance(goal, int) else goal.pk for goal in goals]
    versions = SelfEvaluationVersion.objects.filter(is_approved=True, item__goal__in=keys)
    found = versions.select_related("item").defer("item__content").order_by("number")
    return {each.item.goal_id: Result(each.total, each.grade, each.rate, each) for each in found if each.item.goal_id}


def actuals_of(goal: Goal | int) -> dict[int, str]:
    """Index of the indicator in the goals → what was reached, as text; empty until a self-evaluation was approved."""
    rows = _approved_rows(goal)
    return {
        row["source"]: row["actual"]
        for row in rows
        if row.get("actual") and row.get("source") is not None and not row.get("is_void")
    }


def outcome_sentences(goal: Goal | int) -> list[str]:
    """What became of each indicator of the approved self-evaluation: 计划 95%，实际 71%，没有达到."""
    return sentences_of(_approved_rows(goal))


def sentences_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The same of the indicators of a content that was read already."""
    sentences = []
    for row in rows:
        target, actual = (row.get("target") or "").strip(), (row.get("actual") or "").strip()
        if row.get("is_void") or not target or not actual:
            continue
        dimension = classify(row.get("level1") or None, row.get("level2") or None).dimension
        ended = outcome(parse_target(target), parse_target(actual), dimension)
        said = _("{name}：计划 {target}，实际 {actual}").format(
            name=row.get("name") or "", target=target, actual=actual
        )
        tail = {Outcome.MISSED: _("，没有达到"), Outcome.OVERSHOT: _("，大幅超过")}.get(ended, "") if ended else ""
        sentences.append(said + tail)
    return sentences


def _approved_rows(goal: Goal | int) -> list[dict[str, Any]]:
    found = next(iter(results_of([goal]).values()), None)
    rows: list[dict[str, Any]] = found.version.content.get("indicators", []) if found else []
    return rows


# ── For the pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def item_list(*, actor: Actor, year: int) -> QuerySet[SelfEvaluation]:
    """The self-evaluations of a year that `actor` may see, without their contents."""
    found = policies.visible_items(actor, year).select_related("organization", "changed_by", "goal")
    return found.defer("content", "goal__content")


def narrowed(
    found: QuerySet[SelfEvaluation],
    *,
    organization: str = "",
    kind: str = "",
    state: str = "",
    grade: str = "",
    text: str = "",
    sort: str = "",
) -> QuerySet[SelfEvaluation]:
    """Those of `found` that are asked for; what is empty does not filter; `organization` with those below it."""
    if organization:
        found = found.filter(Q(organization__code=organization) | Q(organization__parent__code=organization))
    if text.strip():
        found = found.filter(Q(name__contains=text.strip()) | Q(goal__code__contains=text.strip()))
    wanted = {name: value for name, value in {"kind": kind, "state": state, "grade": grade}.items() if value}
    return found.filter(**wanted).order_by(*filter(None, (sort, "organization__code", "kind", "id")))


def item_get(*, actor: Actor, pk: int) -> SelfEvaluation:
    """The self-evaluation of that key.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    related = ("organization__parent", "changed_by", "goal", "goal_version")
    item = get_object_or_404(SelfEvaluation.objects.select_related(*related), pk=pk)
    if not policies.may_see(actor, item):
        raise Http404
    return item


def version_for(actor: Actor, item: SelfEvaluation, number: str = "") -> SelfEvaluationVersion | None:
    """What `actor` is shown of it: the version asked for, else what was handed in last to whoever does not write it.

    Raises:
        Http404: there is no such version.
    """
    if number:
        found = item.versions.filter(number=int(number)).first() if number.isdecimal() and len(number) < 10 else None
        if found is None:
            raise Http404
        return found
    sees_draft = writes_for(actor, item.organization_id, item.year)
    return None if sees_draft else item.versions.first()


def missing_of(actor: Actor, year: int) -> list[Goal]:
    """The approved projects of the organizations that `actor` writes for which have no self-evaluation yet."""
    goals = approved_projects(policies.writes_for_organizations(actor, year), year)
    known = set(SelfEvaluation.objects.filter(goal__in=[goal.pk for goal in goals]).values_list("goal_id", flat=True))
    return [goal for goal in goals if goal.pk not in known]


def waiting_count(actor: Actor, year: int) -> int:
    """How many came back to the person."""
    own = policies.writes_for_organizations(actor, year)
    return SelfEvaluation.objects.filter(organization__in=own, year=year, state=State.RETURNED).count()
