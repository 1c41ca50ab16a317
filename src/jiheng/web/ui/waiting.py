"""How many things wait for a person, by area: every page shows it, so it is counted now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jiheng.web.accounts.models import User
from jiheng.web.ui.behind import keep, known

__all__ = ["CountAfterActs", "kept"]

_ACTED = "acted"
_SAFE = {"GET", "HEAD", "OPTIONS"}


def kept(request: HttpRequest, year: int, count: Callable[[], dict[str, int]]) -> dict[str, int]:
    """What `count` said of the person and year within twice `settings.WAITING_FRESH` seconds, else what it says now.

    What others did shows after so many seconds: when half of them are over, it is counted anew behind whoever looks. What
    the person did shows at once, see `CountAfterActs`.
    """
    if not settings.WAITING_FRESH or not isinstance(request.user, User):
        return count()
    # The cookie stands in the value, not in the key: whoever invents cookies fills no memory.
    key, mark = f"waiting:{request.user.pk}:{year}", request.COOKIES.get(_ACTED, "")

    def counted() -> dict[str, int]:
        found = count()
        keep(key, (mark, found), settings.WAITING_FRESH)
        return found

    mark_then, counts = known(key, counted) or (None, {})
    return counts if mark_then == mark else counted()


class CountAfterActs:
    """Marks the browser of whoever changed something, so that every process counts anew for its next page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Saving and checking while one types answer with JSON, and change nothing that is counted."""
        response = self.get_response(request)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        if request.method not in _SAFE and not is_json and settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.set_cookie(
                _ACTED, f"{int(time.time()):x}{token_hex(4)}", max_age=settings.WAITING_FRESH * 3,
                secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
            )  # fmt: skip # the mark outlives every count that was kept without it
        return response
