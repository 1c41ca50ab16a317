"""Everything public as tables for programs: CSV, JSON lines, and a descriptor (Data Package)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiheng.web.disclosure.addresses import document_path, project_path, result_path
from jiheng.web.disclosure.models import Publication, PublishedProject, PublishedResult
from jiheng.web.disclosure.open_results import RESULT_TABLES, valid_results
from jiheng.web.disclosure.open_tables import (
    ADDRESS,
    OF_PUBLICATION,
    OF_TABLE,
    ROW_NAMES,
    Field,
    Row,
    Table,
    chunks,
    head_of,
)  # fmt: skip
from jiheng.web.goals.mapping import sheet_of

__all__ = ["LINES", "RESULT_LINES", "TABLES", "data_package", "project_lines", "result_lines"]


def _publications(root: str) -> Iterator[Row]:
    for each in chunks(Publication.objects.select_related("organization").defer("document")):
        yield [
            each.organization.code, each.organization.name, each.year, each.number, each.title, each.digest,
            each.published_at, each.withdrawn_at, each.withdrawal, each.projects_count, each.amount,
            root + document_path(each), each.part,
        ]  # fmt: skip


def _projects(root: str) -> Iterator[Row]:
    for each in _valid_projects():
        sheet, publication = sheet_of(each.content), each.publication
        yield [
            *head_of(each), each.amount, sheet.purpose, "\n".join(sheet.goals), each.indicators,
            publication.published_at, root + project_path(publication, each),
        ]  # fmt: skip


def _indicators(root: str) -> Iterator[Row]:
    for each in _valid_projects():
        for number, row in enumerate(sheet_of(each.content).indicators, 1):
            target = row.target
            yield [
                *head_of(each), number, row.level1, row.level2, row.name, row.description,
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
                *OF_PUBLICATION,
                Field("title", "string", gettext_lazy("标题")),
                Field("digest_sm3", "string", gettext_lazy("内容的 SM3 摘要")),
                Field("published_at", "datetime", gettext_lazy("公开时间")),
                Field("withdrawn_at", "datetime", gettext_lazy("撤回时间")),
                Field("withdrawal", "string", gettext_lazy("撤回理由")),
                Field("projects", "integer", gettext_lazy("项目数或结果数")),
                Field("amount", "number", gettext_lazy("预算数合计（万元）")),
                ADDRESS,
                Field("part", "string", gettext_lazy("goals 为绩效目标，results 为绩效结果")),
            ),
            _publications,
        ),
        Table(
            "projects",
            gettext_lazy("项目"),
            (
                *OF_TABLE,
                Field("amount", "number", gettext_lazy("预算数（万元）")),
                Field("purpose", "string", gettext_lazy("资金用途")),
                Field("goals", "string", gettext_lazy("绩效目标，一行一条")),
                Field("indicators", "integer", gettext_lazy("指标数")),
                Field("published_at", "datetime", gettext_lazy("公开时间")),
                ADDRESS,
            ),
            _projects,
        ),
        Table(
            "indicators",
            gettext_lazy("绩效指标"),
            (
                *OF_TABLE,
                *ROW_NAMES,
                Field("description", "string", gettext_lazy("绩效指标描述")),
                Field("target", "string", gettext_lazy("指标值，如表中所写")),
                Field("operator", "string", gettext_lazy("符号")),
                Field("number", "number", gettext_lazy("数值")),
                Field("unit", "string", gettext_lazy("单位")),
                Field("basis", "string", gettext_lazy("指标值确定依据")),
            ),
            _indicators,
        ),
        *RESULT_TABLES,
    )
}  # fmt: skip

LINES = "projects.jsonl"
"""The file in which each line is a project with everything that its table says."""
RESULT_LINES = "results.jsonl"
"""The same of self-evaluations and evaluations."""


def project_lines(root: str) -> Iterator[str]:
    """The lines of `LINES`."""
    for each in _valid_projects():
        yield _line(each, root + project_path(each.publication, each), {"project": each.content})


def result_lines(root: str) -> Iterator[str]:
    """The lines of `RESULT_LINES`."""
    for each in valid_results():
        yield _line(each, root + result_path(each.publication, each), {"kind": each.kind, "result": each.content})


def _line(each: PublishedProject | PublishedResult, address: str, more: dict[str, Any]) -> str:
    publication = each.publication
    line = {
        "organization": {"code": each.organization.code, "name": each.organization.name},
        "year": each.year,
        "publication": publication.number,
        "published_at": timezone.localtime(publication.published_at).isoformat(timespec="seconds"),
        "digest_sm3": publication.digest,
        "url": address,
        **more,
    }
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode() + "\n"


def data_package(changed: datetime | None) -> dict[str, Any]:
    """The descriptor, as the Data Package standard (version 1) has it."""
    tables: list[dict[str, Any]] = [_resource(table) for table in TABLES.values()]
    lines = [
        {
            "name": name, "title": title, "path": path, "format": "jsonl",
            "mediatype": "application/jsonl", "encoding": "utf-8", "profile": "data-resource",
        }
        for name, title, path in (
            ("projects-full", _("项目全文，一行一个 JSON"), LINES),
            ("results-full", _("绩效结果全文，一行一个 JSON"), RESULT_LINES),
        )
    ]  # fmt: skip
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "budget-performance-goals",
        "title": _("预算绩效目标公开数据"),
        "description": _("金额单位为万元。CSV 中以 = + - @ 或制表符开头的文字前加了一个撇号，以免被表格软件当作公式。"),
        "resources": [*tables, *lines],
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
    return chunks(rows.defer("text", "title", "publication__document"))
