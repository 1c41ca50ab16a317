"""Change the texts of single cells of a Word document; everything else of the package stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from lxml import etree

from jiheng.domain.place import Place
from jiheng.readers.docx.body import Body
from jiheng.readers.docx.names import Names
from jiheng.readers.docx.package import Package
from jiheng.readers.limits import Limits

__all__ = ["replace_cells"]


def replace_cells(
    data: bytes, changes: Sequence[tuple[Place, str, str]], limits: Limits
) -> tuple[bytes, set[tuple[Place, str, str]]]:
    """The package with some cells changed, and the changes that could be made."""
    package = Package(data, limits)
    body = Body(package, limits, keep_cells=True)
    body.walk()
    assert body.elements is not None
    done = set()
    for place, before, after in changes:
        cell = body.elements.get((place.table or 0, place.row or 0, place.column or 0))
        if cell is not None and _replace(cell, before, after, body.names):
            done.add((place, before, after))
    for text in body.decoded:
        if text.element.text == text.shown:
            text.element.text = text.stored
    return package.rewrite(package.main, body.root), done


def _replace(cell: etree._Element, before: str, after: str, names: Names) -> bool:
    """Put `after` in the place of `before`, which may be spread over runs of one paragraph; formatting stays."""
    for paragraph in cell.iter(names("p")):
        texts = [item for item in paragraph.iter(names("t")) if item.text]
        whole = "".join(item.text or "" for item in texts)
        start = whole.find(before)
        if start < 0:
            continue
        end = start + len(before)
        # What both begin with stays in its runs: a sign keeps its font.
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(before[:-1], after, strict=False))
        common = sum(1 for _pair in alike)
        start, after = start + common, after[common:]
        position = 0
        for item in texts:
            text = item.text or ""
            first, last = max(start - position, 0), min(end - position, len(text))
            if first < last:
                # The run in which the old text begins takes the new one, the others lose their share of the old.
                item.text = text[:first] + (after if position + first == start else "") + text[last:]
            position += len(text)
        return True
    return False
