"""SQLite's side: of each table of texts a full-text table that stores no text, and triggers that keep it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from jiheng.web.disclosure.text_index.parts import Wanted, parts_of_text

__all__ = ["install", "is_whole", "make", "most", "narrowed"]

_FUNCTION = "jiheng_parts"
# The tokenizer takes every byte beyond ASCII for a letter, as it stands, and what is ASCII for its own business.
_SHIFT = {code: 0x100000 + code for code in range(128)}  # into a private plane that no text uses
_OF_TITLE = "\U00100100"  # before what stands in the title

_FORGET = "INSERT INTO {index}({index}, rowid, parts) VALUES ('delete', old.id, {function}(old.title, old.text));"
_LEARN = "INSERT INTO {index}(rowid, parts) VALUES (new.id, {function}(new.title, new.text));"
_TRIGGERS = {
    "insert": ("INSERT", _LEARN),
    "delete": ("DELETE", _FORGET),
    "update": ("UPDATE OF title, text", f"{_FORGET} {_LEARN}"),
}


def install(opened: Any) -> None:
    """Teach a connection what the triggers call."""
    opened.create_function(_FUNCTION, 2, _tokens, deterministic=True)


def is_whole(cursor: Any, table: str) -> bool:
    """Tables and triggers are there (a table that a migration makes anew loses its triggers), and no row is left out."""
    index = _index(table)
    names = [index, _terms(table), *(f"{index}_{name}" for name in _TRIGGERS)]
    cursor.execute(f"SELECT count(*) FROM sqlite_master WHERE name IN ({_holes(names)})", names)  # noqa: S608 - ours
    if cursor.fetchone()[0] < len(names):
        return False
    cursor.execute(f"SELECT (SELECT count(*) FROM {table}) = (SELECT count(*) FROM {index}_docsize)")  # noqa: S608
    return bool(cursor.fetchone()[0])


def make(cursor: Any, table: str) -> None:
    """Make the table, fill it, set the triggers."""
    index = _index(table)
    cursor.execute(f"DROP TABLE IF EXISTS {_terms(table)}")
    cursor.execute(f"DROP TABLE IF EXISTS {index}")
    cursor.execute(f"CREATE VIRTUAL TABLE {index} USING fts5(parts, content='', detail='none', tokenize='ascii')")
    cursor.execute(f"CREATE VIRTUAL TABLE {_terms(table)} USING fts5vocab({index}, 'row')")
    cursor.execute(f"INSERT INTO {index}(rowid, parts) SELECT id, {_FUNCTION}(title, text) FROM {table}")  # noqa: S608
    for name, (when, act) in _TRIGGERS.items():
        said = act.format(index=index, function=_FUNCTION)
        cursor.execute(f"DROP TRIGGER IF EXISTS {index}_{name}")
        cursor.execute(f"CREATE TRIGGER {index}_{name} AFTER {when} ON {table} BEGIN {said} END")


def most(cursor: Any, table: str, wanted: Sequence[Wanted], _enough: int) -> list[int]:
    """Of each in how many rows the rarest of its parts stands."""
    terms = [_tokens_of(each) for each in wanted]
    known = sorted({term for each in terms for term in each})
    cursor.execute(f"SELECT term, doc FROM {_terms(table)} WHERE term IN ({_holes(known)})", known)  # noqa: S608 - ours
    counts: dict[str, int] = dict(cursor.fetchall())
    return [min(counts.get(term, 0) for term in each) for each in terms]


def narrowed(rows: QuerySet[Any, Any], table: str, wanted: Wanted) -> QuerySet[Any, Any]:
    """Those of `rows` whose field has all the parts."""
    asked = " ".join(f'"{token}"' for token in _tokens_of(wanted))
    found = f"SELECT rowid FROM {_index(table)} WHERE {_index(table)} MATCH %s"  # noqa: S608 - a name of ours
    return rows.filter(pk__in=RawSQL(found, [asked]))  # noqa: S611 - as above


def _tokens(title: str, text: str) -> str:
    """What the full-text table is given of a row."""
    title, text = title.translate(_SHIFT), text.translate(_SHIFT)
    return " ".join([*(_OF_TITLE + part for part in parts_of_text(title)), *parts_of_text(text)])


def _tokens_of(wanted: Wanted) -> list[str]:
    mark = _OF_TITLE if wanted.field == "title" else ""
    return [mark + part.translate(_SHIFT) for part in wanted.parts]


def _index(table: str) -> str:
    return f"{table}_parts"


def _terms(table: str) -> str:
    return f"{table}_terms"


def _holes(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))
