"""What the tables of the open data consist of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

__all__ = [
    "ADDRESS", "CODE", "NUMBER", "ORGANIZATION", "PROJECT", "PROJECT_CODE", "TABLE", "YEAR", "Field", "Row", "Table",
    "chunks",
]  # fmt: skip

_CHUNK = 500
Row = list[str | int | Decimal | datetime | None]
_Model = TypeVar("_Model", bound=Model)


class Field(NamedTuple):
    """A column: its name and type in the descriptor, and what it is, lazily translated."""

    name: str
    type: str
    title: Promise


class Table(NamedTuple):
    """A table of the open data; `rows` takes the root of the site's addresses."""

    name: str
    title: Promise
    fields: tuple[Field, ...]
    rows: Callable[[str], Iterator[Row]]


CODE = Field("organization_code", "string", gettext_lazy("单位编码"))
ORGANIZATION = Field("organization", "string", gettext_lazy("单位名称"))
YEAR = Field("year", "year", gettext_lazy("预算年度"))
NUMBER = Field("publication", "integer", gettext_lazy("第几次公开"))
TABLE = Field("table", "integer", gettext_lazy("表号"))
PROJECT_CODE = Field("project_code", "string", gettext_lazy("项目编码"))
PROJECT = Field("project", "string", gettext_lazy("项目名称"))
ADDRESS = Field("url", "string", gettext_lazy("网址"))


def chunks(rows: QuerySet[_Model]) -> Iterator[_Model]:
    """All rows, some at a time: a visitor who reads slowly must not keep a query open."""
    last = 0
    while chunk := list(rows.order_by("pk").filter(pk__gt=last)[:_CHUNK]):
        yield from chunk
        last = chunk[-1].pk
