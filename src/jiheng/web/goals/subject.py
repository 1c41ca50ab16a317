"""Goals as something that is reviewed."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from jiheng.domain.finding import Severity
from jiheng.web.goals import services
from jiheng.web.goals.checking import Checked, check_goal, counts_of
from jiheng.web.goals.differences import changes
from jiheng.web.goals.models import Goal, GoalKind, Version
from jiheng.web.goals.paths import cell_label
from jiheng.web.goals.printed import shown_department
from jiheng.web.goals.selectors import last_year
from jiheng.web.goals.sheets import shown_goal, version_before
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
        anchor_label=lambda _run, anchor: cell_label(anchor),
        label=gettext_lazy("绩效目标"),
    )


def _version(run: Run) -> Version:
    versions = Version.objects.select_related("goal__organization", "submitted_by")
    return versions.get(goal=run.subject_id, number=run.version)


def _handed_in(run: Run) -> tuple[Version, Checked]:
    """The version and what the checks say of it, asked once of a run: its page counts the errors and shows them."""
    known: tuple[Version, Checked] | None = getattr(run, "_handed_in", None)
    if known is None:
        version = _version(run)
        known = version, check_goal(version.goal, version.content, handed_in=True)
        run._handed_in = known  # type: ignore[attr-defined] # noqa: SLF001 - lives as long as the request's run
    return known


def _open_errors(run: Run) -> int:
    return _counts(run).errors


def _counts(run: Run) -> Counts:
    _version_of, said = _handed_in(run)
    counts = counts_of(said.findings)
    return Counts(*(counts[severity] for severity in _WORST_FIRST))


def _render(run: Run, request: HttpRequest) -> str:
    """The sheet that was handed in, with what it says otherwise than the one before (else: than last year's)."""
    version, said = _handed_in(run)
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
        "shown": None if is_department else shown_goal(goal, version.content, said, found),
    }
    return render_to_string("goals/_review.html", context, request=request)
