"""Reminding units by hand, and setting when the site does so."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiheng.web.accounts.people import person
from jiheng.web.notices import policies, selectors, services
from jiheng.web.notices.forms import ReminderForm, RuleForm
from jiheng.web.notices.models import Reminder
from jiheng.web.notices.services.reminders import Sent
from jiheng.web.notices.words import unit_names
from jiheng.web.organizations.forms import tell
from jiheng.web.organizations.models import Organization, Phase, Role
from jiheng.web.organizations.policies import may_manage_year
from jiheng.web.organizations.selectors import chosen_year, open_phase

__all__ = ["reminder_page", "rule_edit"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_page(request: HttpRequest) -> HttpResponse:
    """The units that have not handed in: choose some, write a line, remind them."""
    year = chosen_year(request)
    actor = person(request)
    if not policies.may_remind(actor, year):
        raise PermissionDenied
    late = [unit for unit in selectors.units(year, policies.remindable(actor, year)) if selectors.is_missing(unit)]
    form = ReminderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request, [unit.organization for unit in late])
        if chosen:
            sent = services.reminders_send(year=year, organizations=chosen, text=form.cleaned_data["text"], actor=actor)
            _tell_result(request, sent)
            return redirect(f"{request.path}?year={year}")
        form.add_error(None, _("请在下面勾选要催报的单位"))
    today = Reminder.objects.filter(year=year, day=timezone.localdate()).select_related("sent_by")
    writers = selectors.people_of([unit.organization for unit in late], year, (Role.PREPARER, Role.UNIT_LEADER))
    reminded = {reminder.organization_id: reminder for reminder in today}
    rows = [(unit, reminded.get(unit.organization.pk), writers.get(unit.organization.pk, ())) for unit in late]
    ready = sum(bool(people) and reminder is None for _unit, reminder, people in rows)
    context = {"rows": rows, "ready": ready, "form": form, "phase": open_phase(year)}
    return render(request, "notices/reminders.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """How many days before the deadline of a window the units are reminded."""
    phase = get_object_or_404(Phase.objects.select_related("cycle"), pk=pk)
    if not may_manage_year(request.user, phase.cycle.year):
        raise PermissionDenied
    rule = selectors.rule_of(phase)
    first = {"is_on": rule.is_on, "days": "、".join(map(str, rule.days))}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            services.rule_save(phase=phase, **form.cleaned_data, actor=person(request))
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("已经保存"))
            return redirect("organizations:years")
    context = {"form": form, "title": _("{phase}：自动提醒").format(phase=phase), "back": "organizations:years"}
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, late: list[Organization]) -> list[Organization]:
    """Those of the units that were ticked, all of them with the other button; who has handed in meanwhile is left out."""
    if "all" in request.POST:
        return late
    keys = set(request.POST.getlist("unit"))
    return [each for each in late if str(each.pk) in keys]


def _tell_result(request: HttpRequest, sent: Sent) -> None:
    if sent.units:
        said = _("已催报 {units} 个单位，通知了 {people} 人").format(units=len(sent.units), people=sent.people)
        messages.success(request, said)
    if sent.already:
        names = unit_names(sent.already)
        messages.warning(request, _("今天已经催过，没有再发：{names}").format(names=names))
    if sent.nobody:
        names = unit_names(sent.nobody)
        messages.warning(request, _("没有填报人和负责人，没有人可催：{names}").format(names=names))
