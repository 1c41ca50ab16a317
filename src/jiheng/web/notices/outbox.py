"""Mails that wait, sent one after the other outside of any transaction; by one worker each."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import Office, User
from jiheng.web.notices.letters import close, connected, is_final, letter, problem_of
from jiheng.web.notices.models import Mail
from jiheng.web.notices.services.telling import notify

__all__ = ["RETRIES", "deliver_due"]

RETRIES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""How long to wait after each failure; after the last one a mail is given up."""

_BATCH = 20
_log = logging.getLogger(__name__)


def deliver_due(at: datetime | None = None) -> int:
    """Send what waits, at most `_BATCH` at a time; how many went out. Without a mail server nothing is done.

    A mail is held by moving its next try into the future: whoever dies while sending leaves it to be tried again.
    """
    if settings.MAIL is None:
        return 0
    now = at or timezone.now()
    waiting = Mail.objects.filter(sent_at=None, failed_at=None, due_at__lte=now).select_related("user")
    held = [mail for mail in waiting.order_by("due_at", "pk")[:_BATCH] if _hold(mail, now)]
    wanted = [mail for mail in held if _is_wanted(mail)]
    if not wanted:
        return 0
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(connected(settings.MAIL))
        except Exception as error:  # noqa: BLE001 - nothing that a server says may end the worker
            for mail in wanted:
                _note(mail, error, now)
            return 0
        return sum(_send(mail, connection, now) for mail in wanted)


def _hold(mail: Mail, now: datetime) -> bool:
    wait = RETRIES[min(mail.attempts, len(RETRIES) - 1)]
    free = Mail.objects.filter(pk=mail.pk, due_at=mail.due_at, sent_at=None, failed_at=None)
    if not free.update(due_at=now + wait, attempts=F("attempts") + 1):
        return False
    mail.attempts += 1
    return True


def _is_wanted(mail: Mail) -> bool:
    """Whoever has left, and what is no longer there, is not written to."""
    if mail.user.is_active and mail.user.email and mail.notices.exists():
        return True
    mail.delete()
    return False


def _send(mail: Mail, connection: EmailBackend, now: datetime) -> bool:
    try:
        connection.open()  # nothing to do unless the last one broke it
        sent = connection.send_messages([letter(mail)])
    except Exception as error:  # noqa: BLE001 - one mail that can not be made or sent is in nobody's way
        close(connection)
        _note(mail, error, now)
        return False
    if sent:
        Mail.objects.filter(pk=mail.pk).update(sent_at=now, problem="")
    return bool(sent)


def _note(mail: Mail, error: Exception, now: datetime) -> None:
    problem = problem_of(error)
    _log.warning("mail %s was not sent (attempt %s): %s", mail.pk, mail.attempts, problem)
    given_up = is_final(error) or mail.attempts > len(RETRIES)
    Mail.objects.filter(pk=mail.pk).update(problem=problem, failed_at=now if given_up else None)
    if given_up:
        notify(
            people=User.objects.filter(office=Office.SYSTEM, is_active=True),
            kind="mail.trouble",
            key=f"mail-trouble.{timezone.localdate(now)}",
            title=lambda: _("有邮件没有发出去"),
            text=lambda: _("邮件服务器说：{problem}").format(problem=problem),
            url=reverse("notices:mail"),
        )
