"""What counts inside a group."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.readers.rtf.destinations import Target
from jiheng.readers.rtf.fields import Field
from jiheng.readers.rtf.story import Flow, ParagraphStyle

__all__ = ["UNSET", "State"]

UNSET = ParagraphStyle()


@dataclass(slots=True)
class State:
    """What counts inside a group, and goes back to what it was at its end."""

    target: Target = Target.BODY
    font: int | None = None
    is_hidden: bool = False
    is_deleted: bool = False
    fallback: int = 1  # how many characters stand for a program without Unicode
    style: ParagraphStyle = UNSET
    in_table: bool = False
    is_inner: bool = False  # properties of a row of a table in a table
    level_text: list[str] | None = None
    field: Field | None = None
    box: Flow | None = None  # what was being read before the text box of this group
    opens_field: bool = False
    around: Target = Target.BODY  # of \upr
