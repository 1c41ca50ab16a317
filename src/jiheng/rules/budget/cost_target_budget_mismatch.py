"""cost-target-budget-mismatch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.money import differs, in_wan
from jiheng.domain.target import Operator
from jiheng.domain.taxonomy import Dimension
from jiheng.domain.text import label_key
from jiheng.domain.units import is_money
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.budget.amount import print_amount
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["CostTargetBudgetMismatch"]

# A cost target is a ceiling: a reversed sign is not repeated in the remedy.
_CEILING = {Operator.AT_LEAST: Operator.AT_MOST, Operator.MORE: Operator.AT_MOST}
# What one of many things costs is no total: 人均培训成本, 每公里造价, 补助标准.
_UNIT_COST = re.compile(
    "单位(?:成本|造价|投资|费用)|单价|平均|每(?!年)|[人户亩生次台件套日天课场班车辆床店]均|(?:补[助贴]|奖励|收费|发放|救助|定额)标准"
    "|单(?:个|台|次|场|人|套|件|户|座|车)"
)
# What society or nature loses is no spending (财预〔2021〕101号).
_NO_SPENDING = re.compile("社会成本|生态")


class CostTargetBudgetMismatch(SheetRule):
    """成本指标值与预算不一致

    ## 检查什么
    成本指标的指标值是一个金额（元、万元等），换算成万元后与本表预算相差超过 0.005。本表预算指预算数；预算数空白的，指财政资金；两项都空白的不比较。

    ## 为什么重要
    成本指标是支出的上限。上限高于预算，花超了也看不出来；低于预算，年底必然完不成。两个数对不上，审核人无法判断该信哪一个。

    ## 反例
    预算数 188.75 万元，成本指标“项目总成本”的指标值：≤188.76万元。

    ## 正例
    预算数 188.75 万元，成本指标“项目总成本”的指标值：≤188.75万元。

    ## 怎么改
    把指标值改成与预算相同的金额。预算已经调整的，先更正预算数，再改指标值。

    ## 例外
    指标值是一段范围的，以及单价、标准（单位写成“元/人”“元/平方米”等，或者名称里写明“单位成本”“单价”“人均”“每场”“补助标准”等）不与预算比较。
    社会成本、生态环境成本指标说的不是支出，也不比较。
    """

    slug = "cost-target-budget-mismatch"
    severity = Severity.ERROR
    message = N_("成本指标值“{target}”与本表预算（{budget}）不一致")
    remedy = N_("把指标值改为“{right}”；如果是单价，单位写成“元/人”“元/平方米”等；如果是预算有误，先更正预算")
    basis = ("goal-measures-2015", "core-indicators-2021")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding an indicator."""
        budget = sheet.reference_budget
        if budget is None:
            return
        for row in sheet.under(Dimension.COST):
            target = row.quantity
            if target is None or target.unit is None or target.value is None or not is_money(target.unit):
                continue
            if _UNIT_COST.search(row.name) or _NO_SPENDING.match(label_key(row.indicator.level2 or "")):
                continue
            cost = in_wan(target.value, target.unit)
            if cost is not None and differs(cost, budget):
                sign = target.operator and _CEILING.get(target.operator, target.operator).sign
                right = print_amount(budget, target.unit)
                yield self.finding(
                    sheet, "target", row, target=excerpt(target.raw), budget=right, right=f"{sign or ''}{right}"
                )
