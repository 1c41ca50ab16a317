"""The SQL behind a page: heard once while the page is made, then asked again by the driver alone, in quiet or in a crowd."""

from __future__ import annotations

import multiprocessing
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from django.db import connection
from django.test import Client

from pages import Visit, user_of

__all__ = ["Question", "asked", "replayed", "replayed_beside"]

_ROUNDS = 20
_PATIENCE = 6.0  # seconds for one page
_PAUSE = 0.2  # seconds between one page and the next, in a crowd
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
    ready = [_for_driver(page) for page in pages]
    found: list[float] = []
    began = time.perf_counter()
    with _cursor() as cursor:
        for number in range(_ROUNDS * len(ready)):
            found.append(_seconds(cursor, ready[number % len(ready)]))
            if time.perf_counter() - began > _PATIENCE and number >= len(ready) * 2:
                break
    return found[len(ready) :] or found  # the first time of each only warms up


@contextmanager
def replayed_beside(pages: Mapping[str, list[list[Question]]], found: dict[str, list[float]]) -> Iterator[None]:
    """Ask the questions of one page after the other as long as the context lasts, in a process of its own.

    Args:
        pages: name → of several objects.
        found: name → seconds, filled when the context ends.
    """
    connection.close()  # no process takes over the connection of another
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_beside, args=(pages, there), daemon=True)
    child.start()
    yield
    here.send(None)
    found.update(here.recv())
    child.join()


def _beside(pages: Mapping[str, list[list[Question]]], end: Connection) -> None:
    ready = [(name, _for_driver(page)) for name, several in pages.items() for page in several]
    found: dict[str, list[float]] = {name: [] for name in pages}
    with _cursor() as cursor:
        for _name, page in ready:  # once, to warm up
            _seconds(cursor, page)
        while not end.poll(_PAUSE):
            least = min(map(len, found.values()))
            name, page = random.choice([each for each in ready if len(found[each[0]]) == least])
            found[name].append(_seconds(cursor, page))
    end.recv()
    end.send(found)


def _seconds(cursor: Any, page: list[Question]) -> float:
    before = time.perf_counter()
    for sql, params in page:
        cursor.execute(sql, params)
        cursor.fetchall()
    return time.perf_counter() - before


def _for_driver(page: list[Question]) -> list[Question]:
    if connection.vendor == "sqlite":
        return [Question(_in_sqlite(sql), params) for sql, params in page]
    return page


def _cursor() -> Any:
    """A cursor of the driver on Django's connection: the same settings, none of its code."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        return closing(raw.cursor())
    import psycopg

    return psycopg.ClientCursor(raw)


def _in_sqlite(sql: str) -> str:
    return _PLACE.sub("?", sql).replace("%%", "%")
