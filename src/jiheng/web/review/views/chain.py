"""Which steps a submission takes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiheng.web.accounts.people import person
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.review import policies, selectors, services
from jiheng.web.review.forms import ChainForm, StepFormSet, settings_of
from jiheng.web.review.models import Chain
from jiheng.web.review.subjects import subjects
from jiheng.web.ui.errors import Conflict

__all__ = ["chain"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chain(request: HttpRequest, subject: str) -> HttpResponse:
    """The steps as a table that can be changed; POST stores it."""
    year = chosen_year(request)
    if not policies.may_configure(request.user, year):
        raise PermissionDenied
    if subject not in subjects():
        raise Http404
    known = selectors.chain_of(subject) or services.default_chain(subject=subject, actor=person(request))
    head = ChainForm(request.POST or None, initial={"name": known.name, "lock": known.lock})
    steps = StepFormSet(request.POST) if request.method == "POST" else StepFormSet(initial=_initial(known))
    if request.method == "POST" and head.is_valid() and steps.is_valid():
        try:
            services.chain_save(
                chain=known, actor=person(request), year=year, steps=settings_of(steps), **head.cleaned_data
            )
        except Conflict as conflict:
            head.add_error(None, conflict)
        else:
            messages.success(request, _("审核流程已保存，从下一次提交起使用；已在审核中的不受影响"))
            return redirect("review:chain", subject=subject)
    wrong = bool(head.errors or steps.total_error_count()) if request.method == "POST" else False
    return render(request, "review/chain.html", {"head": head, "steps": steps}, status=422 if wrong else 200)


def _initial(chain: Chain) -> list[dict[str, object]]:
    names = ("order", "name", "role", "skipped_for", "quality_form", "days")
    return [{name: getattr(step, name) for name in names} for step in chain.steps.all()]
