"""What the description of an operation says that its types do not: files as answers, keys of writes, problems, examples."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from jiheng.web.api.errors import PROBLEM, Problem
from jiheng.web.api.texts import later as _

__all__ = ["CSV", "HEADER", "KEYED", "KEY_LENGTH", "PNG", "XLSX", "answers_with", "complete"]

HEADER = "Idempotency-Key"
KEY_LENGTH = 128
CSV, PNG = "text/csv", "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAME = "Problem"
_BYTES = {"type": "string", "format": "binary"}
_ANYBODY = (429, 422)
_WITH_TOKEN = (401, 403)
_WRITE = (400, 409, 413)
_BODIED = ("post", "put", "delete")


KEYED = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": "^[ -~]+$"},
            "description": _("同一个键在 24 小时内只执行一次，再次发送得到原来的答复"),
        }
    ]
}
"""What the description of a write says about it."""


def answers_with(*types: str) -> dict[str, Any]:
    """The description of an operation that answers with a file of one of the types."""
    content = {name: {"schema": {} if name == "application/json" else _BYTES} for name in types}
    return {"responses": {200: {"description": "OK", "content": content}}}


def complete(said: OpenAPISchema) -> None:
    """Say of each operation how it refuses."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    said["components"]["schemas"][_NAME] = schema
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            statuses = [*_ANYBODY]
            statuses += _WITH_TOKEN if operation.get("security") else ()
            statuses += _WRITE if method in _BODIED else ()
            statuses += (
                (409,) if "{file_format}" in path else ()
            )  # there is nothing to print, or nothing to print it with
            statuses += (404, 410) if "{" in path else (404,)
            for status in sorted(statuses):
                operation["responses"].setdefault(status, _problem(status))


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM: {"schema": {"$ref": f"#/components/schemas/{_NAME}"}}},
    }
