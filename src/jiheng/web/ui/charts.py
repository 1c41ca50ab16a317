"""Numbers as pictures: what a chart says, as data.

`ui/_chart.html` shows it, ``ui/charts.js`` draws it, and a table with the same numbers stands below it for whoever
reads, prints or listens. How to make one: docs/development/charts.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest
from math import ceil
from typing import Any, NamedTuple

from django.http import StreamingHttpResponse

from jiheng.web.ui.csv_export import csv_response

__all__ = ["Chart", "ChartKind", "Mark", "Row", "Series", "Tone", "Value", "chart_csv", "curve"]

_SHADES = 5
Value = int | Decimal | None
"""A number; None where there is none, which is not the same as 0."""


class ChartKind(StrEnum):
    """How numbers are drawn."""

    BARS = "bars"  # one bar a category, lying
    STACKED = "stacked"  # the series of a category one after the other
    LINE = "line"  # over time
    HEAT = "heat"  # a table whose cells are the darker the more there is


class Tone(StrEnum):
    """What a colour stands for; site.css says which one it is (``--tone-…``), with a pattern where that helps."""

    MAIN = "main"
    PLAN = "plan"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    STOPPED = "stopped"
    ERROR = "error"
    WARNING = "warning"
    CLEAN = "clean"


class Series(NamedTuple):
    """One kind of bar, one line, one column of a heat table.

    Attributes:
        values: one for each category.
        links: where each value leads, the list behind it; empty for nowhere.
    """

    name: str
    values: Sequence[Value]
    tone: Tone = Tone.MAIN
    links: Sequence[str] = ()


class Mark(NamedTuple):
    """A line across, at a category: a deadline."""

    at: str
    name: str


class Row(NamedTuple):
    """A row of the table of a chart: cells are value, address, shade from 0 (nothing) to 5 (the most)."""

    category: str
    link: str
    cells: list[tuple[Value, str, int]]


class Chart(NamedTuple):
    """A picture of numbers and where they come from.

    Attributes:
        key: short name in Latin letters: once on a page, and in the names of files.
        title: what is to be seen, as a sentence.
        about: what is counted.
        unit: of the values; rows: what the categories are: 部门.
        links: where each category leads.
        csv: address of the numbers as a file.
        at: when they were counted.
        decimals: of the values, as they are written.
        shown: how many categories the picture has at most; the table has all.
    """

    key: str
    kind: ChartKind
    title: str
    about: str
    unit: str
    rows: str
    categories: Sequence[str]
    series: Sequence[Series]
    at: datetime
    links: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    csv: str = ""
    decimals: int = 0
    shown: int = 12

    @property
    def spec(self) -> dict[str, Any]:
        """What the script draws, as plain JSON; a template writes it with ``json_script``, which makes it harmless."""
        is_line = self.kind == ChartKind.LINE
        last = None if is_line else self.shown
        return {
            "key": self.key,
            "kind": self.kind.value,
            "title": self.title,
            "about": self.about,
            "unit": self.unit,
            "decimals": self.decimals,
            "categories": list(self.categories[:last]),
            "links": list(self.links[:last]),
            "marks": [mark._asdict() for mark in self.marks],
            "series": [
                {
                    "name": series.name,
                    "tone": series.tone.value,
                    "values": [None if value is None else float(value) for value in series.values[:last]],
                    "links": list(series.links[:last]),
                }
                for series in self.series
            ],
        }

    @property
    def lines(self) -> list[Row]:
        """The table: all categories."""
        most = max((value for series in self.series for value in series.values if value), default=0)
        lines = []
        for number, (category, link) in enumerate(zip_longest(self.categories, self.links, fillvalue="")):
            values = [series.values[number] for series in self.series]
            links = [series.links[number] if series.links else "" for series in self.series]
            cells = [(value, to, _shade(value, most)) for value, to in zip(values, links, strict=True)]
            lines.append(Row(category, link, cells))
        return lines

    @property
    def is_cut(self) -> bool:
        """The picture has not all that the table has."""
        return self.kind in {ChartKind.BARS, ChartKind.STACKED} and len(self.categories) > self.shown


def _shade(value: Value, most: Value) -> int:
    return ceil(_SHADES * value / most) if value and most and value > 0 else 0


def chart_csv(chart: Chart) -> StreamingHttpResponse:
    """The numbers of a chart as a file for Excel; the unit stands in its heading."""
    heading = [chart.rows, *(f"{series.name}（{chart.unit}）" for series in chart.series)]
    rows = ([line.category, *(value for value, _link, _shade in line.cells)] for line in chart.lines)
    return csv_response(f"{chart.key}.csv", heading, rows)


def curve(values: Sequence[Value], *, width: int = 96, height: int = 24) -> str:
    """The points of a small line through `values`, for an SVG ``polyline``; empty for less than two numbers.

    The lowest value lies on the ground and the highest at the top; a missing one is passed over.
    """
    known = [(number, float(value)) for number, value in enumerate(values) if value is not None]
    if len(known) < 2:  # a line has two ends
        return ""
    low, high = min(value for _at, value in known), max(value for _at, value in known)
    across, up = (width - 4) / max(len(values) - 1, 1), (height - 4) / ((high - low) or 1)
    return " ".join(f"{2 + at * across:.1f},{height - 2 - (value - low) * up:.1f}" for at, value in known)
