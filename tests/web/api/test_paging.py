"""Lists in parts: whatever is added or removed meanwhile, everything that stays is seen once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.api.callers import Caller, caller, make_draft, make_run
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World

from jiheng.web.disclosure.services import publish
from jiheng.web.goals.models import Goal


def _parts(program: Caller, path: str, **query: Any) -> list[list[dict[str, Any]]]:
    parts, cursor = [], ""
    while True:
        said = program.get(path, cursor=cursor, **query)
        parts.append(said["items"])
        if said["next"] is None:
            return parts
        cursor = said["next"]


def test_a_list_is_read_to_its_end(world: World) -> None:
    goals = [make_draft(world).pk for _each in range(7)]
    parts = _parts(caller(world.people["preparer"]), "/goals", limit=3)
    assert [len(part) for part in parts] == [3, 3, 1]
    assert [each["id"] for part in parts for each in part] == goals


def test_what_comes_and_goes_meanwhile_moves_nothing(world: World) -> None:
    program = caller(world.people["preparer"])
    goals = [make_draft(world).pk for _each in range(6)]
    first = program.get("/goals", limit=3)
    Goal.objects.filter(pk__in=(goals[0], goals[2], goals[4])).update(is_deleted=True)  # also the one it points at
    Goal.objects.filter(pk=goals[5]).update(name="改名")
    added = make_draft(world).pk
    second = program.get("/goals", limit=3, cursor=first["next"])
    assert [each["id"] for each in second["items"]] == [goals[3], goals[5], added]
    assert second["next"] is None


def test_a_cursor_is_no_way_to_what_one_may_not_see(world: World) -> None:
    for _each in range(3):
        make_draft(world)
    cursor = caller(world.people["preparer"]).get("/goals", limit=1)["next"]
    assert caller(world.people["other_preparer"]).get("/goals", cursor=cursor)["items"] == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/goals", "preparer"), ("/review/tasks", "unit_leader"), ("/review/runs", "unit_leader"),
        ("/organizations", "performance_office"), ("/disclosure/organizations", "performance_office"),
        ("/public/projects", ""), ("/me/to-do", "preparer"),
    ],
)  # fmt: skip
def test_more_rows_need_no_more_queries(world: World, path: str, name: str) -> None:
    make_run(world)
    approve(world, make_sheet(world.units[0]))
    publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    program = caller(world.people[name]) if name else Caller()
    program.get(path)  # the token's first use is noted once
    with CaptureQueriesContext(connection) as few:
        program.get(path)
    for _each in range(3):
        make_run(world)
        approve(world, make_sheet(world.units[0]))
    publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    with CaptureQueriesContext(connection) as many:
        program.get(path)
    assert len(many) == len(few)
