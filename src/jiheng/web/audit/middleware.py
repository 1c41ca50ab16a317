"""Where an act came from, for the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import ip_address
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

__all__ = ["NOWHERE", "Origin", "Whence", "origin"]


class Whence(NamedTuple):
    """Address of the caller and a number that ties the entries of one request together."""

    address: str = ""
    request: str = ""


NOWHERE = Whence()
origin: ContextVar[Whence] = ContextVar("origin", default=NOWHERE)
"""Of the request at hand; nowhere for the command line and background work."""


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
