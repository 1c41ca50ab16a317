"""plan-incomplete."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.forms import load_form
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.view import SheetView

__all__ = ["PlanIncomplete"]

_BLANK = N_("支出计划的{month}月底一栏没有填写，应为 100%")


class PlanIncomplete(SheetRule):
    """支出计划没有到 100%

    ## 检查什么
    资金支出计划最后一个月（一般是12月底）空白，或者不是 100%；整行没有填写的也算。表式里没有这一栏的，以及最后一栏写了内容但读不懂的，不在此列。

    ## 为什么重要
    当年预算应当在当年安排完。到年底不足 100%，说明有钱没有安排去处；超过 100%，就是超预算。

    ## 反例
    3月底 25%，6月底 50%，10月底 75%，12月底 90%。

    ## 正例
    3月底 25%，6月底 50%，10月底 75%，12月底 100%。

    ## 怎么改
    最后一个月填 100%。预计当年花不完的，应当相应调减预算数，而不是少报支出计划。
    """

    slug = "plan-incomplete"
    severity = Severity.ERROR
    message = N_("支出计划到{month}月底是 {percent}%，应为 100%")
    remedy = N_("{month}月底填 100%；预计当年用不完的，相应调减预算数")
    basis = ("hebei-goal-form", "budget-law-2018")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding a sheet."""
        malformed = sheet.sheet.malformed
        plan = sheet.sheet.spending_plan
        if not plan:
            if "spending_plan" in load_form(sheet.sheet.form).fields and "spending_plan" not in malformed:
                yield self.finding(sheet, "spending_plan", month=12)._replace(template=_BLANK)
            return
        index, last = max(enumerate(plan), key=lambda step: step[1].month)
        field = f"spending_plan[{index}]"
        if field in malformed or last.percent == 100:
            return
        if last.percent is None:
            yield self.finding(sheet, field, month=last.month)._replace(template=_BLANK)
        else:
            yield self.finding(sheet, field, month=last.month, percent=f"{last.percent.normalize():f}")
