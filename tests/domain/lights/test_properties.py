"""What holds for every light, whatever the numbers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jiheng.domain.goals import PlanStep
from jiheng.domain.lights import Colour, Money, Progress, Situation, judge_indicator, judge_spending
from jiheng.domain.target import parse_target
from jiheng.domain.taxonomy import Dimension

_DAYS = st.integers(0, 365).map(lambda days: date(2024, 1, 1) + timedelta(days))
_PLANS = st.lists(st.integers(0, 100), min_size=4, max_size=4).map(
    lambda shares: [PlanStep(m, Decimal(s)) for m, s in zip((3, 6, 10, 12), sorted(shares), strict=True)]
)
_AMOUNTS = st.decimals(0, 10_000, places=2)
_BAD = {Colour.RED: 2, Colour.YELLOW: 1}


@given(_DAYS, _PLANS)
def test_what_is_due_lies_between_nothing_and_all_and_grows(day: date, plan: list[PlanStep]) -> None:
    now = Progress.of(at=day, year=2024, plan=plan)
    later = Progress.of(at=min(day + timedelta(20), date(2024, 12, 31)), year=2024, plan=plan)
    assert 0 <= now.due <= later.due <= 1
    assert 0 <= now.elapsed <= later.elapsed <= 1


@given(_DAYS, _PLANS, _AMOUNTS, _AMOUNTS)
def test_spending_more_of_the_budget_is_never_worse(
    day: date, plan: list[PlanStep], one: Decimal, two: Decimal
) -> None:
    progress = Progress.of(at=day, year=2024, plan=plan)
    less, more = (judge_spending(Money(Decimal(10_000), each), progress).colour for each in sorted((one, two)))
    assert _BAD.get(more, 0) <= _BAD.get(less, 0)


@given(_DAYS, _PLANS, st.integers(1, 5000), st.integers(0, 9000), st.integers(0, 9000))
def test_reaching_more_is_never_worse(day: date, plan: list[PlanStep], target: int, one: int, two: int) -> None:
    progress = Progress.of(at=day, year=2024, plan=plan)
    less, more = (
        judge_indicator(
            Situation("培训人次", Dimension.QUANTITY, parse_target(f"≥{target}人次"), parse_target(f"{each}人次")),
            progress,
        ).colour
        for each in sorted((one, two))
    )
    assert _BAD.get(more, 0) <= _BAD.get(less, 0)


@given(_DAYS, st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_text_gives_a_light_with_a_sentence(day: date, name: str, target: str, actual: str) -> None:
    situation = Situation(name, None, parse_target(target), parse_target(actual))
    assert judge_indicator(situation, Progress.of(at=day, year=2024)).sentence
