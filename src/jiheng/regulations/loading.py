"""Regulations from their files, and from what an office changed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jiheng.domain.lights import LightRule
from jiheng.domain.proposals import Action, ProposalRule
from jiheng.domain.scores import NotApplicable, ScoringRule, Step
from jiheng.domain.scoring import Grade, ReverseFormula
from jiheng.errors import ConfigError
from jiheng.regulations.frames import is_frame
from jiheng.regulations.regulation import Reason, Regulation, Rung, Weights

__all__ = ["known_regions", "load_regulation", "regulation_from", "regulation_values"]

NATIONAL = "00"
_Values = Mapping[str, Any]


@lru_cache(maxsize=1)
def _sources() -> tuple[dict[str, Any], ...]:
    folder = files("jiheng.regulations")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml") and not is_frame(each.name))
    return tuple(tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in names)


def known_regions() -> dict[str, str]:
    """Region → name, of the regulations that come with the program."""
    return {source["region"]: source["name"] for source in _sources()}


def regulation_values(region: str, year: int) -> dict[str, Any]:
    """The national values with those of the region over them, as they are written in the files.

    Args:
        region: two digits; one that is not known has the national values.
        year: the budget year.
    """
    fitting = [source for source in _sources() if source["first_year"] <= year or source["region"] == NATIONAL]
    merged: dict[str, Any] = {}
    for wanted in dict.fromkeys((NATIONAL, region)):
        for source in sorted(
            (each for each in fitting if each["region"] == wanted), key=lambda each: each["first_year"]
        ):
            merged = _merged(merged, source)
    return merged


def load_regulation(region: str = NATIONAL, year: int = 9999, changes: _Values | None = None) -> Regulation:
    """The regulation of a region and year, with what an office changed over it.

    Raises:
        ConfigError: `changes` hold a value that is none; it names the field.
    """
    return regulation_from(_merged(regulation_values(region, year), changes or {}))


def regulation_from(values: _Values) -> Regulation:
    """The regulation that the values say.

    Raises:
        ConfigError: a value is missing or none; it names the field.
    """
    monitoring, rectification = _table(values, "monitoring"), _table(values, "rectification")
    return Regulation(
        region=str(values.get("region", NATIONAL)),
        name=str(values.get("name", "")),
        first_year=int(values.get("first_year", 0)),
        basis=tuple(map(str, values.get("basis", ()))),
        weights={tree: _weights(each, f"weights.{tree}") for tree, each in _table(values, "weights").items()},
        scoring=_scoring(_table(values, "scoring")),
        lights=_record(LightRule, _table(values, "lights"), "lights", {"warning_days": _whole}),
        grades=_grades(_table(values, "grades")),
        rounds=tuple(_month(each) for each in monitoring.get("rounds", ())),
        reasons=tuple(
            Reason(each["code"], each["label"], tuple(each.get("finer", ()))) for each in monitoring["reasons"]
        ),
        rectification_days=_whole(rectification["days"], "rectification.days"),
        ladder=tuple(
            Rung(_whole(each["days"], "rectification.ladder.days"), each["label"], tuple(each["roles"]))
            for each in rectification["ladder"]
        ),
        proposals=tuple(_proposal(each, f"proposals.{n}") for n, each in enumerate(values.get("proposals", ()), 1)),
        reason_exceeded=_number(values["reason_exceeded"], "reason_exceeded"),
        result_disclosure_days=_whole(values["result_disclosure_days"], "result_disclosure_days"),
    )


def _merged(base: _Values, over: _Values) -> dict[str, Any]:
    """`over` upon `base`; tables are merged, everything else is replaced."""
    both = dict(base)
    for key, value in over.items():
        old = both.get(key)
        both[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both


def _table(values: _Values, name: str) -> _Values:
    table = values.get(name)
    if not isinstance(table, Mapping):
        raise ConfigError("regulation-value", field=name, value=table)
    return table


def _record(
    kind: Callable[..., Any], table: _Values, path: str, special: Mapping[str, Callable[[Any, str], Any]]
) -> Any:
    """A dataclass of numbers; unknown names are refused, for they are mistyped."""
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    made = {}
    for name, value in table.items():
        if name not in known:
            raise ConfigError("regulation-value", field=f"{path}.{name}", value=value)
        read: Callable[[Any, str], Any] = special.get(name) or _number
        made[name] = read(value, f"{path}.{name}")
    return kind(**made)


def _scoring(table: _Values) -> ScoringRule:
    made: ScoringRule = _record(
        ScoringRule,
        table,
        "scoring",
        {
            "reverse": _choice(ReverseFormula),
            "not_applicable": _choice(NotApplicable),
            "strict_equal": lambda value, _path: bool(value),
            "satisfaction_steps": lambda value, path: tuple(Step(_number(a, path), _number(b, path)) for a, b in value),
        },
    )
    return made


def _weights(table: _Values, path: str) -> Weights:
    without = table.get("without", {})
    return Weights(
        _points(table["groups"], f"{path}.groups"),
        {group: _points(each, f"{path}.without.{group}") for group, each in without.items()},
    )


def _points(table: _Values, path: str) -> dict[str, Decimal]:
    return {name: _number(value, f"{path}.{name}") for name, value in table.items()}


def _grades(table: _Values) -> tuple[tuple[Decimal, Grade], ...]:
    found = [(_number(least, f"grades.{name}"), _choice(Grade)(name, "grades")) for name, least in table.items()]
    return tuple(sorted(found, reverse=True))


def _proposal(table: _Values, path: str) -> ProposalRule:
    values: dict[str, Any] = {}
    for name, value in table.items():
        read = _CONDITIONS.get(name)
        if read is None:
            raise ConfigError("regulation-value", field=f"{path}.{name}", value=value)
        values[name] = read(value, f"{path}.{name}")
    if "action" not in values:
        raise ConfigError("regulation-value", field=f"{path}.action", value=None)
    return ProposalRule(**values)


def _choice(kind: Callable[[Any], Any]) -> Callable[[Any, str], Any]:
    def choose(value: Any, path: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            raise ConfigError("regulation-value", field=path, value=value) from None

    return choose


def _number(value: Any, path: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ConfigError("regulation-value", field=path, value=value) from None
    if not number.is_finite() or not 0 <= number <= 10_000:
        raise ConfigError("regulation-value", field=path, value=value)
    return number


def _whole(value: Any, path: str) -> int:
    number = _number(value, path)
    if number != number.to_integral_value():
        raise ConfigError("regulation-value", field=path, value=value)
    return int(number)


def _grade_list(value: Any, path: str) -> tuple[Grade, ...]:
    return tuple(_choice(Grade)(each, path) for each in value)


_CONDITIONS: Mapping[str, Callable[[Any, str], Any]] = {
    "action": _choice(Action),
    "percent": _number,
    "grades": _grade_list,
    "rate_below": _number,
    "rate_from": _number,
    "open_from": _whole,
    "overdue_from": _whole,
    "similar_from": _whole,
}


def _month(value: Any) -> int:
    month = _whole(value, "monitoring.rounds")
    if not 1 <= month <= 12:
        raise ConfigError("regulation-value", field="monitoring.rounds", value=value)
    return month
