"""Pages for everybody: the same for all, so anybody on the way may keep them for a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe

from jiheng.web.accounts.languages import speaking
from jiheng.web.disclosure.languages import address_in, language_of, other_languages

__all__ = ["page", "public"]

_SECONDS = 60


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that knows nothing of who asks: no session, no messages, no person; in the language of its address."""
    languages = {"others": other_languages(request), "usual": address_in(request, settings.LANGUAGE_CODE)}
    return HttpResponse(render_to_string(template, {**context, **languages, "request": request}), status=status)


def _spoken(content: Iterable[bytes], code: str) -> Iterator[bytes]:
    """What is made while it is sent, in the same language."""
    with speaking(code):
        yield from content


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that only shows, may be kept for a minute, and need not be sent again while it is the same."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        code = language_of(request)
        with speaking(code):
            response = view(request, *args, **kwargs)
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _spoken(cast("Iterable[bytes]", response.streaming_content), code)
        response.headers["Content-Language"] = code
        # A session's cookie may be renewed with any answer; that answer belongs to one person.
        whose = "private" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public"
        patch_cache_control(response, **{whose: True}, max_age=_SECONDS)
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    return answered
