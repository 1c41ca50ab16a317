"""The search of the public: projects, or results, in whose texts all the words stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from jiheng.web.disclosure import text_index
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
_ORDER = ("-year", "organization_id", "number", "pk")
"""That of an index: the first thousand of a word that stands everywhere are found without looking at all."""
_Rows = QuerySet[Any, Any]


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
    """Search; some queries, none of which looks through all texts unless all words stand nearly everywhere."""
    models = (PublishedProject, PublishedResult)
    model, other = reversed(models) if wanted.part == Part.RESULTS else models
    rows = _first(model, wanted)
    kept = rows[:MOST]
    paging = Paginator([pk for pk, _organization, _year in kept], _PAGE)
    at = paging.get_page(page)
    organizations = Counter(organization for _pk, organization, _year in kept)
    largest = organizations.most_common(_FACETS)
    names = Organization.objects.in_bulk([pk for pk, _count in largest])
    return Found(
        page=at,
        hits=_hits(model._default_manager.all(), list(at.object_list), wanted.words),  # noqa: SLF001
        total=len(kept),
        is_cut=len(rows) > MOST,
        others=_matching(other, wanted)[:MOST].count(),
        organizations=len(organizations),
        by_organization=[(names[pk], count) for pk, count in largest],
        by_year=sorted(Counter(year for _pk, _organization, year in kept).items(), reverse=True),
    )


def matching(wanted: Wanted) -> QuerySet[PublishedProject]:
    """What is public of projects and has all the words, in no particular order."""
    return _matching(PublishedProject, wanted)


def matching_results(wanted: Wanted) -> QuerySet[PublishedResult]:
    """The same of results."""
    return _matching(PublishedResult, wanted)


def _first(model: type[Any], wanted: Wanted) -> list[tuple[int, int, int]]:
    """Key, organization and year of the first ones, one more than `MOST` if there are more.

    Those that have the first word in name, code or organization stand before the others.
    """
    rows = _public(model, wanted).order_by(*_ORDER).values_list("pk", "organization", "year")
    if not wanted.words:
        return list(rows[: MOST + 1])
    first = wanted.words[0]
    texts, title = [("text", word) for word in wanted.words], ("title", first)
    counts = dict(zip([*texts, title], text_index.most(model, [*texts, title]), strict=True))
    anywhere = {place: counts[place] for place in texts}
    named = {place: counts[place] for place in [title, *texts[1:]]}  # what stands in the title stands in the text
    found = list(text_index.holding(rows, named)[: MOST + 1])
    if len(found) <= MOST:
        others = text_index.holding(rows, anywhere).exclude(text_index.stands("title", first))
        found += others[: MOST + 1 - len(found)]
    return found


def _matching(model: type[Any], wanted: Wanted) -> _Rows:
    texts = [("text", word) for word in wanted.words]
    return text_index.holding(_public(model, wanted), dict(zip(texts, text_index.most(model, texts), strict=True)))


def _public(model: type[Any], wanted: Wanted) -> _Rows:
    found: _Rows = model.objects.filter(is_valid=True).order_by()
    if wanted.year:
        found = found.filter(year=wanted.year)
    if wanted.organization:
        found = found.filter(organization__code=wanted.organization)
    return found


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
