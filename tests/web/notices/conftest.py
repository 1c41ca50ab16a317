"""Real mail servers: one that takes everything, one that wants to know who it is, one that refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from tests.web.factories import World
from tests.web.installations import free_port

from jiheng.web.config.mail import MailServer

SENDER = "绩衡 <jiheng@bureau.example>"
PASSWORD = "post@office:1"


@dataclass
class Post:
    """What a server was given.

    Attributes:
        refuse: the reply to a recipient: ``{"who@…": "550 no such person"}``.
        wants_name: whether nobody unknown may send.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    wants_name: bool = False

    async def handle_MAIL(self, _server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.wants_name and not session.authenticated:
            return "530 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.raw.append(envelope.content)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"jiheng", PASSWORD.encode()), handled=False)


def serve(post: Post, **options: Any) -> Controller:
    """A server of this machine that is up."""
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    return controller


def server_at(
    port: int, *, user: str = "", password: str = "", security: str = "", host: str = "127.0.0.1"
) -> MailServer:
    """How the site is told of it."""
    return MailServer(host, port, user, password, security, SENDER)


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A server that the site sends its mail to."""
    it = Post()
    controller = serve(it)
    settings.MAIL = server_at(controller.port)
    settings.SITE_ADDRESS = "https://jixiao.example"
    yield it
    controller.stop()


@pytest.fixture
def guarded(settings: Any) -> Iterator[tuple[Post, Callable[[str], None]]]:
    """A server that wants a name and a password; a function tells the site which password."""
    it = Post(wants_name=True)
    controller = serve(it, authenticator=_authenticate, auth_require_tls=False)

    def with_password(password: str) -> None:
        settings.MAIL = server_at(controller.port, user="jiheng", password=password)

    yield it, with_password
    controller.stop()


@pytest.fixture
def mailbox(world: World) -> World:
    """The world, everybody with an address."""
    for name, person in world.people.items():
        person.email = f"{name}@unit.example"
        person.save()
    return world
