"""Organizations, people and roles as an Excel file: what its sheets are called; see `workbook`.

The file is Chinese whatever language the page is in: it goes from hand to hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jiheng.web.organizations.models import Kind, Role

__all__ = [
    "DIVISIONS",
    "KINDS",
    "NO",
    "ORGANIZATIONS",
    "PEOPLE",
    "ROLES",
    "ROLE_NAMES",
    "SHEETS",
    "YES",
    "Column",
    "Row",
    "Sheet",
    "read",
    "write",
]

ROWS = 20_000
"""How many rows of a sheet are read."""

YES, NO = "是", "否"


class Column(NamedTuple):
    """A column.

    Attributes:
        name: in code; title: in the first row of the sheet.
        hint: shown by Excel when the cell is chosen.
        choices: what may be written, if that is limited.
    """

    name: str
    title: str
    required: bool = True
    hint: str = ""
    choices: tuple[str, ...] = ()
    width: int = 16


class Sheet(NamedTuple):
    """A sheet of the file."""

    title: str
    columns: tuple[Column, ...]


class Row(NamedTuple):
    """A row with something in it.

    Attributes:
        sheet: its title; number: as Excel counts.
        values: text by the names of columns; letters: of the columns in this file.
    """

    sheet: str
    number: int
    values: dict[str, str]
    letters: dict[str, str]


KINDS = {Kind.BUREAU: "财政部门", Kind.DEPARTMENT: "主管部门", Kind.UNIT: "预算单位"}
ROLE_NAMES = {
    Role.PREPARER: "填报人", Role.UNIT_LEADER: "单位负责人", Role.DEPARTMENT_REVIEWER: "主管部门审核人",
    Role.FINANCE_REVIEWER: "财政业务处室审核人", Role.PERFORMANCE_OFFICE: "绩效管理处", Role.EXPERT: "专家",
    Role.AUDITOR: "审计监督",
}  # fmt: skip
_IN_USE = Column("is_active", "启用", False, "停用写“否”；留空为“是”", (YES, NO), 8)

DIVISIONS = Sheet("业务处室", (Column("bureau", "财政部门编码"), Column("name", "处室名称", width=24)))
ORGANIZATIONS = Sheet(
    "单位",
    (
        Column("kind", "类别", choices=tuple(KINDS.values())),
        Column("code", "编码", hint="数字或字母，按文本填写，开头的 0 才不会丢"),
        Column("name", "名称", width=36),
        Column("parent", "上级编码", False, "主管部门写财政部门的编码，预算单位写主管部门的编码"),
        Column("division", "分管处室", False, "只有主管部门填写", width=20),
        _IN_USE,
    ),
)
PEOPLE = Sheet(
    "人员",
    (
        Column("login", "账号", hint="登录时输入，以后不能改"),
        Column("name", "姓名"),
        Column("email", "邮箱", False, width=28),
        _IN_USE,
    ),
)
ROLES = Sheet(
    "角色",
    (
        Column("login", "账号"),
        Column("organization", "单位编码"),
        Column("role", "角色", choices=tuple(ROLE_NAMES.values()), width=22),
        Column("year", "年度", False, "留空表示每年"),
        Column("division", "业务处室", False, "只有财政业务处室审核人填写；留空表示全部处室", width=20),
    ),
)
SHEETS = {sheet.title: sheet for sheet in (DIVISIONS, ORGANIZATIONS, PEOPLE, ROLES)}


def read(data: bytes) -> list[Row]:
    """The rows of all sheets that are ours.

    Raises:
        ValidationError: it is no Excel file, is larger than allowed, or has nothing of ours in it or lacks a column.
    """
    from jiheng.web.organizations.workbook import rows_of  # noqa: PLC0415 - takes long to load, and is rarely needed

    return rows_of(data)


def write(sheets: Mapping[str, Iterable[Mapping[str, str]]]) -> bytes:
    """A file with these rows, by titles of sheets; without rows it is the template."""
    from jiheng.web.organizations.workbook import file_with  # noqa: PLC0415 - as above

    return file_with(sheets)
