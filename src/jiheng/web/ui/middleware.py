"""What every answer says to the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

__all__ = ["ContentSecurityPolicy", "PlainQuestion"]

# Scripts and styles come from the site itself; element styles are set by the grid's widths only.
_POLICY = "; ".join(  # noqa: FLY002 - one line each reads better
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "frame-src 'self'",
        "base-uri 'none'",
    )
)


class ContentSecurityPolicy:
    """Nothing from elsewhere, nothing inline that runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header unless a view set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class PlainQuestion:
    """Takes NULs out of what an address asks: nobody can mean them, and PostgreSQL refuses to look for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before anybody reads the question."""
        asked = request.META.get("QUERY_STRING", "")
        while "%00" in asked:  # what is left of %%0000 is one again
            asked = asked.replace("%00", "")
        request.META["QUERY_STRING"] = asked
        return self.get_response(request)
