"""Writes that may be sent twice: with the same ``Idempotency-Key`` they are done once.

The act and its answer are stored in one transaction: whatever happens, either both are there or neither. What was
refused changed nothing and is not kept; it may be tried again under the same key. Where a file is sent the key does not
count: reading one takes long and would keep others from writing, and a file that is sent twice does no harm.
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
from jiheng.web.api.described import HEADER, KEY_LENGTH
from jiheng.web.api.errors import error_answer
from jiheng.web.api.models import ApiToken, StoredAnswer

__all__ = ["KEPT", "REPLAYED", "idempotent"]

REPLAYED = "Idempotent-Replayed"
KEPT = timedelta(hours=24)
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_WITH_FILE = "multipart/form-data"
_Run = Callable[..., HttpResponse]


def idempotent(run: _Run) -> _Run:
    """Wraps the whole of an operation."""

    @wraps(run)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        token = bearer(request) if key is not None and request.method not in _READS else None
        if key is None or token is None or request.content_type == _WITH_FILE:
            return run(request, *args, **kwargs)
        if not 1 <= len(key) <= KEY_LENGTH or not key.isascii() or not key.isprintable():
            message = gettext("{header} 应为 1 至 {count} 个可见的 ASCII 字符").format(header=HEADER, count=KEY_LENGTH)
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
