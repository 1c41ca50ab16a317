"""How often a page asks the database: as often as it did, and as often for thirty of everything as for three.

The numbers are in `queries/baseline.json`; ``JIHENG_GOLDEN=1`` writes them anew, to be read by a person before they
are kept.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.web.api.callers import Caller, forced
from tests.web.api.matrix import OPERATIONS
from tests.web.factories import World
from tests.web.permissions import PAGES, STRANGER
from tests.web.queries.growth import FEW_BY_NATURE, grow, leave_room

from jiheng.web.api.models import ApiToken

BASELINE = Path(__file__).parent / "queries" / "baseline.json"
FEW, MANY = 3, 30
VIEWERS = (
    (STRANGER,), ("preparer",), ("department_reviewer",), ("finance_reviewer",), ("performance_office", "auditor"),
    ("system", "security", "audit"),
)  # fmt: skip
"""Whose pages are measured: of each line the first who may open it; the others see what one of these sees."""
_CONTROL = re.compile(r"SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET ", re.IGNORECASE)
_VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\((?:[^()]*, )+[^()]*\)")

Ask = Callable[[], HttpResponse]


class Asked(NamedTuple):
    """What one person's page took."""

    count: int
    statements: Counter[str]


def test_pages_ask_as_often_however_much_there_is(world: World) -> None:
    assert _problems("pages", world, _pages(world)) == []


def test_operations_ask_as_often_however_much_there_is(world: World) -> None:
    assert _problems("operations", world, _operations(world)) == []


def _pages(world: World) -> dict[tuple[str, str], Callable[[], Ask]]:
    """Name of the page and of the person → what prepares the question (signs in) and gives it."""
    leave_room()
    read = {name: page for name, page in PAGES.items() if page.method == "get" and page.who}
    addresses = {name: reverse(name, kwargs=page.arguments(world)) for name, page in read.items()}

    def ask(name: str, person: str) -> Ask:
        browser = Client()
        if person != STRANGER:
            browser.force_login(world.people[person])
        return lambda: browser.get(addresses[name])

    return {
        (name, person): lambda name=name, person=person: ask(name, person)  # type: ignore[misc]
        for name, page in read.items()
        for person in _viewers(page.who)
    }


def _operations(world: World) -> dict[tuple[str, str], Callable[[], Ask]]:
    leave_room()
    read = {path: call for (method, path), call in OPERATIONS.items() if method == "GET" and call.who}
    makers = {call.arguments for call in read.values() if call.arguments}  # each only once: some make the only one
    made = {arguments: arguments(world, 0) for arguments in makers}
    addresses = {}
    for path, call in read.items():
        values = made.get(call.arguments, {}) if call.arguments else {}
        addresses[path] = path.format(**values) + values.get("query", "")

    def ask(path: str, person: str) -> Ask:
        program = Caller() if person == STRANGER else forced(world.people[person])
        ApiToken.objects.update(last_used_at=timezone.now())  # noted once a minute
        return lambda: program("get", addresses[path])

    return {
        (path, person): lambda path=path, person=person: ask(path, person)  # type: ignore[misc]
        for path, call in read.items()
        for person in _viewers(call.who)
    }


def _viewers(who: frozenset[str]) -> list[str]:
    found = [next((name for name in line if name in who), "") for line in VIEWERS]
    viewers = [name for name in found if name] or sorted(who)[:1]
    return viewers[:2] if STRANGER in who else viewers  # what is public is the same for all but for the frame


def _problems(part: str, world: World, questions: dict[tuple[str, str], Callable[[], Ask]]) -> list[str]:
    """What is not as it should be, a line each; with JIHENG_GOLDEN=1 the numbers are written first."""
    grow(world, FEW)
    few = {key: _asked(prepare()) for key, prepare in questions.items()}
    grow(world, MANY)
    assert list(_not_grown(read_by_api=part == "operations")) == []
    many = {key: _asked(prepare()) for key, prepare in questions.items()}
    if os.environ.get("JIHENG_GOLDEN") == "1":
        _keep(part, {key: asked.count for key, asked in few.items()})
    said = json.loads(BASELINE.read_text(encoding="utf-8"))[part] if BASELINE.exists() else {}
    known = {name for name, _person in questions}
    problems = [f"{name} is in {BASELINE.name} but not on the site" for name in said if name not in known]
    for (name, person), asked in few.items():
        now = many[name, person]
        if now.count != asked.count:
            problems.append(
                f"{name} ({person}): {asked.count} queries of {FEW}, {now.count} of {MANY}{_more(asked, now)}"
            )
        expected = _expected(said.get(name), person)
        if expected != asked.count:
            problems.append(f"{name} ({person}): {asked.count} queries, {expected} in {BASELINE.name}")
    return problems


def _asked(ask: Ask) -> Asked:
    cache.clear()  # calls are counted
    connection.queries_log.clear()  # it holds so many and no more
    with CaptureQueriesContext(connection) as captured:
        response = ask()
        b"".join(response) if response.streaming else response.content
    assert response.status_code < 400, response
    statements = Counter(_VALUES.sub("?", each["sql"]) for each in captured if not _CONTROL.match(each["sql"]))
    return Asked(statements.total(), statements)


def _more(few: Asked, many: Asked) -> str:
    """The statements that came more often, shortened: where to look."""
    return "".join(
        f"\n    {count}× {statement[:300]}" for statement, count in (many.statements - few.statements).most_common(3)
    )


def _not_grown(*, read_by_api: bool) -> Iterator[str]:
    """Models whose areas have pages and of which `grow` makes too few rows."""
    areas = {name.partition(":")[0] for name in PAGES} - ({"attachments"} if read_by_api else set())
    for model in apps.get_models():
        label = model._meta.label_lower
        if model.__module__.startswith("jiheng.") and model._meta.app_label in areas and label not in FEW_BY_NATURE:
            has = model._base_manager.count()
            if has < MANY:
                yield f"{label}: {has} rows; let tests/web/queries/growth.py make more"


def _expected(said: Any, person: str) -> int | None:
    return said.get(person) if isinstance(said, dict) else said


def _keep(part: str, counts: dict[tuple[str, str], int]) -> None:
    known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    pages: dict[str, dict[str, int]] = {}
    for (name, person), count in counts.items():
        pages.setdefault(name, {})[person] = count
    known[part] = {
        name: next(iter(by_person.values())) if len(set(by_person.values())) == 1 else by_person
        for name, by_person in sorted(pages.items())
    }
    parts = (f"{json.dumps(each)}: {_in_lines(known[each])}" for each in sorted(known))
    BASELINE.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def _in_lines(pages: dict[str, Any]) -> str:
    """One page a line, so that a difference can be read."""
    return "{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(said)}" for name, said in pages.items()) + "\n}"
