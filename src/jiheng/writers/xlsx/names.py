"""Names of sheets: what Excel allows, and no two alike."""

from __future__ import annotations

import re

__all__ = ["SheetNames"]

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\s\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_LONGEST = 31
_RESERVED = frozenset({"history"})


class SheetNames:
    """Gives every sheet of a workbook its name."""

    def __init__(self) -> None:
        """None is taken yet."""
        self._taken: set[str] = set(_RESERVED)

    def take(self, wanted: str) -> str:
        """`wanted` as far as it may be the name of a sheet, with a number behind it where another is called so."""
        name = _cut(_FORBIDDEN.sub(" ", wanted).strip(" '"), _LONGEST) or "表"
        number = 1
        found = name
        while found.casefold() in self._taken:
            number += 1
            suffix = f"({number})"
            found = f"{_cut(name, _LONGEST - len(suffix))}{suffix}"
        self._taken.add(found.casefold())
        return found


def _cut(name: str, most: int) -> str:
    """The beginning of `name`; Excel counts the units of UTF-16."""
    while len(name.encode("utf-16-le")) > 2 * most:
        name = name[:-1]
    return name.strip(" '")
