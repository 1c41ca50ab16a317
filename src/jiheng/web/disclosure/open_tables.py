"""What the tables of the open data consist of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from jiheng.web.disclosure.models import PublishedProject, PublishedResult

__all__ = [
    "ADDRESS", "OF_PUBLICATION", "OF_TABLE", "ROW_NAMES", "Field", "Row", "Table", "chunks", "head_of",
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


OF_PUBLICATION = (
    Field("organization_code", "string", gettext_lazy("单位编码")),
    Field("organization", "string", gettext_lazy("单位名称")),
    Field("year", "year", gettext_lazy("预算年度")),
    Field("publication", "integer", gettext_lazy("第几次公开")),
)
"""What begins every row."""
OF_TABLE = (
    *OF_PUBLICATION,
    Field("table", "integer", gettext_lazy("表号")),
    Field("project_code", "string", gettext_lazy("项目编码")),
    Field("project", "string", gettext_lazy("项目名称")),
)
"""What begins every row about a project or a result; see `head_of`."""
ROW_NAMES = (
    Field("row", "integer", gettext_lazy("行号")),
    Field("level1", "string", gettext_lazy("一级指标")),
    Field("level2", "string", gettext_lazy("二级指标")),
    Field("name", "string", gettext_lazy("三级指标")),
)
"""What every row about an indicator says of it."""
ADDRESS = Field("url", "string", gettext_lazy("网址"))


def head_of(each: PublishedProject | PublishedResult) -> Row:
    """The values of `OF_TABLE`."""
    organization = each.organization
    return [organization.code, organization.name, each.year, each.publication.number, each.number, each.code, each.name]


def chunks(rows: QuerySet[_Model]) -> Iterator[_Model]:
    """All rows, some at a time: a visitor who reads slowly must not keep a query open."""
    last = 0
    while chunk := list(rows.order_by("pk").filter(pk__gt=last)[:_CHUNK]):
        yield from chunk
        last = chunk[-1].pk
