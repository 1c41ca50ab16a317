"""The SQL behind a page: heard once while the page is made, then asked again by the driver alone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connection
from django.test import Client

from pages import Visit, user_of

__all__ = ["Question", "asked", "replayed"]

_ROUNDS = 20
_PATIENCE = 6.0  # seconds for one page
_PLACE = re.compile(r"(?<!%)%s")


class Question(NamedTuple):
    """A statement as Django gives it to its cursor."""

    sql: str
    params: tuple[Any, ...]


def asked(visit: Visit) -> list[Question]:
    """What a page asks of the database, that of its session among it.

    Raises:
        AssertionError: the page does not come.
    """
    browser = Client(headers={"host": "localhost"})
    if visit.login:
        browser.force_login(user_of(visit.login))
    heard: list[Question] = []

    def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append(Question(sql, tuple(params or ())))
        return execute(sql, params, many, context)

    browser.get(visit.path)  # once, so that nothing is asked only the first time
    with connection.execute_wrapper(hear):
        answer = browser.get(visit.path)
        answer.getvalue()
    assert answer.status_code == 200, (visit, answer.status_code)
    return [each for each in heard if each.sql.startswith("SELECT")]


def replayed(pages: list[list[Question]]) -> list[float]:
    """Seconds that all questions of a page take together, their answers fetched; of every page in turn."""
    connection.ensure_connection()
    is_sqlite = connection.vendor == "sqlite"
    ready = [[(_in_sqlite(sql) if is_sqlite else sql, params) for sql, params in page] for page in pages]
    found: list[float] = []
    began = time.perf_counter()
    with _cursor() as cursor:
        for number in range(_ROUNDS * len(ready)):
            before = time.perf_counter()
            for sql, params in ready[number % len(ready)]:
                cursor.execute(sql, params)
                cursor.fetchall()
            found.append(time.perf_counter() - before)
            if time.perf_counter() - began > _PATIENCE and number >= len(ready) * 2:
                break
    return found[len(ready) :] or found  # the first time of each only warms up


def _cursor() -> Any:
    """A cursor of the driver on Django's connection: the same settings, none of its code."""
    raw = connection.connection
    if connection.vendor == "sqlite":
        from contextlib import closing

        return closing(raw.cursor())
    import psycopg

    return psycopg.ClientCursor(raw)


def _in_sqlite(sql: str) -> str:
    return _PLACE.sub("?", sql).replace("%%", "%")
