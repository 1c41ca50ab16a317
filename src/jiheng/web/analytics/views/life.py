"""The whole life of a project on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiheng.web.accounts.people import person
from jiheng.web.analytics.lives import life_of
from jiheng.web.goals.models import GoalKind
from jiheng.web.goals.selectors import goal_get

__all__ = ["life"]


@login_required
@require_safe
def life(request: HttpRequest, pk: int) -> HttpResponse:
    """All years of the project that the person sees."""
    actor = person(request)
    goal = goal_get(actor=actor, pk=pk)
    if goal.kind != GoalKind.PROJECT:
        raise Http404
    return render(request, "analytics/life.html", {"goal": goal, "years_of_life": life_of(actor=actor, goal=goal)})
