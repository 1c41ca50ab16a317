"""What the system administrator does about the mail."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.notices.letters import connected, problem_of, simple_letter
from jiheng.web.notices.models import Mail
from jiheng.web.notices.policies import may_see_mail

__all__ = ["mails_retry", "test_mail_send"]


def test_mail_send(*, to: str, actor: User) -> None:
    """Send a mail that only shows that mail arrives, now.

    Raises:
        PermissionDenied: `actor` is not the system administrator.
        ValidationError: no server is set, or it did not take the mail; the message says what it said.
    """
    if not may_see_mail(actor):
        raise PermissionDenied
    if settings.MAIL is None:
        raise ValidationError(_("没有设置邮件服务器（JIHENG_MAIL_URL），不发邮件"))
    record("mail.tested", actor=actor, title=to)
    try:
        with connected(settings.MAIL) as connection:
            connection.send_messages([simple_letter(to)])
    except (OSError, SMTPException, ValueError) as error:
        raise ValidationError(_("没有发出去：{problem}").format(problem=problem_of(error))) from error


@transaction.atomic
def mails_retry(*, actor: User) -> int:
    """Try everything that was given up once more; how many mails that are.

    Raises:
        PermissionDenied: `actor` is not the system administrator.
    """
    if not may_see_mail(actor):
        raise PermissionDenied
    count = Mail.objects.exclude(failed_at=None).update(failed_at=None, attempts=0, due_at=timezone.now())
    if count:
        record("mail.retried", actor=actor, after={"count": count})
    return count
