"""What everybody may see, without signing in."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from jiheng.web.disclosure.languages import address_in, language_of
from jiheng.web.disclosure.lives import life_of, outcomes_of
from jiheng.web.disclosure.mapping import printed_form
from jiheng.web.disclosure.models import Part, Publication
from jiheng.web.disclosure.pages import page, public
from jiheng.web.disclosure.selectors import published
from jiheng.web.disclosure.selectors.search import Wanted, find
from jiheng.web.goals.mapping import sheet_of

__all__ = ["document", "gone", "organization", "organization_list", "project", "start", "verify"]

_NEWEST = 8
_DIGEST = re.compile(r"[0-9a-f]{64}")


@public
def start(request: HttpRequest) -> HttpResponseBase:
    """One field to search in; what was found, or the newest publications.

    Whoever comes to the front door with a browser in another language is shown in there; every other address says
    its language itself.
    """
    if not request.GET and language_of(request) == settings.LANGUAGE_CODE != (spoken := request.LANGUAGE_CODE):
        return redirect(address_in(request, spoken))
    wanted = Wanted.of(*(request.GET.get(name, "") for name in ("q", "year", "organization", "part")))
    years = published.years()
    context = {"wanted": wanted, "years": years, "is_start": True}
    if wanted.is_empty:
        latest = years[0] if years else 0
        shown = {"latest": latest, "numbers": published.numbers(latest), "newest": published.newest(_NEWEST)}
        return page(request, "disclosure/start.html", {**context, **shown})
    found = find(wanted, request.GET.get("page"))
    return page(request, "disclosure/found.html", {**context, "found": found, "page_obj": found.page})


@public
def organization_list(request: HttpRequest) -> HttpResponseBase:
    """Everybody who published."""
    return page(request, "disclosure/organizations.html", {"organizations": published.organizations()})


@public
def organization(request: HttpRequest, code: str) -> HttpResponseBase:
    """All that an organization published, year by year."""
    found = published.organization_get(code)
    publications = list(published.publications_of(found))
    context = {
        "organization": found,
        "publications": [each for each in publications if each.withdrawn_at is None],
        "withdrawn": [each for each in publications if each.withdrawn_at],
    }
    return page(request, "disclosure/organization.html", context)


@public
def document(request: HttpRequest, code: str, year: int, number: int) -> HttpResponseBase:
    """A publication: its files, the department part, its projects."""
    publication = published.publication_get(code, year, number, with_document=True)
    if publication.withdrawn_at:
        return gone(request, publication)
    if publication.part == Part.RESULTS:
        context = {"publication": publication, "results": publication.results.defer("content", "text", "title")}
        return page(request, "disclosure/document_results.html", context)
    context = {
        "publication": publication,
        "department": publication.document.get("department"),
        "projects": publication.projects.defer("content", "text", "title").order_by("number"),
    }
    return page(request, "disclosure/document.html", context)


@public
def project(request: HttpRequest, code: str, year: int, number: int, table: int) -> HttpResponseBase:
    """A project: its form as it was printed, what it said in other years, and what came of it."""
    publication = published.publication_get(code, year, number)
    if publication.withdrawn_at:
        return gone(request, publication)
    found = published.project_get(publication, table)
    life = life_of(code=found.code, name=found.name, organization=found.organization, year=found.year)
    context = {
        "publication": publication,
        "project": found,
        "form": printed_form(found.content, found.number),
        "sheet": (sheet := sheet_of(found.content, found.number)),
        "details": list(sheet.details.items()),
        "life": life,
        "amounts": [each.amount for each in reversed(life)],
        "outcomes": outcomes_of(life),
    }
    return page(request, "disclosure/project.html", context)


@public
def verify(request: HttpRequest) -> HttpResponseBase:
    """Whether a file, or rather its digest, is one that was published."""
    typed = request.GET.get("digest", "").strip().lower()
    is_digest = bool(_DIGEST.fullmatch(typed))
    found = published.by_digest(typed) if is_digest else []
    context = {"typed": typed[:200], "is_digest": is_digest, "found": found}
    return page(request, "disclosure/verify.html", context)


def gone(request: HttpRequest, publication: Publication) -> HttpResponse:
    """What was withdrawn: when and why, and what stands in its place; nothing of what it said."""
    context = {"publication": publication, "replacement": published.replacement_of(publication)}
    return page(request, "disclosure/gone.html", context, status=410)
