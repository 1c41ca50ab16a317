"""project-code-duplicated."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import DocumentRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import DocumentView

__all__ = ["ProjectCodeDuplicated"]


class ProjectCodeDuplicated(DocumentRule):
    """项目编码重复

    ## 检查什么
    同一份文件里，两张表填了同一个项目编码。报在后出现的表上，指出与哪一张表重复。

    ## 为什么重要
    一个项目只有一个编码。两张表用同一编码，不是同一个项目报了两次，就是其中一张抄错了编码，资金和结果会记到别的项目上。

    ## 反例
    第 2 张表和第 5 张表的项目编码都是 13073024P00045710004Y。

    ## 正例
    第 2 张表是 13073024P00045710004Y，第 3 张表是 13073024P00045710005J。

    ## 怎么改
    同一个项目的，合并成一张表；不同项目的，对照预算管理一体化系统更正填错的编码。

    ## 例外
    没有填编码的不算；填的不是号码（如“无”）的，由 `project-code-invalid` 指出。
    """

    slug = "project-code-duplicated"
    severity = Severity.ERROR
    message = N_("项目编码“{code}”与第 {first} 张表重复")
    remedy = N_("同一个项目的，合并成一张表；不同项目的，对照预算管理一体化系统更正填错的编码")
    basis = ("project-code",)

    def check(self, document: DocumentView) -> Iterator[Finding]:
        """One finding for every sheet but the first of a code."""
        first_in: dict[str, int] = {}
        for sheet in document.sheets:
            code = (sheet.sheet.code or "").strip()
            if code in first_in:
                yield self.finding(sheet, "code", code=excerpt(code), first=first_in[code])
            elif any(char.isdigit() for char in code):
                first_in[code] = sheet.sheet.number
