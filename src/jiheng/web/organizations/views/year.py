"""The calendar of budget years."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web.accounts.selectors import signed_in
from jiheng.web.organizations import policies, selectors, services
from jiheng.web.organizations.forms import CycleForm, PhaseForm, tell
from jiheng.web.organizations.models import Cycle, Phase

__all__ = ["cycle_edit", "cycle_new", "phase_delete", "phase_edit", "phase_new", "year_list"]


@login_required
def year_list(request: HttpRequest) -> HttpResponse:
    """The years, their phases and deadlines: for everyone; the performance office changes them."""
    cycles = [
        (cycle, selectors.disclosure_end(cycle), policies.may_manage_year(request.user, cycle.year))
        for cycle in selectors.cycles()
    ]
    following = max((cycle.year for cycle, _due, _may in cycles), default=timezone.localdate().year) + 1
    context = {"cycles": cycles, "now": timezone.now(), "may_begin": policies.may_manage_year(request.user, following)}
    return render(request, "organizations/year_list.html", context | {"following": following})


@login_required
def cycle_new(request: HttpRequest) -> HttpResponse:
    """Begin a budget year."""
    if not policies.manages_any_year(request.user):
        raise PermissionDenied
    form = CycleForm(request.POST or None, initial={"year": request.GET.get("begin")})
    del form.fields["approved_on"], form.fields["accounts_approved_on"]

    def save(values: dict[str, Any]) -> None:
        services.cycle_create(**values, actor=signed_in(request))

    return _form_page(request, form, save, _("新的预算年度"))


@login_required
def cycle_edit(request: HttpRequest, year: int) -> HttpResponse:
    """Note the days on which the budget and its final accounts were approved."""
    cycle = _cycle(request, year)
    known = {"approved_on": cycle.approved_on, "accounts_approved_on": cycle.accounts_approved_on}
    form = CycleForm(request.POST or None, initial=known)
    del form.fields["year"]

    def save(values: dict[str, Any]) -> None:
        services.cycle_change(cycle=cycle, **values, actor=signed_in(request))

    return _form_page(request, form, save, _("{year} 年").format(year=year))


@login_required
def phase_new(request: HttpRequest, year: int) -> HttpResponse:
    """Plan a window."""
    cycle = _cycle(request, year)
    form = PhaseForm(request.POST or None)
    del form.fields["reason"]

    def save(values: dict[str, Any]) -> None:
        services.phase_create(cycle=cycle, **values, actor=signed_in(request))

    return _form_page(request, form, save, _("{year} 年新的阶段").format(year=year))


@login_required
def phase_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a window or its deadline."""
    phase = _phase(request, pk)
    first = {"name": phase.name, "opens_at": phase.opens_at, "due_at": phase.due_at}
    form = PhaseForm(request.POST or None, initial=first)

    def save(values: dict[str, Any]) -> None:
        services.phase_change(phase=phase, **values, actor=signed_in(request))

    return _form_page(request, form, save, str(phase))


@require_POST
@login_required
def phase_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a window."""
    phase = _phase(request, pk)
    try:
        services.phase_delete(phase=phase, actor=signed_in(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("阶段“{name}”已经删除").format(name=phase.name))
    return redirect("organizations:years")


def _cycle(request: HttpRequest, year: int) -> Cycle:
    if not policies.may_manage_year(request.user, year):
        raise PermissionDenied
    return get_object_or_404(Cycle, year=year)


def _phase(request: HttpRequest, pk: int) -> Phase:
    phase = get_object_or_404(Phase.objects.select_related("cycle"), pk=pk)
    if not policies.may_manage_year(request.user, phase.cycle.year):
        raise PermissionDenied
    return phase


def _form_page(request: HttpRequest, form: Any, save: Any, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        except PermissionDenied:
            form.add_error("year" if "year" in form.fields else None, _("您在这个年度没有绩效管理处的角色"))
        else:
            messages.success(request, _("已经保存"))
            return redirect("organizations:years")
    context = {"form": form, "title": title, "back": "organizations:years"}
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)
