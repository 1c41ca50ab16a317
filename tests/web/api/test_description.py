"""The description of the API: complete, true, and with examples that can be used."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from ninja import Schema
from tests.web.api.callers import Caller

pytestmark = pytest.mark.django_db

Said = dict[str, Any]


@pytest.fixture(scope="module")
def described() -> Said:
    from jiheng.web.api.site import api

    said: Said = dict(api.get_openapi_schema(path_prefix=""))
    return said


def _operations(described: Said) -> Iterator[tuple[str, Said]]:
    for path, methods in described["paths"].items():
        yield from ((f"{method.upper()} {path}", operation) for method, operation in methods.items())


def test_each_operation_says_what_it_does_and_how_it_refuses(described: Said) -> None:
    for name, operation in _operations(described):
        assert operation["summary"], name
        refusals = {int(status): each for status, each in operation["responses"].items() if int(status) >= 400}
        assert {404, 422, 429} <= set(refusals), name
        assert all("application/problem+json" in each["content"] for each in refusals.values()), name
        assert ("security" in operation) == ({401, 403} <= set(refusals)), name


def test_each_body_has_an_example_for_what_has_to_be_said(described: Said) -> None:
    for name, operation in _operations(described):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for field, declared in _required(content["schema"], described):
                said = {**declared, **next(iter(declared.get("anyOf", ())), {})}
                known = said.get("examples") or said.get("enum") or said.get("$ref") or said.get("format") == "binary"
                assert known or said.get("type") in {"boolean", "array"}, f"{name} {field}"


def test_no_two_shapes_have_one_name() -> None:
    """The description would take one of them for both."""
    from jiheng.web.api import routes

    modules = [import_module(f"{routes.__name__}.{each.name}") for each in pkgutil.iter_modules(routes.__path__)]
    shapes = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    names = Counter(each.__name__ for each in shapes if issubclass(each, Schema) and "[" not in each.__name__)
    assert [name for name, count in names.items() if count > 1] == []


def test_problems_are_said_as_described(described: Said) -> None:
    known = set(described["components"]["schemas"]["Problem"]["properties"])
    for path in ("/goals", "/nothing", "/public/projects?limit=x", "/public/verify?digest=0"):
        answer = Caller()("get", path)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert set(answer.json()) <= known


def _required(schema: Said, described: Said) -> Iterator[tuple[str, Said]]:
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    yield from ((name, schema["properties"][name]) for name in schema.get("required", ()))
