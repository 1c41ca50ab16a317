"""Writes that may be sent twice: with the same ``Idempotency-Key`` they are done once.

The act and its answer are stored in one transaction: whatever happens, either both are there or neither. What was
refused changed nothing and is not kept; it may be tried again under the same key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from jiheng.web.api.auth import bearer
from jiheng.web.api.errors import error_answer
from jiheng.web.api.models import ApiToken, StoredAnswer
from jiheng.web.api.texts import later as _

__all__ = ["HEADER", "KEPT", "KEYED", "REPLAYED", "idempotent"]

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT = timedelta(hours=24)
LONGEST = 128
KEYED = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {"type": "string", "maxLength": LONGEST},
            "description": _("同一个键在 24 小时内只执行一次，再次发送得到原来的答复"),
        }
    ]
}
"""What the description of a write says about it."""

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_Run = Callable[..., HttpResponse]


def idempotent(run: _Run) -> _Run:
    """Wraps the whole of an operation."""

    @wraps(run)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        token = bearer(request) if key is not None and request.method not in _READS else None
        if key is None or token is None:
            return run(request, *args, **kwargs)
        if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
            message = gettext("{header} 应为 1 至 {count} 个可见的 ASCII 字符").format(header=HEADER, count=LONGEST)
            return error_answer(422, "key-invalid", message)
        return _once(token, key, request, lambda: run(request, *args, **kwargs))

    return answered


def _once(token: ApiToken, key: str, request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        StoredAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()
        try:
            with transaction.atomic():  # a second call under the same key waits here until the first is done
                stored = StoredAnswer.objects.create(token=token, key=key, fingerprint=fingerprint)
        except IntegrityError:
            return _replay(StoredAnswer.objects.get(token=token, key=key), fingerprint)
        response = act()
        if response.status_code >= 300:
            transaction.set_rollback(True)
        else:
            stored.status, stored.body = response.status_code, response.content.decode()
            stored.save(update_fields=["status", "body"])
    return response


def _replay(stored: StoredAnswer, fingerprint: str) -> HttpResponse:
    if stored.fingerprint != fingerprint:
        message = gettext("这个 {header} 已经用于另一个请求，请换一个").format(header=HEADER)
        return error_answer(409, "key-reused", message)
    return HttpResponse(
        stored.body,
        status=stored.status,
        content_type="application/json; charset=utf-8",
        headers={REPLAYED: "true"},
    )


def _fingerprint(request: HttpRequest) -> str:
    said = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(said).hexdigest()
