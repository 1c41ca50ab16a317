"""project-code-invalid."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.project_code import CodeScheme, parse_project_code
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["ProjectCodeInvalid"]


class ProjectCodeInvalid(SheetRule):
    """项目编码有误

    ## 检查什么
    项目编码应为 21 位：6 位区划、2 位年度、字母 P、6 位流水号、1 位类别、4 位序号、1 位校验码。末位校验码由前 20 位算出，
    对不上的，或者位数、写法不对的，都报出来。2022 年以前的旧编码另见 `project-code-legacy`。

    ## 为什么重要
    编码是项目在预算管理一体化系统里唯一的号码。错一位，就可能查无此项，或者把执行数和评价结果挂到别的项目上。

    ## 反例
    13073024P00045710004X：按前 20 位，校验码应为 Y，必有一位录错。

    ## 正例
    13073024P00045710004Y

    ## 怎么改
    从系统里复制编码，不要手工录入。编码里没有字母 I、O、S、V、Z，常见的错是把数字 0、1、5、2 录成这些字母，或把相邻两位录颠倒。

    ## 例外
    没有填编码的不在此列。四川的编码（51 开头，第 9 位为项目类别字母，其后 12 位数字）没有公开的校验规则，只核对写法。
    """

    slug = "project-code-invalid"
    severity = Severity.ERROR
    message = N_("项目编码“{code}”的校验码不符：末位是“{actual}”，按前 20 位应为“{expected}”")
    remedy = N_("必有一位录错：对照预算管理一体化系统逐位核对；前 20 位无误的，末位改为“{expected}”")
    basis = ("project-code",)

    shape_message = N_("项目编码“{code}”（{length} 位）不合编码的写法")
    shape_remedy = N_(
        "对照预算管理一体化系统更正：编码为 21 位，依次是 6 位区划、2 位年度、字母 P、6 位流水号、1 位类别、4 位序号、1 位校验码，"
        "没有小写字母，也没有 I、O、S、V、Z"
    )

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        code = (sheet.sheet.code or "").strip()
        if not code:
            return
        parsed = parse_project_code(code)
        if parsed.scheme is CodeScheme.MALFORMED:
            yield self.finding(
                sheet,
                "code",
                message=self.shape_message,
                remedy=self.shape_remedy,
                code=excerpt(code),
                length=len(code),
            )
        elif not parsed.is_valid:
            yield self.finding(sheet, "code", code=code, actual=code[-1], expected=parsed.expected_check)
