"""The person behind a request."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jiheng.web.accounts.models import User

__all__ = ["Actor", "person"]

Actor = User | AnonymousUser
"""Whoever asks."""


def person(request: HttpRequest) -> User:
    """Whoever has signed in; for views behind `login_required`.

    Raises:
        PermissionDenied: nobody has.
    """
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
