"""self-evaluation-indicator-duplicated."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.finding import Finding, Severity
from jiheng.i18n import N_
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SelfEvaluationView

__all__ = ["SelfEvaluationIndicatorDuplicated"]


class SelfEvaluationIndicatorDuplicated(SelfEvaluationRule):
    """自评表指标重复

    ## 检查什么
    同一张自评表里，两条指标的三级指标名称相同（不计空格和标点）。指在后一条上。

    ## 为什么重要
    同一件事计了两次分，做好了重复得分，没做好重复扣分，其他方面反而没有衡量。

    ## 反例
    数量指标“资金足额拨付率”10 分，时效指标“资金足额拨付率”10 分。

    ## 正例
    数量指标“资金足额拨付率”10 分，时效指标“资金拨付及时率”10 分。

    ## 怎么改
    衡量同一件事的，合并成一条，分值相加；衡量不同事情的，改名加以区别。

    ## 例外
    填“无”的指标不查。
    """

    slug = "self-evaluation-indicator-duplicated"
    severity = Severity.WARNING
    message = N_("指标“{name}”与第 {first} 条指标重复")
    remedy = N_("衡量同一件事的，与第 {first} 条合并，分值相加；衡量不同事情的，改名加以区别")
    basis = ("evaluation-2020", "core-indicators-2021")

    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """One finding for every later row of the same name."""
        seen: dict[str, int] = {}
        for row in table.indicators:
            first = seen.setdefault(row.name, row.number)
            if row.name and first != row.number:
                yield self.finding(table, "name", row, name=excerpt(row.indicator.name or ""), first=first)
