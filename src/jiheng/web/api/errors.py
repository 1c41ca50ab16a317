"""What the API says when something cannot be done: problem details (RFC 9457) with a code that is the same in every language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as InvalidRequest
from pydantic import Field

from jiheng.errors import JihengError
from jiheng.web.api.auth import ScopeMissing
from jiheng.web.ui.errors import Conflict

__all__ = ["PROBLEM", "Problem", "error_answer", "placed", "refusal", "register_errors", "telling"]

PROBLEM = "application/problem+json"

_LOGGER = logging.getLogger("django.request")


class Problem(Schema):
    """Why something was not done.

    Attributes:
        code: for programs, the same in every language; message: for people.
        fields: path of a field of the request (``content.budget.total``) → what is wrong with it.
        current: of a conflict, what is there now.
        scopes: one of which the token would need.
        withdrawn_at, reason: of a publication that was taken back.
    """

    status: int = Field(examples=[409])
    code: str = Field(examples=["goal-changed"])
    message: str = Field(examples=["张三 在 10:02 改过这张表，您的修改还没有存进去"])
    fields: dict[str, str] | None = None
    current: dict[str, Any] | None = None
    scopes: list[str] | None = None
    withdrawn_at: datetime | None = None
    reason: str | None = None


def error_answer(status: int, code: str, message: str, **more: object) -> HttpResponse:
    """An answer that says why not."""
    said = {
        "status": status,
        "code": code,
        "message": message,
        **{name: value for name, value in more.items() if value},
    }
    return JsonResponse(said, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})


def refusal(field: str, code: str, message: str) -> ValidationError:
    """What is wrong with a field of the request."""
    return ValidationError({field: ValidationError(message, code=code)})


@contextmanager
def telling(current: Callable[[], Mapping[str, Any]]) -> Iterator[None]:
    """Whoever meets a conflict is told what is there now, as ``current``."""
    try:
        yield
    except Conflict as conflict:
        conflict.details.setdefault("current", dict(current()))
        raise


@contextmanager
def placed(paths: Mapping[str, str]) -> Iterator[None]:
    """Whoever is refused is told where in their own request: name of a service's field → path."""
    try:
        yield
    except Conflict:
        raise
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        found = {paths.get(name, name): each for name, each in error.error_dict.items()}
        raise ValidationError(found, code=_code_of(error)) from None


def register_errors(api: NinjaAPI) -> None:
    """Give every kind of exception its answer."""
    api.add_exception_handler(Conflict, _conflict)
    api.add_exception_handler(ValidationError, _refused)
    api.add_exception_handler(InvalidRequest, _invalid)
    api.add_exception_handler(JihengError, _unreadable)
    api.add_exception_handler(ScopeMissing, _scope)
    api.add_exception_handler(AuthenticationError, _unknown_token)
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(PermissionDenied, _denied)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(HttpError, _other)
    api.add_exception_handler(MultiPartParserError, _malformed)
    api.add_exception_handler(SuspiciousOperation, _malformed)
    api.add_exception_handler(UnreadablePostError, _malformed)
    api.add_exception_handler(Exception, _failed)


def _conflict(request: HttpRequest, error: Any) -> HttpResponse:
    told = {name: value for name, value in error.details.items() if name in Problem.model_fields}
    return error_answer(409, error.code, str(error), **told)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    by_field = getattr(error, "error_dict", {})
    every = [each for errors in by_field.values() for each in errors] or error.error_list
    fields = {name: errors[0].messages[0] for name, errors in by_field.items()}
    code = _code_of(error) or next((each.code for each in every if each.code), "refused")
    message = error.messages[0] if fields else "；".join(error.messages)
    return error_answer(422, code, message, fields=fields)


def _code_of(error: ValidationError) -> str | None:
    """The code of the whole, which is not passed on to its parts where there are several."""
    code = error.args[1] if len(error.args) > 1 else None
    return str(code) if code else None


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return error_answer(422, error.code, str(error))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    # The first part says where it came from (body, query, path), the second the name of our own argument.
    fields = {
        ".".join(map(str, each["loc"][2 if each["loc"][0] == "body" else 1 :])): each["msg"] for each in error.errors
    }
    message = _("请求不合要求：{names}").format(names="、".join(filter(None, fields)) or _("内容不是 JSON 对象"))
    return error_answer(422, "invalid", message, fields=fields)


def _scope(request: HttpRequest, error: Any) -> HttpResponse:
    return error_answer(403, "scope-missing", str(error), scopes=list(error.scopes))


def _unknown_token(request: HttpRequest, _error: Any) -> HttpResponse:
    message = _("请在 Authorization 头里给出有效的令牌；令牌可能已过期、已吊销，或其主人需要先改密码")
    answer = error_answer(401, "token-invalid", message)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _throttled(request: HttpRequest, _error: Any) -> HttpResponse:
    return error_answer(429, "too-many-calls", _("调用太频繁，请按 Retry-After 稍后再试"))


def _denied(request: HttpRequest, _error: Any) -> HttpResponse:
    return error_answer(403, "not-allowed", _("您没有这样做的权限，或者它现在的状态不允许"))


def _missing(request: HttpRequest, _error: Any) -> HttpResponse:
    return error_answer(404, "not-found", _("没有这一项，或者不归您看"))


def _too_big(request: HttpRequest, _error: Any) -> HttpResponse:
    return error_answer(413, "too-large", _("请求太大，没有处理"))


def _other(request: HttpRequest, error: Any) -> HttpResponse:
    return error_answer(error.status_code, "bad-request", _("请求的内容不是合格的 JSON"))


def _malformed(request: HttpRequest, _error: Any) -> HttpResponse:
    return error_answer(400, "bad-request", _("请求的格式不对，读不出内容"))


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    _LOGGER.error("%s %s", request.method, request.path, exc_info=error)
    return error_answer(500, "failed", _("程序出错，没有做完；已记入服务器日志"))
