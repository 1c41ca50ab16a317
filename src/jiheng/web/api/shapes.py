"""What the API's answers look like, and how rows become them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from jiheng.web.accounts.models import User
from jiheng.web.goals.differences import Change
from jiheng.web.goals.models import Goal, Version
from jiheng.web.organizations.models import Cycle, Organization, Phase
from jiheng.web.organizations.selectors import disclosure_end
from jiheng.web.review.models import Comment, Run, Task

__all__ = [
    "ChangeShape",
    "CommentShape",
    "CycleShape",
    "GoalShort",
    "OrganizationShape",
    "Person",
    "PhaseShape",
    "RunShape",
    "TaskShape",
    "VersionShort",
]


class Person(Schema):
    """Somebody who acts here."""

    id: int
    name: str

    @classmethod
    def of(cls, user: User | None) -> Person | None:
        """From a row, if there is one."""
        return cls(id=user.pk, name=user.name) if user else None


class OrganizationShape(Schema):
    """An office with a budget; `parent` and itself are known by their codes."""

    code: str
    name: str
    kind: str
    parent: str | None
    division: str | None
    is_active: bool

    @classmethod
    def of(cls, row: Organization) -> OrganizationShape:
        """From a row with its parent and division."""
        return cls(
            code=row.code, name=row.name, kind=row.kind, parent=row.parent.code if row.parent else None,
            division=row.division.name if row.division else None, is_active=row.is_active,
        )  # fmt: skip


class PhaseShape(Schema):
    """A window in which goals can be handed in."""

    id: int
    name: str
    opens_at: datetime
    due_at: datetime

    @classmethod
    def of(cls, row: Phase) -> PhaseShape:
        """From a row."""
        return cls(id=row.pk, name=row.name, opens_at=row.opens_at, due_at=row.due_at)


class CycleShape(Schema):
    """A budget year; `disclosure_due` is the last moment to publish."""

    year: int
    approved_on: date | None
    accounts_approved_on: date | None
    disclosure_due: datetime | None
    phases: list[PhaseShape]

    @classmethod
    def of(cls, row: Cycle) -> CycleShape:
        """From a row with its phases."""
        return cls(
            year=row.year, approved_on=row.approved_on, accounts_approved_on=row.accounts_approved_on,
            disclosure_due=disclosure_end(row),
            phases=[PhaseShape.of(each) for each in row.phases.all()],
        )  # fmt: skip


class GoalShort(Schema):
    """A goal as lists show it; the amount in 万元, `lock` is to be named when it is saved."""

    id: int
    organization: str
    organization_name: str
    year: int
    kind: str
    origin: str
    state: str
    code: str
    name: str
    amount: Decimal | None
    errors: int
    warnings: int
    infos: int
    lock: int
    changed_by: str
    changed_at: datetime

    @classmethod
    def fields_of(cls, row: Goal) -> dict[str, Any]:
        """From a row with its organization and who changed it."""
        names = ("year", "kind", "origin", "state", "code", "name", "amount", "errors", "warnings", "infos", "lock")
        return {
            "id": row.pk, "organization": row.organization.code, "organization_name": row.organization.name,
            "changed_by": row.changed_by.name, "changed_at": row.changed_at,
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class VersionShort(Schema):
    """Something that was handed in; `digest` is the SM3 of its content."""

    number: int
    digest: str
    reason: str
    submitted_by: str
    submitted_at: datetime
    is_approved: bool
    approved_at: datetime | None

    @classmethod
    def fields_of(cls, row: Version) -> dict[str, Any]:
        """From a row with who submitted it."""
        names = ("number", "digest", "reason", "submitted_at", "is_approved", "approved_at")
        return {"submitted_by": row.submitted_by.name, **{name: getattr(row, name) for name in names}}


class RunShape(Schema):
    """A submitted version on its way through the review."""

    id: int
    subject: str
    subject_id: int
    version: int
    digest: str
    organization: str
    year: int
    title: str
    errors: int
    warnings: int
    infos: int
    state: str
    started_by: str
    started_at: datetime
    ended_at: datetime | None

    @classmethod
    def fields_of(cls, row: Run) -> dict[str, Any]:
        """From a row with its organization and who started it."""
        names = (
            "subject", "subject_id", "version", "digest", "year", "title", "errors", "warnings", "infos", "state",
            "started_at", "ended_at",
        )  # fmt: skip
        return {
            "id": row.pk, "organization": row.organization.code, "started_by": row.started_by.name,
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class TaskShape(Schema):
    """A step of a run."""

    id: int
    run: int
    title: str
    organization: str
    order: int
    name: str
    role: str
    state: str
    quality_form: bool
    assignee: Person | None
    due_at: datetime | None
    opened_at: datetime | None
    decided_at: datetime | None
    decided_by: Person | None
    grades: dict[str, str]
    opinion: str
    override: str

    @classmethod
    def fields_of(cls, row: Task, run: Run) -> dict[str, Any]:
        """From a row with assignee and who decided it, of `run`."""
        names = (
            "order", "name", "role", "state", "quality_form", "due_at", "opened_at", "decided_at", "grades", "opinion",
            "override",
        )  # fmt: skip
        return {
            "id": row.pk, "run": run.pk, "title": run.title, "organization": run.organization.code,
            "assignee": Person.of(row.assignee), "decided_by": Person.of(row.decided_by),
            **{name: getattr(row, name) for name in names},
        }  # fmt: skip


class ChangeShape(Schema):
    """A cell that reads otherwise; `anchor` is its path in the newer content, `kind` added, removed or changed."""

    anchor: str
    label: str
    before: str
    after: str
    kind: str

    @classmethod
    def of(cls, row: Change) -> ChangeShape:
        """From a change."""
        return cls(**row._asdict(), kind=row.kind)


class CommentShape(Schema):
    """A remark at a cell; an empty anchor means the whole."""

    id: int
    version: int
    anchor: str
    text: str
    author: str
    written_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None

    @classmethod
    def of(cls, row: Comment) -> CommentShape:
        """From a row with its people."""
        names = ("version", "anchor", "text", "written_at", "resolved_at")
        return cls(
            id=row.pk, author=row.author.name, resolved_by=row.resolved_by.name if row.resolved_by else None,
            **{name: getattr(row, name) for name in names},
        )  # fmt: skip
