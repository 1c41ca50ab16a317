"""The search of the public: projects, or results, in whose texts all the words stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Case, QuerySet, Value, When
from django.utils.safestring import SafeString

from jiheng.web.disclosure.mapping import texts_of
from jiheng.web.disclosure.models import Part, PublishedProject, PublishedResult
from jiheng.web.disclosure.result_mapping import result_texts, table_of_result
from jiheng.web.disclosure.words import excerpt, fold, marked, search_words
from jiheng.web.organizations.models import Organization

__all__ = ["MOST", "Found", "Hit", "Wanted", "find", "matching", "matching_results"]

MOST = 1000
"""Projects that are found at most; nobody reads more, who has more says more."""
_PAGE = 20
_FACETS = 8
_Row = TypeVar("_Row", PublishedProject, PublishedResult)


class Wanted(NamedTuple):
    """What a visitor looks for, as the address says it.

    Attributes:
        words: folded; all have to be there.
        year, organization: None and empty for any; the organization by its code.
        part: whether among goals or results.
    """

    query: str
    words: tuple[str, ...]
    year: int | None
    organization: str
    part: Part = Part.GOALS

    @classmethod
    def of(cls, query: str, year: str = "", organization: str = "", part: str = "") -> Wanted:
        """From the texts of an address, whatever they are."""
        number = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None
        clean = "".join(each for each in query if each.isprintable())
        chosen = Part.RESULTS if part == Part.RESULTS else Part.GOALS
        return cls(clean.strip()[:100], tuple(search_words(clean)), number, fold(organization)[:12].strip(), chosen)

    @property
    def is_empty(self) -> bool:
        """Whether it would find everything."""
        return not (self.words or self.year or self.organization)


class Hit(NamedTuple):
    """A project, or a result, that was found, its texts as HTML with the words marked.

    Attributes:
        label: of the text in which the first word stands, empty if there is none; excerpt: around that word.
    """

    project: PublishedProject | PublishedResult
    name: SafeString
    code: SafeString
    label: str
    excerpt: SafeString


class Found(NamedTuple):
    """What a search found.

    Attributes:
        total: how many projects or results, at most `MOST`; is_cut: whether there are more.
        others: how many of the other part, at most `MOST`.
        organizations: in how many organizations; by_organization, by_year: the largest of them with their counts.
    """

    page: Page[int]
    hits: list[Hit]
    total: int
    is_cut: bool
    others: int
    organizations: int
    by_organization: list[tuple[Organization, int]]
    by_year: list[tuple[int, int]]


def find(wanted: Wanted, page: str | None = None) -> Found:
    """Search; four queries, of which two look through the texts."""
    is_results = wanted.part == Part.RESULTS
    here: QuerySet[Any, Any] = matching_results(wanted) if is_results else matching(wanted)
    there: QuerySet[Any, Any] = matching(wanted) if is_results else matching_results(wanted)
    rows = list(here.values_list("pk", "organization", "year")[: MOST + 1])
    kept = rows[:MOST]
    paging = Paginator([pk for pk, _organization, _year in kept], _PAGE)
    at = paging.get_page(page)
    organizations = Counter(organization for _pk, organization, _year in kept)
    largest = organizations.most_common(_FACETS)
    names = Organization.objects.in_bulk([pk for pk, _count in largest])
    return Found(
        page=at,
        hits=_hits(here.model._default_manager.all(), list(at.object_list), wanted.words),  # noqa: SLF001
        total=len(kept),
        is_cut=len(rows) > MOST,
        others=there.order_by()[:MOST].count(),
        organizations=len(organizations),
        by_organization=[(names[pk], count) for pk, count in largest],
        by_year=sorted(Counter(year for _pk, _organization, year in kept).items(), reverse=True),
    )


def matching(wanted: Wanted) -> QuerySet[PublishedProject]:
    """What is public of projects and has all the words; first those that have them in name, code or organization."""
    return _matching(PublishedProject.objects.all(), wanted)


def matching_results(wanted: Wanted) -> QuerySet[PublishedResult]:
    """The same of results."""
    return _matching(PublishedResult.objects.all(), wanted)


def _matching(rows: QuerySet[_Row], wanted: Wanted) -> QuerySet[_Row]:
    found = rows.filter(is_valid=True)
    if wanted.year:
        found = found.filter(year=wanted.year)
    if wanted.organization:
        found = found.filter(organization__code=wanted.organization)
    # A plain comparison is right for one character and for many, in both databases; Django escapes % and _.
    for word in wanted.words:
        found = found.filter(text__contains=word)
    if not wanted.words:
        return found.order_by("-year", "organization__code", "number", "pk")
    in_title = {"title__contains": wanted.words[0]}
    rank = Case(When(**in_title, then=Value(0)), default=Value(1))
    return found.order_by(rank, "-year", "organization__code", "number", "pk")


def _hits(found: QuerySet[Any, Any], keys: Sequence[int], words: Sequence[str]) -> list[Hit]:
    rows = found.select_related("organization", "publication").defer("text", "title", "publication__document")
    by_key = rows.in_bulk(list(keys))
    return [_hit(by_key[key], words) for key in keys if key in by_key]


def _hit(project: PublishedProject | PublishedResult, words: Sequence[str]) -> Hit:
    if isinstance(project, PublishedResult):
        texts = list(result_texts(table_of_result(project)))
    else:
        texts = texts_of(project.content)
    heads = fold(f"{project.name}\n{project.code}")
    label, text = next(
        ((label, text) for label, text in texts for word in words if word not in heads and word in fold(text)),
        next(((label, text) for label, text in texts for word in words if word in fold(text)), ("", "")),
    )
    if not text and texts:
        label, text = texts[0]
    return Hit(
        project, marked(project.name, words), marked(project.code, words), label, marked(excerpt(text, words), words)
    )
