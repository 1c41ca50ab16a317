"""Every write of the API with every hostile value in every field, and bodies that no program in its right mind sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from tests.web.api.callers import Caller, Parts, caller
from tests.web.api.matrix import OPERATIONS, STRANGER
from tests.web.factories import World
from tests.web.hostile.answers import problems_of
from tests.web.hostile.texts import LONG, encoded, packed
from tests.web.hostile.town import taken_back

from jiheng.web.api.site import api

pytestmark = pytest.mark.django_db
_SCHEMA: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=""), default=str))
_WRITES = [each for each in OPERATIONS if each[0] != "GET"]
_READS = [each for each in OPERATIONS if each[0] == "GET"]
_SHORT, _LONG = 30, 1900
_NO_TEXTS: list[Any] = [
    None, True, -1, 1.5, 2**63, 10**400, [], {"": None}, {"\ud800": "\ud800"}, ["\ud800\x00"], [{}] * 3000, "9e999",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00",
]  # fmt: skip
_RAW = {
    "deep list": "[" * 10_000 + "]" * 10_000,
    "deep object": '{"content":' * 10_000 + "1" + "}" * 10_000,
    "deep content": '{"organization": "205001", "year": 2027, "lock": 1, "content": ' + '{"a":' * 500 + "1" + "}" * 501,
    "no number": '{"lock": NaN, "year": Infinity, "version": -Infinity, "content": {"a": NaN}}',
    "long number": '{"lock": ' + "9" * 5000 + ', "year": ' + "9" * 5000 + "}",
    "twice": '{"text": "a", "text": {"text": []}}',
    "half": '{"text": "a',
    "text": '"text"',
    "null": "null",
    "nothing": "",
    "not utf-8": b'{"text": "\xff\xfe"}',
    "utf-16": '{"text": "a"}'.encode("utf-16"),
    "form": "text=a&lock=1",
    "huge": '{"text": "' + "x" * (10 << 20) + '"}',
    "too huge": '{"text": "' + "x" * (13 << 20) + '"}',
}
_ARGUMENTS = ("x" * 3000, "%00", "%ff", "../../etc", "99999999999999999999999999", "-1", "0", "%ED%A0%80", "null")
_NUMBERS = ("9e999", "9" * 400, "-1", "0", "1.5", "٣", "²", str(2**63))


@pytest.mark.parametrize("operation", _WRITES, ids=" ".join)
@pytest.mark.sampled(3)
def test_any_value_in_any_field_is_taken_or_refused_with_words(operation: tuple[str, str], plain: World) -> None:
    program, path, body = _prepared(operation, plain)
    if isinstance(body, Parts):
        bodies: Iterator[Any] = (Parts(body.values | {name: text}) for name in body.values for text in _NUMBERS)
    else:
        bodies = _bodies(operation, body or {})
    assert [problem for each in bodies for problem in _problems(program, operation[0], path, each)] == []


@pytest.mark.parametrize("operation", [("POST", "/goals"), ("PUT", "/goals/{pk}"), ("POST", "/goals/{pk}/comments")])
def test_bodies_beyond_all_reason(operation: tuple[str, str], plain: World) -> None:
    program, path, _body = _prepared(operation, plain)
    for name, raw in _RAW.items():
        response = program(operation[0], path, raw)
        assert 400 <= response.status_code < 500, f"{name}: {response.content!r}"
        assert response.json()["message"], name


@pytest.mark.parametrize("operation", [("POST", "/goals"), ("PUT", "/goals/{pk}"), ("POST", "/goals/{pk}/check")])
def test_any_value_anywhere_in_a_content(operation: tuple[str, str], plain: World) -> None:
    program, path, body = _prepared(operation, plain)
    draft = _prepared(("PUT", "/goals/{pk}"), plain)[2]["content"]
    wrong: list[str] = []
    for value in (*packed(_LONG), *LONG.values(), *_NO_TEXTS):
        changed = _with_all(draft, value)
        wrong += _problems(program, operation[0], path, {**body, "content": {**changed, "form": draft["form"]}})
        for name in draft if operation[0] == "PUT" else ():
            wrong += _problems(program, operation[0], path, {**body, "content": {**draft, name: value}})
    assert wrong == []


@pytest.mark.parametrize("operation", _READS, ids=" ".join)
@pytest.mark.sampled(3)
def test_questions_and_addresses_that_make_no_sense(operation: tuple[str, str], plain: World) -> None:
    program, path, _body = _prepared(operation, plain)
    said = _SCHEMA["paths"][operation[1]]["get"].get("parameters", [])
    names = {place: [each["name"] for each in said if each["in"] == place] for place in ("query", "path")}
    wrong: list[str] = []
    for text in (*packed(90), *_NUMBERS) if names["query"] else ():
        query = "&".join(f"{name}={encoded(text)}" for name in names["query"])
        wrong += _problems(program, "GET", f"{path.partition('?')[0]}?{query}")
    for text in _ARGUMENTS if names["path"] else ():
        wrong += _problems(program, "GET", operation[1].format(**dict.fromkeys(names["path"], text)))
    assert wrong == []


def test_headers_that_make_no_sense(plain: World) -> None:
    program, path, body = _prepared(("POST", "/goals"), plain)
    for key in ("", "x" * 5000, "a\tb", "钥匙", "\x7f"):
        assert program("POST", path, body, key=key).status_code == 422
    for secret in ("", "x" * 5000, "jh_\x00", "令牌", "jh_' OR 1=1 --"):
        assert Caller(secret)("GET", "/me").status_code == 401
    for language in ("x" * 5000, "zh;q=9e999", "../..", "<script>"):
        assert Caller(program.secret, language)("GET", "/me").status_code == 200


def _prepared(operation: tuple[str, str], world: World) -> tuple[Caller, str, Any]:
    """Who may, where, and a body that would do."""
    call = OPERATIONS[operation]
    arguments = call.arguments(world, 0) if call.arguments else {}
    body = arguments.pop("body", {})
    person = min(call.who - {STRANGER}, default="preparer")
    path = operation[1].format(**arguments) + arguments.get("query", "")
    return caller(world.people[person]), path, body


def _bodies(operation: tuple[str, str], body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each text in each field that takes text; what is no text, in all fields at once."""
    fields = {**dict.fromkeys(body, _LONG), **_fields(operation)}
    for name, room in fields.items():
        yield {key: value for key, value in body.items() if key != name}
        for text in (*packed(room), LONG["10 kB"], LONG["blank"]):
            yield {**body, name: text}
    for value in _NO_TEXTS if fields else ():
        yield dict.fromkeys(fields, value)


def _fields(operation: tuple[str, str]) -> dict[str, int]:
    """The fields of the body, and how many characters go into each; a key that holds hardly any gets all at once."""
    said = _SCHEMA["paths"][operation[1]][operation[0].lower()]
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = content.get("$ref", "").rpartition("/")[2]
    found = _SCHEMA["components"]["schemas"].get(name, {}).get("properties", {})
    rooms = {name: min(_lengths(kind), default=_LONG) for name, kind in found.items()}
    return {name: room if room >= _SHORT else _LONG for name, room in rooms.items()}


def _lengths(kind: dict[str, Any]) -> Iterator[int]:
    for each in (kind, *kind.get("anyOf", ())):
        if "maxLength" in each:
            yield each["maxLength"]


def _problems(program: Caller, method: str, path: str, body: Any = None) -> list[str]:
    cache.clear()  # calls are counted
    told = f"{method} {path[:120]} {str(body)[:200]!a}"
    with taken_back():
        try:
            response = program(method, path, body)
            found = list(problems_of(response))
        except Exception as error:  # noqa: BLE001 - told with what did it
            return [f"{told}: {type(error).__name__}: {error}"[:600]]
    is_json = response.headers.get("Content-Type", "").endswith("json")
    if response.status_code >= 400 and not (is_json and response.json().get("message")):
        found.append(f"{response.status_code} without a word")
    return [f"{told}: {each}" for each in found]


def _with_all(value: Any, text: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_all(part, text) for key, part in value.items()}
    return [_with_all(part, text) for part in value] if isinstance(value, list) else text
