"""PostgreSQL's side: an index over what a function makes of each text, so that nothing has to be stored beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Func, QuerySet, TextField

from jiheng.web.disclosure.text_index.parts import Wanted

__all__ = ["FUNCTION", "is_whole", "make", "most", "narrowed"]

FUNCTION = "jiheng_parts"
_FIELDS = ("title", "text")
# What it costs is said, so that it is asked of the index and not of each row in turn.
_MAKE = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000
AS $$ SELECT string_to_array($1, NULL) || ARRAY(
    SELECT one || two FROM unnest(string_to_array($1, NULL), string_to_array(substr($1, 2), NULL)) AS pair(one, two)
    WHERE two IS NOT NULL
) $$"""  # noqa: S608 - all of it is ours


def is_whole(cursor: Any, table: str) -> bool:
    """Whether the indexes are there."""
    names = [_index(table, field) for field in _FIELDS]
    cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = ANY(%s)", [names])
    return bool(cursor.fetchone()[0] == len(names))


def make(cursor: Any, table: str) -> None:
    """Make function and indexes."""
    cursor.execute(_MAKE)
    for field in _FIELDS:
        index = _index(table, field)
        cursor.execute(f"DROP INDEX IF EXISTS {index}")
        # Without the list of what is still to be sorted in: every search would have to go through it.
        made = f"USING gin ({FUNCTION}({field})) WITH (fastupdate = off)"
        cursor.execute(f"CREATE INDEX {index} ON {table} {made}")
        # What the planner does not know of it it takes for rare, so it uses the index, and statistics of so many parts
        # would cost more than all searches.
        cursor.execute(f"ALTER INDEX {index} ALTER COLUMN 1 SET STATISTICS 0")


def most(cursor: Any, table: str, wanted: Sequence[Wanted], enough: int) -> list[int]:
    """Of each how many rows have all its parts, counted up to `enough`."""
    one = f"(SELECT count(*) FROM (SELECT FROM {table} WHERE {FUNCTION}({{}}) @> %s LIMIT {enough}) AS found)"  # noqa: S608
    counts = ", ".join(one.format(field) for field, _parts in wanted)
    cursor.execute(f"SELECT {counts}", [parts for _field, parts in wanted])
    return list(cursor.fetchone())


def narrowed(rows: QuerySet[Any, Any], _table: str, wanted: Wanted) -> QuerySet[Any, Any]:
    """Those of `rows` whose field has all the parts."""
    from django.contrib.postgres.fields import ArrayField  # noqa: PLC0415 - needs the driver

    held = Func(F(wanted.field), function=FUNCTION, output_field=ArrayField(TextField()))
    found: QuerySet[Any, Any] = rows.alias(parts=held).filter(parts__contains=wanted.parts)
    return found


def _index(table: str, field: str) -> str:
    return f"{table}_{field}_parts"
