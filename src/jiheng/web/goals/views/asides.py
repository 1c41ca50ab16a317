"""The parts beside goals, fetched by the page when it stands already: they look far back and may take their time."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiheng.web.goals.asides import asides_of
from jiheng.web.goals.selectors import goal_get

__all__ = ["goal_asides"]


@login_required
@require_safe
def goal_asides(request: HttpRequest, pk: int) -> HttpResponse:
    """What other areas say of the goal; an empty answer where none has anything to say."""
    goal = goal_get(actor=request.user, pk=pk)
    return render(request, "goals/_asides.html", {"goal": goal, "asides": asides_of(goal, request.user)})
