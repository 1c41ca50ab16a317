"""The form language and its loader."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from jiheng.domain.text import label_key

__all__ = ["Field", "Form", "IndicatorColumn", "LayoutCell", "load_form", "load_forms"]

_LAYOUT_CELL = re.compile(r"(.*?)(?:\*(\d+))?(?:\|(\d+))?", re.DOTALL)


class Field(NamedTuple):
    """A field of the form's head.

    Attributes:
        name: path in the domain (``budget.total``).
        find: how the value stands to the label: ``right``, ``rest``, ``below`` or ``self``.
        type: what the value is: ``text``, ``list``, ``amount``, ``percent``, ``code``, ``organization``, ``currency-unit``.
        label: as the form prints it.
    """

    name: str
    find: str
    type: str
    label: str


class IndicatorColumn(NamedTuple):
    """A column of the indicator grid; `name` is the attribute of `Indicator`, `label` as the form prints it."""

    name: str
    label: str


class LayoutCell(NamedTuple):
    """A cell of the printed table; `text` may hold fields in braces."""

    text: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An official form.

    Attributes:
        labels: label key (see `label_key`) → the head field that it announces.
        column_labels: label key → the indicator column.
        columns: names of the indicator columns.
        opening: names of the fields with which a table begins.
        title: how the heading above a table ends.
        currency_unit: printed on the form.
        widths: of the printed columns, in per cent; head, indicator_layout: the printed rows.
    """

    id: str
    name: str
    region: str
    taxonomy: str
    title: str
    currency_unit: str
    opening: frozenset[str]
    fields: dict[str, Field]
    labels: dict[str, Field]
    indicator_columns: tuple[IndicatorColumn, ...]
    column_labels: dict[str, IndicatorColumn]
    columns: frozenset[str]
    widths: tuple[int, ...]
    head: tuple[tuple[LayoutCell, ...], ...]
    indicator_layout: tuple[LayoutCell, ...]


def _layout(cells: list[str]) -> tuple[LayoutCell, ...]:
    matches = [_LAYOUT_CELL.fullmatch(cell) for cell in cells]
    return tuple(LayoutCell(m[1], int(m[2] or 1), int(m[3] or 1)) for m in matches if m)


@cache
def load_forms() -> dict[str, Form]:
    """Every form that ships with the package, by id."""
    forms = {}
    for file in sorted(files("jiheng.forms").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            form = parse_form(file.read_text(encoding="utf-8"))
            forms[form.id] = form
    return forms


def load_form(form_id: str) -> Form:
    """The form of that id.

    Raises:
        KeyError: there is none.
    """
    return load_forms()[form_id]


def parse_form(text: str) -> Form:
    """Read one form file."""
    data = tomllib.loads(text)
    fields = {}
    labels = {}
    for entry in data["field"]:
        field = Field(entry["name"], entry["find"], entry["type"], entry["label"])
        fields[field.name] = field
        labels.update(dict.fromkeys(map(label_key, entry["labels"]), field))
    columns = []
    column_labels = {}
    for entry in data["column"]:
        column = IndicatorColumn(entry["name"], entry["label"])
        columns.append(column)
        column_labels.update(dict.fromkeys(map(label_key, entry["labels"]), column))
    return Form(
        id=data["id"],
        name=data["name"],
        region=data["region"],
        taxonomy=data["taxonomy"],
        title=data["title"],
        currency_unit=data["currency_unit"],
        opening=frozenset(data["opening"]),
        fields=fields,
        labels=labels,
        indicator_columns=tuple(columns),
        column_labels=column_labels,
        columns=frozenset(column.name for column in columns),
        widths=tuple(data["layout"]["widths"]),
        head=tuple(map(_layout, data["layout"]["head"])),
        indicator_layout=_layout(data["layout"]["indicators"]),
    )
