"""Where mail goes out, if the site sends any."""

from __future__ import annotations

import os
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

__all__ = ["MailServer", "mail_server", "site_address"]

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailServer(NamedTuple):
    """A server that takes mail.

    Attributes:
        security: ``tls`` from the first byte, ``starttls`` before anything is said, empty for none.
        sender: in whose name: ``绩衡 <jiheng@example.org>``.
    """

    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str


def mail_server() -> MailServer | None:
    """The server of ``JIHENG_MAIL_URL``, with the sender ``JIHENG_MAIL_FROM``; None: nothing is mailed.

    Raises:
        ValueError: the address names no server, or there is no sender.
    """
    address = os.environ.get("JIHENG_MAIL_URL")
    if not address:
        return None
    parts = urlsplit(address)
    sender = os.environ.get("JIHENG_MAIL_FROM", "").strip()
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("JIHENG_MAIL_URL: smtp://, smtp+starttls:// or smtps:// user:password@host:port")
    if "@" not in parseaddr(sender)[1] or not sender.isprintable():
        raise ValueError("JIHENG_MAIL_FROM: the address of the sender")
    security = {"smtp+starttls": "starttls", "smtps": "tls"}.get(parts.scheme, "")
    user, password = (unquote(each or "") for each in (parts.username, parts.password))
    if not (user + password).isascii():
        raise ValueError("JIHENG_MAIL_URL: mail servers know names and passwords of ASCII letters only")
    return MailServer(parts.hostname, parts.port or _PORTS[parts.scheme], user, password, security, sender)


def site_address() -> str:
    """``JIHENG_ADDRESS``, under which people reach the site, without a slash at its end; for links in mails.

    Raises:
        ValueError: it is no address.
    """
    address = os.environ.get("JIHENG_ADDRESS", "").strip().rstrip("/")
    if address and (urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname):
        raise ValueError("JIHENG_ADDRESS: https://host")
    return address
