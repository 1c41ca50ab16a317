"""Change single cells of a file in its own format, at the places where they were read."""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.domain.place import Place
from jiheng.readers import text
from jiheng.readers.limits import DEFAULT_LIMITS

__all__ = ["CHANGEABLE", "Change", "replace_cells"]

CHANGEABLE = frozenset({"docx", "txt"})
"""The formats that can be changed."""

Change = tuple[Place, str, str]
"""Where, the text that stands there, the new text."""


def replace_cells(data: bytes, format_name: str, changes: Sequence[Change]) -> tuple[bytes, set[Change]]:
    """The changed file, and the changes that were made: one whose text does not stand at its place is left out.

    Word files (.docx) and texts can be changed; in other formats no change is made.
    """
    if format_name == "docx":
        from jiheng.readers.docx.change import replace_cells as replace_docx  # noqa: PLC0415 - a text needs no XML

        return replace_docx(data, changes, DEFAULT_LIMITS)
    return text.replace_cells(data, changes) if format_name == "txt" else (data, set())
