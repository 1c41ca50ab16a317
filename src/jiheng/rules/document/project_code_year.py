"""project-code-year."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.project_code import parse_project_code
from jiheng.i18n import N_
from jiheng.rules.base import DocumentRule
from jiheng.rules.view import DocumentView

__all__ = ["ProjectCodeYear"]


class ProjectCodeYear(DocumentRule):
    """编码年度与文件年度不同

    ## 检查什么
    项目编码第 7、8 位是年度，与本文件的预算年度不是同一年。

    ## 为什么重要
    年度不同多半是结转项目，应当说明用的是上年结转的资金；不是结转的，就是编码用错了，会把两个年度的数记到一起。

    ## 反例
    2024 年度的文件里，项目编码为 13073023P00025810002F（2023 年），资金用途没有提到结转。

    ## 正例
    2024 年度的文件里，项目编码为 13073024P00045710004Y。

    ## 怎么改
    是结转项目的，在“预算规模及资金用途”里注明；不是的，对照预算管理一体化系统更正编码。

    ## 例外
    文件的年度读不出来，或者编码不合写法的，不比较。
    """

    slug = "project-code-year"
    severity = Severity.INFO
    message = N_("项目编码“{code}”是 {code_year} 年的，本文件是 {fiscal_year} 年度")
    remedy = N_("是结转项目的，在“预算规模及资金用途”里注明；不是的，对照预算管理一体化系统更正编码")
    basis = ("project-code",)

    def check(self, document: DocumentView) -> Iterator[Finding]:
        """One finding a sheet."""
        fiscal_year = document.document.fiscal_year
        if fiscal_year is None:
            return
        for sheet in document.sheets:
            code = (sheet.sheet.code or "").strip()
            year = parse_project_code(code).year
            if year is not None and year != fiscal_year:
                yield self.finding(sheet, "code", code=code, code_year=year, fiscal_year=fiscal_year)
