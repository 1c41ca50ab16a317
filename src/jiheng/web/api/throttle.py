"""Not more calls a minute than a program in its right mind makes."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from jiheng.web.api.models import ApiToken
from jiheng.web.audit.middleware import origin

__all__ = ["WITHOUT_TOKEN", "WITH_TOKEN", "PerMinute"]

WITH_TOKEN = 600
WITHOUT_TOKEN = 120
"""Calls a minute, of a token and of an address; counted in each process of the server by itself."""

_MINUTE = 60


class PerMinute(BaseThrottle):
    """Counts the calls of the running minute."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this one may still pass."""
        token: ApiToken | None = getattr(request, "auth", None)
        who = f"token-{token.pk}" if token else f"address-{origin.get().address}"
        key = f"api-{who}-{int(time.time()) // _MINUTE}".replace(":", "-")
        if cache.add(key, 1, timeout=_MINUTE):
            return True
        try:
            count = cache.incr(key)
        except ValueError:  # thrown out of a full cache this moment
            return True
        return count <= (WITH_TOKEN if token else WITHOUT_TOKEN)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return _MINUTE - time.time() % _MINUTE
