"""Values of JSON from outside: each is asked what it is, and says where it stands when it is something else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from jiheng.errors import UnreadableSourceError
from jiheng.i18n import _

__all__ = ["Checked"]

_Choice = TypeVar("_Choice", bound=StrEnum)
_Item = TypeVar("_Item")

_NUMBER = re.compile(r"-?[0-9]{1,100}(?:\.[0-9]{1,100})?")
_CONTROL = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EXCERPT = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """A value and the keys that lead to it.

    A key that is not there gives null, and keys that nobody asks for are not looked at: JSON of other versions has
    fewer and more of them. All methods raise `UnreadableSourceError` where the value is of another kind.
    """

    value: Any
    path: tuple[str | int, ...] = ()

    def get(self, key: str) -> Checked:
        """The value behind a key of an object."""
        if not isinstance(self.value, dict):
            self.refuse(_("一组字段（写在花括号里）"))
        return Checked(self.value.get(key), (*self.path, key))

    def items(self) -> list[Checked]:
        """The values of a list; null is an empty one."""
        if not isinstance(self.value, list | None):
            self.refuse(_("列表（写在方括号里）"))
        return [Checked(item, (*self.path, index)) for index, item in enumerate(self.value or ())]

    def each(self, read: Callable[[Checked], _Item]) -> tuple[_Item, ...]:
        """What `read` makes of the values of a list."""
        return tuple(map(read, self.items()))

    def optional(self, read: Callable[[Checked], _Item]) -> _Item | None:
        """What `read` makes of the value, None of null."""
        return None if self.value is None else read(self)

    def text(self) -> str | None:
        """A text without white space at its ends and without control characters; a blank one is None."""
        if self.value is None:
            return None
        if not isinstance(self.value, str):
            self.refuse(_("文字（写在引号里）或 null"))
        text = self.value
        if not text.isprintable():
            text = _CONTROL.sub(lambda match: "\n" if match[0][0] == "\r" else "", text)
            text = _SURROGATE.sub("\ufffd", text)
        return text.strip() or None

    def words(self) -> str:
        """A text that is not blank."""
        text = self.text()
        return self.refuse(_("文字（写在引号里）")) if text is None else text

    def mapping(self) -> dict[str, str]:
        """Texts by name, those that are not blank; null is an empty object."""
        if not isinstance(self.value, dict | None):
            self.refuse(_("一组字段（写在花括号里）"))
        names = [name for name, text in (self.value or {}).items() if text is not None]
        entries = ((Checked(name, self.path).text(), self.get(name).text()) for name in names)
        return {name: text for name, text in entries if name and text}

    def number(self) -> Decimal | None:
        """A number written as text, so that it keeps its digits."""
        text = self.text()
        if text is None:
            return None
        if not _NUMBER.fullmatch(text):
            self.refuse(_('写成文字的数（如 "50.00"）或 null'))
        return Decimal(text)

    def integer(self, first: int, last: int) -> int:
        """A whole number between the two, both included."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not first <= self.value <= last:
            self.refuse(_("{first} 到 {last} 的整数").format(first=first, last=last))
        return int(self.value)

    def choice(self, kind: type[_Choice]) -> _Choice:
        """One of the words of `kind`."""
        return kind(self.one_of([member.value for member in kind]))

    def one_of(self, words: Collection[str]) -> str:
        """One of these words."""
        if not isinstance(self.value, str) or self.value not in words:
            self.refuse(_("以下之一：{words}").format(words=_("、").join(words)))
        return str(self.value)

    def refuse(self, expected: str) -> NoReturn:
        """Say that the value should be something else.

        Raises:
            UnreadableSourceError: always.
        """
        where = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.path).lstrip(".") or "JSON"
        raise UnreadableSourceError("json-value", where=where[:200], expected=expected, found=_shown(self.value))


def _shown(value: Any) -> str:
    """Enough of a value to know it again."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, str):
        text = _SURROGATE.sub("\ufffd", " ".join(value.split()))
        return f"“{text[:_EXCERPT]}…”" if len(text) > _EXCERPT else f"“{text}”"
    return json.dumps(value)[:_EXCERPT]
