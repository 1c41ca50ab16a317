"""How a message names several tables."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from jiheng.i18n import _

__all__ = ["TableNumbers"]

_LIMIT = 8


class TableNumbers(tuple[int, ...]):
    """The numbers of tables, listed when they are shown: ``2、3``; of very many, the first ones."""

    __slots__ = ()

    @classmethod
    def of(cls, numbers: Iterable[int]) -> TableNumbers:
        """Take no more of `numbers` than are shown, and one to know that there are more."""
        return cls(islice(numbers, _LIMIT + 1))

    def __str__(self) -> str:
        """In the language in use."""
        return _("、").join(map(str, self[:_LIMIT])) + ("…" if len(self) > _LIMIT else "")
