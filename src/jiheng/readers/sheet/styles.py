"""Which number format and which border a cell's style stands for, in an .xlsx."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from jiheng.readers.sheet.numbers import BUILT_IN

__all__ = ["Styles"]

_SIDES = frozenset({"left", "right", "top", "bottom", "start", "end"})
_MOST_CODES = 4096  # a spreadsheet program takes about 250
_PLAIN = frozenset({"general", "@", ""})


class Styles:
    """Looked up by the number that a cell carries."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root`: of the part ``styles.xml``, None where there is none."""
        self._codes: list[str | None] = []
        self._framed: list[bool] = []
        if root is None:
            return
        codes: dict[int, str] = dict(BUILT_IN)
        borders: list[bool] = []
        formats: list[etree._Element] = []
        for group in root:
            name = etree.QName(group).localname
            if name == "numFmts":
                listed = islice(group, _MOST_CODES)
                codes |= {_number(item.get("numFmtId")): item.get("formatCode", "") for item in listed}
            elif name == "borders":
                borders = [_is_drawn(border) for border in group]
            elif name == "cellXfs":
                formats = list(group)
        for style in formats:
            code = codes.get(_number(style.get("numFmtId")))
            self._codes.append(None if code is None or code.lower() in _PLAIN else code)
            border = _number(style.get("borderId"))
            self._framed.append(border < len(borders) and borders[border])

    def code(self, style: int) -> str | None:
        """The format code, None for a plain number."""
        return self._codes[style] if style < len(self._codes) else None

    def is_framed(self, style: int) -> bool:
        """Whether the cell has a border on any side."""
        return style < len(self._framed) and self._framed[style]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _is_drawn(border: etree._Element) -> bool:
    return any(
        etree.QName(side).localname in _SIDES and side.get("style", "none") not in {"none", ""} for side in border
    )
