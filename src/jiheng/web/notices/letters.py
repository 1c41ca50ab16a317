"""Notices as mails: plain text and simple HTML, in the language of the person, with the way to switch them off."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.errors import os_reason
from jiheng.web.accounts.languages import speaking_to
from jiheng.web.config.mail import MailServer
from jiheng.web.notices.models import Mail, Notice

__all__ = ["close", "connected", "is_final", "letter", "probe", "problem_of", "simple_letter"]

_PATIENCE = 10  # seconds for a server that does not answer
_SUBJECT = 150
_NOT_IN_HEADERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_PERMANENT = 500  # replies of a server from here on will be the same tomorrow


@contextmanager
def connected(server: MailServer) -> Iterator[EmailBackend]:
    """An open connection while the context lasts; where it is encrypted the server has to prove its name."""
    connection = EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security == "starttls",
        use_ssl=server.security == "tls",
        timeout=_PATIENCE,
    )
    try:
        connection.open()
        yield connection
    finally:
        close(connection)


def close(connection: EmailBackend) -> None:
    """Say goodbye; a connection that is broken is let go."""
    try:
        connection.close()
    except (OSError, SMTPException):
        connection.connection = None


def letter(mail: Mail) -> EmailMultiAlternatives:
    """The mail of a row, made of its notices."""
    notices = list(mail.notices.order_by("-created_at", "-pk").select_related("organization"))
    with speaking_to(mail.user):
        is_digest = mail.day is not None
        subject = _("绩衡：{count} 条提醒").format(count=len(notices)) if is_digest else notices[0].title
        context = {
            "person": mail.user,
            "notices": [(notice, _link(notice)) for notice in notices],
            "is_digest": is_digest,
            "settings_page": _address(reverse("notices:settings")),
        }
        return _letter(mail.user.email, subject, context, key=f"{mail.pk}.{mail.created_at.timestamp():.0f}")


def simple_letter(to: str) -> EmailMultiAlternatives:
    """A mail that only shows that mail arrives; in the language at hand."""
    context = {"test": True, "now": timezone.localtime(), "settings_page": ""}
    return _letter(to, _("绩衡：测试邮件"), context, key=f"test.{timezone.now().timestamp():.0f}")


def probe(server: MailServer) -> str:
    """Connect, encrypt and sign in as for a mail; what is wrong in words, empty if nothing is."""
    try:
        with connected(server):
            return ""
    except (OSError, SMTPException) as error:
        return problem_of(error)


def problem_of(error: Exception) -> str:
    """What a server said, or why it was not reached; one line."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        text = f"{code} {_text(said)}"
    elif isinstance(error, SMTPResponseException):
        text = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        text = _unreached(error)
    return _one_line(text)[:300]


def _unreached(error: Exception) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            text = _("证书不可信：{reason}").format(reason=error.verify_message)
        case ssl.SSLError():
            text = _("加密连接没有建立：{reason}").format(reason=error.reason)
        case socket.gaierror():
            text = _("找不到这台主机")
        case ConnectionRefusedError():
            text = _("连接被拒绝，这个端口上没有邮件服务")
        case TimeoutError():
            text = _("连接超时，没有答复")
        case OSError() if not isinstance(error, SMTPException):
            text = os_reason(error)
        case _other:
            text = str(error) or type(error).__name__
    return text


def is_final(error: Exception) -> bool:
    """Whether to try again is useless: the server knows no such person, the mail can not be written."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _said in error.recipients.values())
    return isinstance(error, ValueError)


def _letter(to: str, subject: str, context: dict[str, object], *, key: str) -> EmailMultiAlternatives:
    own = settings.MAIL.sender if settings.MAIL else settings.DEFAULT_FROM_EMAIL
    sender = parseaddr(own)[1]
    headers = {
        "Auto-Submitted": "auto-generated",  # keeps answering machines from answering
        "Message-ID": f"<jiheng.{key}@{sender.rpartition('@')[2]}>",  # the same when it is tried again
    }
    if context["settings_page"]:
        headers["List-Unsubscribe"] = f"<{context['settings_page']}>"
    message = EmailMultiAlternatives(
        subject=_one_line(subject)[:_SUBJECT],
        body=render_to_string("notices/mail.txt", context),
        from_email=own,
        to=[to],
        headers=headers,
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def _link(notice: Notice) -> str:
    return _address(reverse("notices:open", args=[notice.pk]))


def _address(path: str) -> str:
    """An address for outside; empty where the site does not know its own."""
    return f"{settings.SITE_ADDRESS}{path}" if settings.SITE_ADDRESS else ""


def _one_line(text: str) -> str:
    return " ".join(_NOT_IN_HEADERS.sub(" ", text).split())


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
