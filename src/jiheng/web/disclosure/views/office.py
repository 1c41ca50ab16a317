"""Disclosure as the office sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.ui.csv_export import Cell, csv_response

__all__ = ["done", "exempt", "exemption_end", "export", "manage", "preview", "publish", "state", "withdraw"]

_PAGE = 50
_PAGES = {Part.GOALS: "manage", Part.RESULTS: "manage_results"}


@login_required
def state(request: HttpRequest) -> HttpResponse:
    """Who has published and who is late."""
    actor, year = person(request), chosen_year(request)
    if not policies.has_part(actor, year):
        raise PermissionDenied
    wanted, part = _wanted(request), _part(request)
    found = office.states(actor=actor, year=year, part=part, **wanted)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": office.disclosures(list(page.object_list), year, part),
        "counts": office.state_counts(actor=actor, year=year, part=part),
        "wanted": wanted,
        "due": due_of(part, year),
        "is_results": part == Part.RESULTS,
        "days": regulation_of(year).result_disclosure_days,
    }
    return render(request, "disclosure/state.html", context)


def _part(request: HttpRequest) -> Part:
    return Part.RESULTS if request.GET.get("part") == Part.RESULTS else Part.GOALS


def _wanted(request: HttpRequest) -> dict[str, str]:
    texts = {name: request.GET.get(name, "") for name in ("state", "text")}
    return {name: "".join(filter(str.isprintable, text)).strip()[:60] for name, text in texts.items()}


@login_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, filtered as the address says."""
    actor, year = person(request), chosen_year(request)
    if not policies.has_part(actor, year):
        raise PermissionDenied
    wanted, part = _wanted(request), _part(request)
    heading = [_("单位编码"), _("单位名称"), _("已批复"), _("不公开"), _("公开时间"), _("第几次公开"), _("状态")]
    rows = _export_rows(office.disclosures(office.states(actor=actor, year=year, part=part, **wanted), year, part))
    name = _("{year}年结果公开情况.csv") if part == Part.RESULTS else _("{year}年公开情况.csv")
    return csv_response(name.format(year=year), heading, rows)


def _export_rows(found: list[office.Disclosure]) -> Iterator[list[Cell]]:
    for row in found:
        organization = row.organization
        yield [
            organization.code, organization.name, row.approved, row.exempted, row.published_at, row.number,
            row.light.text,
        ]  # fmt: skip


@login_required
def manage(request: HttpRequest, pk: int, year: int, part: Part) -> HttpResponse:
    """What an organization publishes for a year: what stands, what is kept back, what was published."""
    if "year" in request.GET and chosen_year(request) != year:
        return redirect(f"disclosure:{_PAGES[part]}", pk, chosen_year(request))
    actor = person(request)
    organization = office.organization_get(actor=actor, pk=pk, year=year, part=part)
    [row] = office.disclosures([organization], year, part)
    standing = office.results if part == Part.RESULTS else office.approved_goals
    context = {
        "row": row,
        "organization": organization,
        "year": year,
        "due": due_of(part, year),
        "standing": standing(organization, year),
        "history": office.history(organization, year, part),
        "may_publish": policies.may_publish(actor, organization, year),
        "form": ReasonForm(),
    }
    return render(request, f"disclosure/{_PAGES[part]}.html", context)


@login_required
def preview(request: HttpRequest, pk: int, year: int, part: Part) -> HttpResponse:
    """The document as it would be published now, as PDF."""
    organization = office.organization_get(actor=person(request), pk=pk, year=year)
    try:
        content = publishing.publish(services.document_to_publish(organization, year, part), "pdf")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"disclosure:{_PAGES[part]}", pk, year)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{organization.code}-{year}-results.pdf" if part == Part.RESULTS else f"{organization.code}-{year}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_POST
def publish(request: HttpRequest, pk: int, year: int, part: Part) -> HttpResponse:
    """Publish."""
    actor = person(request)
    organization = office.organization_get(actor=actor, pk=pk, year=year)

    def act() -> str:
        made = services.publish(organization=organization, year=year, actor=actor, part=part)
        for reason in made.left_out.values():
            messages.warning(request, _("少了一种文件。{reason}").format(reason=reason))
        return _("已经公开，第 {number} 次").format(number=made.number)

    return done(request, act, pk, year, part)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back."""
    actor = person(request)
    publication = office.publication_get(actor=actor, pk=pk)

    def act() -> str:
        services.withdraw(publication=publication, actor=actor, reason=reason_of(request))
        return _("第 {number} 次公开已经撤回，页面上留有时间和理由").format(number=publication.number)

    return done(request, act, publication.organization_id, publication.year, Part(publication.part))


@login_required
@require_POST
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a project out of the next publications."""
    actor = person(request)
    goal = office.goal_get(actor=actor, pk=pk)

    def act() -> str:
        services.exempt(goal=goal, actor=actor, reason=reason_of(request))
        return _("“{name}”不再列入以后的公开；已经公开的，重新公开或撤回后才不再可见").format(name=goal)

    return done(request, act, goal.organization_id, goal.year)


@login_required
@require_POST
def exemption_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a project be published again."""
    actor = person(request)
    exemption = office.exemption_get(actor=actor, pk=pk)

    def act() -> str:
        services.exemption_end(exemption=exemption, actor=actor)
        return _("已恢复，下次公开时列入")

    return done(request, act, exemption.organization_id, exemption.year)


def done(request: HttpRequest, act: Callable[[], str], pk: int, year: int, part: Part = Part.GOALS) -> HttpResponse:
    """Do it, and back to the page of the part, which says what was done or why it was not."""
    try:
        messages.success(request, act())
    except ValidationError as error:  # a conflict, too: what happened is said on the page that shows what is there
        messages.error(request, " ".join(error.messages))
    return redirect(f"disclosure:{_PAGES[part]}", pk, year)
