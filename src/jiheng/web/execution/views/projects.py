"""The list of the projects with their money, and the grid of one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.execution.forms import FilterForm
from jiheng.web.execution.grid import BY_MONTH, grid_of, plan_chart
from jiheng.web.execution.listing import project_list, sum_of
from jiheng.web.execution.models import MovementKind, Source
from jiheng.web.execution.policies import entered_for, may_enter, visible_imports
from jiheng.web.execution.selectors import Sums, adjustment_due, money_of, movements_of, project_get, total_of
from jiheng.web.execution.services import Cell, adjustment_take, cells_set
from jiheng.web.organizations.selectors import chosen_year, organization_names
from jiheng.web.ui.charts import chart_csv
from jiheng.web.ui.csv_export import csv_response
from jiheng.web.ui.paging import pages_of

__all__ = ["adjustment", "chart", "export", "index", "movements", "project", "save"]

_PAGE = 50
_MOVEMENTS = 100
_CELLS = 400
_PARTS = {"kind", "source", "month", "amount", "before"}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The approved projects of a year with budget, arrival, spending and rate; the filter is in the address."""
    year = chosen_year(request)
    form = FilterForm(request.GET)
    found = project_list(actor=request.user, year=year, **form.wanted())
    context = {
        "page_obj": pages_of(found, _PAGE).get_page(request.GET.get("page")),
        "total": sum_of(found),
        "form": form,
        "may_import": entered_for(request.user, year).exists(),
        "organizations": organization_names(actor=person(request), year=year),
    }
    return render(request, "execution/project_list.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV."""
    year = chosen_year(request)
    found = project_list(actor=request.user, year=year, **FilterForm(request.GET).wanted())
    heading = [
        _("单位编码"), _("单位"), _("项目编码"), _("项目名称"), _("年初预算数（万元）"), _("全年预算数（万元）"), _("到位数（万元）"),
        _("执行数（万元）"), _("全年预计执行数（万元）"), _("执行率（%）"),
    ]  # fmt: skip
    lines = (
        (
            row.organization.code, row.organization.name, row.code, row.name, row.sums.opening, row.sums.adjusted, row.sums.arrived,
            row.sums.spent, row.sums.expected,
            None if row.sums.rate is None else (100 * row.sums.rate).quantize(Decimal("0.01")),
        )
        for row in found.iterator(chunk_size=_PAGE)
    )  # fmt: skip
    return csv_response(_("{year}年预算执行").format(year=year) + ".csv", heading, lines)


@login_required
@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The money of a project: sums, the grid, its movements, the plan."""
    goal = project_get(actor=request.user, pk=pk)
    money = money_of(goal.pk)
    found = Paginator(movements_of(goal), _MOVEMENTS).get_page(request.GET.get("page"))
    context = {
        "goal": goal,
        "grid": grid_of(goal, money=money, every=request.GET.get("all") == "1"),
        "kinds": [(kind, kind.label) for kind in BY_MONTH],
        "may_enter": may_enter(request.user, goal),
        "due": adjustment_due(goal, money),
        "page_obj": found,
        "tables": set(visible_imports(request.user, goal.year).values_list("pk", flat=True)),
        "chart": plan_chart(goal, money=money, csv=reverse("execution:chart", args=[goal.pk]), at=timezone.now()),
        **_sums(money),
    }
    return render(request, "execution/project.html", context)


@login_required
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Cells that were changed, as JSON ``{"cells": [{kind, source, month, amount, before}]}``; the sums come back."""
    goal = project_get(actor=request.user, pk=pk)
    if not may_enter(request.user, goal):
        raise PermissionDenied
    try:
        cells = _cells(request.body)
        cells_set(goal=goal, cells=cells, actor=person(request))
    except ValidationError as error:
        if error.__class__ is not ValidationError:
            raise  # a conflict has an answer of its own
        return _json({"message": " ".join(error.messages)}, status=422)
    return _json({"sums": render_to_string("execution/_sums.html", _sums(money_of(goal.pk)), request)})


@login_required
@require_POST
def adjustment(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what an approved adjustment of the goals changed of the budget."""
    goal = project_get(actor=request.user, pk=pk)
    if adjustment_take(goal=goal, actor=person(request)):
        messages.success(request, _("已登记预算调整"))
    return redirect("execution:project", goal.pk)


@login_required
@require_safe
def movements(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All movements of a project as CSV."""
    goal = project_get(actor=request.user, pk=pk)
    heading = [
        _("日期"),
        _("类别"),
        _("资金来源"),
        _("金额（万元）"),
        _("摘要"),
        _("登记方式"),
        _("登记人"),
        _("登记时间"),
    ]
    rows = (
        (
            each.on.isoformat(), str(each.get_kind_display()), str(each.get_source_display()), each.amount, each.note,
            each.table.name if each.table else _("手工填写"), each.entered_by.name, each.entered_at,
        )
        for each in movements_of(goal).iterator(chunk_size=1000)
    )  # fmt: skip
    return csv_response(_("{name}收支流水").format(name=goal.name) + ".csv", heading, rows)


@login_required
@require_safe
def chart(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The numbers of the chart."""
    goal = project_get(actor=request.user, pk=pk)
    return chart_csv(plan_chart(goal, money=money_of(goal.pk), csv="", at=timezone.now()))


def _sums(money: Mapping[Source, Sums]) -> dict[str, Any]:
    return {"total": total_of(money), "sources": sorted(money.items(), key=lambda each: list(Source).index(each[0]))}


def _cells(body: bytes) -> list[Cell]:
    """The cells of a request.

    Raises:
        ValidationError: they are none.
    """
    try:
        said = json.loads(body)["cells"]
        cells = [_cell(each) for each in said]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise ValidationError(_("没有看懂要保存的内容，请刷新页面后再填"), code="cells") from error
    if not 0 < len(cells) <= _CELLS:
        raise ValidationError(_("一次最多保存 {limit} 格").format(limit=_CELLS), code="cells")
    return cells


def _cell(said: Mapping[str, Any]) -> Cell:
    if set(said) != _PARTS:
        raise KeyError
    month = range(13)[said["month"]]
    return Cell(
        MovementKind(said["kind"]), Source(said["source"]), month, _amount(said["amount"]), _amount(said["before"])
    )


def _amount(text: object) -> Decimal | None:
    """A typed amount.

    Raises:
        ValidationError: it is none.
    """
    plain = str(text if text is not None else "").replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ValidationError(_("“{text}”不是金额").format(text=plain[:40]), code="amount")
    return amount


def _json(said: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
