"""Files that people bring: read, shown, taken over or thrown away."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jiheng.domain.goals import Document, Source
from jiheng.engine import check
from jiheng.errors import JihengError
from jiheng.forms import load_forms
from jiheng.interchange import document_from_json
from jiheng.interchange.checked import Checked
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals import policies
from jiheng.web.goals.differences import Change
from jiheng.web.goals.mapping import content_of, domain_organization
from jiheng.web.goals.models import Goal, GoalKind, Upload
from jiheng.web.goals.printed import ShownSheet, shown_sheet
from jiheng.web.goals.reading import read_file
from jiheng.web.goals.services import goal_create
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor

__all__ = ["Preview", "TablePreview", "preview_of", "upload_bring", "upload_get", "upload_take", "uploads_of"]

_KEPT = timedelta(days=1)
_NAME = 255
_NO_CHANGES: tuple[Change, ...] = ()


class TablePreview(NamedTuple):
    """A recognised table: as its form prints it, with what the checks say."""

    number: int
    name: str
    shown: ShownSheet
    errors: int


class Preview(NamedTuple):
    """What was recognised.

    Attributes:
        document: all of it; tables: its goal tables.
        is_foreign: the file names another organization.
        has_department: there is a department part, and the organization has none of this year yet.
    """

    document: Document
    tables: list[TablePreview]
    is_foreign: bool
    has_department: bool


def upload_bring(*, organization: Organization, year: int, name: str, data: bytes, actor: User) -> Upload:
    """Read a file and keep it for the preview; what cannot be read is kept with the reason.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
    """
    if not policies.may_create(actor, organization, year):
        raise PermissionDenied
    Upload.objects.filter(brought_at__lt=timezone.now() - _KEPT).delete()
    clean = "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable())[:_NAME]
    upload = Upload(
        organization=organization, year=year, name=clean or "—", sha256=hashlib.sha256(data).hexdigest(), data=data,
        brought_by=actor,
    )  # fmt: skip
    try:
        made = read_file(data, upload.name)
        upload.document, upload.original = made["document"], made["original"]
    except JihengError as error:
        upload.problem, upload.data = str(error), b""
    upload.save()
    return upload


def uploads_of(actor: Actor) -> QuerySet[Upload]:
    """What the person brought; nobody else sees it."""
    return Upload.objects.filter(brought_by=actor.pk, brought_at__gte=timezone.now() - _KEPT)


def upload_get(*, actor: Actor, pk: int) -> Upload:
    """A file of one's own.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(uploads_of(actor).select_related("organization"), pk=pk)


def preview_of(upload: Upload) -> Preview:
    """The recognised document with its findings."""
    document = _document(upload)
    found = [finding for finding in check(document) if not finding.waived]
    tables = []
    for sheet in document.sheets:
        own = [finding._replace(project=1) for finding in found if finding.project == sheet.number]
        shown = shown_sheet(content_of(sheet), own, _NO_CHANGES, organization=upload.organization, year=upload.year)
        errors = sum(finding.severity.rank == 2 for finding in own)
        tables.append(TablePreview(sheet.number, sheet.name or "", shown, errors))
    code = document.organization.code if document.organization else None
    return Preview(
        document, tables, code not in {None, upload.organization.code},
        bool(document.department) and not _has_department(upload.organization, upload.year),
    )  # fmt: skip


@transaction.atomic
def upload_take(*, upload: Upload, numbers: Collection[int], department: bool, actor: User) -> list[Goal]:
    """Make goals of the chosen tables (and of the department part); the file goes.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
        Conflict: the department part is there already.
    """
    document = _document(upload)
    owner = domain_organization(upload.organization)

    def begin(content: dict[str, Any], kind: str = GoalKind.PROJECT) -> Goal:
        return goal_create(
            organization=upload.organization, year=upload.year, actor=actor, kind=kind, content=content
        )  # fmt: skip

    chosen = [sheet for sheet in document.sheets if sheet.number in numbers]
    made = [begin(content_of(replace(sheet, organization=owner, title=None))) for sheet in chosen]
    if department and document.department:
        made.append(begin(content_of(document.department), GoalKind.DEPARTMENT))
    after = {"file": upload.name, "sha256": upload.sha256, "goals": [goal.pk for goal in made]}
    record("goals.imported", actor=actor, subject=upload, organization=upload.organization.code, after=after)
    upload.delete()
    return made


def _document(upload: Upload) -> Document:
    source = (upload.document or {}).get("source") or {}
    return document_from_json(
        Checked(upload.document or {}),
        Source(upload.name, upload.sha256, str(source.get("format", ""))),
        load_forms(),
    )


def _has_department(organization: Organization, year: int) -> bool:
    return Goal.objects.filter(
        organization=organization, year=year, kind=GoalKind.DEPARTMENT, is_deleted=False
    ).exists()
