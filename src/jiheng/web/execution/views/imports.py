"""Importing a table: bring it, name its columns, look what would become of it, take it over, undo."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.execution.forms import LABELS, AssignForm, ColumnsForm, FileForm
from jiheng.web.execution.models import ImportState, TableImport, UnknownRow
from jiheng.web.execution.policies import entered_for, may_import
from jiheng.web.execution.tables.assigning import unknown_assign
from jiheng.web.execution.tables.preview import preview_of
from jiheng.web.execution.tables.projects import importable
from jiheng.web.execution.tables.report import COUNTS
from jiheng.web.execution.tables.selectors import table_get, table_list
from jiheng.web.execution.tables.services import table_bring, table_check, table_discard, table_take, table_undo
from jiheng.web.execution.tables.work import options_from
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.ui.csv_export import csv_response

__all__ = ["assign", "check", "discard", "index", "page", "rows", "status", "take", "undo"]

_PAGE = 30
_BUSY = frozenset({ImportState.READING, ImportState.CHECKING, ImportState.TAKING})
_NAMES = {
    "added": gettext_lazy("新增"), "replaced": gettext_lazy("更正"), "unchanged": gettext_lazy("不变"), "unknown": gettext_lazy("项目不明"), "refused": gettext_lazy("不能导入"),
    "skipped": gettext_lazy("合计行、空行"),
}  # fmt: skip


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The files of a year, and bringing a new one."""
    year = chosen_year(request)
    places = list(entered_for(request.user, year).filter(is_active=True))
    form = FileForm(request.POST or None, request.FILES or None) if places else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        organization = _chosen(request, places)
        if form.is_valid():
            file = form.cleaned_data["file"]
            table = table_bring(
                organization=organization, year=year, name=file.name, data=file.read(), actor=person(request)
            )
            if table.state != ImportState.FAILED:
                return redirect("execution:import", table.pk)
            form.add_error("file", _("{name}：{problem}").format(name=table.name, problem=table.problem))
            table_discard(table=table, actor=person(request))
    context = {
        "form": form,
        "places": places,
        "page_obj": Paginator(table_list(actor=request.user, year=year), _PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "execution/import_list.html", context, status=422 if form and form.errors else 200)


def _chosen(request: HttpRequest, places: list[Organization]) -> Organization:
    code = request.POST.get("organization")
    found = next((each for each in places if each.code == code), None if code else places[0])
    if found is None:
        raise PermissionDenied
    return found


@login_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the file is: being read, its columns to be named, to be confirmed, taken over."""
    table = table_get(actor=request.user, pk=pk)
    again = table.state == ImportState.CHECKED and request.GET.get("step") == "columns"
    if table.state == ImportState.READ or again:
        return _columns(request, table, _form(table))
    return render(request, "execution/import_report.html", _report(request, table))


def _columns(
    request: HttpRequest, table: TableImport, form: ColumnsForm, problems: tuple[str, ...] = ()
) -> HttpResponse:
    same = TableImport.objects.filter(
        organization=table.organization, year=table.year, sha256=table.sha256, state=ImportState.DONE
    ).exclude(pk=table.pk)
    context = {
        "table": table,
        "form": form,
        "problems": problems,
        "preview": preview_of(table),
        "same": same.defer("data").first(),
    }
    return render(request, "execution/import_columns.html", context, status=422 if problems or form.errors else 200)


def _form(table: TableImport, data: Any = None) -> ColumnsForm:
    options = options_from(table.options)
    found = preview_of(table)
    initial = {f"column_{name}": heading for name, heading in table.columns.items()}
    initial |= {name: getattr(options, name) for name in ("unit", "way", "kind", "month", "source", "vouchers")}
    initial["remember"] = table.mapping.name if table.mapping else ""
    return ColumnsForm(data, headings=table.options["headings"], strange=found.strange, initial=initial)


def _report(request: HttpRequest, table: TableImport) -> dict[str, Any]:
    may = may_import(request.user, table.organization, table.year)
    strangers = table.report.get("strangers", []) if table.state == ImportState.DONE and may else []
    goals = importable(person(request), table.organization, table.year) if strangers else Goal.objects.none()
    return {
        "table": table,
        "is_busy": table.state in _BUSY,
        "counts": [(name, _NAMES[name], table.report.get(name, 0)) for name in COUNTS] if table.report else [],
        "may_undo": may and table.state == ImportState.DONE,
        "is_own": table.imported_by_id == request.user.pk,
        "may_assign": bool(strangers),
        "projects": [f"{code} {name}".strip() for code, name in goals.values_list("code", "name")],
    }


@login_required
@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is, for the page that waits; once it is done the page is asked to load anew."""
    table = table_get(actor=request.user, pk=pk)
    response = render(request, "execution/_import_progress.html", {"table": table, "is_busy": table.state in _BUSY})
    if table.state not in _BUSY:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns mean; then what would become of every row."""
    table = table_get(actor=request.user, pk=pk, own=True)
    if table.state not in {ImportState.READ, ImportState.CHECKED}:
        return redirect("execution:import", table.pk)
    form = _form(table, request.POST)
    if form.is_valid():
        known = dict(table.options.get("sources") or {})
        try:
            table_check(
                table=table, columns=form.columns(), options=form.options(known), actor=person(request),
                remember=form.cleaned_data["remember"],
            )  # fmt: skip
        except ValidationError as error:
            if error.__class__ is not ValidationError:
                raise  # a conflict has a page of its own
            return _columns(request, table, form, tuple(error.messages))
        return redirect("execution:import", table.pk)
    return _columns(request, table, form)


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what was tried."""
    table = table_take(table=table_get(actor=request.user, pk=pk, own=True), actor=person(request))
    if table.state == ImportState.DONE:
        messages.success(request, _("已导入，各项目的执行数已更新"))
    return redirect("execution:import", table.pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the file away."""
    table_discard(table=table_get(actor=request.user, pk=pk, own=True), actor=person(request))
    return redirect("execution:imports")


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the import back."""
    table = table_get(actor=request.user, pk=pk)
    try:
        table_undo(table=table, actor=person(request))
    except ValidationError as error:
        if error.__class__ is not ValidationError:
            raise
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("已撤销，数据恢复到导入以前"))
    return redirect("execution:import", table.pk)


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which project a code and name of the file mean."""
    table = table_get(actor=request.user, pk=pk)
    actor = person(request)
    if not may_import(actor, table.organization, table.year):
        raise PermissionDenied
    form = AssignForm(request.POST)
    wanted = str(form.data.get("project", "")).strip()
    known = importable(actor, table.organization, table.year)
    found = [goal for goal in known.only("pk", "code", "name") if f"{goal.code} {goal.name}".strip() == wanted]
    if not form.is_valid() or len(found) != 1:
        messages.error(request, _("请从列表中选择一个项目"))
        return redirect("execution:import", table.pk)
    goal = known.select_related("organization").get(pk=found[0].pk)
    count = unknown_assign(
        organization=table.organization, year=table.year, code=form.cleaned_data["code"],
        name=form.cleaned_data["name"], goal=goal, actor=actor,
    )  # fmt: skip
    messages.success(
        request, _("已指定为“{name}”，补入 {count} 行，以后的文件也照此识别").format(name=goal.name, count=count)
    )
    return redirect("execution:import", table.pk)


@login_required
@require_safe
def rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were not taken over, as CSV, to be mended in the other system."""
    table = table_get(actor=request.user, pk=pk)
    heading = [_("行号"), LABELS["code"], LABELS["name"], _("金额（万元）"), _("结果"), _("原因")]
    found = UnknownRow.objects.filter(table=table, goal=None).order_by("number")
    lines = (
        (
            each.number, each.code, each.name, each.amount, str(_NAMES["refused" if each.is_refused else "unknown"]),
            each.problem,
        )
        for each in found.iterator(chunk_size=2000)
    )  # fmt: skip
    return csv_response(_("未导入的行") + f"-{table.pk}.csv", [str(text) for text in heading], islice(lines, 1_000_000))
