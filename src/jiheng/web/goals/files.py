"""A goal, a whole document, an empty form as files to download."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse

from jiheng.domain.goals import Document
from jiheng.errors import JihengError
from jiheng.forms import load_forms
from jiheng.publishing import FORMATS, publish
from jiheng.web.goals.mapping import document_of_parts
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.services_drafts import goal_forms
from jiheng.web.goals.sheets import content_for
from jiheng.web.organizations.policies import Actor
from jiheng.web.ui.errors import Conflict
from jiheng.writers.report import Report, report_docx, report_pdf

__all__ = ["FILE_TYPES", "document_for", "file_answer", "file_name", "report_answer", "template_answer"]

FILE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
_TABLES, _ROWS = 5, 20  # of the workbook to fill in
_LONGEST = 80
_REPORTS = {"docx": report_docx, "pdf": report_pdf}


def document_for(actor: Actor, goal: Goal, number: str = "") -> Document:
    """The document of the one table: of the version of that number, else of the content that `actor` may see.

    Raises:
        Http404: there is no such version.
    """
    content = content_for(actor, goal, number)
    if goal.kind == GoalKind.DEPARTMENT:
        return document_of_parts(goal.organization, goal.year, [], content)
    return document_of_parts(goal.organization, goal.year, [content])


def file_name(goal: Goal) -> str:
    """What the file of a goal is called, without the suffix."""
    return f"{goal.organization.name}{goal.year}年{goal}"


def file_answer(document: Document, file_format: str, name: str) -> HttpResponse:
    """The document in a format, to be saved as `name`.

    Raises:
        Http404: there is no such format.
        Conflict: the document cannot be printed in it.
    """
    if file_format not in FORMATS:
        raise Http404
    try:
        data = publish(document, file_format)
    except JihengError as error:  # an optional component is not installed
        raise Conflict("not-printable", str(error)) from None
    return _download(data, file_format, name)


def report_answer(report: Report, file_format: str, name: str) -> HttpResponse:
    """A report in Word or PDF, to be saved as `name`.

    Raises:
        Http404: there is no such format.
        Conflict: it cannot be printed in it.
    """
    if file_format not in _REPORTS:
        raise Http404
    try:
        data = _REPORTS[file_format](report)
    except JihengError as error:  # an optional component is not installed
        raise Conflict("not-printable", str(error)) from None
    return _download(data, file_format, name)


def _download(data: bytes, file_format: str, name: str) -> HttpResponse:
    clean = "".join(char if char.isalnum() or char in "-_（）()〔〕年" else "-" for char in name)[:_LONGEST]
    disposition = f"attachment; filename=\"goals.{file_format}\"; filename*=UTF-8''{quote(f'{clean}.{file_format}')}"
    return HttpResponse(data, content_type=FILE_TYPES[file_format], headers={"Content-Disposition": disposition})


def template_answer(form: str) -> HttpResponse:
    """The Excel workbook to fill in a form.

    Raises:
        Http404: nobody begins a goal in that form.
    """
    if form not in dict(goal_forms()):
        raise Http404
    from jiheng.writers.template import write_template  # noqa: PLC0415 - openpyxl is slow to load

    return HttpResponse(
        write_template(load_forms()[form], tables=_TABLES, rows=_ROWS),
        content_type=FILE_TYPES["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="{form}.xlsx"'},
    )
