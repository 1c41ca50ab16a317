"""What a correct reader finds in a document, written by hand, and how what was read differs from it."""

import re
from decimal import Decimal
from typing import Any

__all__ = ["differences"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COLUMNS = {
    "projects": ("level1", "level2", "name", "target", "weight"),
    "self_evaluations": ("level1", "level2", "name", "target", "actual", "weight", "score", "reason"),
    "monitoring": ("level1", "level2", "name", "target", "actual", "expected", "reasons", "explanation", "possibility"),
}
_FUNDING = {
    "self_evaluations": ("source", "opening", "adjusted", "executed", "weight", "rate", "score", "reason"),
    "monitoring": ("source", "opening", "executed", "rate", "expected"),
}
_TASKS = {
    "projects": ("name", "content", "budget.total", "budget.fiscal", "budget.other"),
    "self_evaluations": ("name", "content", "budget", "executed", "completion"),
}


def differences(truth: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Where `got`, the JSON of a document, says something else than `truth`; white space and idle zeros do not count.

    A row of indicators, funding or tasks is a list of its first columns. What `truth` leaves out is not compared.
    """
    found = []
    for key, expected in truth.items():
        if key in _COLUMNS:
            tables = got[key]
            if len(tables) != len(expected):
                found.append(f"{key}: {len(expected)} != {len(tables)}")
            for number, (table, other) in enumerate(zip(expected, tables, strict=False), 1):
                found += _table(f"{key}[{number}]", key, table, other)
        else:
            found += _compared(key, expected, got[key])
    for key in set(_COLUMNS) - set(truth):
        if got[key]:
            found.append(f"{key}: none != {len(got[key])}")
    return found


def _table(path: str, kind: str, expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    found = []
    rows = {"indicators": _COLUMNS, "funding": _FUNDING, "tasks": _TASKS}
    for key, value in expected.items():
        if key == "medium_term" and value and got[key]:
            found += _table(f"{path}.{key}", kind, value, got[key])
        elif key in rows:
            found += _rows(f"{path}.{key}", rows[key][kind], value, got.get(key, []))
        else:
            found += _compared(f"{path}.{key}", value, got[key])
    return found


def _rows(path: str, columns: tuple[str, ...], expected: list[list[Any]], got: list[dict[str, Any]]) -> list[str]:
    found = [] if len(expected) == len(got) else [f"{path}: {len(expected)} rows != {len(got)}"]
    for number, (row, other) in enumerate(zip(expected, got, strict=False), 1):
        for column, value in zip(columns, row, strict=False):
            written = other
            for name in column.split("."):
                written = written.get(name)
            if isinstance(written, dict):
                written = written["raw"]
            found += _compared(f"{path}[{number}].{column}", value, written)
    return found


def _compared(path: str, expected: Any, got: Any) -> list[str]:
    if isinstance(expected, dict) and isinstance(got, dict):
        return [line for key, value in expected.items() for line in _compared(f"{path}.{key}", value, got.get(key))]
    return [] if _plain(expected) == _plain(got) else [f"{path}: {expected!r} != {got!r}"]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, str):
        return value
    text = "".join(value.split())
    return Decimal(text) if _NUMBER.fullmatch(text) else text
