"""What a release of the site left in its database: written when it is made, put into an empty database by the tests.

A file holds what one needs to know and every row, one a line, in the words of the models of that release: it says the
same on every database, and a difference can be read.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

__all__ = ["FOLDER", "SUFFIX", "Release", "digest_of_migration", "lay_out", "read", "releases", "write"]

FOLDER = Path(__file__).parent
SUFFIX = ".jsonl.gz"
_LEFT_OUT = {"sessions.session"}  # who is signed in is nobody's business
_Node = tuple[str, str]


class Release(NamedTuple):
    """A file of this folder.

    Attributes:
        known: what a visitor has to know, as `write` was given it: ``password`` …
        migrations: ``area.0001_initial`` → SHA-256 of the file in hexadecimal; None for those of other packages.
        rows: label of the model → names of its fields and, row by row, their values.
    """

    known: dict[str, Any]
    migrations: dict[str, str | None]
    rows: dict[str, tuple[list[str], list[list[Any]]]]


def releases() -> dict[str, Path]:
    """The releases that there are files of, by their numbers."""
    return {path.name.removesuffix(SUFFIX): path for path in sorted(FOLDER.glob(f"*{SUFFIX}"))}


def read(path: Path) -> Release:
    """The file as it was written."""
    head, *lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    rows: dict[str, tuple[list[str], list[list[Any]]]] = {}
    for line in lines:
        said = json.loads(line)
        if isinstance(said, dict):
            ((label, names),) = said.items()
            rows[label] = (names, [])
        else:
            rows[label][1].append(said)
    return Release(**json.loads(head), rows=rows)


def write(path: Path, *, known: dict[str, Any]) -> list[str]:
    """Write what is in the database as it is now; the labels of the models that have no rows.

    Args:
        path: ``0.1.jsonl.gz``.
        known: what a visitor has to know, and no secret of anybody.
    """
    applied = sorted(MigrationExecutor(connection).loader.applied_migrations)
    migrations = {f"{app}.{name}": digest_of_migration(app, name) for app, name in applied}
    text, empty = StringIO(), []
    _line(text, {"known": known, "migrations": migrations})
    for model in _models(applied):
        fields = model._meta.concrete_fields
        rows = [[_written(field, row) for field in fields] for row in model._base_manager.order_by("pk")]
        if not rows:
            empty.append(model._meta.label_lower)
            continue
        _line(text, {model._meta.label_lower: [field.attname for field in fields]})
        for row in rows:
            _line(text, row)
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    return empty


def lay_out(path: Path) -> None:
    """Make the tables of that release in an empty database, and put its rows there."""
    release = read(path)
    applied = [_node(name) for name in release.migrations]
    MigrationExecutor(connection).migrate(_last(applied))
    models = {model._meta.label_lower: model for model in _models(applied)}
    with transaction.atomic():
        for label, (names, rows) in release.rows.items():
            known = {field.attname: field for field in models[label]._meta.concrete_fields}
            fields = [known[name] for name in names]
            for row in rows:
                read_values = zip(fields, row, strict=True)
                values = {field.attname: field.to_python(value) for field, value in read_values}
                models[label](**values).save_base(raw=True, force_insert=True)  # as it was: no date is set anew
        with connection.cursor() as cursor:  # PostgreSQL counts on from the highest key, as if it had given them itself
            for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
                cursor.execute(statement)


def digest_of_migration(app: str, name: str) -> str | None:
    """SHA-256 of the text of a migration of ours, in hexadecimal; None where it is none of ours, or is not there."""
    if app not in apps.app_configs or not apps.get_app_config(app).name.startswith("jiheng."):
        return None
    path = Path(apps.get_app_config(app).path, "migrations", f"{name}.py")
    return sha256(path.read_text(encoding="utf-8").encode()).hexdigest() if path.exists() else ""


def _models(applied: list[_Node]) -> Iterator[type[Model]]:
    """The models as they were after these migrations."""
    state = MigrationLoader(connection).project_state(_last(applied))
    for model in state.apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in _LEFT_OUT:
            yield model


def _last(applied: list[_Node]) -> list[_Node]:
    """Of each app the migrations that no other one of it builds on: asked for an earlier one, Django would go back to it."""
    graph = MigrationLoader(None).graph
    known = [node for node in applied if node in graph.nodes]
    return [
        node for node in known if not any(child.key in known for child in graph.node_map[node].children
                                          if child.key[0] == node[0])
    ]  # fmt: skip


def _node(name: str) -> _Node:
    app, _dot, number = name.partition(".")
    return app, number


def _written(field: Field[Any, Any], row: Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode("ascii")
    is_plain = value is None or isinstance(value, bool | int | str | list | dict)
    return value if is_plain else field.value_to_string(row)  # dates with their microseconds, amounts with all places


def _line(text: StringIO, said: Any) -> None:
    text.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n")
