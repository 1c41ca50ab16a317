"""Pages for everybody: the same for all, so anybody on the way may keep them for a moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe

__all__ = ["page", "public"]

_SECONDS = 60


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that knows nothing of who asks: no session, no messages, no person."""
    return HttpResponse(render_to_string(template, {**context, "request": request}), status=status)


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that only shows, may be kept for a minute, and need not be sent again while it is the same."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        # A session's cookie may be renewed with any answer; that answer belongs to one person.
        whose = "private" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public"
        patch_cache_control(response, **{whose: True}, max_age=_SECONDS)
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    return answered
