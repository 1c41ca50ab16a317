"""Qualified names of WordprocessingML, once; the transitional and the strict namespace are both in use."""

from __future__ import annotations

__all__ = ["MATH_TEXT", "Names"]

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


class Names:
    """The names of one namespace."""

    def __init__(self, namespace: str) -> None:
        """`namespace`: that of the document's root."""
        self.namespace = namespace

    def __call__(self, local: str) -> str:
        """`local` with its namespace."""
        return f"{{{self.namespace}}}{local}"

    def of(self, *locals_: str) -> frozenset[str]:
        """Several names, to ask whether a tag is among them."""
        return frozenset(self(local) for local in locals_)
