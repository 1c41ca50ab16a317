"""Where an act came from and through what, for the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import ip_address
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

__all__ = ["NOWHERE", "Origin", "Whence", "by_means_of", "origin"]


class Whence(NamedTuple):
    """Address of the caller and a number that ties the entries of one request together.

    Attributes:
        means: through what they act, where it is not a page: ``token 12 monthly report``, ``console root``.
    """

    address: str = ""
    request: str = ""
    means: str = ""


NOWHERE = Whence()
origin: ContextVar[Whence] = ContextVar("origin", default=NOWHERE)
"""Of the request at hand; nowhere for the command line and background work."""


def by_means_of(means: str) -> None:
    """Note through what is acted from now on: until the request is answered, or the command ends."""
    origin.set(origin.get()._replace(means=means))


class Origin:
    """Remembers the caller while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        token = origin.set(Whence(_address(request), secrets.token_hex(8)))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)


def _address(request: HttpRequest) -> str:
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:  # the last address is the one that our own proxy saw
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rsplit(",", 1)[-1]
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
