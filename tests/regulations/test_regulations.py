"""What places decide: the files that come with the program, and what an office may change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jiheng.domain.proposals import Action, Results, propose
from jiheng.domain.scores import NotApplicable
from jiheng.domain.scoring import Grade, ReverseFormula
from jiheng.errors import ConfigError
from jiheng.regulations import known_regions, load_regulation

_ALL = frozenset({"成本指标", "产出指标", "效益指标", "满意度指标"})


@pytest.mark.parametrize("region", sorted(known_regions()))
def test_every_regulation_weighs_ninety(region: str) -> None:
    regulation = load_regulation(region, 2026)
    assert set(regulation.weights) == {"2015", "2021"}
    for weights in regulation.weights.values():
        for missing in ((), ("成本指标",), ("满意度指标",), ("成本指标", "满意度指标")):
            assert sum(weights.of(_ALL - set(missing)).values()) == 90


def test_the_guide_of_2021_moves_points_where_a_group_is_missing() -> None:
    weights = load_regulation().weights["2021"]
    assert weights.of(_ALL - {"成本指标"}) == {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
    assert weights.of(_ALL - {"满意度指标"}) == {"成本指标": 20, "产出指标": 40, "效益指标": 30}


def test_grades_are_half_open() -> None:
    grade = load_regulation().grade
    assert [grade(Decimal(each)) for each in ("90", "89.99", "80", "79.99", "60", "59.99")] == [
        Grade.EXCELLENT, Grade.GOOD, Grade.GOOD, Grade.FAIR, Grade.FAIR, Grade.POOR,
    ]  # fmt: skip


def test_a_region_changes_what_it_says_and_nothing_else() -> None:
    sichuan, nation = load_regulation("51", 2024), load_regulation("00", 2024)
    assert sichuan.scoring.reason_below == Decimal("0.90")
    assert sichuan.lights == nation.lights
    assert load_regulation("51", 2019).scoring == nation.scoring  # its rules began later
    assert load_regulation("99", 2024).rounds == nation.rounds  # a region of which nothing is known


def test_an_office_may_change_single_values() -> None:
    changed = load_regulation(
        "13", 2026, {"scoring": {"reverse": "distance", "not_applicable": "full"}, "lights": {"red_below": "0.5"}}
    )
    assert changed.scoring.reverse is ReverseFormula.DISTANCE
    assert changed.scoring.not_applicable is NotApplicable.FULL
    assert (changed.lights.red_below, changed.lights.yellow_below) == (Decimal("0.5"), Decimal("0.80"))
    assert changed.rounds == (6, 9)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lights": {"red_below": "viel"}}, "lights.red_below"),
        ({"lights": {"red_belwo": "0.5"}}, "lights.red_belwo"),
        ({"scoring": {"reverse": "other"}}, "scoring.reverse"),
        ({"scoring": {"floor": "NaN"}}, "scoring.floor"),
        ({"monitoring": {"rounds": [13]}}, "monitoring.rounds"),
        ({"proposals": [{"action": "burn"}]}, "proposals.1.action"),
        ({"proposals": [{"percent": 5}]}, "proposals.1.action"),
        ({"weights": "no"}, "weights"),
        ({"rectification": {"days": "1.5"}}, "rectification.days"),
    ],
)
def test_a_wrong_value_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ConfigError, match=field):
        load_regulation("00", 2026, changes)


@pytest.mark.parametrize(
    ("results", "action", "percent", "said"),
    [
        (Results(Grade.POOR, Decimal(55), "财政评价", overdue_problems=1), Action.STOP, 0, "逾期"),
        (Results(Grade.POOR, Decimal(55), "财政评价"), Action.CUT, 50, "55"),
        (Results(Grade.GOOD, Decimal(85), "单位自评", rate=Decimal("0.42")), Action.CUT, 20, "42%"),
        (Results(Grade.FAIR, Decimal(71), "部门评价", rate=Decimal("0.9")), Action.CUT, 10, "中"),
        (Results(Grade.GOOD, Decimal(85), "单位自评", similar=2), Action.MERGE, 0, "2 个项目"),
        (Results(Grade.EXCELLENT, Decimal(96), "单位自评", rate=Decimal("0.99")), Action.REWARD, 0, "99%"),
        (Results(Grade.GOOD, Decimal(88), "单位自评", rate=Decimal("0.9")), Action.KEEP, 0, "没有需要调整"),
        (Results(), Action.KEEP, 0, ""),
    ],
)
def test_a_proposal_says_why(results: Results, action: Action, percent: int, said: str) -> None:
    proposal = propose(results, load_regulation().proposals)
    assert (proposal.action, proposal.percent) == (action, percent)
    assert said in proposal.reason
