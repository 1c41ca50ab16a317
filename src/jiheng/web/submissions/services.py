"""Saving, handing in and what the review decides, the same for every kind of paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.review.models import Run, RunState
from jiheng.web.review.services import run_start, run_withdraw
from jiheng.web.review.subjects import Counts, register_subject
from jiheng.web.submissions import policies
from jiheng.web.submissions.digests import digest_of
from jiheng.web.submissions.models import State, Submission, SubmittedVersion
from jiheng.web.ui.errors import Conflict

__all__ = ["Submissions"]

_Item = TypeVar("_Item", bound=Submission)
_Version = TypeVar("_Version", bound=SubmittedVersion)
_Content = Mapping[str, Any]


def _nothing(_version: Any) -> None:
    """No hook."""


@dataclass(frozen=True)
class Submissions(Generic[_Item, _Version]):
    """One kind of paper.

    Attributes:
        subject: its name in runs, chains and the log (``monitoring``).
        model, versions: its two tables.
        page: name of the URL of one paper, which takes its key.
        summarise: sets the columns that lists show, `Submission.errors` among them, from the content; does not save.
        obstacle: why it cannot be handed in now, as a sentence; empty where it can.
        counts: findings of a version, for the queues.
        render: the middle of the review page (see `review.subjects.Subject`).
        anchor_label: what people call a cell.
        approved, returned: told of the version, in the same transaction.
        name: what people call the kind of paper, lazily translated, in the settings of its chain.
    """

    subject: str
    model: type[_Item]
    versions: type[_Version]
    page: str
    summarise: Callable[[_Item], None]
    obstacle: Callable[[_Item], str]
    counts: Callable[[_Version], Counts]
    render: Callable[[Run, HttpRequest], str] | None = None
    anchor_label: Callable[[Run, str], str] | None = None
    approved: Callable[[_Version], None] = _nothing
    returned: Callable[[_Version], None] = _nothing
    name: str | Promise = ""

    # ── What people do ────────────────────────────────────────────────────────────────────────────────────────────────

    def create(self, item: _Item, *, actor: User) -> _Item:
        """Store a new working copy that nobody has yet; the caller has set what is its own.

        Raises:
            PermissionDenied: `actor` does not write for the organization.
        """
        if not policies.may_create(actor, item.organization, item.year):
            raise PermissionDenied
        with transaction.atomic():
            item.created_by = item.changed_by = actor
            self.summarise(item)
            item.save(force_insert=True)
            self._log("created", item, actor)
        return item

    def save(self, item: _Item, *, actor: User, content: _Content, lock: int) -> _Item:
        """Store what was typed.

        Args:
            item: what is written on.
            actor: who writes.
            content: the whole content.
            lock: of the paper as the person saw it.

        Raises:
            PermissionDenied: `actor` may not change it in this state.
            Conflict: somebody else saved in between, or it was handed in; nothing was overwritten.
        """
        with transaction.atomic():
            fresh = self._held(item)
            if not policies.may_edit(actor, fresh):
                if not fresh.is_editable and policies.may_see(actor, fresh):
                    raise Conflict("not-editable", _("已经提交，不能再改。您刚才的修改没有存进去，请先撤回"))
                raise PermissionDenied
            if fresh.lock != lock:
                raise Conflict("changed", self._who(fresh), lock=fresh.lock)
            before = {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields}  # noqa: SLF001
            fresh.content, fresh.changed_by, fresh.lock = dict(content), actor, lock + 1
            self.summarise(fresh)
            after = {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields}  # noqa: SLF001
            changed = {name: value for name, value in after.items() if value != before[name]}
            # Where the database does not lock rows the condition decides.
            if not self._rows(fresh, lock=lock).update(**changed, changed_at=timezone.now()):
                raise Conflict("changed", _("刚刚被别人改过，您的修改还没有存进去"))
        return fresh

    def submit(self, item: _Item, *, actor: User, explanation: str = "") -> _Version:
        """Hand in: the content becomes a version that never changes, and goes into review.

        Raises:
            PermissionDenied: `actor` may not, or not in this state.
            ValidationError: something stands in the way, or errors remain without an explanation.
        """
        with transaction.atomic():
            fresh = self._held(item)
            if not policies.may_edit(actor, fresh):
                raise PermissionDenied
            if obstacle := self.obstacle(fresh):
                raise ValidationError(obstacle, code="obstacle")
            if fresh.errors and not explanation.strip():
                message = _("还有 {count} 处必须修改；确实不能改的，请说明理由后提交")
                raise ValidationError(message.format(count=fresh.errors), code="errors-remain")
            version = self._version(fresh, actor, fresh.adjustment or explanation.strip())
            self._rows(fresh).update(state=State.SUBMITTED, lock=F("lock") + 1)
            run_start(
                subject=self.subject, subject_id=fresh.pk, version=version.number, digest=version.digest,
                organization=fresh.organization, year=fresh.year, title=str(fresh), actor=actor,
            )  # fmt: skip
            self._log("submitted", fresh, actor, {"version": version.number, "digest": version.digest})
        return version

    def withdraw(self, item: _Item, *, actor: User) -> None:
        """Take back what nobody has opened yet.

        Raises:
            PermissionDenied: `actor` may not.
            Conflict: a reviewer has it open already.
        """
        if not policies.may_withdraw(actor, item):
            raise PermissionDenied
        run = Run.objects.filter(subject=self.subject, subject_id=item.pk, state=RunState.RUNNING).first()
        if run is None:
            raise Conflict("no-review", _("审核已经结束，请刷新页面"))
        run_withdraw(run=run, actor=actor)

    def reopen(self, item: _Item, *, actor: User, reason: str) -> _Item:
        """Open an approved paper for a change that goes through the same chain.

        Raises:
            PermissionDenied: `actor` does not write for the organization.
            ValidationError: no reason is given, or it is not approved.
        """
        with transaction.atomic():
            fresh = self._held(item)
            if not policies.may_create(actor, fresh.organization, fresh.year):
                raise PermissionDenied
            if fresh.state != State.APPROVED:
                raise ValidationError(_("只有已通过的才需要更正"), code="not-approved")
            if not reason.strip():
                raise ValidationError({"reason": _("请写明更正理由")})
            fresh.state, fresh.adjustment = State.DRAFT, reason.strip()
            self._rows(fresh).update(state=fresh.state, adjustment=fresh.adjustment, lock=F("lock") + 1)
            self._log("reopened", fresh, actor, {"reason": reason})
        return fresh

    def latest(self, item: _Item, *, approved: bool = False) -> _Version | None:
        """The last version that was handed in (and, if asked for, approved)."""
        found = self.versions._default_manager.filter(item=item.pk)  # noqa: SLF001
        return (found.filter(is_approved=True) if approved else found).order_by("-number").first()

    # ── What the review says ──────────────────────────────────────────────────────────────────────────────────────────

    def register(self) -> None:
        """Tell the review; called in `AppConfig.ready`."""
        register_subject(
            self.subject,
            on_approved=self._on_approved,
            on_returned=self._on_returned,
            on_stopped=lambda run: self._ended(run, State.STOPPED),
            on_withdrawn=lambda run: self._ended(run, State.DRAFT),
            open_errors=lambda run: self._counts(run).errors,
            page=lambda run: reverse(self.page, args=[run.subject_id]),
            render=self.render,
            counts=self._counts,
            anchor_label=self.anchor_label,
            label=self.name,
            has_qualities=False,
        )

    def version_of(self, run: Run) -> _Version:
        """The version that a run is about."""
        versions = self.versions._default_manager.select_related("item__organization")  # noqa: SLF001
        return versions.get(item=run.subject_id, number=run.version)

    def _on_approved(self, run: Run) -> None:
        version = self.version_of(run)
        version.is_approved, version.approved_at = True, timezone.now()
        version.save(update_fields=["is_approved", "approved_at"])
        self._ended(run, State.APPROVED, adjustment="")
        self.approved(version)

    def _on_returned(self, run: Run) -> None:
        self._ended(run, State.RETURNED)
        self.returned(self.version_of(run))

    def _ended(self, run: Run, state: State, **more: Any) -> None:
        items = self.model._default_manager.filter(pk=run.subject_id)  # noqa: SLF001
        items.update(state=state, lock=F("lock") + 1, **more)

    def _counts(self, run: Run) -> Counts:
        return self.counts(self.version_of(run))

    # ── Helpers ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _held(self, item: _Item) -> _Item:
        held = self.model._default_manager.select_for_update(of=("self",))  # noqa: SLF001
        return held.select_related("organization", "changed_by").get(pk=item.pk)

    def _rows(self, item: _Item, **condition: Any) -> Any:
        return self.model._default_manager.filter(pk=item.pk, **condition)  # noqa: SLF001

    def _version(self, item: _Item, actor: User, reason: str) -> _Version:
        last = self.latest(item)
        return self.versions._default_manager.create(  # noqa: SLF001
            item=item,
            number=last.number + 1 if last else 1,
            content=item.content,
            digest=digest_of(item.content),
            reason=reason,
            submitted_by=actor,
        )

    def _who(self, item: _Item) -> str:
        return _("{name} 在 {time} 改过，您的修改还没有存进去").format(
            name=item.changed_by.name, time=timezone.localtime(item.changed_at).strftime("%H:%M")
        )

    def _log(self, act: str, item: _Item, actor: User, after: _Content | None = None) -> None:
        record(f"{self.subject}.{act}", actor=actor, subject=item, organization=item.organization.code, after=after)
