"""Sessions end when nobody is there."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

__all__ = ["IdleTimeout"]

_SEEN = "seen"
_STEP = 60  # seconds between two writes of the session; reading pages must not write each time


class IdleTimeout:
    """Signs out whoever did nothing for `IDLE_TIMEOUT` seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the clock before the page is made."""
        if request.session.get("_auth_user_id"):
            now = int(time.time())
            seen = request.session.get(_SEEN, now)
            if now - seen > settings.IDLE_TIMEOUT:
                logout(request)
            elif now - seen > _STEP or _SEEN not in request.session:
                request.session[_SEEN] = now
        return self.get_response(request)
