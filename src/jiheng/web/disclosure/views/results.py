"""The disclosure of results as the office sees it; what `office` is for goals."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng import publishing
from jiheng.web.accounts.people import person
from jiheng.web.disclosure import policies, services
from jiheng.web.disclosure.forms import ReasonForm, reason_of
from jiheng.web.disclosure.models import Part
from jiheng.web.disclosure.selectors import office
from jiheng.web.disclosure.selectors.counted import due_of
from jiheng.web.organizations.selectors import chosen_year

__all__ = ["exempt", "exemption_end", "manage", "preview", "publish"]


@login_required
def manage(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The results that an organization publishes for a year: what stands, what is kept back, what was published."""
    if "year" in request.GET and chosen_year(request) != year:
        return redirect("disclosure:manage_results", pk, chosen_year(request))
    actor = person(request)
    organization = office.organization_get(actor=actor, pk=pk, year=year, part=Part.RESULTS)
    [row] = office.disclosures([organization], year, Part.RESULTS)
    context = {
        "row": row,
        "organization": organization,
        "year": year,
        "due": due_of(Part.RESULTS, year),
        "results": office.results(organization, year),
        "history": office.history(organization, year, Part.RESULTS),
        "may_publish": policies.may_publish(actor, organization, year),
        "form": ReasonForm(),
    }
    return render(request, "disclosure/manage_results.html", context)


@login_required
def preview(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The results as they would be published now, as PDF."""
    organization = office.organization_get(actor=person(request), pk=pk, year=year)
    try:
        content = publishing.publish(services.document_to_publish(organization, year, Part.RESULTS), "pdf")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("disclosure:manage_results", pk, year)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{organization.code}-{year}-results.pdf"'
    return response


@login_required
@require_POST
def publish(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Publish."""
    actor = person(request)
    organization = office.organization_get(actor=actor, pk=pk, year=year)

    def act() -> str:
        made = services.publish(organization=organization, year=year, actor=actor, part=Part.RESULTS)
        for reason in made.left_out.values():
            messages.warning(request, _("少了一种文件。{reason}").format(reason=reason))
        return _("已经公开，第 {number} 次").format(number=made.number)

    return _done(request, act, pk, year)


@login_required
@require_POST
def exempt(request: HttpRequest, pk: int, year: int, kind: str, key: int) -> HttpResponse:
    """Keep a result out of the next publications."""
    actor = person(request)
    result = office.result_get(actor=actor, pk=pk, year=year, kind=kind, key=key)

    def act() -> str:
        services.result_exempt(result=result, actor=actor, reason=reason_of(request))
        return _("“{name}”不再列入以后的公开；已经公开的，重新公开或撤回后才不再可见").format(name=result.name)

    return _done(request, act, pk, year)


@login_required
@require_POST
def exemption_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a result be published again."""
    actor = person(request)
    exemption = office.result_exemption_get(actor=actor, pk=pk)

    def act() -> str:
        services.result_exemption_end(exemption=exemption, actor=actor)
        return _("已恢复，下次公开时列入")

    return _done(request, act, exemption.organization_id, exemption.year)


def _done(request: HttpRequest, act: Callable[[], str], pk: int, year: int) -> HttpResponse:
    try:
        messages.success(request, act())
    except ValidationError as error:  # a conflict, too: what happened is said on the page that shows what is there
        messages.error(request, " ".join(error.messages))
    return redirect("disclosure:manage_results", pk, year)
