"""Printed papers of the second half of the year: monitoring, self-evaluation, evaluation, rectification."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import answers_with
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Id
from jiheng.web.api.routes.evaluation_report import report_seen
from jiheng.web.api.routes.papers import FORMATS, Format
from jiheng.web.api.texts import later as _
from jiheng.web.evaluation.mapping import document_of as scored_table
from jiheng.web.evaluation.reporting import report_of
from jiheng.web.goals.files import FILE_TYPES, file_answer, report_answer
from jiheng.web.monitoring.mapping import document_of as monitoring_table
from jiheng.web.monitoring.policies import writes_for
from jiheng.web.monitoring.selectors import latest_version, report_get
from jiheng.web.rectification.documents import letter
from jiheng.web.rectification.selectors import notice_get
from jiheng.web.self_evaluation.documents import document_for
from jiheng.web.self_evaluation.selectors import item_get

__all__ = ["router"]

router = Router()
_READ = Token(Scope.READ)
Letter = Literal["docx", "pdf"]
_LETTERS = answers_with(FILE_TYPES["docx"], FILE_TYPES["pdf"])


@router.get(
    "/monitoring/reports/{pk}/files/{file_format}", auth=_READ, summary=_("印好的监控表"), tags=["monitoring"],
    openapi_extra=FORMATS,
)  # fmt: skip
def monitoring_file(request: Request, pk: Id, file_format: Format) -> HttpResponse:
    """The printed form: for whoever writes it as it is, for others as it was handed in last."""
    actor = request.auth.user
    found = report_get(actor=actor, pk=pk)
    version = None if writes_for(actor, found.organization_id, found.year) else latest_version(found)
    content = version.content if version else found.content
    document = monitoring_table(found.organization, found.year, [(found, content)])
    return file_answer(document, file_format, f"{found.organization.name}{found.goal}{found.round}")


@router.get(
    "/self-evaluations/{pk}/files/{file_format}", auth=_READ, summary=_("印好的自评表"), tags=["self-evaluation"],
    openapi_extra=FORMATS,
)  # fmt: skip
def self_evaluation_file(request: Request, pk: Id, file_format: Format, version: Id | None = None) -> HttpResponse:
    """The printed form: of a version, else of what one may see."""
    actor = request.auth.user
    found = item_get(actor=actor, pk=pk)
    name = f"{found.organization.name}{found.year}年{found}绩效自评表"
    return file_answer(document_for(actor, found, str(version or "")), file_format, name)


@router.get(
    "/evaluations/{pk}/reports/{number}/files/{file_format}", auth=_READ, summary=_("印好的评价报告"),
    tags=["evaluation"], openapi_extra=_LETTERS,
)  # fmt: skip
def evaluation_report_file(request: Request, pk: Id, number: Id, file_format: Letter) -> HttpResponse:
    """A version of the report."""
    found = report_seen(request.auth.user, pk, number)
    return report_answer(report_of(found.content), file_format, f"{found.content['name']}绩效评价报告")


@router.get(
    "/evaluations/{pk}/reports/{number}/tables/{file_format}", auth=_READ, summary=_("印好的评价评分表"),
    tags=["evaluation"], openapi_extra=FORMATS,
)  # fmt: skip
def evaluation_table_file(request: Request, pk: Id, number: Id, file_format: Format) -> HttpResponse:
    """The scored frame of a version as the official form."""
    found = report_seen(request.auth.user, pk, number)
    document = scored_table(found.content, timezone.localdate(found.made_at))
    return file_answer(document, file_format, f"{found.content['name']}绩效评价指标评分表")


@router.get(
    "/rectification/notices/{pk}/files/{file_format}", auth=_READ, summary=_("印好的整改通知"),
    tags=["rectification"], openapi_extra=_LETTERS,
)  # fmt: skip
def notice_file(request: Request, pk: Id, file_format: Letter) -> HttpResponse:
    """The notice as a letter."""
    found = notice_get(actor=request.auth.user, pk=pk)
    return report_answer(letter(found), file_format, f"整改通知书{found.document}")
