"""The list of reports, and the page of one: to write on where one may, else to read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.goals.page_data import may_adjust
from jiheng.web.goals.views.papers import format_names
from jiheng.web.monitoring import policies, services
from jiheng.web.monitoring.editor import answer_of, editor_data
from jiheng.web.monitoring.forms import ConcludeForm, CorrectForm
from jiheng.web.monitoring.listing import ReportFilter, reports_narrowed
from jiheng.web.monitoring.models import Report
from jiheng.web.monitoring.numbers import alert_counts
from jiheng.web.monitoring.preparing import Prepared, prepared, with_lights
from jiheng.web.monitoring.printed import anchor_label, shown_report
from jiheng.web.monitoring.selectors import latest_version, report_get, report_list
from jiheng.web.monitoring.typed import typed_content, typed_of
from jiheng.web.organizations.policies import visible_to
from jiheng.web.organizations.selectors import chosen_year, organization_names
from jiheng.web.submissions.editing import review_context, typed_checked, typed_saved
from jiheng.web.ui.acts import done
from jiheng.web.ui.csv_export import csv_response
from jiheng.web.ui.errors import Conflict
from jiheng.web.ui.paging import pages_of

__all__ = [
    "report_check",
    "report_conclude",
    "report_correct",
    "report_export",
    "report_index",
    "report_page",
    "report_save_typed",
    "report_submit",
    "report_withdraw",
]

_PAGE = 50


@login_required
@require_safe
def report_index(request: HttpRequest) -> HttpResponse:
    """The reports of a year that the person may see; the filter is in the address."""
    year = chosen_year(request)
    form = ReportFilter(request.GET)
    found = _filtered(request, year, form.wanted())
    rounds = [each for each in policies.visible_rounds(request.user, year) if each.handed_out_at]
    own = visible_to(request.user, year, policies.WRITERS)
    context = {
        "page_obj": pages_of(found, _PAGE).get_page(request.GET.get("page")),
        "form": form,
        "rounds": rounds,
        "units": [(unit, each) for unit in own for each in rounds[-1:]],
        "formats": format_names(),
        "wanted": form.wanted(),
        "oversees": policies.oversees(request.user, year),
        "counts": alert_counts(request.user, year),
        "organizations": organization_names(actor=person(request), year=year),
    }
    return render(request, "monitoring/report_list.html", context)


@login_required
@require_safe
def report_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV for Excel."""
    year = chosen_year(request)
    found = _filtered(request, year, ReportFilter(request.GET).wanted())
    heading = [
        _("单位编码"), _("单位"), _("项目编码"), _("项目名称"), _("轮次"), _("执行率（%）"), _("灯"), _("红灯"), _("黄灯"),
        _("状态"), _("监控结论"),
    ]  # fmt: skip
    rows = (
        [
            each.organization.code, each.organization.name, each.goal.code, each.goal.name, each.round.name,
            None if each.rate is None else round(each.rate * 100, 2), str(each.get_colour_display()), each.reds,
            each.yellows, str(each.get_state_display()),
            str(each.get_conclusion_display()) if each.conclusion else "",
        ]
        for each in found.iterator()
    )  # fmt: skip
    return csv_response(_("{year}年绩效监控清单").format(year=year) + ".csv", heading, rows)


def _filtered(request: HttpRequest, year: int, wanted: dict[str, str]) -> QuerySet[Report]:
    return reports_narrowed(report_list(actor=person(request), year=year), wanted)


@login_required
@require_safe
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor, or the printed table with its lights."""
    report = report_get(actor=request.user, pk=pk)
    version = latest_version(report)
    context: dict[str, Any] = {"report": report, "version": version}
    if version:
        actor = person(request)
        context |= review_context(actor=actor, subject=services.SUBJECT, subject_id=report.pk, label=anchor_label)
    if policies.may_edit(request.user, report):
        return render(request, "monitoring/report_edit.html", {**context, **editor_data(report, person(request))})
    context |= {
        **shown_report(report, version.content if version else report.content),
        "may_withdraw": policies.may_withdraw(request.user, report),
        "may_correct": policies.may_correct(request.user, report),
        "may_adjust": may_adjust(request.user, report.goal),
        "conclude": _conclude_form(request, report),
    }
    return render(request, "monitoring/report_detail.html", context)


def _conclude_form(request: HttpRequest, report: Report) -> ConcludeForm | None:
    if not policies.may_conclude(request.user, report):
        return None
    return ConcludeForm(initial={"conclusion": report.conclusion, "conclusion_text": report.conclusion_text})


@login_required
@require_POST
def report_save_typed(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what was typed; where a colleague was quicker, 409 with what is there now."""
    report = report_get(actor=request.user, pk=pk)

    def save(content: dict[str, Any], lock: int) -> Report:
        return services.report_save(report=report, actor=person(request), content=content, lock=lock)

    def now() -> tuple[int, dict[str, Any] | None]:
        fresh = report_get(actor=request.user, pk=pk)
        may_edit = policies.may_edit(request.user, fresh)
        return fresh.lock, typed_of(prepared(fresh).content(fresh.content)) if may_edit else None

    return typed_saved(request, read=lambda typed: _stored(prepared(report), typed), save=save, now=now)


@login_required
@require_POST
def report_check(request: HttpRequest, pk: int) -> JsonResponse:
    """The lights of what is typed, and what is still to be written; nothing is stored."""
    report = report_get(actor=request.user, pk=pk)
    if not policies.may_edit(request.user, report):
        raise PermissionDenied
    known = prepared(report)
    return typed_checked(request, lambda typed: answer_of(_stored(known, typed), known.regulation))


def _stored(known: Prepared, typed: dict[str, Any]) -> dict[str, Any]:
    return with_lights(typed_content(typed, known.facts, known.regulation), known.setting)


# ── Handing in and what follows ───────────────────────────────────────────────────────────────────────────────────────


@login_required
@require_POST
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in."""
    report = report_get(actor=request.user, pk=pk)
    try:
        services.report_submit(report=report, actor=person(request))
    except Conflict:
        raise
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("“{name}”已提交").format(name=report))
    return redirect("monitoring:report", pk)


@login_required
@require_POST
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what nobody has opened."""
    report = report_get(actor=request.user, pk=pk)
    services.report_withdraw(report=report, actor=person(request))
    messages.success(request, _("已撤回，可以继续修改"))
    return redirect("monitoring:report", pk)


@login_required
def report_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved report for a correction."""
    report = report_get(actor=request.user, pk=pk)
    if not policies.may_correct(request.user, report):
        raise PermissionDenied
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: services.report_reopen(report=report, actor=person(request), reason=reason)):
            messages.success(request, _("可以更正了；原来的版本保留不变，改好后再次提交送审"))
            return redirect("monitoring:report", pk)
    context = {"report": report, "form": form}
    return render(request, "monitoring/report_correct.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def report_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the finance division concludes."""
    report = report_get(actor=request.user, pk=pk)
    if not policies.may_conclude(request.user, report):
        raise PermissionDenied
    form = ConcludeForm(request.POST)
    if form.is_valid():
        conclusion, text = form.cleaned_data["conclusion"], form.cleaned_data["conclusion_text"]
        actor = person(request)
        if done(form, lambda: services.report_conclude(report=report, actor=actor, conclusion=conclusion, text=text)):
            messages.success(request, _("监控结论已保存，并已告知填报单位"))
            return redirect("monitoring:report", pk)
    version = latest_version(report)
    context = {"report": report, "version": version, "conclude": form,
               **shown_report(report, version.content if version else report.content)}  # fmt: skip
    return render(request, "monitoring/report_detail.html", context, status=422)
