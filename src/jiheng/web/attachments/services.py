"""Adding files and taking them away."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.attachments.contents import FILE_SIZE, clean_name, suits
from jiheng.web.attachments.models import Attachment
from jiheng.web.attachments.owners import Owner, owner_of
from jiheng.web.attachments.selectors import attachments_of
from jiheng.web.audit.services import record

__all__ = ["MOST", "attachment_add", "attachment_remove"]

MOST = 100
"""Files of one thing."""

_MEGABYTE = 1024 * 1024
_ANCHOR = 120


@transaction.atomic
def attachment_add(*, owner: str, owner_id: int, name: str, data: bytes, actor: User, anchor: str = "") -> Attachment:
    """Keep a file at a place of a thing; the same file at the same place is kept once.

    Args:
        owner: the registered kind of the thing.
        owner_id: its key.
        name: as the person's computer calls it.
        data: at most `FILE_SIZE` bytes.
        actor: who brings it.
        anchor: path of the cell; empty for the whole.

    Raises:
        PermissionDenied: `actor` may not change the thing.
        ValidationError: too large, too many, or the content is not what the suffix says.
    """
    known = _known(owner)
    if not known.may_change(actor, owner_id):
        raise PermissionDenied
    kept = clean_name(name)
    _refuse(kept, data)
    if len(anchor) > _ANCHOR:
        raise ValidationError(_("附件的位置不对，请刷新页面后再传"), code="anchor")
    there = attachments_of(owner, owner_id)
    digest = hashlib.sha256(data).hexdigest()
    if same := there.filter(anchor=anchor, sha256=digest).first():
        return same
    if there.count() >= MOST:
        message = _("附件已有 {limit} 个，不能再加。请合并成压缩包，或移除不用的")
        raise ValidationError(message.format(limit=MOST), code="too-many")
    made = Attachment.objects.create(
        owner=owner, owner_id=owner_id, anchor=anchor, name=kept, size=len(data), sha256=digest, data=data,
        added_by=actor,
    )  # fmt: skip
    after = {"owner": owner, "owner_id": owner_id, "anchor": anchor, "size": made.size, "sha256": digest}
    record("attachment.added", actor=actor, subject=made, organization=known.organization(owner_id), after=after)
    return made


@transaction.atomic
def attachment_remove(*, attachment: Attachment, actor: User) -> None:
    """Take a file away; what was handed in with it keeps it.

    Raises:
        PermissionDenied: `actor` may not change the thing that it belongs to.
    """
    known = _known(attachment.owner)
    if not known.may_change(actor, attachment.owner_id):
        raise PermissionDenied
    if not Attachment.objects.filter(pk=attachment.pk, is_deleted=False).update(is_deleted=True):
        return  # somebody else was quicker, which comes to the same
    before = {"owner": attachment.owner, "owner_id": attachment.owner_id, "sha256": attachment.sha256}
    code = known.organization(attachment.owner_id)
    record("attachment.removed", actor=actor, subject=attachment, organization=code, before=before)


def _known(owner: str) -> Owner:
    try:
        return owner_of(owner)
    except LookupError:
        raise PermissionDenied from None


def _refuse(name: str, data: bytes) -> None:
    """Say what is wrong with a file, if anything is."""
    if len(data) > FILE_SIZE:
        message = _("{name} 有 {size} MB，超过 {limit} MB 的上限。请压缩或拆分后再传")
        size, limit = -(-len(data) // _MEGABYTE), FILE_SIZE // _MEGABYTE
        raise ValidationError(message.format(name=name, size=size, limit=limit), code="too-large")
    if not data:
        raise ValidationError(_("{name} 是空文件，请检查后再传").format(name=name), code="empty")
    if not suits(name, data):
        message = _(
            "{name} 的内容与后缀不符，或不是可以上传的类型。可以传 PDF、Word、Excel、WPS、OFD、odt、ods、rtf、图片、文本、邮件（eml、msg）、zip 和 7z"
        )
        raise ValidationError(message.format(name=name or "—"), code="kind")
