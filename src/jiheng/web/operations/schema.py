"""The tables of the database, brought to what this version of the program expects."""

from __future__ import annotations

from functools import lru_cache

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError

from jiheng.errors import SiteError

__all__ = ["applied", "is_known", "pending", "upgrade"]


def pending() -> list[str]:
    """The migrations that are still to be run, ``area.0001_initial``, in their order.

    Raises:
        SiteError: the database cannot be opened.
    """
    executor = _executor()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def applied() -> list[str]:
    """The migrations that the database has behind it.

    Raises:
        SiteError: the database cannot be opened.
    """
    return sorted(f"{app}.{name}" for app, name in _executor().loader.applied_migrations)


def is_known(migration: str) -> bool:
    """Whether this version of the program knows `migration`; a whole app that it does not know came later."""
    app, _dot, name = migration.partition(".")
    return (app, name) in _known()


def upgrade() -> None:
    """Run the migrations that are pending; behind `alone`, as nobody else may do it at the same moment.

    Raises:
        SiteError: the database cannot be opened, or is of a newer version.
    """
    newer = [name for name in applied() if not is_known(name)]
    if newer:
        raise SiteError("database-newer", migration=newer[-1])
    if pending():  # else there is nothing to look after either
        call_command("migrate", verbosity=0, interactive=False)


def _executor() -> MigrationExecutor:
    try:
        return MigrationExecutor(connection)
    except DatabaseError as error:
        reason = str(error).strip().partition("\n")[0]
        raise SiteError("database-unreachable", reason=reason) from error


@lru_cache(maxsize=1)
def _known() -> frozenset[tuple[str, str]]:
    found = MigrationLoader(None).disk_migrations
    return frozenset(found).union(*(migration.replaces for migration in found.values()))
