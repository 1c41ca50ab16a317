"""Every operation of the API, for every kind of person and for a stranger: the table is in `matrix`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from tests.web.api.callers import Caller, Parts, caller, forced, make_draft, make_run
from tests.web.api.matrix import OF_NO_USE, OPERATIONS, REFUSED, STRANGER, WITH_TOKEN, publication
from tests.web.factories import PEOPLE, World

from jiheng.web.api.models import Scope
from jiheng.web.api.policies import scopes_for
from jiheng.web.api.site import api
from jiheng.web.goals.models import Goal


def _declared() -> Iterator[tuple[str, str]]:
    schema = api.get_openapi_schema(path_prefix="")
    for path, methods in schema["paths"].items():
        yield from ((method.upper(), path) for method in methods)


def test_every_operation_has_an_entry_and_every_entry_an_operation() -> None:
    assert sorted(_declared()) == sorted(OPERATIONS)


def test_the_description_says_which_scope_opens_it() -> None:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    for (method, path), call in OPERATIONS.items():
        said = paths[path][method.lower()]["description"]
        assert {scope for scope in Scope.values if scope in said} == call.scopes
        keyed = any(each["name"] == "Idempotency-Key" for each in paths[path][method.lower()].get("parameters", ()))
        with_file = "multipart/form-data" in paths[path][method.lower()].get("requestBody", {}).get("content", ())
        assert keyed == (method != "GET" and not with_file), path


@pytest.mark.parametrize("operation", OPERATIONS, ids=" ".join)
def test_only_the_named_people_may(operation: tuple[str, str], world: World) -> None:
    assert _admitted(operation, world, 0) == OPERATIONS[operation].who


@pytest.mark.parametrize("operation", [each for each, call in OPERATIONS.items() if call.arguments], ids=" ".join)
def test_what_is_foreign_stays_closed(operation: tuple[str, str], world: World) -> None:
    assert _admitted(operation, world, -1) == OPERATIONS[operation].foreign_who


@pytest.mark.parametrize("operation", [each for each, call in OPERATIONS.items() if call.scopes], ids=" ".join)
def test_a_token_opens_what_it_was_made_for(operation: tuple[str, str], world: World) -> None:
    call = OPERATIONS[operation]
    path, body = _address(operation, world, 0)
    for name in sorted(call.who):
        known = set(scopes_for(world.people[name]))
        if known - call.scopes:
            refused = caller(world.people[name], *known - call.scopes)(operation[0], path, body)
            assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
        # Whoever may call it can have a token that opens it.
        for scope in call.scopes & known:
            with transaction.atomic():
                assert caller(world.people[name], scope)(operation[0], path, body).status_code not in REFUSED
                transaction.set_rollback(True)
        assert call.scopes & known or operation in OF_NO_USE


def test_lists_show_nothing_that_would_be_refused_by_itself(world: World) -> None:
    for unit in (0, -1):
        make_run(world, unit)
        make_draft(world, unit)
        publication(world, unit)
    for name in sorted(WITH_TOKEN):
        program = caller(world.people[name])
        for path in ("/goals", "/review/tasks", "/review/runs"):
            for item in program.get(path)["items"]:
                assert program("get", f"{path}/{item['id']}").status_code == 200, f"{name} {path} {item}"
        for path in ("/organizations", "/disclosure/organizations"):
            for item in program.get(path)["items"]:
                code = item.get("code") or item["organization"]
                assert program("get", f"/organizations/{code}").status_code == 200, f"{name} {path} {item}"


def test_a_reviewer_gets_what_was_handed_in_and_not_what_is_being_written(world: World) -> None:
    goal = Goal.objects.get(pk=make_run(world).subject_id)
    Goal.objects.filter(pk=goal.pk).update(state="returned", content={**goal.content, "purpose": "还没有写完"})
    assert caller(world.people["preparer"]).get(f"/goals/{goal.pk}")["content"]["purpose"] == "还没有写完"
    seen = caller(world.people["department_reviewer"]).get(f"/goals/{goal.pk}")
    assert seen["content"]["purpose"] == goal.content["purpose"]


def _address(operation: tuple[str, str], world: World, unit: int) -> tuple[str, Any]:
    call = OPERATIONS[operation]
    arguments = call.arguments(world, unit) if call.arguments else {}
    body = arguments.pop("body", {})
    path = operation[1].format(**arguments) + arguments.get("query", "")
    if isinstance(body, Parts):
        body.values["file"].seek(0)
    return path, body if operation[0] in {"POST", "PUT"} else None


def _admitted(operation: tuple[str, str], world: World, unit: int) -> set[str]:
    path, body = _address(operation, world, unit)
    admitted = set()
    for name in (*PEOPLE, STRANGER):
        if isinstance(body, Parts):
            body.values["file"].seek(0)
        with transaction.atomic():  # what one person does must not be in the way of the next
            if _program(name, world)(operation[0], path, body).status_code not in REFUSED:
                admitted.add(name)
            transaction.set_rollback(True)
    return admitted


def _program(name: str, world: World) -> Caller:
    if name == STRANGER:
        return Caller()
    return forced(world.people[name])
