"""When what a person wants to do no longer fits what is there: a colleague was quicker, a deadline has passed."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from jiheng.web.audit.middleware import origin

__all__ = ["Conflict", "ConflictPage", "typed_texts"]

_STATUS = 409
_SECRET = ("csrfmiddlewaretoken", "password", "old", "new", "again", "code", "token")


class Conflict(ValidationError):  # noqa: N818 - not always anybody's error
    """An act that is not possible now; nothing of it was stored.

    Attributes:
        code: for programs, the same in every language: ``task-decided``.
        message: for people: what happened and what to do.
        details: what a program may need to go on: the version that is there now.
    """

    def __init__(self, code: str, message: str, **details: object) -> None:
        """Code first: it is what stays when the wording changes."""
        super().__init__(message, code=code)
        self.details = details

    def __str__(self) -> str:
        """The sentence for people."""
        return str(self.message)


class ConflictPage:
    """Turns a `Conflict` that no view dealt with into a page that says what happened and keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Called by Django."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless something is raised."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer in the form that was asked for: JSON, part of a page, or a page."""
        if not isinstance(exception, Conflict):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            said = {"code": exception.code, "message": str(exception), **exception.details}
            return JsonResponse(said, status=_STATUS, json_dumps_params={"ensure_ascii": False})
        back = request.headers.get("Referer", "")
        context = {
            "conflict": exception,
            "typed": typed_texts(request),
            "number": origin.get().request,
            "back": back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/",
        }
        if request.headers.get("HX-Request"):
            response = render(request, "ui/_conflict.html", context, status=_STATUS)
            # Above the page, in sight; what the person sees and typed stays where it is.
            response.headers["HX-Retarget"] = "#main"
            response.headers["HX-Reswap"] = "afterbegin show:window:top"
            return response
        return render(request, "ui/conflict.html", context, status=_STATUS)


def typed_texts(request: HttpRequest) -> list[str]:
    """What a person wrote in words in the form that was sent, for them to copy; never a password."""
    texts = [text.strip() for name, values in request.POST.lists() if name not in _SECRET for text in values]
    return [text for text in texts if text and not text.isascii()]
