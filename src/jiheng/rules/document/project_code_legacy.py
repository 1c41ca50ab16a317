"""project-code-legacy."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.project_code import CodeScheme, parse_project_code
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["ProjectCodeLegacy"]


class ProjectCodeLegacy(SheetRule):
    """旧系统的项目编码

    ## 检查什么
    项目编码是 2022 年以前系统的编码：6 位区划、2 位年度，后面 13 位是随机的数字和字母。

    ## 为什么重要
    旧编码没有已知的校验规则，录错一位查不出来。2022 年起的系统换用第 9 位为 P、末位为校验码的新编码，用旧编码可能对不上新系统里的项目。

    ## 反例
    13068221BVFY9P459G8AD

    ## 正例
    13073024P00045710004Y

    ## 怎么改
    项目还在执行的，查系统里有没有新编码，有就改用新编码；没有的，逐位核对旧编码。

    ## 例外
    2021 年及以前的文件本来就用旧编码，照原样保留即可。
    """

    slug = "project-code-legacy"
    severity = Severity.INFO
    message = N_("项目编码“{code}”是 2022 年以前的旧编码，没有校验码可以核对")
    remedy = N_("逐位核对编码；项目在系统里已有新编码（第 9 位为 P）的，改用新编码")
    basis = ("project-code",)

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        code = (sheet.sheet.code or "").strip()
        if parse_project_code(code).scheme is CodeScheme.LEGACY:
            yield self.finding(sheet, "code", code=code)
