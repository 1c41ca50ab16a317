"""funding-sum-mismatch."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.money import differs, in_wan
from jiheng.domain.self_evaluation import FundSource
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.self_evaluation.printed import MONEY_COLUMNS
from jiheng.rules.view import SelfEvaluationView

__all__ = ["FundingSumMismatch"]

_NOTHING = Decimal(0)
_BLANK = N_("{column}：年度资金总额没有填写，各分项之和是 {parts}{unit}")


class FundingSumMismatch(SelfEvaluationRule):
    """年度资金总额与分项之和不等

    ## 检查什么
    项目资金的年初预算数、全年预算数、全年执行数三栏，“年度资金总额”一行不等于下面各分项之和。分项空白按 0 计，总额空白也按 0 计；换算成万元后相差不超过 0.005 的，视为四舍五入。每栏单独指出。

    ## 为什么重要
    执行率和预算执行得分都用总额一行计算。总额没有填或者填错，这 10 分就算不出来。

    ## 反例
    年度资金总额：全年预算数 0；其中：当年财政拨款 90 万元。

    ## 正例
    年度资金总额：全年预算数 90 万元；其中：当年财政拨款 90 万元，其他资金空白。

    ## 怎么改
    与预算批复和支出账核对。分项无误的，把总额改成分项之和；总额无误的，改正或补填分项，如上年结转资金、其他资金。

    ## 例外
    一栏里各分项都没有填的，不比较；填了内容但不是金额的，由读取时的说明指出，改正之前不比较。
    """

    slug = "funding-sum-mismatch"
    severity = Severity.ERROR
    message = N_("{column}：年度资金总额是 {total}{unit}，各分项之和是 {parts}{unit}")
    remedy = N_("与预算批复和支出账核对：分项无误的，总额改为 {parts}{unit}；总额无误的，改正或补填分项")
    basis = ("evaluation-2020",)

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding a column."""
        if table.total is None:
            return
        index, line = table.total
        unit = table.evaluation.currency_unit
        for field, label in MONEY_COLUMNS.items():
            parts = _parts(table, field)
            total: Decimal | None = getattr(line, field)
            if parts is None or (total is None and table.is_malformed(f"funding[{index}].{field}")):
                continue
            apart = (total or _NOTHING) - parts
            gap = in_wan(apart, unit)
            # Of an unknown unit only the tolerance of the printed digits is left: all amounts share the unit anyway.
            if differs(apart if gap is None else gap, _NOTHING):
                yield self.finding(
                    table,
                    f"funding[{index}].{field}",
                    message=_BLANK if total is None else None,
                    column=label,
                    total="" if total is None else f"{total:f}",
                    parts=f"{parts:f}",
                    unit=unit or "",
                )


def _parts(table: SelfEvaluationView, field: str) -> Decimal | None:
    """The sum of the parts in one column; None where no part is filled in or one cannot be understood."""
    filled = []
    for index, line in enumerate(table.evaluation.funding):
        if line.source is FundSource.TOTAL:
            continue
        if table.is_malformed(f"funding[{index}].{field}"):
            return None
        filled.append(getattr(line, field))
    amounts = [amount for amount in filled if amount is not None]
    return sum(amounts, _NOTHING) if amounts else None
