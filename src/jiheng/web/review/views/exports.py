"""Lists as files, with the filter of the page."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.review import policies, selectors
from jiheng.web.review.models import Run, StepState
from jiheng.web.review.views.queue import filter_of
from jiheng.web.ui.csv_export import Cell, csv_response

__all__ = ["queue_export", "run_export"]

_CHUNK = 500


@login_required
@require_safe
def queue_export(request: HttpRequest) -> HttpResponseBase:
    """The person's queue."""
    year = chosen_year(request)
    if not policies.has_queue(request.user, year):
        raise PermissionDenied
    found = selectors.queue(actor=request.user, year=year, wanted=filter_of(request.GET))
    rows = (
        (*_said(task.run), task.name, task.get_state_display(), task.due_at, task.decided_at)
        for task in found.iterator(chunk_size=_CHUNK)
    )
    heading = (*_heading(), _("步骤"), _("状态"), _("期限"), _("办理时间"))
    return csv_response(_("{year}年审核队列.csv").format(year=year), heading, rows)


@login_required
@require_safe
def run_export(request: HttpRequest) -> HttpResponseBase:
    """All submissions that the person may look into."""
    year = chosen_year(request)
    state, organization = request.GET.get("state", ""), filter_of(request.GET).organization
    found = selectors.run_list(actor=request.user, year=year, state=state, organization=organization)
    heading = (*_heading(), _("状态"), _("现在的步骤"), _("结束时间"))
    return csv_response(_("{year}年送审记录.csv").format(year=year), heading, _runs(found.iterator(chunk_size=_CHUNK)))


def _runs(found: Iterator[Run]) -> Iterator[tuple[Cell, ...]]:
    for run in found:
        steps = [task.name for task in run.tasks.all() if task.state == StepState.OPEN]
        yield (*_said(run), run.get_state_display(), _("、").join(steps), run.ended_at)


def _heading() -> tuple[str, ...]:
    counts = (_("必须修改"), _("建议"), _("提示"))
    return (_("单位编码"), _("单位"), _("名称"), _("版本"), *counts, _("提交人"), _("提交时间"))


def _said(run: Run) -> tuple[Cell, ...]:
    counts = (run.errors, run.warnings, run.infos)
    office = run.organization
    return (office.code, office.name, run.title, run.version, *counts, run.started_by.name, run.started_at)
