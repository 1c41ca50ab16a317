"""Who calls: the token in the header ``Authorization: Bearer …``, and what it is good for."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from jiheng.web.api.models import ApiToken
from jiheng.web.api.services import token_of
from jiheng.web.audit.middleware import by_means_of

__all__ = ["Request", "ScopeMissing", "Token", "bearer"]

_KNOWN = "_api_token"


class Request(HttpRequest):
    """A request behind `Token`."""

    auth: ApiToken


class ScopeMissing(Exception):  # noqa: N818 - said to the caller, as a Conflict is
    """The token is good, but not for this."""

    def __init__(self, scopes: tuple[str, ...]) -> None:
        """One of `scopes` would do."""
        super().__init__(scopes)
        self.scopes = scopes

    def __str__(self) -> str:
        """The sentence for people."""
        return _("这个令牌没有“{scopes}”权限，请在“我的账号”里另建一个").format(scopes=" / ".join(self.scopes))


class Token(HttpBearer):
    """Asks for a token with one of the scopes."""

    def __init__(self, *scopes: str) -> None:
        """One of `scopes` is enough."""
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token.

        Raises:
            AuthenticationError: it opens nothing.
            ScopeMissing: it opens something else.
        """
        found = _known(request, token)
        if found is None:
            raise AuthenticationError
        if not set(self.scopes) & set(found.scopes):
            raise ScopeMissing(self.scopes)
        by_means_of(f"token {found.pk} {found.name}")
        return found


def bearer(request: HttpRequest) -> ApiToken | None:
    """The token of a request, whatever it is good for."""
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    return _known(request, secret) if scheme.lower() == "bearer" and secret else None


def _known(request: HttpRequest, secret: str) -> ApiToken | None:
    if not hasattr(request, _KNOWN):  # looked up once a request
        setattr(request, _KNOWN, token_of(secret))
    found: ApiToken | None = getattr(request, _KNOWN)
    return found
