"""What people do with their own notices."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.notices.kinds import Mailing
from jiheng.web.notices.models import Notice, Preference
from jiheng.web.notices.selectors import choices_of

__all__ = ["notice_read", "notices_read_all", "preferences_save"]


def notice_read(*, notice: Notice, actor: User) -> None:
    """Note that a person has seen a notice of theirs; a second time changes nothing."""
    Notice.objects.filter(pk=notice.pk, user=actor, read_at=None).update(read_at=timezone.now())


def notices_read_all(*, actor: User) -> int:
    """Note that a person has seen all of their notices; how many those were."""
    return Notice.objects.filter(user=actor, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def preferences_save(*, actor: User, wanted: Mapping[str, str]) -> None:
    """Keep when a person wants which kind mailed; kinds that are not named stay as they are.

    Raises:
        ValidationError: there is no such way of mailing.
    """
    for kind, now in choices_of(actor):
        mailing = wanted.get(kind.name, now)
        if mailing not in Mailing:
            raise ValidationError(_("没有这种邮件方式，请重新选择"))
        if mailing != now:
            Preference.objects.update_or_create(user=actor, kind=kind.name, defaults={"mailing": mailing})
