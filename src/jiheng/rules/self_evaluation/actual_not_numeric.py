"""actual-not-numeric."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.numerals import CHINESE_DIGITS
from jiheng.domain.target import Target, TargetKind, parse_target
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SelfEvaluationView

__all__ = ["ActualNotNumeric"]


class ActualNotNumeric(SelfEvaluationRule):
    """实际完成值不是数值

    ## 检查什么
    指标值是数值（定量指标），实际完成值写的却是文字，里面没有数。

    ## 为什么重要
    定量指标按完成的数量计分。只写“完成”，既看不出完成了多少，也无法核对得分。

    ## 反例
    成本控制数｜≤30万元｜完成值：完成

    ## 正例
    成本控制数｜≤30万元｜完成值：29.6万元

    ## 怎么改
    填写实际完成的数值，单位与指标值相同；说明性的文字写到偏差原因一栏。

    ## 例外
    文字里写明了数量的（如“已举办12场”）不算。空白由 actual-missing 指出。
    """

    slug = "actual-not-numeric"
    severity = Severity.ERROR
    message = N_("指标值“{target}”是数值，实际完成值写的是文字“{actual}”")
    remedy = N_("填写实际完成的数值，单位与指标值相同；说明性的文字写到偏差原因一栏")
    basis = ("evaluation-2020", "core-indicators-2021")

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding an indicator."""
        for row in table.indicators:
            if row.quantity is not None and row.actual is not None and not _has_number(row.actual):
                yield self.finding(
                    table, "actual", row, target=excerpt(row.quantity.raw), actual=excerpt(row.actual.raw)
                )


def _has_number(actual: Target) -> bool:
    if actual.kind is TargetKind.QUANTITATIVE or any(char.isdigit() for char in actual.raw):
        return True
    # 完成三场 counts, 一流 and 统一 do not: where a numeral begins, the grammar of targets decides.
    return any(
        parse_target(actual.raw[start:]).kind is TargetKind.QUANTITATIVE
        for start, char in enumerate(actual.raw)
        if char in CHINESE_DIGITS
    )
