"""What of the frame can be reckoned from the data: arrival, execution, completion, timeliness, cost, satisfaction.

Each value comes with the sentence that shows its arithmetic; it is a proposal, people score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from jiheng.domain.achievement import Outcome, comparable, outcome
from jiheng.domain.target import Deadline, Operator, Target
from jiheng.domain.taxonomy import Dimension
from jiheng.regulations import Measure

__all__ = ["Facts", "Measured", "Reached", "measured"]

_ZERO, _ONE = Decimal(0), Decimal(1)
_CENT = Decimal("0.01")


class Reached(NamedTuple):
    """An indicator of the approved goals and what became of it."""

    name: str
    dimension: Dimension | None
    target: Target
    actual: Target | None


class Facts(NamedTuple):
    """What is known of a project; amounts in 万元, None where nobody entered anything."""

    adjusted: Decimal | None = None
    arrived: Decimal | None = None
    spent: Decimal | None = None
    indicators: Sequence[Reached] = ()


class Measured(NamedTuple):
    """A value and its arithmetic.

    Attributes:
        value: 1 for all of it; None where it cannot be reckoned, and `sentence` says why.
        share: of the weight that it earns.
    """

    value: Decimal | None
    share: Decimal | None
    sentence: str

    def points(self, weight: Decimal) -> Decimal | None:
        """What it would earn, with two decimals, half up."""
        return None if self.share is None else (weight * self.share).quantize(_CENT, rounding=ROUND_HALF_UP)


def measured(facts: Facts) -> dict[Measure, Measured]:
    """Every measure of a project."""
    return {measure: how(facts) for measure, how in _HOW.items()}


def _arrival(facts: Facts) -> Measured:
    if not facts.adjusted:
        return _unknown(_("没有预算资金，不能计算资金到位率"))
    if facts.arrived is None:
        return _unknown(_("没有录入到位资金，不能计算资金到位率"))
    rate = facts.arrived / facts.adjusted
    text = _("实际到位 {arrived} ÷ 预算资金 {adjusted} ＝ {rate}")
    return _rate(rate, text.format(arrived=_amount(facts.arrived), adjusted=_amount(facts.adjusted), rate=_cent(rate)))


def _execution(facts: Facts) -> Measured:
    if not facts.arrived:
        return _unknown(_("没有到位资金：这里的预算执行率以到位资金为分母，不能计算"))
    if facts.spent is None:
        return _unknown(_("没有录入支出，不能计算预算执行率"))
    rate = facts.spent / facts.arrived
    text = _("实际支出 {spent} ÷ 实际到位 {arrived} ＝ {rate}（以到位资金为分母）")
    return _rate(rate, text.format(spent=_amount(facts.spent), arrived=_amount(facts.arrived), rate=_cent(rate)))


def _average(*dimensions: Dimension) -> Callable[[Facts], Measured]:
    """The mean of how far the indicators of these dimensions were reached, each with all of it at most."""

    def reckon(facts: Facts) -> Measured:
        known = [each for each in facts.indicators if each.dimension in dimensions]
        shares = [(each, _share(each)) for each in known]
        found = [(each, share) for each, share in shares if share is not None]
        if not known:
            return _unknown(_("目标里没有这一类指标"))
        if not found:
            return _unknown(_("{count} 个指标都没有可以与指标值比较的完成值").format(count=len(known)))
        mean = sum((share for _each, share in found), _ZERO) / len(found)
        parts = [
            _("{name}：{actual}，指标值 {target}，完成 {rate}").format(
                name=each.name,
                actual=each.actual.raw if each.actual else "—",
                target=each.target.raw,
                rate=_cent(share),
            )
            for each, share in found
        ]
        if left := len(known) - len(found):
            parts.append(_("另有 {count} 个不能比较，未计入").format(count=left))
        text = _("{parts}；平均 {rate}").format(parts=_("；").join(parts), rate=_cent(mean))
        return Measured(mean, min(_ONE, mean), text)

    return reckon


def _cost_saving(facts: Facts) -> Measured:
    found = []
    for each in facts.indicators:
        number = comparable(each.target, each.actual) if each.dimension is Dimension.COST else None
        plan = each.target.bounds[1] if each.target.bounds else _ZERO
        if number is not None and plan > 0:
            found.append((each, plan, number))
    if not found:
        return _unknown(_("没有可以计算的成本指标"))
    saving = sum(((plan - number) / plan for _each, plan, number in found), _ZERO) / len(found)
    parts = [
        _("{name}：（{plan} − {actual}）÷ {plan} ＝ {rate}").format(
            name=each.name, plan=_plain(plan), actual=_plain(number), rate=_cent((plan - number) / plan)
        )
        for each, plan, number in found
    ]
    text = _("；").join(parts) + (_("；平均 {rate}").format(rate=_cent(saving)) if len(found) > 1 else "")
    return Measured(saving, max(_ZERO, min(_ONE, _ONE + saving)), text)


def _share(each: Reached) -> Decimal | None:
    """How far one indicator was reached, at most 1; None where that cannot be told."""
    if each.target.deadline and each.actual and each.actual.deadline:
        return _ONE if _kept(each.target.deadline, each.actual.deadline) else _ZERO
    ended = outcome(each.target, each.actual, each.dimension)
    if ended is None:
        return None
    if ended is not Outcome.MISSED:
        return _ONE
    number, bounds = comparable(each.target, each.actual), each.target.bounds
    if number is None or bounds is None:
        return None
    low, high = bounds
    is_ceiling = each.target.operator in {Operator.AT_MOST, Operator.LESS} or number > high
    reached = high / number if is_ceiling and number > 0 else number / low if low > 0 else _ZERO
    return max(_ZERO, min(_ONE, reached))


def _kept(target: Deadline, actual: Deadline) -> bool:
    """Whether the day was kept; what is not written is as late as it can be, a year that is missing is the same."""
    year = target.year or actual.year or 0
    planned = (year, target.month or 12, target.day or 31)
    return (actual.year or year, actual.month or 12, actual.day or 1) <= planned


def _rate(rate: Decimal, sentence: str) -> Measured:
    return Measured(rate, max(_ZERO, min(_ONE, rate)), sentence)


def _unknown(sentence: str) -> Measured:
    return Measured(None, None, sentence)


def _amount(value: Decimal) -> str:
    return f"{value:,.2f}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _cent(rate: Decimal) -> str:
    return f"{(rate * 100).quantize(_CENT, rounding=ROUND_HALF_UP)}%"


_HOW: Mapping[Measure, Callable[[Facts], Measured]] = {
    Measure.ARRIVAL_RATE: _arrival,
    Measure.EXECUTION_RATE: _execution,
    Measure.COMPLETION_RATE: _average(Dimension.QUANTITY),
    Measure.QUALITY_RATE: _average(Dimension.QUALITY),
    Measure.TIMELINESS: _average(Dimension.TIMELINESS),
    Measure.COST_SAVING: _cost_saving,
    Measure.BENEFIT_RATE: _average(Dimension.ECONOMIC, Dimension.SOCIAL, Dimension.ECOLOGICAL, Dimension.SUSTAINABLE),
    Measure.SATISFACTION: _average(Dimension.SATISFACTION),
}
