"""What is public: publications, their projects, their files; all of it frozen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from jiheng.web.disclosure.models import (
    Part,
    Publication,
    PublishedFile,
    PublishedProject,
    PublishedReport,
    PublishedResult,
)
from jiheng.web.organizations.models import Organization

__all__ = [
    "Numbers",
    "by_digest",
    "changed_at",
    "file_get",
    "newest",
    "numbers",
    "organization_get",
    "organizations",
    "project_get",
    "projects_about",
    "publication_get",
    "publications_of",
    "replacement_of",
    "report_get",
    "result_get",
    "results_about",
    "years",
]

_MOST_YEARS = 12


class Numbers(NamedTuple):
    """How much is public; the amount in 万元."""

    organizations: int
    projects: int
    results: int
    amount: Decimal


def _files() -> Prefetch[str]:
    return Prefetch("files", PublishedFile.objects.defer("data"))


def _publications() -> QuerySet[Publication]:
    return Publication.objects.select_related("organization").defer("document")


def numbers(year: int) -> Numbers:
    """How much is public now of a year."""
    goals, results = (Q(part=part) for part in (Part.GOALS, Part.RESULTS))
    found = Publication.objects.filter(year=year, withdrawn_at=None).aggregate(
        organizations=Count("organization", distinct=True),
        projects=Sum("projects_count", default=0, filter=goals),
        results=Sum("projects_count", default=0, filter=results),
        amount=Sum("amount", default=Decimal(0)),
    )
    return Numbers(**found)


def years() -> list[int]:
    """The years of which something is public, newest first."""
    found = Publication.objects.filter(withdrawn_at=None).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def newest(count: int, organization: Organization | None = None) -> QuerySet[Publication]:
    """The newest valid publications."""
    found = _publications().filter(withdrawn_at=None)
    return (found.filter(organization=organization) if organization else found)[:count]


def organizations() -> QuerySet[Organization]:
    """The organizations of which something is public, with ``public_years`` and ``last_year``, by code."""
    # Both in one filter: an organization without any publication has none that is withdrawn, either.
    found = Organization.objects.filter(publications__isnull=False, publications__withdrawn_at=None)
    return found.annotate(
        public_years=Count("publications__year", distinct=True), last_year=Max("publications__year")
    ).order_by("code")


def organization_get(code: str) -> Organization:
    """The organization of that code that ever published.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(Organization.objects.filter(publications__isnull=False).distinct(), code=code)


def publications_of(organization: Organization) -> QuerySet[Publication]:
    """All publications of an organization, the withdrawn ones among them, with their files."""
    return _publications().filter(organization=organization).prefetch_related(_files()).order_by("-year", "-number")


def publication_get(code: str, year: int, number: int, *, with_document: bool = False) -> Publication:
    """A publication, withdrawn or not, with its files; without their data.

    Raises:
        Http404: there is none.
    """
    found = Publication.objects.select_related("organization").prefetch_related(_files())
    if not with_document:
        found = found.defer("document")
    return get_object_or_404(found, organization__code=code, year=year, number=number)


def replacement_of(publication: Publication) -> Publication | None:
    """What is valid in place of a withdrawn publication."""
    return _publications().filter(
        organization=publication.organization_id, year=publication.year, part=publication.part, withdrawn_at=None
    ).first()  # fmt: skip


def file_get(publication: Publication, format_name: str) -> PublishedFile:
    """A file without its data.

    Raises:
        Http404: there is none in that format.
    """
    return get_object_or_404(publication.files.defer("data"), format=format_name)


def project_get(publication: Publication, number: int) -> PublishedProject:
    """A project of a publication.

    Raises:
        Http404: there is none of that number.
    """
    return get_object_or_404(publication.projects.defer("text", "title"), number=number)


def result_get(publication: Publication, number: int) -> PublishedResult:
    """A result of a publication, with its reports but for their data.

    Raises:
        Http404: there is none of that number.
    """
    reports = Prefetch("reports", PublishedReport.objects.defer("data"))
    return get_object_or_404(publication.results.defer("text", "title").prefetch_related(reports), number=number)


def report_get(publication: Publication, number: int, format_name: str) -> PublishedReport:
    """The report of a result, without its data.

    Raises:
        Http404: there is none in that format.
    """
    found = PublishedReport.objects.filter(result__publication=publication, result__number=number)
    return get_object_or_404(found.select_related("result").defer("data", "result__content"), format=format_name)


def results_about(code: str, name: str, organization: Organization, years: Iterable[int]) -> list[PublishedResult]:
    """What is public of a project's results, by its code, or without one by its name; the newest year first."""
    same = Q(code=code) if code else Q(code="", name=name, organization=organization, year__in=list(years))
    found = PublishedResult.objects.filter(same, is_valid=True).exclude(kind="department")
    related = found.select_related("organization", "publication__organization")
    ordered = related.defer("text", "title", "publication__document").order_by("-year", "number")
    return list(ordered[: 3 * _MOST_YEARS])


def projects_about(code: str, name: str, organization: Organization, years: Iterable[int]) -> list[PublishedProject]:
    """What is public of a project's goals, found as `results_about` finds; one a year, the newest year first."""
    same = Q(code=code) if code else Q(code="", name=name, organization=organization, year__in=list(years))
    found = PublishedProject.objects.filter(same, is_valid=True)
    related = found.select_related("organization", "publication__organization").defer(
        "text", "title", "publication__document"
    )
    rows = related.order_by("-year", "organization__code", "number")[: 3 * _MOST_YEARS]
    # Two organizations may use the same code: the one that was asked for comes first.
    ranked = sorted(rows, key=lambda each: (-each.year, each.organization_id != organization.pk))
    return list({each.year: each for each in reversed(ranked)}.values())[::-1][:_MOST_YEARS]


def by_digest(digest: str) -> list[tuple[Publication, PublishedFile | PublishedReport | None]]:
    """What was published under a digest (SM3 or SHA-256, in hexadecimal): whole documents, files, and reports."""
    documents = [(publication, None) for publication in _publications().filter(digest=digest)]
    same = Q(sm3=digest) | Q(sha256=digest)
    files = PublishedFile.objects.filter(same).select_related("publication__organization")
    reports = PublishedReport.objects.filter(same).select_related("result__publication__organization").defer(
        "data", "result__content", "result__text", "result__publication__document"
    )  # fmt: skip
    return [
        *documents,
        *((each.publication, each) for each in files.defer("data", "publication__document")),
        *((each.result.publication, each) for each in reports),
    ]


def changed_at() -> datetime | None:
    """When something was last published or withdrawn."""
    found = Publication.objects.aggregate(published=Max("published_at"), withdrawn=Max("withdrawn_at"))
    return max(filter(None, found.values()), default=None)
