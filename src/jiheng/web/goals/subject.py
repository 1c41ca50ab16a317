"""Goals as something that is reviewed."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from jiheng.domain.finding import Severity
from jiheng.web.goals import services
from jiheng.web.goals.checking import check_goal, counts_of
from jiheng.web.goals.differences import changes
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.goals.printed import shown_department
from jiheng.web.goals.selectors import last_year
from jiheng.web.goals.sheets import shown_goal, version_before
from jiheng.web.goals.templatetags.goals import anchor_label
from jiheng.web.review.models import Run
from jiheng.web.review.subjects import Counts, register_subject

__all__ = ["register"]

_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def register() -> None:
    """Tell the review; called when the site starts."""
    register_subject(
        services.SUBJECT,
        on_approved=services.goal_approved,
        on_returned=services.goal_returned,
        on_stopped=services.goal_stopped,
        on_withdrawn=services.goal_withdrawn,
        open_errors=_open_errors,
        page=lambda run: reverse("goals:goal", args=[run.subject_id]),
        render=_render,
        counts=_counts,
        anchor_label=lambda _run, anchor: anchor_label(anchor),
        label=gettext_lazy("绩效目标"),
    )


def _version(run: Run) -> Version:
    versions = Version.objects.select_related("goal__organization")
    return versions.get(goal=run.subject_id, number=run.version)


def _open_errors(run: Run) -> int:
    return _counts(run).errors


def _counts(run: Run) -> Counts:
    version = _version(run)
    counts = counts_of(check_goal(version.goal, version.content, handed_in=True).findings)
    return Counts(*(counts[severity] for severity in _WORST_FIRST))


def _render(run: Run, request: HttpRequest) -> str:
    """The sheet that was handed in, with what it says otherwise than the one before (else: than last year's)."""
    version = _version(run)
    goal: Goal = version.goal
    earlier = version_before(version)
    old = earlier or last_year(goal)
    found = changes(old.content, version.content) if old else []
    is_department = goal.kind == GoalKind.DEPARTMENT
    context = {
        "goal": goal,
        "version": version,
        "earlier": earlier,
        "old": old,
        "changes": found,
        "part": shown_department(version.content) if is_department else None,
        "shown": None if is_department else shown_goal(goal, version.content, found),
    }
    return render_to_string("goals/_review.html", context, request=request)
