"""The index behind the search of the public: the letters of every text, and each two that stand side by side.

A word of one letter or two is such a part itself, so the index alone is right for it; a longer word can only stand
where all its pairs do, and of those few texts each is looked at. (An index of three letters, as both databases bring
along, finds nothing for the words of two that Chinese is full of.)

The database keeps it by itself, whoever writes: SQLite by triggers into a full-text table that stores no text
(`sqlite`), PostgreSQL by an index over a function (`postgres`). It is made after migrations where it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.db.utils import DatabaseError

from jiheng.errors import SiteError
from jiheng.web.disclosure.models import PublishedProject, PublishedResult
from jiheng.web.disclosure.text_index import postgres, sqlite
from jiheng.web.disclosure.text_index.parts import Wanted, parts_of_word

__all__ = ["COMMON", "Place", "holding", "is_missing", "make", "most", "stands"]

COMMON = 5000
"""Rows from which on a word is not looked up: going through the rows in their order soon meets enough of them."""
Place = tuple[str, str]
"""A field, `title` or `text`, and a word in it."""
_MODELS = (PublishedProject, PublishedResult)


def is_missing() -> bool:
    """Whether search works without it, or without a part of it: right, but slowly."""
    with connection.cursor() as cursor:
        return not all(_dialect().is_whole(cursor, _table(model)) for model in _MODELS)


def make() -> None:
    """Make it anew; nobody publishes meanwhile.

    Raises:
        SiteError: this SQLite has no full-text tables, or the database's user may not make functions.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for model in _MODELS:
                _dialect().make(cursor, _table(model))
    except DatabaseError as error:
        raise SiteError("no-search-index", reason=str(error).strip().partition("\n")[0]) from error
    _in_use.cache_clear()


def most(model: type[Model], wanted: Sequence[Place]) -> list[int]:
    """In how many rows at most each word stands in its field; numbers from `COMMON` on only mean many."""
    if not (wanted and _in_use()):
        return [COMMON] * len(wanted)
    with connection.cursor() as cursor:
        parts = [Wanted(field, parts_of_word(word)) for field, word in wanted]
        found: list[int] = _dialect().most(cursor, _table(model), parts, COMMON)
    return found


def holding(rows: QuerySet[Any, Any], wanted: Mapping[Place, int]) -> QuerySet[Any, Any]:
    """Those of `rows` that have each word in its field; `wanted` says of each what `most` says.

    The rarest is looked up in the index, the others in the rows that it leaves.
    """
    places = sorted(wanted, key=wanted.__getitem__)
    if places and wanted[places[0]] < COMMON:
        field, word = places[0]
        parts = parts_of_word(word)
        rows = _dialect().narrowed(rows, _table(rows.model), Wanted(field, parts))
        places = places[parts == [word] :]
    for field, word in places:
        rows = rows.filter(stands(field, word))
    return rows


def stands(field: str, word: str) -> GreaterThan:
    """Whether `word` stands in `field`, to be looked at in each row.

    A plain comparison is right for one character and for many, in both databases. (Of LIKE PostgreSQL believes that
    hardly anything is like it, and sorts everything before it looks.)
    """
    return GreaterThan(StrIndex(F(field), Value(word)), 0)


@cache
def _in_use() -> bool:
    """Whether this process searches by it; it was made before the process began, or by it."""
    return not is_missing()


def _dialect() -> Any:
    return postgres if connection.vendor == "postgresql" else sqlite


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django's documented way
