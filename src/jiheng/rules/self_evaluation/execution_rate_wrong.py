"""execution-rate-wrong."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.scoring import execution_base, execution_rate, half_up
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.self_evaluation.printed import rate_base
from jiheng.rules.view import SelfEvaluationView

__all__ = ["ExecutionRateWrong"]

_NOTHING = Decimal(0)


class ExecutionRateWrong(SelfEvaluationRule):
    """执行率算错

    ## 检查什么
    项目资金各行印出的执行率，与“全年执行数 ÷ 全年预算数”算出来的不同。全年预算数空白的，用年初预算数。按印出的位数四舍五入或者舍去尾数，都算相同。

    ## 为什么重要
    预算执行得分由执行率算出，执行率错了，得分和总分跟着错。公开以后任何人都能复算。

    ## 反例
    全年预算数 250000 元，全年执行数 215457.60 元，执行率 86.19%。

    ## 正例
    全年预算数 250000 元，全年执行数 215457.60 元，执行率 86.18%。

    ## 怎么改
    先核对全年预算数和全年执行数，再按“全年执行数 ÷ 全年预算数 × 100%”重算，保留两位小数。注意分母是调整后的全年预算数，不是年初预算数。

    ## 例外
    预算数是 0 或空白的，没有执行率可算，不比较。执行率写成小数的（如 0.8618），按小数核对。
    """

    slug = "execution-rate-wrong"
    severity = Severity.WARNING
    message = N_("执行率写的是 {rate}%，按全年执行数 {executed} ÷ {label} {base} 计算是 {right}%")
    remedy = N_("金额无误的，执行率改为 {right}%；金额有误的，先更正金额")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a line of the funding block."""
        for index, line in enumerate(table.evaluation.funding):
            if table.is_malformed(f"funding[{index}].adjusted"):
                continue
            base = execution_base(line.opening, line.adjusted)
            share = execution_rate(line.opening, line.adjusted, line.executed)
            if line.rate is None or share is None or base is None or line.executed is None:
                continue
            if not _prints(line.rate, share * 100) and not (line.rate <= 1 and _prints(line.rate, share)):
                yield self.finding(
                    table,
                    f"funding[{index}].rate",
                    rate=f"{line.rate:f}",
                    executed=f"{line.executed:f}",
                    label=rate_base(line),
                    base=f"{base:f}",
                    right=f"{half_up(share * 100):f}",
                )


def _prints(printed: Decimal, exact: Decimal) -> bool:
    """Whether rounding `exact` half up, or cutting it off, to the digits of `printed` gives `printed`."""
    exponent = printed.as_tuple().exponent
    digit = Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else _NOTHING
    return printed - digit / 2 <= exact < printed + digit
