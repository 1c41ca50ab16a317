"""How cells look: named styles, so that an office can change them all in one place."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from jiheng.writers.form_table import CellKind

__all__ = [
    "BODY",
    "CONTENTS",
    "CONTENTS_TITLE",
    "COVER",
    "COVER_UNIT",
    "HEADINGS",
    "TABLE_TITLE",
    "add_styles",
    "new_style",
    "size_of",
    "style_of",
]  # fmt: skip

COVER, COVER_UNIT, CONTENTS_TITLE, CONTENTS, BODY, TABLE_TITLE = (
    "封面标题",
    "封面单位",
    "目录标题",
    "目录",
    "正文",
    "表题",
)
HEADINGS = {1: "一级标题", 2: "二级标题", 3: "三级标题"}
_KINDS = {
    CellKind.LABEL: "表内标签",
    CellKind.LEVEL: "表内指标级别",
    CellKind.AMOUNT: "表内金额",
    CellKind.SHORT: "表内短值",
    CellKind.TEXT: "表内文字",
}
_CHINESE = 134  # the character set of GB 2312: a font that is missing gives way to a Chinese one
_ROMAN, _SWISS = 1, 2
_FAMILIES = {"黑体": _SWISS, "微软雅黑": _SWISS}
_SERIF, _SANS, _TEXT, _TITLE = "宋体", "黑体", "仿宋", "方正小标宋简体"
_LINE = Side(style="thin", color="FF000000")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_NO_BOX = Border()
_CELL_SIZE = 10.0

_SIZES = {
    COVER: 26.0, COVER_UNIT: 18.0, CONTENTS_TITLE: 18.0, CONTENTS: 12.0, BODY: 12.0, TABLE_TITLE: 14.0,
    HEADINGS[1]: 16.0, HEADINGS[2]: 14.0, HEADINGS[3]: 12.0, **dict.fromkeys(_KINDS.values(), _CELL_SIZE),
}  # fmt: skip
"""Of the letters of each style, in points; all others have the size of cells."""


def size_of(style: str) -> float:
    """The size of the letters of a style, in points."""
    return _SIZES.get(style, _CELL_SIZE)


def style_of(kind: CellKind) -> str:
    """The name of the style for cells of a printed form."""
    return _KINDS[kind]


def new_style(
    name: str, font: str, size: float, horizontal: str, *, bold: bool = False, vertical: str = "center",
    boxed: bool = False, locked: bool = True, fill: str | None = None, color: str | None = None, code: str = "General",
) -> NamedStyle:  # fmt: skip
    """A style with wrapped text."""
    return NamedStyle(
        name=name,
        font=Font(name=font, size=size, bold=bold, charset=_CHINESE, family=_FAMILIES.get(font, _ROMAN), color=color),
        alignment=Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True),
        border=_BOX if boxed else _NO_BOX,
        fill=PatternFill("solid", fgColor=fill) if fill else None,
        protection=Protection(locked=locked),
        number_format=code,
    )


def add_styles(workbook: Workbook) -> None:
    """Make the styles of printed documents known to `workbook`."""
    for style in (
        new_style(COVER, _TITLE, size_of(COVER), "center"),
        new_style(COVER_UNIT, _TEXT, size_of(COVER_UNIT), "center"),
        new_style(CONTENTS_TITLE, _SANS, size_of(CONTENTS_TITLE), "center"),
        new_style(CONTENTS, _SERIF, size_of(CONTENTS), "left"),
        new_style(BODY, _TEXT, size_of(BODY), "justify", vertical="top"),
        new_style(TABLE_TITLE, _SANS, size_of(TABLE_TITLE), "center"),
        new_style(HEADINGS[1], _SANS, size_of(HEADINGS[1]), "center"),
        new_style(HEADINGS[2], _SANS, size_of(HEADINGS[2]), "left"),
        new_style(HEADINGS[3], _SANS, size_of(HEADINGS[3]), "left"),
        *(
            new_style(name, _SERIF, size_of(name), horizontal, boxed=True)
            for name, horizontal in zip(_KINDS.values(), ("center", "center", "right", "center", "left"), strict=True)
        ),
    ):
        workbook.add_named_style(style)
