"""Leave out, before parsing, what only says how runs look: half of a document's elements, and none of its text."""

from __future__ import annotations

__all__ = ["without_looks"]

_BEGIN, _END = b"<w:rPr>", b"</w:rPr>"
# Hidden text, and sections in which the same letters may stand for something else.
_MATTER = (b":vanish", b"<!")


def without_looks(data: bytes) -> bytes:
    """The XML without the plain ``w:rPr`` of its runs; as it is where they may matter, or lie within one another."""
    if any(word in data for word in _MATTER):
        return data
    first, *rest = data.split(_BEGIN)
    kept = [first]
    for piece in rest:
        _looks, end, after = piece.partition(_END)
        if not end:  # a tracked change keeps the looks from before it inside the new ones
            return data
        kept.append(after)
    return b"".join(kept)
