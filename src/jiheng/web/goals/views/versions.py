"""What was handed in, and what changed from one to the next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiheng.web.goals.differences import changes
from jiheng.web.goals.selectors import goal_get
from jiheng.web.goals.sheets import sides_of

__all__ = ["goal_compare", "goal_versions"]


@login_required
@require_safe
def goal_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions with their digests."""
    goal = goal_get(actor=request.user, pk=pk)
    versions = list(goal.versions.select_related("submitted_by"))
    sides = sides_of(request.user, goal, versions)
    return render(request, "goals/goal_versions.html", {"goal": goal, "versions": versions, "sides": sides})


@login_required
@require_safe
def goal_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two contents side by side: versions, the working copy, last year's."""
    goal = goal_get(actor=request.user, pk=pk)
    sides = sides_of(request.user, goal, list(goal.versions.all()))
    known = {side.key: side for side in sides}
    new = known.get(request.GET.get("new", ""), sides[0] if sides else None)
    old = known.get(request.GET.get("old", ""), sides[1] if len(sides) > 1 else None)
    found = changes(old.content, new.content) if old and new else []
    context = {"goal": goal, "sides": sides, "old": old, "new": new, "changes": found}
    return render(request, "goals/goal_compare.html", context)
