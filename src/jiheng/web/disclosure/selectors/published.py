"""What is public: publications, their projects, their files; all of it frozen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from jiheng.web.disclosure.models import Publication, PublishedFile, PublishedProject
from jiheng.web.goals.mapping import sheet_of
from jiheng.web.organizations.models import Organization

__all__ = [
    "Numbers",
    "Promise",
    "by_digest",
    "changed_at",
    "file_get",
    "newest",
    "numbers",
    "organization_get",
    "organizations",
    "project_get",
    "project_history",
    "promises",
    "publication_get",
    "publications_of",
    "replacement_of",
    "years",
]

_MOST_YEARS = 12


class Numbers(NamedTuple):
    """How much is public; the amount in 万元."""

    organizations: int
    projects: int
    amount: Decimal


class Promise(NamedTuple):
    """An indicator over the years: its name, and its target by year; empty where it was not there."""

    name: str
    targets: list[str]


def _files() -> Prefetch[str]:
    return Prefetch("files", PublishedFile.objects.defer("data"))


def _publications() -> QuerySet[Publication]:
    return Publication.objects.select_related("organization").defer("document")


def numbers(year: int) -> Numbers:
    """How much is public now of a year."""
    found = Publication.objects.filter(year=year, withdrawn_at=None).aggregate(
        organizations=Count("organization", distinct=True),
        projects=Sum("projects_count", default=0),
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
    return found.annotate(public_years=Count("publications"), last_year=Max("publications__year")).order_by("code")


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
        organization=publication.organization_id, year=publication.year, withdrawn_at=None
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


def project_history(project: PublishedProject) -> list[PublishedProject]:
    """The project and, by its code, what is public of it in other years, newest first."""
    if not project.code:
        return [project]
    others = Q(is_valid=True, code=project.code) & ~Q(year=project.year)
    found = PublishedProject.objects.filter(others | Q(pk=project.pk))
    related = found.select_related("organization", "publication__organization").defer("text", "title", "publication__document")
    return list(related.order_by("-year", "organization__code", "number")[:_MOST_YEARS])


def promises(history: Iterable[PublishedProject]) -> list[Promise]:
    """The indicators that stand in more than one year, side by side."""
    columns: list[dict[str, str]] = []
    for project in history:
        rows = sheet_of(project.content).indicators
        columns.append({row.name: row.target.raw if row.target else "—" for row in rows if row.name})
    names = dict.fromkeys(name for column in columns for name in column)
    found = [Promise(name, [column.get(name, "") for column in columns]) for name in names]
    return [promise for promise in found if sum(map(bool, promise.targets)) > 1]


def by_digest(digest: str) -> list[tuple[Publication, PublishedFile | None]]:
    """What was published under a digest (SM3 or SHA-256, in hexadecimal): whole documents, and files."""
    documents = [(publication, None) for publication in _publications().filter(digest=digest)]
    files = PublishedFile.objects.filter(Q(sm3=digest) | Q(sha256=digest)).select_related("publication__organization")
    return [*documents, *((each.publication, each) for each in files.defer("data", "publication__document"))]


def changed_at() -> datetime | None:
    """When something was last published or withdrawn."""
    found = Publication.objects.aggregate(published=Max("published_at"), withdrawn=Max("withdrawn_at"))
    return max(filter(None, found.values()), default=None)
