"""One evaluation: how far it is, its frame, its people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.models import User
from jiheng.web.accounts.people import person
from jiheng.web.evaluation import services
from jiheng.web.evaluation.choosing import Reason
from jiheng.web.evaluation.forms import AssignForm
from jiheng.web.evaluation.leaves import COLUMNS, MOST, Row, merged_levels, normal_rows, problems_of, weight_sum
from jiheng.web.evaluation.models import Agency, Assignment, Duty, Stance, State
from jiheng.web.evaluation.policies import Standing
from jiheng.web.evaluation.selectors import agencies, experts_for, frame_sources
from jiheng.web.evaluation.services.people import declaration_text
from jiheng.web.evaluation.views.common import done, frame_of, got, key_of, lock_of, problems_told
from jiheng.web.ui.errors import Conflict

__all__ = ["agency_choose", "assign", "declare", "detail", "frame", "frame_take", "people", "step", "unassign"]

_BLANK_ROWS = 3


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and what is to be done now by whoever looks."""
    standing = got(request, pk)
    now = standing.evaluation
    experts = now.assignments.filter(duty=Duty.EXPERT, removed_at=None)
    reasons = now.item.reasons if now.item and standing.sees_people else []
    context = {
        "why": [Reason(each["rule"], each["values"]).sentence for each in reasons],
        "note": now.item.note if now.item and standing.sees_people else "",
        "problems": problems_of(now.frame) if standing.may_organize and now.state == State.PREPARING else [],
        "experts": [experts.count(), experts.exclude(handed_in_at=None).count()] if standing.is_inside else None,
        "free_text": declaration_text(Stance.FREE, now) if standing.may_declare else "",
    }
    return render(request, "evaluation/detail.html", frame_of(request, standing, **context))


@login_required
@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Go on: begin the scoring, close it, ask the unit, make it final."""
    standing = got(request, pk)
    if standing.is_unit or not standing.is_inside:
        raise PermissionDenied
    acts: dict[str, tuple[Callable[..., object], str]] = {
        "start": (services.scoring_start, _("已开始评分，专家现在可以打分")),
        "close": (services.scoring_close, _("评分已结束")),
        "consult": (services.consult, _("已发给被评价单位征求意见")),
        "finish": (services.finish, _("评价已定稿")),
    }
    if name not in acts:
        raise Http404
    act, said = acts[name]
    is_done = done(request, lambda: act(evaluation=standing.evaluation, actor=person(request)), said)
    after_failure = {"consult": "evaluation:scores", "finish": "evaluation:report"}
    return redirect("evaluation:evaluation" if is_done else after_failure.get(name, "evaluation:evaluation"), pk)


@login_required
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether anything stands in one's way."""
    standing = got(request, pk)
    stance = request.POST.get("stance", "")
    said = _("谢谢，已记下您的声明")
    is_done = done(
        request,
        lambda: services.declare(
            evaluation=standing.evaluation, actor=person(request), stance=stance, text=request.POST.get("text", "")
        ),
        said,
    )
    if is_done and stance == Stance.CONFLICT:
        return redirect("evaluation:list")
    return redirect("evaluation:evaluation", pk)


# ── The frame ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@login_required
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The frame, to be edited while it is prepared."""
    standing = got(request, pk)
    if not standing.is_inside:
        raise PermissionDenied
    if request.method != "POST":
        return _frame_page(request, standing, standing.evaluation.frame)
    rows = _typed(request)
    try:
        services.frame_save(evaluation=standing.evaluation, rows=rows, lock=lock_of(request), actor=person(request))
    except Conflict as conflict:
        if conflict.code != "changed":
            raise
        problems_told(request, conflict)
        return _frame_page(request, standing, rows, status=409)
    except ValidationError as error:
        problems_told(request, error)
        return _frame_page(request, standing, rows, wrong=frozenset(error.message_dict), status=422)
    left = problems_of(normal_rows(rows))
    messages.success(request, _("已保存") + (_("，还有 {count} 处要改").format(count=len(left)) if left else ""))
    return redirect("evaluation:frame", pk)


def _frame_page(
    request: HttpRequest, standing: Standing, rows: list[Row], *, wrong: frozenset[str] = frozenset(), status: int = 200
) -> HttpResponse:
    is_editable = standing.may_organize and standing.evaluation.state == State.PREPARING
    blank = dict.fromkeys((*COLUMNS, "id", "measure"), "")
    context: dict[str, Any] = {
        "is_editable": is_editable,
        "rows": _marked(rows + [blank] * _BLANK_ROWS, wrong)
        if is_editable
        else list(zip(rows, merged_levels(rows), strict=True)),
        "total": weight_sum(rows),
        "problems": problems_of(rows),
        "sources": frame_sources(standing.evaluation) if is_editable else [],
    }
    return render(request, "evaluation/frame.html", frame_of(request, standing, **context), status=status)


def _marked(rows: list[Row], wrong: frozenset[str]) -> list[dict[str, Any]]:
    """Each row, and the columns in which it is refused."""
    return [
        {**row, "wrong": {name for name in COLUMNS if f"row-{number}-{name}" in wrong}}
        for number, row in enumerate(rows)
    ]


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    names = (*COLUMNS, "id", "measure")
    return [
        {name: request.POST.get(f"row-{number}-{name}", "") for name in names}
        for number in range(MOST)
        if f"row-{number}-id" in request.POST and f"row-{number}-away" not in request.POST
    ]


@login_required
@require_POST
def frame_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the frame anew, from the template or another evaluation."""
    standing = got(request, pk)
    chosen = request.POST.get("source", "")
    source = None
    if chosen:
        source = next((each for each in frame_sources(standing.evaluation) if str(each.pk) == chosen), None)
        if source is None:
            raise Http404
    services.frame_take(evaluation=standing.evaluation, lock=lock_of(request), actor=person(request), source=source)
    messages.success(request, _("指标体系已换成所选的，请按项目调整"))
    return redirect("evaluation:frame", pk)


# ── People ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@login_required
@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes part, and who did."""
    standing = got(request, pk)
    if not standing.sees_people:
        raise PermissionDenied
    now = standing.evaluation
    context = {
        "assignments": now.assignments.select_related("user", "assigned_by"),
        "offered": experts_for(now) if standing.may_organize else [],
        "agencies": agencies(active=True) if standing.may_organize else [],
        "duties": Duty.choices,
        "takes_experts": now.state in {State.PREPARING, State.SCORING},
    }
    return render(request, "evaluation/people.html", frame_of(request, standing, **context))


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody take part."""
    standing = got(request, pk)
    form = AssignForm(request.POST)
    user = User.objects.filter(pk=form.cleaned_data["user"]).first() if form.is_valid() else None
    if not standing.may_organize:
        raise PermissionDenied
    if user is None:
        problems_told(request, ValidationError(_("请选择人员和分工")))
        return redirect("evaluation:people", pk)
    duty = form.cleaned_data["duty"]
    done(
        request,
        lambda: services.assign(evaluation=standing.evaluation, user=user, duty=duty, actor=person(request)),
        _("已请 {name} 参加，对方先要声明没有利益冲突").format(name=user.name),
    )
    return redirect("evaluation:people", pk)


@login_required
@require_POST
def unassign(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """Take somebody out."""
    standing = got(request, pk)
    if not standing.may_organize:
        raise PermissionDenied
    found = Assignment.objects.select_related("evaluation", "user").filter(evaluation=standing.evaluation)
    row = get_object_or_404(found, pk=assignment)
    reason = request.POST.get("reason", "")
    done(request, lambda: services.unassign(assignment=row, actor=person(request), reason=reason), _("已退出"))
    return redirect("evaluation:people", pk)


@login_required
@require_POST
def agency_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Entrust an agency, or none."""
    standing = got(request, pk)
    key = key_of(request.POST.get("agency", ""))
    agency = get_object_or_404(Agency, pk=key, is_active=True) if key else None
    done(
        request,
        lambda: services.agency_choose(evaluation=standing.evaluation, agency=agency, actor=person(request)),
        _("已保存"),
    )
    return redirect("evaluation:people", pk)
