"""A write that is sent twice under one key is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.web.api.callers import Caller, caller, make_draft, make_run
from tests.web.factories import World, make_world

from jiheng.web.api.models import StoredAnswer
from jiheng.web.audit.models import Entry
from jiheng.web.goals.models import Goal
from jiheng.web.review.services import default_chain


def _new(world: World) -> dict[str, object]:
    return {"organization": world.units[0].code, "year": world.year}


def test_the_first_answer_comes_again(world: World) -> None:
    program = caller(world.people["preparer"])
    first = program("post", "/goals", _new(world), key="a-1")
    again = program("post", "/goals", _new(world), key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert Goal.objects.count() == 1
    assert program.post("/goals", _new(world), key="a-2")["id"] != first.json()["id"]


def test_the_same_key_for_something_else_is_a_conflict(world: World) -> None:
    program = caller(world.people["preparer"])
    program.post("/goals", _new(world), key="a-1")
    for path, body in (("/goals", {**_new(world), "origin": "added"}), ("/goals/1/submit", _new(world))):
        answer = program("post", path, body, key="a-1")
        assert (answer.status_code, answer.json()["code"]) == (409, "key-reused")
    assert Goal.objects.count() == 1


def test_keys_of_others_are_others(world: World) -> None:
    first, second = caller(world.people["preparer"]), caller(world.people["unit_leader"])
    assert first.post("/goals", _new(world), key="a-1")["id"] != second.post("/goals", _new(world), key="a-1")["id"]


def test_what_was_refused_may_be_tried_again(world: World) -> None:
    program = caller(world.people["preparer"])
    goal = make_draft(world)
    entries = Entry.objects.count()
    refused = program("post", f"/goals/{goal.pk}/submit", {"explanation": "测试"}, key="a-1")
    assert (refused.status_code, refused.json()["code"]) == (409, "no-chain")
    assert Entry.objects.count() == entries  # nothing of it is left
    default_chain()
    assert program.post(f"/goals/{goal.pk}/submit", {"explanation": "测试"}, key="a-1")["number"] == 1


def test_an_empty_answer_comes_again_too(world: World) -> None:
    program = caller(world.people["preparer"])
    path = f"/goals/{make_draft(world).pk}"
    assert [program("delete", path, key="a-1").status_code for _each in range(2)] == [204, 204]
    assert program("delete", path, key="a-2").status_code == 404


def test_a_decision_sent_twice_is_one(world: World) -> None:
    program = caller(world.people["unit_leader"])
    path = f"/review/tasks/{make_run(world).tasks.get(order=1).pk}/approve"
    body = {"opinion": "同意", "override": "测试"}
    assert program.post(path, body, key="a-1")["state"] == "approved"
    assert program.post(path, body, key="a-1")["state"] == "approved"
    answer = program("post", path, body, key="a-2")
    assert (answer.status_code, answer.json()["code"]) == (409, "task-decided")
    assert answer.json()["current"] == {"state": "approved", "run": "running"}


def test_after_a_day_a_key_is_new(world: World) -> None:
    program = caller(world.people["preparer"])
    program.post("/goals", _new(world), key="a-1")
    StoredAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    program.post("/goals", _new(world), key="a-1")
    assert Goal.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x" * 129, "\x7f"])
def test_a_key_that_is_none_is_refused(world: World, key: str) -> None:
    answer = caller(world.people["preparer"])("post", "/goals", _new(world), key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "key-invalid")
    assert not Goal.objects.exists()


def test_a_key_opens_nothing_without_its_scope(world: World) -> None:
    answer = caller(world.people["preparer"], "read")("post", "/goals", _new(world), key="a-1")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert Caller()("post", "/goals", _new(world), key="a-1").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_done_once() -> None:
    world = make_world()
    program = caller(world.people["preparer"])

    def send(_each: int) -> tuple[int, int]:
        try:
            answer = program("post", "/goals", _new(world), key="a-1")
            return answer.status_code, answer.json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(send, range(4)))
    assert answers == {(201, Goal.objects.get().pk)}
