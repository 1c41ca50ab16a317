"""Sessions end when nobody is there; a first password is changed before anything else is done."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jiheng.web.accounts.services.session import BY_PROVIDER

__all__ = ["IdleTimeout", "PasswordFirst"]

_SEEN = "seen"
_STEP = 60  # seconds between two writes of the session; reading pages must not write each time
_SIGNED_IN = "_auth_user_id"
_ALLOWED = ("accounts:profile", "accounts:sign_out", "accounts:sign_in")


class IdleTimeout:
    """Signs out whoever did nothing for `IDLE_TIMEOUT` seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the clock before the page is made."""
        if request.session.get(_SIGNED_IN):
            now = int(time.time())
            seen = request.session.get(_SEEN, now)
            if now - seen > settings.IDLE_TIMEOUT:
                logout(request)
            elif now - seen > _STEP or _SEEN not in request.session:
                request.session[_SEEN] = now
        return self.get_response(request)


class PasswordFirst:
    """Leads whoever still has the password that an administrator gave them to the page where they choose their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do for those who are not signed in, or came through the identity provider."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Called when the address is known to be one of ours."""
        session = request.session
        if (
            not session.get(_SIGNED_IN)
            or session.get(BY_PROVIDER)
            or not getattr(request.user, "must_change_password", False)
        ):
            return None
        if request.path in map(reverse, _ALLOWED):
            return None
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse("accounts:profile")})
        return redirect("accounts:profile")
