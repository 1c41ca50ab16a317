"""Who may call which operation: every operation of the API, for every kind of person and for a stranger.

A new operation without an entry fails. Whoever is not named must be refused: 401, 403, or 404 as if there were none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from tests.web.api.callers import Caller, caller, forced, make_draft, make_run
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import PEOPLE, World, give_role, make_person

from jiheng.web.api.models import Scope
from jiheng.web.api.site import api
from jiheng.web.disclosure.models import Publication
from jiheng.web.disclosure.services import publish
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Role
from jiheng.web.review.models import Comment
from jiheng.web.review.services import comment_add

Arguments = Callable[[World, int], dict[str, Any]]

STRANGER = "stranger"
ADMINISTRATORS = {"system", "security", "audit"}
WITH_TOKEN = frozenset(PEOPLE) - ADMINISTRATORS
EVERYBODY = frozenset(PEOPLE) | {STRANGER}
_REFUSED = {401, 403, 404}


class Call(NamedTuple):
    """Who may call an operation.

    Attributes:
        who, foreign_who: for the first unit's things, and for those of the other department.
        arguments: of the address and (as ``body``) what is sent, for the unit of that index; None where there are none.
        scopes: that open it.
    """

    who: frozenset[str]
    foreign_who: frozenset[str] = frozenset()
    arguments: Arguments | None = None
    scopes: frozenset[str] = frozenset({Scope.READ})


def _only(*names: str) -> frozenset[str]:
    return frozenset(names)


_WRITERS, _OTHER_WRITER = _only("preparer", "unit_leader"), _only("other_preparer")
_LOOKERS = _WRITERS | {"department_reviewer", "finance_reviewer", "performance_office", "auditor"}
_SPEAKERS = _LOOKERS - {"auditor"}
_OTHER_LOOKERS = _only("other_preparer", "performance_office", "auditor")
_WRITE, _REVIEW, _PUBLISH = frozenset({Scope.WRITE}), frozenset({Scope.REVIEW}), frozenset({Scope.PUBLISH})
_SPEAK = _WRITE | _REVIEW


def _code(world: World, unit: int) -> dict[str, Any]:
    return {"code": world.units[unit].code}


def _new(world: World, unit: int) -> dict[str, Any]:
    return {"body": {"organization": world.units[unit].code, "year": world.year}}


def _draft(world: World, unit: int) -> dict[str, Any]:
    goal = make_draft(world, unit)
    return {"pk": goal.pk, "body": {"lock": goal.lock, "content": goal.content}}


def _submittable(world: World, unit: int) -> dict[str, Any]:
    make_run(world, unit)  # so that there is a chain
    return {"pk": make_draft(world, unit).pk, "body": {"explanation": "测试"}}


def _submitted(world: World, unit: int) -> dict[str, Any]:
    return {"pk": make_run(world, unit).subject_id, "number": 1}


def _approved(world: World, unit: int) -> dict[str, Any]:
    goal: Goal = approve(world, make_sheet(world.units[unit]), organization=world.units[unit])
    return {"pk": goal.pk, "body": {"reason": "测试"}}


def _task(world: World, unit: int) -> dict[str, Any]:
    body = {"opinion": "测试", "override": "测试", "to": world.people["unit_leader"].pk}
    return {"pk": make_run(world, unit).tasks.get(order=1).pk, "body": body}


def _run(world: World, unit: int) -> dict[str, Any]:
    return {"pk": make_run(world, unit).pk}


def _remark(world: World, unit: int) -> dict[str, Any]:
    return {"pk": make_run(world, unit).subject_id, "body": {"version": 1, "anchor": "name", "text": "写全称"}}


def _comment(world: World, unit: int) -> dict[str, Any]:
    run = make_run(world, unit)
    said: Comment = comment_add(
        subject=run.subject, subject_id=run.subject_id, version=1, anchor="", text="测试", actor=run.started_by
    )
    return {"pk": said.pk}


def _publishable(world: World, unit: int) -> dict[str, Any]:
    _approved(world, unit)
    return _code(world, unit) | {"body": {"year": world.year}}


def _publication(world: World, unit: int) -> dict[str, Any]:
    _approved(world, unit)
    home = world.units[unit]
    leader = make_person(f"leader_{home.code}")
    give_role(leader, home, Role.UNIT_LEADER)
    made: Publication = publish(organization=home, year=world.year, actor=leader)
    public = {"code": home.code, "year": made.year, "number": made.number, "format_name": "json"}
    return {"pk": made.pk, "body": {"reason": "测试"}, **public}


_REVIEWS = {
    ("POST", f"/review/tasks/{{pk}}/{act}"): Call(_only("unit_leader"), arguments=_task, scopes=_REVIEW)
    for act in ("open", "approve", "return", "stop", "hand-over")
}
_PUBLISHERS = _only("unit_leader", "department_reviewer")
OPERATIONS: dict[tuple[str, str], Call] = {
    ("GET", "/me"): Call(WITH_TOKEN, scopes=frozenset(Scope.values)),
    **{
        ("GET", path): Call(WITH_TOKEN)
        for path in (
            "/me/to-do", "/organizations", "/cycles", "/goals", "/review/tasks", "/review/runs",
            "/disclosure/organizations",
        )
    },
    ("GET", "/organizations/{code}"): Call(_LOOKERS, _OTHER_LOOKERS, _code),
    ("POST", "/goals"): Call(_WRITERS, _OTHER_WRITER, _new, _WRITE),
    ("GET", "/goals/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("PUT", "/goals/{pk}"): Call(_WRITERS, _OTHER_WRITER, _draft, _WRITE),
    ("DELETE", "/goals/{pk}"): Call(_WRITERS, _OTHER_WRITER, _draft, _WRITE),
    ("POST", "/goals/{pk}/submit"): Call(_WRITERS, _OTHER_WRITER, _submittable, _WRITE),
    ("POST", "/goals/{pk}/withdraw"): Call(_WRITERS, _OTHER_WRITER, _submitted, _WRITE),
    ("POST", "/goals/{pk}/adjust"): Call(_WRITERS, _OTHER_WRITER, _approved, _WRITE),
    ("GET", "/goals/{pk}/findings"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("GET", "/goals/{pk}/versions"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("GET", "/goals/{pk}/versions/{number}"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("GET", "/goals/{pk}/comments"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("POST", "/goals/{pk}/comments"): Call(_SPEAKERS, _OTHER_LOOKERS - {"auditor"}, _remark, _SPEAK),
    ("POST", "/comments/{pk}/resolve"): Call(_SPEAKERS, _OTHER_LOOKERS - {"auditor"}, _comment, _SPEAK),
    ("GET", "/review/tasks/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _task),
    **_REVIEWS,
    ("GET", "/review/runs/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _run),
    ("GET", "/disclosure/organizations/{code}/publications"): Call(_LOOKERS, _OTHER_LOOKERS, _publication),
    ("POST", "/disclosure/organizations/{code}/publications"): Call(
        _PUBLISHERS, arguments=_publishable, scopes=_PUBLISH
    ),
    ("GET", "/disclosure/publications/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _publication),
    ("POST", "/disclosure/publications/{pk}/withdraw"): Call(_PUBLISHERS, arguments=_publication, scopes=_PUBLISH),
    ("GET", "/public/projects"): Call(EVERYBODY, scopes=frozenset()),
    ("GET", "/public/organizations"): Call(EVERYBODY, scopes=frozenset()),
    **{
        ("GET", path): Call(EVERYBODY, EVERYBODY, _publication, frozenset())
        for path in (
            "/public/organizations/{code}/documents",
            "/public/documents/{code}/{year}/{number}",
            "/public/documents/{code}/{year}/{number}/files/{format_name}",
        )
    },
}  # fmt: skip


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
        assert method == "GET" or any(
            each["name"] == "Idempotency-Key" for each in paths[path][method.lower()]["parameters"]
        )


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
    leader = world.people["unit_leader"]
    others = set(Scope.values) - call.scopes
    if others:
        refused = caller(leader, *others)(operation[0], path, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    for scope in call.scopes:
        with transaction.atomic():
            assert caller(leader, scope)(operation[0], path, body).status_code not in _REFUSED
            transaction.set_rollback(True)


def test_lists_show_nothing_that_would_be_refused_by_itself(world: World) -> None:
    for unit in (0, -1):
        make_run(world, unit)
        make_draft(world, unit)
        _publication(world, unit)
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
    return operation[1].format(**arguments), body if operation[0] in {"POST", "PUT"} else None


def _admitted(operation: tuple[str, str], world: World, unit: int) -> set[str]:
    path, body = _address(operation, world, unit)
    admitted = set()
    for name in (*PEOPLE, STRANGER):
        with transaction.atomic():  # what one person does must not be in the way of the next
            if _program(name, world)(operation[0], path, body).status_code not in _REFUSED:
                admitted.add(name)
            transaction.set_rollback(True)
    return admitted


def _program(name: str, world: World) -> Caller:
    if name == STRANGER:
        return Caller()
    person = world.people[name]
    return forced(person) if name in ADMINISTRATORS else caller(person)
