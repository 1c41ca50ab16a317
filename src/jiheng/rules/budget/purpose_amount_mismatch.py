"""purpose-amount-mismatch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.money import CURRENCY_UNITS, differs, in_wan
from jiheng.domain.text import to_half_width
from jiheng.i18n import N_
from jiheng.rules.base import SheetRule
from jiheng.rules.budget.amount import print_amount
from jiheng.rules.excerpt import excerpt
from jiheng.rules.view import SheetView

__all__ = ["PurposeAmountMismatch"]

_UNITS = "|".join(sorted((unit for unit in CURRENCY_UNITS if unit not in {"万", "亿"}), key=len, reverse=True))
# A bare 万 is money unless the word goes on (10万余元, 10万美元); a price for each (300元/人) is no budget.
_MENTION = re.compile(
    r"(?:预算数?|投入资金)[\s为是:]*(?:(?:人民币|[¥￥])\s*)?"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*"
    rf"(?P<unit>{_UNITS}|[万亿](?![元余多来美欧日英港澳加]))(?!\s*[/每])"
)


class PurposeAmountMismatch(SheetRule):
    """文字中的预算金额与预算不一致

    ## 检查什么
    资金用途或绩效目标里写明了预算（“预算数为…万元”“预算…万元”“投入资金…元”），换算成万元后与本表预算相差超过 0.005。每处单独指出。本表预算指预算数；预算数空白的，指财政资金；两项都空白的不比较。

    ## 为什么重要
    同一张表里出现两个预算，多半是套用旧表没有改干净。公开以后，读者不知道该信哪一个。

    ## 反例
    预算数 150.00 万元，资金用途：招商引资专项项目预算数为10万元，全部为财政资金。

    ## 正例
    预算数 150.00 万元，资金用途：招商引资专项项目预算数为150万元，全部为财政资金。

    ## 怎么改
    以批复的预算为准，改正文字中的金额；预算栏填错的，改预算栏。

    ## 例外
    单价（如“预算300元/人”）不比较。
    """

    slug = "purpose-amount-mismatch"
    severity = Severity.WARNING
    message = N_("文中写明“{mention}”，与本表预算（{budget}）不一致")
    remedy = N_("以批复的预算为准：文字有误的，金额改为 {budget}；预算栏有误的，更正预算栏")
    basis = ("goal-measures-2015", "hebei-goal-form")

    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """One finding for every amount that differs."""
        budget = sheet.reference_budget
        if budget is None:
            return
        texts = [("purpose", sheet.sheet.purpose or "")]
        texts += [(f"goals[{index}]", goal) for index, goal in enumerate(sheet.sheet.goals)]
        for field, text in texts:
            if "预算" not in text and "投入资金" not in text:
                continue
            for match in _MENTION.finditer(to_half_width(text)):
                unit = match["unit"]
                amount = in_wan(Decimal(match["number"].replace(",", "")), unit)
                if amount is not None and differs(amount, budget):
                    mention = excerpt(text[match.start() : match.end()])
                    yield self.finding(sheet, field, mention=mention, budget=print_amount(budget, unit))
