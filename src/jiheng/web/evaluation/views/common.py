"""What all pages of one evaluation have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.web.accounts.people import person
from jiheng.web.evaluation.models import State
from jiheng.web.evaluation.policies import Standing
from jiheng.web.evaluation.selectors import evaluation_get
from jiheng.web.ui.errors import Conflict

__all__ = ["done", "frame_of", "got", "key_of", "lock_of", "problems_told"]

_DIGITS = 9


class Tab(NamedTuple):
    """A page of an evaluation."""

    name: str
    url: str
    is_here: bool


def got(request: HttpRequest, pk: int) -> Standing:
    """The evaluation, and what the person may do in it; 404 for whom there is none."""
    return evaluation_get(actor=person(request), pk=pk)


def frame_of(request: HttpRequest, standing: Standing, **more: Any) -> dict[str, Any]:
    """What the head of each page shows."""
    return {
        "standing": standing,
        "evaluation": standing.evaluation,
        "steps": _steps(standing),
        "tabs": _tabs(request, standing),
        **more,
    }


def _steps(standing: Standing) -> list[tuple[str, str]]:
    """Name of each state, and whether it is ``done``, ``now`` or still to come."""
    order = list(State)
    here = order.index(State(standing.evaluation.state))
    return [
        (str(state.label), "done" if place < here or state == State.FINAL == order[here] else "now" if place == here else "")
        for place, state in enumerate(order)
    ]  # fmt: skip


def _tabs(request: HttpRequest, standing: Standing) -> list[Tab]:
    known = [
        ("evaluation", _("概况"), True),
        ("materials", _("材料"), standing.sees_materials),
        ("frame", _("指标体系"), standing.is_inside),
        ("people", _("人员"), standing.sees_people),
        ("score", _("我的评分"), standing.is_expert),
        ("scores", _("综合评分"), standing.sees_scores),
        ("papers", _("工作底稿"), standing.is_inside),
        ("report", _("报告与意见"), standing.sees_reports or standing.is_unit),
    ]
    addresses = [
        (name, reverse(f"evaluation:{page}", args=[standing.evaluation.pk])) for page, name, shown in known if shown
    ]
    return [Tab(name, address, request.path == address) for name, address in addresses]


def lock_of(request: HttpRequest) -> int:
    """The count that the person saw; one that is none fits nothing."""
    found = key_of(request.POST.get("lock", ""))
    return -1 if found is None else found


def key_of(text: str) -> int | None:
    """A key that was sent; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


def done(request: HttpRequest, act: Callable[[], object], said: str = "") -> bool:
    """Do it, and say so; what is wrong with what was typed is said instead. Conflicts have a page of their own."""
    try:
        act()
    except Conflict:
        raise
    except ValidationError as error:
        problems_told(request, error)
        return False
    if said:
        messages.success(request, said)
    return True


def problems_told(request: HttpRequest, error: ValidationError) -> None:
    """Each of its sentences above the page."""
    for message in error.messages:
        messages.error(request, message)
