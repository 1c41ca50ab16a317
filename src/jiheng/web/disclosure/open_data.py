"""Everything public as tables for programs: CSV, JSON lines, and a descriptor (Data Package)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiheng.web.disclosure.addresses import document_path, project_path
from jiheng.web.disclosure.models import Publication, PublishedProject
from jiheng.web.goals.mapping import sheet_of

__all__ = ["LINES", "TABLES", "Field", "Table", "data_package", "project_lines"]

_CHUNK = 500
_Row = list[str | int | Decimal | datetime | None]
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
    rows: Callable[[str], Iterator[_Row]]


_CODE = Field("organization_code", "string", gettext_lazy("单位编码"))
_ORGANIZATION = Field("organization", "string", gettext_lazy("单位名称"))
_YEAR = Field("year", "year", gettext_lazy("预算年度"))
_NUMBER = Field("publication", "integer", gettext_lazy("第几次公开"))
_TABLE = Field("table", "integer", gettext_lazy("表号"))
_PROJECT_CODE = Field("project_code", "string", gettext_lazy("项目编码"))
_PROJECT = Field("project", "string", gettext_lazy("项目名称"))
_ADDRESS = Field("url", "string", gettext_lazy("网址"))


def _publications(root: str) -> Iterator[_Row]:
    for each in _chunks(Publication.objects.select_related("organization").defer("document")):
        yield [
            each.organization.code, each.organization.name, each.year, each.number, each.title, each.digest,
            each.published_at, each.withdrawn_at, each.withdrawal, each.projects_count, each.amount,
            root + document_path(each),
        ]  # fmt: skip


def _projects(root: str) -> Iterator[_Row]:
    for each in _valid_projects():
        sheet, publication = sheet_of(each.content), each.publication
        yield [
            each.organization.code, each.organization.name, each.year, publication.number, each.number, each.code,
            each.name, each.amount, sheet.purpose, "\n".join(sheet.goals), each.indicators, publication.published_at,
            root + project_path(publication, each),
        ]  # fmt: skip


def _indicators(root: str) -> Iterator[_Row]:
    for each in _valid_projects():
        for number, row in enumerate(sheet_of(each.content).indicators, 1):
            target = row.target
            yield [
                each.organization.code, each.organization.name, each.year, each.publication.number, each.number,
                each.code, each.name, number, row.level1, row.level2, row.name, row.description,
                target.raw if target else None,
                target.operator.sign if target and target.operator else None,
                target.number if target else None, target.unit if target else None, row.basis,
            ]  # fmt: skip


TABLES = {
    table.name: table
    for table in (
        Table(
            "publications",
            gettext_lazy("公开记录，含已撤回的"),
            (
                _CODE, _ORGANIZATION, _YEAR, _NUMBER,
                Field("title", "string", gettext_lazy("标题")),
                Field("digest_sm3", "string", gettext_lazy("内容的 SM3 摘要")),
                Field("published_at", "datetime", gettext_lazy("公开时间")),
                Field("withdrawn_at", "datetime", gettext_lazy("撤回时间")),
                Field("withdrawal", "string", gettext_lazy("撤回理由")),
                Field("projects", "integer", gettext_lazy("项目数")),
                Field("amount", "number", gettext_lazy("预算数合计（万元）")),
                _ADDRESS,
            ),
            _publications,
        ),
        Table(
            "projects",
            gettext_lazy("项目"),
            (
                _CODE, _ORGANIZATION, _YEAR, _NUMBER, _TABLE, _PROJECT_CODE, _PROJECT,
                Field("amount", "number", gettext_lazy("预算数（万元）")),
                Field("purpose", "string", gettext_lazy("资金用途")),
                Field("goals", "string", gettext_lazy("绩效目标，一行一条")),
                Field("indicators", "integer", gettext_lazy("指标数")),
                Field("published_at", "datetime", gettext_lazy("公开时间")),
                _ADDRESS,
            ),
            _projects,
        ),
        Table(
            "indicators",
            gettext_lazy("绩效指标"),
            (
                _CODE, _ORGANIZATION, _YEAR, _NUMBER, _TABLE, _PROJECT_CODE, _PROJECT,
                Field("row", "integer", gettext_lazy("行号")),
                Field("level1", "string", gettext_lazy("一级指标")),
                Field("level2", "string", gettext_lazy("二级指标")),
                Field("name", "string", gettext_lazy("三级指标")),
                Field("description", "string", gettext_lazy("绩效指标描述")),
                Field("target", "string", gettext_lazy("指标值，如表中所写")),
                Field("operator", "string", gettext_lazy("符号")),
                Field("number", "number", gettext_lazy("数值")),
                Field("unit", "string", gettext_lazy("单位")),
                Field("basis", "string", gettext_lazy("指标值确定依据")),
            ),
            _indicators,
        ),
    )
}  # fmt: skip

LINES = "projects.jsonl"
"""The file in which each line is a project with everything that its table says."""


def project_lines(root: str) -> Iterator[str]:
    """The lines of `LINES`."""
    for each in _valid_projects():
        publication = each.publication
        line = {
            "organization": {"code": each.organization.code, "name": each.organization.name},
            "year": each.year,
            "publication": publication.number,
            "published_at": timezone.localtime(publication.published_at).isoformat(timespec="seconds"),
            "digest_sm3": publication.digest,
            "url": root + project_path(publication, each),
            "project": each.content,
        }
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode() + "\n"


def data_package(changed: datetime | None) -> dict[str, Any]:
    """The descriptor, as the Data Package standard (version 1) has it."""
    tables: list[dict[str, Any]] = [_resource(table) for table in TABLES.values()]
    lines = {
        "name": "projects-full", "title": _("项目全文，一行一个 JSON"), "path": LINES, "format": "jsonl",
        "mediatype": "application/jsonl", "encoding": "utf-8", "profile": "data-resource",
    }  # fmt: skip
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "budget-performance-goals",
        "title": _("预算绩效目标公开数据"),
        "description": _("金额单位为万元。CSV 中以 = + - @ 或制表符开头的文字前加了一个撇号，以免被表格软件当作公式。"),
        "resources": [*tables, lines],
    }
    if changed:
        package["created"] = timezone.localtime(changed).isoformat(timespec="seconds")
    return package


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": str(table.title),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": {
            "fields": [{"name": field.name, "type": field.type, "title": str(field.title)} for field in table.fields]
        },
    }


def _valid_projects() -> Iterator[PublishedProject]:
    found = PublishedProject.objects.filter(is_valid=True)
    rows = found.select_related("organization", "publication__organization")
    return _chunks(rows.defer("text", "title", "publication__document"))


def _chunks(rows: QuerySet[_Model]) -> Iterator[_Model]:
    """All rows, some at a time: a visitor who reads slowly must not keep a query open."""
    last = 0
    while chunk := list(rows.order_by("pk").filter(pk__gt=last)[:_CHUNK]):
        yield from chunk
        last = chunk[-1].pk
