"""What comes from a page, looked at before anybody believes it: texts, rows, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiheng.domain.money import parse_amount

__all__ = ["LONGEST", "Typed", "amount_in", "list_in", "mapping_in", "row_of", "text_in", "texts_in"]

LONGEST = 5000
"""Characters of a cell."""
Typed = Mapping[str, Any]


def text_in(typed: Typed, field: str) -> str | None:
    """A text without what cannot be printed; None where it is blank.

    Raises:
        ValidationError: it is none, or longer than anybody would type.
    """
    value = typed.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValidationError({field: _("应当是文字")})
    if len(value) > LONGEST:
        raise ValidationError({field: _("太长：{count} 个字，最多 {most} 个").format(count=len(value), most=LONGEST)})
    clean = "".join(char for char in value.replace("\r\n", "\n") if char == "\n" or char.isprintable())
    return clean.strip() or None


def texts_in(typed: Typed, field: str, most: int) -> tuple[str, ...]:
    """The texts of a list that are not blank.

    Raises:
        ValidationError: as of `text_in` and `list_in`.
    """
    texts = (text_in({field: text}, field) for text in list_in(typed, field, most))
    return tuple(text for text in texts if text)


def amount_in(texts: Typed, part: str, path: str, malformed: dict[str, str], unit: str | None = None) -> Decimal | None:
    """The number that a text states; where it is none the text goes into `malformed` under `path`.

    Raises:
        ValidationError: as of `text_in`.
    """
    text = text_in(texts, part)
    amount = parse_amount(text, unit) if text else None
    if text and amount is None:
        malformed[path] = text
    return amount


def mapping_in(typed: Typed, field: str) -> Typed:
    """An object; an empty one where there is none.

    Raises:
        ValidationError: it is something else.
    """
    value = typed.get(field) or {}
    if not isinstance(value, Mapping):
        raise ValidationError({field: _("格式不对")})
    return value


def list_in(typed: Typed, field: str, most: int) -> Sequence[Any]:
    """A list of at most so many entries; an empty one where there is none.

    Raises:
        ValidationError: it is something else, or longer.
    """
    value = typed.get(field) or []
    if not isinstance(value, list):
        raise ValidationError({field: _("格式不对")})
    if len(value) > most:
        raise ValidationError({field: _("太多：{count} 行，最多 {most} 行").format(count=len(value), most=most)})
    return value


def row_of(row: object, field: str) -> Typed:
    """A row of a list.

    Raises:
        ValidationError: it is none.
    """
    if not isinstance(row, Mapping):
        raise ValidationError({field: _("格式不对")})
    return row
