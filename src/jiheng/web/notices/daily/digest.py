"""One mail a person and day, of what they have not read yet; and what is long over goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from jiheng.web.notices.kinds import Mailing
from jiheng.web.notices.models import Mail, Notice
from jiheng.web.notices.selectors import mailings

__all__ = ["collect", "tidy"]

_RECENT = timedelta(days=3)  # older ones are not mailed: people know, or mail was only set up now
_NOTICES_KEPT = timedelta(days=400)
_MAILS_KEPT = timedelta(days=90)
_BATCH = 500


def collect(at: datetime) -> None:
    """Make the digests of the day; what was read on the site meanwhile is not in them."""
    if settings.MAIL is None:
        return
    unread = Notice.objects.filter(read_at=None, mail=None, created_at__gt=at - _RECENT, created_at__lte=at)
    notices = list(unread.filter(user__is_active=True).exclude(user__email=""))
    wish = mailings({notice.user_id for notice in notices})
    wanted = [notice for notice in notices if wish(notice.user_id, notice.kind) == Mailing.DAILY]
    day = timezone.localdate(at)
    has_one = set(Mail.objects.filter(day=day).values_list("user", flat=True))
    people = sorted({notice.user_id for notice in wanted} - has_one)
    mails = Mail.objects.bulk_create(Mail(user_id=user, day=day, created_at=at, due_at=at) for user in people)
    of = {mail.user_id: mail for mail in mails}
    chosen = [notice for notice in wanted if notice.user_id in of]
    for notice in chosen:
        notice.mail = of[notice.user_id]
    Notice.objects.bulk_update(chosen, ["mail"], batch_size=_BATCH)


def tidy(at: datetime) -> None:
    """Remove notices that were read more than a year ago, and mails that went out three months ago."""
    Notice.objects.filter(read_at__lt=at - _NOTICES_KEPT).delete()
    Mail.objects.filter(sent_at__lt=at - _MAILS_KEPT).delete()
