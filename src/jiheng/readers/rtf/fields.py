"""Fields: of a field only its result is text, but a symbol's instruction may be all there is."""

from __future__ import annotations

import re

from jiheng.readers.symbols import symbol

__all__ = ["Field"]

_SYMBOL = re.compile(
    r'\s*SYMBOL\s+(0x[0-9a-fA-F]{1,6}|[0-9]{1,6})(?:.*?\\f\s+(?:"([^"]{1,60})"|(\S{1,60})))?', re.DOTALL
)
_LONGEST = 1000


class Field:
    """An open field."""

    def __init__(self, outer: Field | None) -> None:
        """`outer`: the field in whose result it stands."""
        self._outer = outer
        self._instruction = ""
        self._shows = False
        self._in_contents = outer is not None and outer.is_contents

    def add_instruction(self, text: str) -> None:
        """Another piece of what the field says."""
        if len(self._instruction) < _LONGEST:
            self._instruction += text

    def has_result(self) -> None:
        """Text was shown for it."""
        self._shows = True

    @property
    def is_contents(self) -> bool:
        """Whether it is a generated table of contents, or stands in one."""
        return self._in_contents or self._instruction.lstrip().startswith("TOC")

    def sign(self) -> str:
        """The sign that it asks for where its result is empty."""
        found = None if self._shows else _SYMBOL.match(self._instruction)
        return (
            symbol(int(found[1], 0) if found[1].startswith("0x") else int(found[1]), found[2] or found[3] or "")
            if found
            else ""
        )
