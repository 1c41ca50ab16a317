"""Remarks at cells."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.review.events import Event, Happening, emit
from jiheng.web.review.models import Comment, Run
from jiheng.web.review.policies import may_comment
from jiheng.web.ui.errors import Conflict

__all__ = ["LONGEST", "comment_add", "comment_resolve"]

LONGEST = 2000
_ANCHOR = 120


@transaction.atomic
def comment_add(*, subject: str, subject_id: int, version: int, anchor: str, text: str, actor: User) -> Comment:
    """Write a remark at a cell; with an empty anchor on the whole.

    Raises:
        PermissionDenied: it was never handed in, or `actor` neither writes nor reviews there.
        Conflict: there is no text, or too much of it, or no such version.
    """
    run = _run_of(subject, subject_id, actor)
    words = text.strip()
    if not words:
        raise Conflict("comment-empty", _("请写批注的内容"))
    if len(words) > LONGEST or len(anchor) > _ANCHOR:
        raise Conflict("comment-long", _("批注最多 {count} 字").format(count=LONGEST))
    if not 1 <= version <= run.version:
        raise Conflict("comment-version", _("没有这个版本，请刷新页面后再写"))
    comment = Comment.objects.create(
        subject=subject, subject_id=subject_id, version=version, anchor=anchor, text=words, author=actor
    )
    record(
        "comment.added", actor=actor, subject=comment, title=run.title, organization=run.organization.code,
        after={"anchor": anchor, "text": words, "version": version},
    )  # fmt: skip
    emit(Event(Happening.COMMENTED, run, comment=comment, actor=actor))
    return comment


@transaction.atomic
def comment_resolve(*, comment: Comment, actor: User) -> None:
    """Note that a remark has been dealt with.

    Raises:
        PermissionDenied: `actor` neither writes nor reviews there.
        Conflict: somebody did so already.
    """
    run = _run_of(comment.subject, comment.subject_id, actor)
    unresolved = Comment.objects.filter(pk=comment.pk, resolved_at=None)
    if not unresolved.update(resolved_at=timezone.now(), resolved_by=actor):
        raise Conflict("comment-resolved", _("这条批注已经标为处理过了"))
    record("comment.resolved", actor=actor, subject=comment, title=run.title, organization=run.organization.code)


def _run_of(subject: str, subject_id: int, actor: User) -> Run:
    found = Run.objects.filter(subject=subject, subject_id=subject_id).select_related("organization").first()
    if found is None or not may_comment(actor, found):
        raise PermissionDenied
    return found
