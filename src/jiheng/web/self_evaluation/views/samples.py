"""Samples that the finance bureau draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.organizations.policies import roles
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.forms import SampleForm
from jiheng.web.self_evaluation.models import Rescore, Sample
from jiheng.web.self_evaluation.rescoring import difference_of
from jiheng.web.self_evaluation.selectors_samples import (
    population_of,
    rescores_of,
    sample_get,
    sample_list,
    stratum_names,
)
from jiheng.web.self_evaluation.services_samples import sample_draw
from jiheng.web.ui.csv_export import csv_response

__all__ = ["export", "index", "new", "sample"]


class _Row(NamedTuple):
    rescore: Rescore
    stratum: str
    difference: Any


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The samples of a year."""
    year = chosen_year(request)
    if not _has_use(request, year):
        raise PermissionDenied
    context = {
        "samples": sample_list(actor=request.user, year=year),
        "may_sample": policies.may_sample(request.user, year),
    }
    return render(request, "self_evaluation/samples.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draw one."""
    year = chosen_year(request)
    if not policies.may_sample(request.user, year):
        raise PermissionDenied
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            drawn = sample_draw(
                year=year, name=values["name"], method=form.method(), seed=values["seed"], actor=person(request)
            )
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, _("已抽取 {count} 个项目").format(count=drawn.rescores.count()))
            return redirect("self_evaluation:sample", drawn.pk)
    context = {"form": form, "population": len(population_of(year))}
    return render(request, "self_evaluation/sample_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """What was drawn, and how far the scoring is."""
    found = sample_get(actor=request.user, pk=pk)
    rows = _rows(found, rescores_of(request.user, found))
    done = [row for row in rows if row.rescore.done_at]
    lowered = [row for row in done if row.difference is not None and row.difference < 0]
    apart = [abs(row.difference) for row in done if row.difference is not None]
    context = {
        "sample": found, "rows": rows, "done": len(done), "lowered": len(lowered),
        "regraded": sum(row.rescore.grade != row.rescore.version.grade for row in done),
        "mean": sum(apart) / len(apart) if apart else None,
    }  # fmt: skip
    return render(request, "self_evaluation/sample.html", context)


@login_required
@require_safe
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The summary as CSV for Excel."""
    found = sample_get(actor=request.user, pk=pk)
    heading = [
        _("单位编码"), _("单位"), _("项目编码"), _("项目"), _("分层"), _("自评总分"), _("自评等级"), _("复核总分"), _("复核等级"),
        _("差异"), _("复核意见"), _("完成时间"),
    ]  # fmt: skip
    lines = (
        (
            row.rescore.version.item.organization.code, row.rescore.version.item.organization.name,
            row.rescore.version.item.goal.code if row.rescore.version.item.goal else "", str(row.rescore), row.stratum,
            row.rescore.version.total, row.rescore.version.grade, row.rescore.total, row.rescore.grade, row.difference,
            row.rescore.opinion, row.rescore.done_at,
        )
        for row in _rows(found, rescores_of(request.user, found))
    )  # fmt: skip
    return csv_response(_("{name}复核汇总").format(name=found.name) + ".csv", heading, lines)


def _rows(found: Sample, rescores: Iterable[Rescore]) -> list[_Row]:
    known = list(rescores)
    names = stratum_names(found.method.get("by", "all"), {each.stratum for each in known})
    return [_Row(each, names.get(each.stratum, each.stratum), difference_of(each)) for each in known]


def _has_use(request: HttpRequest, year: int) -> bool:
    return any(membership.role in policies.BUREAU for membership in roles(request.user, year))
