"""Alerts: the list, the page of one, the answer and the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.domain.lights import Course
from jiheng.web.accounts.people import person
from jiheng.web.goals.page_data import may_adjust
from jiheng.web.monitoring import policies, services
from jiheng.web.monitoring.forms import AnswerForm, CloseForm
from jiheng.web.monitoring.judging import situation_of
from jiheng.web.monitoring.listing import AlertFilter, alerts_narrowed
from jiheng.web.monitoring.models import Alert, AlertKind, Report
from jiheng.web.monitoring.numbers import alert_counts, heat_chart
from jiheng.web.monitoring.rules_text import course_rule, spending_rule
from jiheng.web.monitoring.selectors import alert_get, alert_list
from jiheng.web.monitoring.shown import ShownLight, shown
from jiheng.web.organizations.selectors import chosen_year, organization_names
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.ui.charts import chart_csv
from jiheng.web.ui.csv_export import csv_response

__all__ = ["alert_answer", "alert_close", "alert_export", "alert_heat", "alert_index", "alert_page"]

_PAGE = 50


@login_required
@require_safe
def alert_index(request: HttpRequest) -> HttpResponse:
    """The alerts of a year, with the table of units and months; the filter is in the address."""
    year = chosen_year(request)
    form = AlertFilter(request.GET)
    found = alerts_narrowed(alert_list(actor=person(request), year=year), form.wanted())
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "alerts": [(alert, shown(alert.light)) for alert in page],
        "form": form,
        "wanted": form.wanted(),
        "counts": alert_counts(request.user, year),
        "chart": heat_chart(request.user, year, f"{reverse('monitoring:alert_heat')}?year={year}"),
        "organizations": organization_names(actor=person(request), year=year),
        "oversees": policies.oversees(request.user, year),
    }
    return render(request, "monitoring/alert_list.html", context)


@login_required
@require_safe
def alert_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list with its filter as CSV for Excel."""
    year = chosen_year(request)
    found = alerts_narrowed(alert_list(actor=person(request), year=year), AlertFilter(request.GET).wanted())
    heading = [
        _("单位编码"), _("单位"), _("项目"), _("类别"), _("事项"), _("灯"), _("理由"), _("数据截至"), _("状态"), _("回复"),
        _("关闭理由"),
    ]  # fmt: skip
    rows = (
        [
            alert.organization.code, alert.organization.name, alert.goal.name, str(alert.get_kind_display()), alert.place,
            str(alert.get_colour_display()), shown(alert.light).sentence, str(alert.seen_at),
            str(alert.get_state_display()), alert.answer, alert.closing,
        ]
        for alert in found.iterator()
    )  # fmt: skip
    return csv_response(_("{year}年绩效预警清单").format(year=year) + ".csv", heading, rows)


@login_required
@require_safe
def alert_heat(request: HttpRequest) -> StreamingHttpResponse:
    """The table of units and months as CSV."""
    chart = heat_chart(request.user, chosen_year(request), "")
    return chart_csv(chart) if chart else csv_response("monitoring-alerts.csv", [_("单位")], ())


@login_required
@require_safe
def alert_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong, why, who said what, and where to go from here."""
    return _page(request, alert_get(actor=request.user, pk=pk))


def _page(request: HttpRequest, alert: Alert, **forms: Any) -> HttpResponse:
    actor = person(request)
    report = Report.objects.filter(goal=alert.goal_id, round=alert.round_id).only("pk").first()
    context = {
        "alert": alert,
        "light": _light(alert),
        "report": report,
        "answer": AnswerForm(initial={"text": alert.answer}) if policies.may_answer(actor, alert) else None,
        "close": CloseForm() if policies.may_close(actor, alert) else None,
        "may_adjust": may_adjust(actor, alert.goal),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "monitoring/alert_page.html", context, status=422 if wrong else 200)


def _light(alert: Alert) -> ShownLight:
    limits = regulation_of(alert.year).lights
    if alert.kind == AlertKind.SPENDING:
        return shown(alert.light, spending_rule(limits))
    report = Report.objects.filter(goal=alert.goal_id, round=alert.round_id).first()
    rows = report.content["indicators"] if report else []
    course = next((situation_of(row).kind for row in rows if row["name"] == alert.name), None)
    return shown(alert.light, course_rule(Course(course), limits) if course else "")


@login_required
@require_POST
def alert_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the unit does about it."""
    alert = alert_get(actor=request.user, pk=pk)
    if not policies.may_answer(request.user, alert):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, alert, answer=form)
    services.alert_answer(alert=alert, actor=person(request), text=form.cleaned_data["text"])
    messages.success(request, _("已回复"))
    return redirect("monitoring:alert", pk)


@login_required
@require_POST
def alert_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it for a reason."""
    alert = alert_get(actor=request.user, pk=pk)
    if not policies.may_close(request.user, alert):
        raise PermissionDenied
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, alert, close=form)
    try:
        services.alert_close(alert=alert, actor=person(request), reason=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error.messages[0])
        return _page(request, alert, close=form)
    messages.success(request, _("预警已关闭"))
    return redirect("monitoring:alert", pk)
