"""Sessions end when nobody is there; a first password is changed first; everybody is spoken to in their language."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from jiheng.i18n import in_language
from jiheng.web.accounts.languages import core_language
from jiheng.web.accounts.services.session import BY_PROVIDER

__all__ = ["IdleTimeout", "Language", "PasswordFirst"]

_SEEN = "seen"
_STEP = 60  # seconds between two writes of the session; reading pages must not write each time
_SIGNED_IN = "_auth_user_id"


def _has_session(request: HttpRequest) -> bool:
    """Whether there is anything to ask a session for; an answer that asked for none is the same for all visitors."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(request.session.get(_SIGNED_IN))


_ALLOWED = ("accounts:profile", "accounts:sign_out", "accounts:sign_in", "accounts:language")


class Language:
    """Speaks the language that a person chose, else the one that Django found out from cookie or browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pages and the core's texts in one language; of this request only, others are answered at the same time."""
        if _has_session(request) and (chosen := getattr(request.user, "language", "")):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language() or chosen
        with in_language(core_language(translation.get_language())):
            return self.get_response(request)


class IdleTimeout:
    """Signs out whoever did nothing for `IDLE_TIMEOUT` seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the clock before the page is made."""
        if _has_session(request):
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
            not _has_session(request)
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
