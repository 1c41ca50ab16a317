"""The log, for the audit administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from ninja import Query, Router, Schema

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import CSV, answers_with
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Day, Word
from jiheng.web.api.texts import later as _
from jiheng.web.audit import selectors
from jiheng.web.audit.export import exported
from jiheng.web.audit.models import Entry
from jiheng.web.audit.policies import may_read

__all__ = ["router"]

router = Router(tags=["audit"])
_AUDIT = Token(Scope.AUDIT)


class EntryShape(Schema):
    """An act: who, when, from where, what, before and after; `digest` is the SM3 of it and of all before it."""

    number: int
    at: datetime
    actor: str
    address: str
    request: str
    means: str
    action: str
    subject: str
    subject_id: str
    title: str
    organization: str
    before: Any
    after: Any
    digest: str

    @classmethod
    def of(cls, row: Entry) -> EntryShape:
        """From a row."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class EntriesWanted(Schema):
    """Which entries; `text` is part of a name, `since` and `until` are the first and the last day."""

    text: Word = ""
    action: Word = ""
    organization: Word = ""
    since: Day | None = None
    until: Day | None = None

    def filter(self) -> selectors.Wanted:
        """As the log is asked."""
        return selectors.Wanted(**self.model_dump())


@router.get("/audit/entries", auth=_AUDIT, response=Page[EntryShape], summary=_("审计日志"))
def entries(
    request: Request, asked: Annotated[Asked, Query()], wanted: Annotated[EntriesWanted, Query()]
) -> Page[EntryShape]:
    """The log, the oldest first."""
    if not may_read(request.auth.user):
        raise PermissionDenied
    rows, following = cut(selectors.entries(actor=request.auth.user, wanted=wanted.filter()), asked)
    return Page(items=[EntryShape.of(row) for row in rows], next=following)


@router.get("/audit/export", auth=_AUDIT, summary=_("导出审计日志（CSV）"), openapi_extra=answers_with(CSV))
def export(request: Request, wanted: Annotated[EntriesWanted, Query()]) -> StreamingHttpResponse:
    """The log as CSV, the oldest first; that it was taken out is itself an entry."""
    lines = exported(actor=request.auth.user, wanted=wanted.filter())
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )
