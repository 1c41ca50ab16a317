"""The year in pictures."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiheng.web.accounts.people import person
from jiheng.web.analytics.charts import charts_of
from jiheng.web.analytics.counted import numbers_of
from jiheng.web.analytics.groups import groups_of, whole_of
from jiheng.web.analytics.numbers.lights import current
from jiheng.web.analytics.scopes import Scope, has_part, scope_of
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.ui.charts import chart_csv
from jiheng.web.ui.csv_export import Cell, csv_response

__all__ = ["chart_export", "groups_csv", "overview"]


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Tiles, charts, and the table of departments or units; what is looked at is in the address."""
    scope = _scope(request)
    numbers = numbers_of(scope)
    newest = current(numbers.lights)
    groups = groups_of(scope, numbers)
    context = {
        "scope": scope,
        "charts": charts_of(scope, numbers),
        "groups": groups,
        "whole": whole_of(scope, groups),
        "round": newest,
        "links": {
            "money": scope.link("execution:list"),
            "red": scope.link("monitoring:list", colour="red", round=newest.key) if newest else "",
            "scores": scope.link("self_evaluation:list", kind="project", state="approved"),
            "open": scope.link("rectification:list", state="unclosed"),
            "overdue": scope.link("rectification:list", state="overdue"),
            "csv": scope.link("analytics:groups"),
        },
    }
    return render(request, "analytics/overview.html", context)


@login_required
@require_safe
def chart_export(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The numbers of a chart."""
    scope = _scope(request)
    chart = next((each for each in charts_of(scope, numbers_of(scope)) if each.key == key), None)
    if chart is None:
        raise Http404
    return chart_csv(chart)


@login_required
@require_safe
def groups_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The table of departments or units."""
    scope = _scope(request)
    heading = [
        _("编码"), _("单位") if scope.is_by_unit else _("部门"), _("项目"), _("全年预算（万元）"), _("支出（万元）"),
        _("执行率（%）"), _("红灯"), _("黄灯"), _("自评"), _("自评平均分"), _("问题"), _("未销号"), _("逾期"),
    ]  # fmt: skip
    return csv_response(_("{year}年绩效分析").format(year=scope.year) + ".csv", heading, _rows(scope))


def _rows(scope: Scope) -> Iterator[list[Cell]]:
    for group in groups_of(scope, numbers_of(scope)):
        money, problems = group.spending, group.problems
        yield [
            group.organization.code, group.organization.name, money.projects, money.budget, money.total,
            None if money.rate is None else round(money.rate * 100, 2), group.red, group.yellow, group.scored,
            None if group.average is None else round(group.average, 2), problems.total, problems.open, problems.overdue,
        ]  # fmt: skip


def _scope(request: HttpRequest) -> Scope:
    actor, year = person(request), chosen_year(request)
    if not has_part(actor, year):
        raise PermissionDenied
    return scope_of(actor=actor, year=year, code=request.GET.get("organization", "")[:12])
