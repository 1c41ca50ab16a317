"""Files that people bring: read, shown, taken over or thrown away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.domain.finding import Severity
from jiheng.domain.goals import Document, Source
from jiheng.engine import check
from jiheng.errors import JihengError
from jiheng.forms import load_forms
from jiheng.interchange import document_from_json
from jiheng.interchange.checked import Checked
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals import policies
from jiheng.web.goals.checking import malformed_findings
from jiheng.web.goals.differences import Change
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.models import Goal, GoalKind, Upload
from jiheng.web.goals.plans import DEPARTMENT, Plan, Way, plans_of
from jiheng.web.goals.printed import ShownSheet, shown_sheet
from jiheng.web.goals.reading import read_file
from jiheng.web.goals.services import goal_create, goal_save
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.ui.errors import Conflict

__all__ = ["Preview", "TablePreview", "Taken", "preview_of", "upload_bring", "upload_get", "upload_take", "uploads_of"]

_KEPT = timedelta(days=1)
_NAME = 255
_NO_CHANGES: tuple[Change, ...] = ()


class TablePreview(NamedTuple):
    """A recognised table: as its form prints it, with what the checks say, and what would become of it."""

    number: int
    name: str
    shown: ShownSheet
    errors: int
    plan: Plan


class Preview(NamedTuple):
    """What was recognised.

    Attributes:
        document: all of it; tables: its goal tables.
        is_foreign: the file names another organization.
        department: what would become of the department part; None where the file has none.
    """

    document: Document
    tables: list[TablePreview]
    is_foreign: bool
    department: Plan | None


class Taken(NamedTuple):
    """What came of a file: new goals, and drafts that were brought up to date."""

    created: list[Goal]
    updated: list[Goal]


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
    """The recognised document with its findings, and what would become of each table."""
    document = _document(upload)
    found = [finding for finding in check(document) if not finding.waived]
    plans = plans_of(document, upload.organization, upload.year)
    tables = []
    for sheet in document.sheets:
        own = [finding._replace(project=1) for finding in found if finding.project == sheet.number]
        content = content_of(sheet)
        own = [*malformed_findings(content), *own]
        shown = shown_sheet(content, own, _NO_CHANGES, organization=upload.organization, year=upload.year)
        errors = sum(finding.severity is Severity.ERROR for finding in own)
        tables.append(TablePreview(sheet.number, sheet.name or "", shown, errors, plans[sheet.number]))
    code = document.organization.code if document.organization else None
    return Preview(document, tables, code not in {None, upload.organization.code}, plans.get(DEPARTMENT))


@transaction.atomic
def upload_take(
    *, upload: Upload, ways: Mapping[int, Way], actor: User, locks: Mapping[int, int] | None = None
) -> Taken:
    """Do with each table of a file what was chosen; the file goes.

    Args:
        upload: the file.
        ways: number of a table (`DEPARTMENT` of the department part) → what to do; tables that are not named are left.
        actor: whose file it is.
        locks: number → lock of the goal that is to be brought up to date, as the person saw it (see `goal_save`).

    Raises:
        PermissionDenied: `actor` does not write for the organization.
        Conflict: what was chosen is not possible any more: a goal was changed or handed in meanwhile. Nothing is taken.
    """
    plans = plans_of(_document(upload), upload.organization, upload.year)
    taken = Taken([], [])
    for number, plan in plans.items():
        way = ways.get(number, Way.SKIP)
        if way not in plan.ways:
            raise Conflict("import-outdated", _("导入预览以后，现有的表有变化。什么都没有导入，请核对后再导入"))
        if way is Way.CREATE:
            kind = GoalKind.DEPARTMENT if number == DEPARTMENT else GoalKind.PROJECT
            taken.created.append(
                goal_create(
                    organization=upload.organization, year=upload.year, actor=actor, kind=kind, content=plan.content
                )
            )
        elif way is Way.UPDATE and plan.existing:
            lock = (locks or {}).get(number, plan.existing.lock)
            taken.updated.append(goal_save(goal=plan.existing, actor=actor, content=plan.content, lock=lock))
    after = {
        "file": upload.name,
        "sha256": upload.sha256,
        "goals": [goal.pk for goal in taken.created],
        "updated": [goal.pk for goal in taken.updated],
    }
    record("goals.imported", actor=actor, subject=upload, organization=upload.organization.code, after=after)
    upload.delete()
    return taken


def _document(upload: Upload) -> Document:
    source = (upload.document or {}).get("source") or {}
    return document_from_json(
        Checked(upload.document or {}),
        Source(upload.name, upload.sha256, str(source.get("format", ""))),
        load_forms(),
    )
