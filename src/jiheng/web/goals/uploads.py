"""Files that people bring: read, shown, taken over or thrown away."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
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
from jiheng.errors import JihengError, UnreadableSourceError
from jiheng.forms import load_forms
from jiheng.interchange import document_from_json
from jiheng.interchange.checked import Checked
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals import policies
from jiheng.web.goals.checking import malformed_findings
from jiheng.web.goals.differences import Change
from jiheng.web.goals.doubts import doubts_of
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.models import Goal, GoalKind, Upload, UploadState
from jiheng.web.goals.opening import Brought, open_file
from jiheng.web.goals.plans import DEPARTMENT, Plan, Way, plans_of
from jiheng.web.goals.printed import ShownSheet, shown_sheet
from jiheng.web.goals.reading import FILE_SIZE
from jiheng.web.goals.services import goal_create, goal_save
from jiheng.web.goals.waiting import fail, read_later, read_now
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor
from jiheng.web.ui.errors import Conflict

__all__ = [
    "Preview",
    "TablePreview",
    "Taken",
    "preview_of",
    "upload_bring",
    "upload_discard",
    "upload_get",
    "upload_take",
    "uploads_of",
]

_KEPT = timedelta(days=1)
_LONGEST = 255
_WITHIN = " › "
_LOCKED = frozenset({"encrypted", "locked", "wrong-password"})
_AT_ONCE = 6.0
"""Seconds that a person waits; documents of an archive that are not read by then are read beside the site."""
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


def upload_bring(
    *, organization: Organization, year: int, name: str, data: bytes, actor: User, password: str = ""
) -> list[Upload]:
    """Read a file, or the documents in an archive or a mail, and keep them for the preview.

    What cannot be read is kept with the reason. Scans, and what an archive holds beyond a few seconds of reading, are
    read beside the site: their state says so.

    Args:
        organization: for whom.
        year: of which budget.
        name: what the file is called.
        data: its content.
        actor: who brings it.
        password: of the archive or of what is in it; tried here and kept nowhere.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
    """
    if not policies.may_create(actor, organization, year):
        raise PermissionDenied
    Upload.objects.filter(brought_at__lt=timezone.now() - _KEPT).delete()
    outer = _printable(name) or "—"
    deadline = time.monotonic() + _AT_ONCE
    brought = []
    for each in _opened(outer, data, password):
        upload = Upload(
            organization=organization, year=year, name=_name((outer, *each.path)), sha256=each.sha256,
            data=each.data, brought_by=actor, state=UploadState.READING,
        )  # fmt: skip
        if each.error:
            fail(upload, _problem(each.error))
        elif time.monotonic() < deadline:
            read_now(upload)
        upload.save()
        if upload.state == UploadState.READING:
            read_later.enqueue(upload.pk)
        brought.append(upload)
    return brought


def _opened(name: str, data: bytes, password: str) -> list[Brought]:
    """What is in a file; where nothing can be, the file itself with the reason."""
    try:
        found = open_file(name, data, [password] if password else [], most=FILE_SIZE)
    except JihengError as error:
        return [Brought((), b"", hashlib.sha256(data).hexdigest(), error)]
    if all(isinstance(each.error, UnreadableSourceError) and each.error.code in _LOCKED for each in found):
        return [Brought((), b"", hashlib.sha256(data).hexdigest(), found[0].error)]  # one password is asked for, once
    return found


def upload_discard(*, upload: Upload, actor: User) -> None:
    """Throw a file of one's own away; what is being read of it is given up.

    Raises:
        PermissionDenied: somebody else brought it.
    """
    if upload.brought_by_id != actor.pk:
        raise PermissionDenied
    upload.delete()


def _printable(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable()).strip()


def _name(path: Sequence[str]) -> str:
    """What a file is called, after what it came in; of a long one the end, which tells it from the others."""
    whole = _WITHIN.join(filter(None, map(_printable, path)))
    return whole if len(whole) <= _LONGEST else f"…{whole[1 - _LONGEST :]}"


def _problem(error: JihengError) -> str:
    """Why a file could not be opened, with what helps on the page."""
    if isinstance(error, UnreadableSourceError):
        if error.code == "wrong-password":
            return _("密码不对，没有打开。请核对后再传")
        if error.code in _LOCKED:
            return _("文件设有密码。请填写密码再传，或去掉密码")
    return str(error)


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
    doubted = {project["number"]: project for project in (upload.document or {}).get("projects", [])}
    tables = []
    for sheet in document.sheets:
        own = [finding._replace(project=1) for finding in found if finding.project == sheet.number]
        content = content_of(sheet)
        own = [*malformed_findings(content), *own, *doubts_of(doubted.get(sheet.number, {}))]
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
