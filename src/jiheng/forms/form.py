"""The form language and its loader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jiheng.domain.taxonomy import TREES, Dimension
from jiheng.domain.text import label_key
from jiheng.forms.layout import Layout, parse_layout

__all__ = ["Block", "Column", "Field", "Form", "load_form", "load_forms", "parse_form"]

_INDICATORS = "indicators"


class Field(NamedTuple):
    """A field of the form's head.

    Attributes:
        name: path in the domain (``budget.total``); what the domain has no place for is ``details.<its label>``.
        find: how the value stands to the label: ``right``, ``rest``, ``under``, ``below``, ``label`` or ``self``.
        type: what the value is: ``text``, ``list``, ``amount``, ``percent``, ``points``, ``code``, ``organization``,
            ``currency-unit``.
        label: as the form prints it.
        is_optional: many tables do without; that it is missing is not worth a note.
        beside: where the label stands twice in a row, the field that its first occurrence announces.
    """

    name: str
    find: str
    type: str
    label: str
    is_optional: bool = False
    beside: str | None = None


class Column(NamedTuple):
    """A column of a block; `name` is the attribute in the domain, `label` as the form prints it, `type` as of fields."""

    name: str
    label: str
    type: str = "text"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows below a header of their own: the indicators, the funds, the tasks.

    Attributes:
        required: names of the columns without which a row is not its header.
        labels: label key → the column.
        patterns: what the key of a label looks like that is none of those → the column.
        lines: label key → name of the line, in a block whose rows are known by their first cell.
        totals: label keys of the row that sums up.
        total_fields: of that row, column → the field that it fills, in printed order.
        beside: where all columns stand twice side by side, the block that the left half is.
    """

    name: str
    required: frozenset[str]
    columns: tuple[Column, ...]
    labels: dict[str, Column]
    patterns: dict[str, Column]
    lines: dict[str, str]
    totals: frozenset[str]
    total_fields: dict[str, str]
    beside: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An official form.

    Attributes:
        kind: what its tables become: ``goals``, ``self-evaluation``, ``monitoring``, ``evaluation`` or ``rectification``.
        main: name of the block that a table is mostly made of: ``indicators`` where there is one.
        output: the dimensions that a table of goals says something about: those of its tree, unless the form says other ones.
        labels: label key (see `label_key`) → the head field that it announces.
        blocks: name → the block.
        captions: label keys of printed words that announce no value of their own.
        columns: names of the indicator columns.
        column_labels: label key → the indicator column.
        opening: names of the fields with which a table begins.
        required: fields, and columns as ``block.column``, without whose labels a table is not in this form.
        absent: the same with whose labels it is not.
        has_department_part: its documents begin with the text part (整体绩效目标).
        title: how the heading above a table ends; titles: that and how else it may end.
        currency_unit: printed on the form.
        layout: how it is printed.
    """

    id: str
    name: str
    kind: str
    main: str
    region: str
    taxonomy: str
    output: tuple[Dimension, ...]
    title: str
    titles: tuple[str, ...]
    currency_unit: str
    opening: frozenset[str]
    required: frozenset[str]
    absent: frozenset[str]
    has_department_part: bool
    fields: dict[str, Field]
    labels: dict[str, Field]
    blocks: dict[str, Block]
    captions: frozenset[str]
    indicator_columns: tuple[Column, ...]
    column_labels: dict[str, Column]
    columns: frozenset[str]
    layout: Layout


@cache
def load_forms() -> dict[str, Form]:
    """Every form that ships with the package, by id; a form comes before those that extend it."""
    texts = {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in files("jiheng.forms").iterdir()
        if file.name.endswith(".toml")
    }
    sources = {name: tomllib.loads(text) for name, text in texts.items()}
    ordered = sorted(sources, key=lambda name: ("extends" in sources[name], name))
    return {name: _form(_extended(sources[name], sources)) for name in ordered}


def load_form(form_id: str) -> Form:
    """The form of that id.

    Raises:
        KeyError: there is none.
    """
    return load_forms()[form_id]


def parse_form(text: str, known: Mapping[str, str] | None = None) -> Form:
    """Read one form file; `known`: the texts of forms that it may extend, by id."""
    sources = {name: tomllib.loads(other) for name, other in (known or {}).items()}
    return _form(_extended(tomllib.loads(text), sources))


def _extended(data: dict[str, Any], sources: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The form with what it takes over from the one it extends; of the same name, its own entries count."""
    if "extends" not in data:
        return data
    base = _extended(sources[data["extends"]], sources)
    merged = base | data
    merged["field"] = _merged(base["field"], data.get("field", []))
    merged["captions"] = [*base.get("captions", []), *data.get("captions", [])]
    blocks = _merged(base["block"], data.get("block", []))
    inherited = {block["name"]: block for block in base["block"]}
    for position, block in enumerate(blocks):
        old = inherited.get(block["name"], {})
        columns = block if block is old else old | block | {"column": _merged(old.get("column", []), block["column"])}
        blocks[position] = columns
    merged["block"] = blocks
    return merged


def _merged(base: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    replaced = {entry["name"]: entry for entry in own}
    kept = [replaced.pop(entry["name"], entry) for entry in base]
    return [*kept, *replaced.values()]


def _keys(entry: dict[str, Any]) -> list[str]:
    return [label_key(label) for label in (entry["label"], *entry.get("labels", ()))]


def _form(data: dict[str, Any]) -> Form:
    fields, labels = _fields(data["field"])
    blocks = {entry["name"]: _block(entry) for entry in data["block"]}
    main = _INDICATORS if _INDICATORS in blocks else next(iter(blocks))
    indicators = blocks[main]
    return Form(
        id=data["id"],
        name=data["name"],
        kind=data.get("kind", "goals"),
        main=main,
        region=data["region"],
        taxonomy=data["taxonomy"],
        output=tuple(map(Dimension, data["output"])) if "output" in data else TREES[data["taxonomy"]].output,
        title=data["title"],
        titles=(data["title"], *data.get("titles", ())),
        currency_unit=data["currency_unit"],
        opening=frozenset(data["opening"]),
        required=frozenset(data.get("required", ())),
        absent=frozenset(data.get("absent", ())),
        has_department_part=data.get("department_part", False),
        fields=fields,
        labels=labels,
        blocks=blocks,
        captions=frozenset(map(label_key, data.get("captions", ()))),
        indicator_columns=indicators.columns,
        column_labels=indicators.labels,
        columns=frozenset(column.name for column in indicators.columns),
        layout=parse_layout(data["layout"]),
    )


def _fields(entries: list[dict[str, Any]]) -> tuple[dict[str, Field], dict[str, Field]]:
    fields = {}
    labels = {}
    for entry in entries:
        field = Field(
            entry["name"],
            entry.get("find", "right"),
            entry.get("type", "text"),
            entry["label"],
            entry.get("optional", False),
            entry.get("beside"),
        )
        if field.beside:
            fields[field.beside] = field._replace(name=field.beside, beside=None)
        fields[field.name] = field
        labels.update(dict.fromkeys(_keys(entry), field))
    return fields, labels


def _block(data: dict[str, Any]) -> Block:
    columns = []
    labels = {}
    patterns = {}
    for entry in data["column"]:
        column = Column(entry["name"], entry["label"], entry.get("type", "text"))
        columns.append(column)
        labels.update(dict.fromkeys(_keys(entry), column))
        if "like" in entry:
            patterns[entry["like"]] = column
    total = data.get("total", {"labels": [], "fields": {}})
    return Block(
        name=data["name"],
        required=frozenset(data.get("required", ())),
        columns=tuple(columns),
        labels=labels,
        patterns=patterns,
        lines={key: entry["name"] for entry in data.get("line", ()) for key in _keys(entry)},
        totals=frozenset(map(label_key, total["labels"])),
        total_fields=total["fields"],
        beside=data.get("beside"),
    )
