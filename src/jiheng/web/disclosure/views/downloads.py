"""Files, open data, and what programs read: sitemap, feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jiheng.web.disclosure import open_data
from jiheng.web.disclosure.addresses import document_path, file_name, organization_path, report_name
from jiheng.web.disclosure.languages import address_of
from jiheng.web.disclosure.models import (
    Part,
    Publication,
    PublishedFile,
    PublishedProject,
    PublishedReport,
    PublishedResult,
)
from jiheng.web.disclosure.pages import page, public
from jiheng.web.disclosure.selectors import published
from jiheng.web.disclosure.views.public import gone
from jiheng.web.ui.csv_export import csv_response

__all__ = [
    "data",
    "data_lines",
    "data_package",
    "data_result_lines",
    "data_table",
    "feed",
    "file",
    "organization_feed",
    "report",
    "robots",
    "sitemap",
    "sitemap_part",
]

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
_NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_FEED = 50
_PART = 20_000  # addresses; a sitemap may have 50,000
_MOST_PARTS = 50_000  # that an index may have


@public
def file(request: HttpRequest, code: str, year: int, number: int, format_name: str) -> HttpResponseBase:
    """A file of a publication, always to be saved, never shown as a page of this site."""
    publication = published.publication_get(code, year, number)
    if publication.withdrawn_at:
        return gone(request, publication)
    if format_name not in _TYPES:
        raise Http404
    found = published.file_get(publication, format_name)
    return _saved(request, found, file_name(publication, format_name))


@public
def report(request: HttpRequest, *, table: int, format_name: str, **place: Any) -> HttpResponseBase:
    """The report of an evaluation; `place` is the publication's, as its address says it."""
    publication = published.publication_get(**place)
    if publication.withdrawn_at:
        return gone(request, publication)
    if format_name not in _TYPES:
        raise Http404
    found = published.report_get(publication, table, format_name)
    return _saved(request, found, report_name(found.result, format_name))


def _saved(request: HttpRequest, found: PublishedFile | PublishedReport, name: str) -> HttpResponseBase:
    etag = f'"{found.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    found.refresh_from_db(fields=["data"])
    response = HttpResponse(bytes(found.data), content_type=_TYPES[found.format])
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _NOTHING_RUNS
    response.headers["ETag"] = etag
    return response


@public
def data(request: HttpRequest) -> HttpResponseBase:
    """What there is for programs."""
    context = {
        "tables": open_data.TABLES.values(),
        "lines": open_data.LINES,
        "result_lines": open_data.RESULT_LINES,
        "changed": published.changed_at(),
    }
    return page(request, "disclosure/data.html", context)


@public
def data_package(request: HttpRequest) -> HttpResponseBase:
    """The descriptor."""
    said = open_data.data_package(published.changed_at())
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 2})


@public
def data_table(request: HttpRequest, name: str) -> HttpResponseBase:
    """A table as CSV."""
    if name not in open_data.TABLES:
        raise Http404
    table = open_data.TABLES[name]
    rows = table.rows(_root(request))
    return csv_response(f"{name}.csv", [field.name for field in table.fields], rows)


@public
def data_lines(request: HttpRequest) -> HttpResponseBase:
    """All projects in full, one a line."""
    return _lines(open_data.LINES, open_data.project_lines(_root(request)))


@public
def data_result_lines(request: HttpRequest) -> HttpResponseBase:
    """All results in full, one a line."""
    return _lines(open_data.RESULT_LINES, open_data.result_lines(_root(request)))


def _lines(name: str, lines: Iterator[str]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type="application/jsonl")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest publications of all."""
    return _feed(request, _("预算绩效目标公开"), reverse("disclosure:start"), published.newest(_FEED))


@public
def organization_feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """The newest publications of one organization."""
    found = published.organization_get(code)
    title = _("{name} · 预算绩效目标公开").format(name=found.name)
    return _feed(request, title, organization_path(found), published.newest(_FEED, found))


def _feed(request: HttpRequest, title: str, address: str, publications: Iterable[Publication]) -> HttpResponse:
    root = _root(request)
    made = Atom1Feed(
        _printable(title), root + address, "", language="zh-CN", feed_url=root + request.path, feed_guid=root + address
    )
    for each in publications:
        said = _("{count} 项绩效结果") if each.part == Part.RESULTS else _("{count} 个项目，预算数合计 {amount} 万元")
        text = said.format(count=each.projects_count, amount=f"{each.amount:,.2f}")
        made.add_item(
            _printable(each.title), root + document_path(each), text, unique_id=root + document_path(each),
            author_name=_printable(each.organization.name), pubdate=each.published_at, updateddate=each.published_at,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Which sitemaps there are."""
    parts = range(1 + _parts(PublishedProject) + _parts(PublishedResult))
    root = _root(request)
    places = "".join(
        f"<sitemap><loc>{_xml(root, reverse('disclosure:sitemap_part', args=[n]))}</loc></sitemap>\n" for n in parts
    )
    return _xml_response("sitemapindex", [places])


@public
def sitemap_part(request: HttpRequest, part: int) -> HttpResponseBase:
    """Part 0: the start, the organizations and their documents; the others: projects, then results."""
    if part > _MOST_PARTS:
        raise Http404
    return _xml_response("urlset", _places(_root(request), part))


def _places(root: str, part: int) -> Iterator[str]:
    if part == 0:
        for name in ("start", "organizations", "data", "verify"):
            yield f"<url><loc>{_xml(root, reverse(f'disclosure:{name}'))}</loc></url>\n"
        for organization in published.organizations():
            yield f"<url><loc>{_xml(root, organization_path(organization))}</loc></url>\n"
        valid = Publication.objects.filter(withdrawn_at=None).select_related("organization").defer("document")
        for each in valid.order_by("pk")[:_PART]:
            yield f"<url><loc>{_xml(root, document_path(each))}</loc><lastmod>{each.published_at:%Y-%m-%d}</lastmod></url>\n"
        return
    projects = _parts(PublishedProject)
    model, name, index = (
        (PublishedProject, "project", part - 1)
        if part <= projects
        else (PublishedResult, "result", part - 1 - projects)
    )
    rows = model._default_manager.filter(is_valid=True).order_by("pk").values_list(  # noqa: SLF001 - one of two
        "organization__code", "publication__year", "publication__number", "number"
    )[index * _PART : (index + 1) * _PART]  # fmt: skip
    for key in rows:
        yield f"<url><loc>{_xml(root, reverse(f'disclosure:{name}', args=key))}</loc></url>\n"


def _parts(model: type[PublishedProject | PublishedResult]) -> int:
    return -(-model._default_manager.filter(is_valid=True).count() // _PART)  # noqa: SLF001 - one of two


@public
def robots(request: HttpRequest) -> HttpResponseBase:
    """Machines may read what is public, but need not search."""
    starts = [address_of("disclosure:start", code) for code, _name in settings.LANGUAGES]
    lines = (
        "User-agent: *",
        *(f"{said}{start}{end}" for start in starts for said, end in (("Allow: ", ""), ("Disallow: ", "?"))),
        "Disallow: /",
        f"Sitemap: {_root(request)}{reverse('disclosure:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _root(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _xml(root: str, path: str) -> str:
    return escape(root + path)


def _xml_response(tag: str, lines: Iterable[str]) -> StreamingHttpResponse:
    def whole() -> Iterator[str]:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        yield from lines
        yield f"</{tag}>\n"

    return StreamingHttpResponse(whole(), content_type="application/xml; charset=utf-8")


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
