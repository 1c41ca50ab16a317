"""project-name-duplicated."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Organization
from jiheng.domain.text import normalise
from jiheng.i18n import N_
from jiheng.rules.base import DocumentRule
from jiheng.rules.document.table_numbers import TableNumbers
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import DocumentView, SheetView

__all__ = ["ProjectNameDuplicated"]


class ProjectNameDuplicated(DocumentRule):
    """项目名称重复

    ## 检查什么
    同一份文件里，同一单位有两个项目的名称相同（不计空格和标点）。每张同名的表各报一次，指出与哪几张表相同。
    单位按编码比对，一方没有编码的按名称比对。

    ## 为什么重要
    名称相同的项目，审核人分不清是一个项目拆成了几张表，还是同一张表报了两次；执行、监控和评价时也容易记错账。

    ## 反例
    第 2、3、7 张表的项目名称都是“怀财字【2024】7号 定额公用经费”，预算数分别是 10.00、11.25 和 188.75 万元。

    ## 正例
    “定额公用经费（管委会机关）”“定额公用经费（招商服务中心）”。

    ## 怎么改
    同一个项目的，合并成一张表；确是不同项目的，在名称里写明区别，如使用单位、用途、批次。

    ## 例外
    不同单位的项目同名不算；没有填项目名称的不算。
    """

    slug = "project-name-duplicated"
    severity = Severity.WARNING
    message = N_("项目名称“{name}”与第 {others} 张表相同")
    remedy = N_("同一个项目的，合并成一张表；确是不同项目的，在名称里写明区别，如使用单位、用途、批次")
    basis = ("project-code", "goal-measures-2015")

    def check(self, document: DocumentView) -> Iterator[Finding]:
        """One finding for every sheet that shares its name."""
        named: dict[str, list[SheetView]] = {}
        for sheet in document.sheets:
            named.setdefault(normalise(sheet.sheet.name or ""), []).append(sheet)
        named.pop("", None)
        for sheet in document.sheets:
            name = sheet.sheet.name or ""
            others = TableNumbers.of(
                other.sheet.number
                for other in named.get(normalise(name), ())
                if other is not sheet and _same(sheet.sheet.organization, other.sheet.organization)
            )
            if others:
                yield self.finding(sheet, "name", name=excerpt(name), others=others)


def _same(left: Organization | None, right: Organization | None) -> bool:
    """By code where both have one, else by name; two that nobody knows count as the same."""
    if left and right and left.code and right.code:
        return left.code == right.code
    if _unknown(left) or _unknown(right):
        return _unknown(left) and _unknown(right)
    assert left is not None
    assert right is not None
    return normalise(left.name or "") == normalise(right.name or "") != ""


def _unknown(organization: Organization | None) -> bool:
    return organization is None or not (organization.code or organization.name)
