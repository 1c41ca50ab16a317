"""Qualified names of WordprocessingML, once; both the transitional and the strict namespace are in use."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["MATH_TEXT", "STRICT", "TRANSITIONAL", "Names"]

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


class Names(NamedTuple):
    """The names of one namespace."""

    ns: str

    def __call__(self, local: str) -> str:
        """`local` with its namespace."""
        return f"{{{self.ns}}}{local}"
