"""Lists in parts, each beginning behind the last one of the part before: what is added or removed meanwhile moves nothing."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from jiheng.web.api.errors import refusal

__all__ = ["Asked", "Page", "cut"]

_Item = TypeVar("_Item")
_Row = TypeVar("_Row", bound=Model)
_MARK = "after:"


class Asked(Schema):
    """Which part of a list: `cursor` is the `next` of the part before, empty for the beginning."""

    cursor: str = Field("", max_length=64)
    limit: int = Field(50, ge=1, le=200)


class Page(Schema, Generic[_Item]):
    """A part of a list; `next` is the cursor of the part behind it, null at the end."""

    items: list[_Item]
    next: str | None


def cut(rows: QuerySet[_Row], asked: Asked) -> tuple[list[_Row], str | None]:
    """The part that is asked for, in the order of the keys, and the cursor of the next.

    Raises:
        ValidationError: the cursor is none of ours.
    """
    found = rows.order_by("pk")
    if asked.cursor:
        found = found.filter(pk__gt=_key(asked.cursor))
    part = list(found[: asked.limit + 1])
    kept = part[: asked.limit]
    return kept, _cursor(kept[-1].pk) if len(part) > len(kept) else None


def _cursor(key: int) -> str:
    return urlsafe_b64encode(f"{_MARK}{key}".encode()).decode()


def _key(cursor: str) -> int:
    try:
        text = urlsafe_b64decode(cursor.encode()).decode("ascii")
    except ValueError:
        text = ""
    number = text.removeprefix(_MARK)
    if not text.startswith(_MARK) or not number.isdecimal() or len(number) > 18:
        raise refusal("cursor", "cursor-invalid", _("这不是本接口给出的 cursor"))
    return int(number)
