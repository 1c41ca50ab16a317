"""Published self-evaluations and constructed cases, through the services of the site: the recomputed numbers come out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from tests.web.factories import World
from tests.web.self_evaluation.conftest import add_money, make_goal, saved

from jiheng.domain.scores.score import plain
from jiheng.web.execution.models import MovementKind
from jiheng.web.regulation.models import YearRegulation
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.answers import answer
from jiheng.web.self_evaluation.mapping import table_of
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.self_evaluation.services import self_evaluation_begin

pytestmark = pytest.mark.django_db

Begun = Callable[..., SelfEvaluation]


def _scores(item: SelfEvaluation) -> list[str]:
    reckoned = reckon(item.content, regulation_of(item.year))
    scores = (reckoned.sheet.execution, *reckoned.sheet.indicators)
    return ["—" if score.points is None else plain(score.points) for score in scores]


def _messages(item: SelfEvaluation, severity: str = "error") -> list[str]:
    return [each["message"] for each in answer(item, item.content)["findings"] if each["severity"] == severity]


@pytest.mark.parametrize(
    ("budget", "spent", "rate", "score"),
    [
        pytest.param("25.000000", "21.54576", "86.18%", "8.62", id="Putuo settlement: printed 86.19 %"),
        pytest.param("2.0000", "0.9034", "45.17%", "4.52", id="Putuo aid fund"),
        pytest.param("43.2", "37.24", "86.20%", "8.62", id="Langfang heating: printed 9"),
        pytest.param("90", "89.974", "99.97%", "10", id="Guichi: the total line was left at 0"),
    ],
)
def test_execution_is_reckoned_from_the_money(begun: Begun, budget: str, spent: str, rate: str, score: str) -> None:
    item = begun(budget=budget, spent=spent)
    said = answer(item, item.content)
    assert (said["rate"], said["scores"][0]["points"]) == (rate, score)


def test_putuo_settlement_totals_98_62(world: World, begun: Begun) -> None:
    rows = (
        ("产出指标", "数量指标", "一", "≥1个"), ("产出指标", "质量指标", "二", "=100%"),
        ("产出指标", "时效指标", "三", "=100%"), ("效益指标", "社会效益指标", "四", "≥90%"),
        ("满意度指标", "服务对象满意度指标", "五", "≥90%"),
    )  # fmt: skip
    item = begun(*rows, budget="25", spent="21.54576")
    full = [{"actual": text, "weight": weight} for text, weight in
            (("1个", "10"), ("100%", "20"), ("100%", "20"), ("95%", "30"), ("92%", "10"))]  # fmt: skip
    item = saved(world, item, *full, execution_reason="年底退回的结余")
    assert (item.total, item.grade, item.rate) == (Decimal("98.62"), "优", Decimal("0.8618"))
    assert item.errors == 0


def test_langfang_a_quantity_that_fell_short_earns_its_share_and_not_nine(world: World, begun: Begun) -> None:
    item = begun(("产出指标", "数量指标", "取暖费", "≥43.2万元"), budget="43.2", spent="37.24")
    item = saved(world, item, {"actual": "37.24万元", "weight": "10"})
    assert _scores(item) == ["8.62", "8.62"]


@pytest.mark.usefixtures("chain")
def test_qingshen_measures_by_the_adjusted_budget(world: World) -> None:
    goal = make_goal(world, budget="238.93", spent="251.89")
    add_money(world, goal, MovementKind.ADJUSTMENT, "12.96")
    item = self_evaluation_begin(
        organization=goal.organization, year=goal.year, actor=world.people["preparer"], goal=goal
    )
    said = answer(item, item.content)
    assert (said["rate"], said["scores"][0]["points"]) == ("100.00%", "10")
    assert "年初预算数不同" in " ".join(_messages(item, "info"))  # a change in mid-year is to be explained


@pytest.mark.usefixtures("chain")
def test_daying_a_project_added_in_mid_year_has_no_opening_budget(world: World) -> None:
    goal = make_goal(world, budget="3.36", spent="3.36")
    add_money(world, goal, MovementKind.OPENING, "0")
    add_money(world, goal, MovementKind.ADJUSTMENT, "3.36")
    item = self_evaluation_begin(
        organization=goal.organization, year=goal.year, actor=world.people["preparer"], goal=goal
    )
    assert item.content["funding"] == [{"source": "fiscal", "opening": "0.00", "adjusted": "3.36", "executed": "3.36"}]
    assert _scores(item)[0] == "10"


def test_daying_words_are_no_value_of_a_quantity(world: World, begun: Begun) -> None:
    item = begun(("产出指标", "成本指标", "成本控制数", "≤30万元"))
    item = saved(world, item, {"actual": "完成", "weight": "90"})
    assert _scores(item)[1] == "—"
    assert item.total is None
    assert any("完成" in message for message in _messages(item))


def test_daying_running_costs_are_split_in_equal_parts(world: World, begun: Begun) -> None:
    rows = [("产出指标", "数量指标", f"指标{n}", "≥1个") for n in range(4)]
    item = begun(*rows)
    weights = [Decimal(row["weight"]) for row in item.content["indicators"]]
    assert sum(weights) == 90
    assert max(weights) - min(weights) <= 1
    item = saved(world, item, *({"actual": "1个", "weight": "22.5"} for _row in rows))
    assert item.total == 100


def test_lijiang_no_point_is_lost_where_everything_was_met(world: World, begun: Begun) -> None:
    rows = (
        ("产出指标", "数量指标", "金额", "=72890元"), ("产出指标", "质量指标", "合格率", "=100%"),
        ("产出指标", "时效指标", "及时率", "=100%"), ("效益指标", "社会效益指标", "保障率", "≥95%"),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥95%"),
    )  # fmt: skip
    item = begun(*rows, budget="7.29", spent="7.29")
    item = saved(world, item, "72890元", "100%", "100%", "95%", "95%")
    assert item.total == 100


def test_zhongjiang_weights_that_do_not_add_up_are_found(world: World, begun: Begun) -> None:
    rows = (("产出指标", "数量指标", "一", "≥1个"), ("效益指标", "社会效益指标", "二", "≥1个"),
            ("满意度指标", "服务对象满意度指标", "三", "≥90%"))  # fmt: skip
    item = begun(*rows)
    item = saved(world, item, *({"actual": a, "weight": w} for a, w in (("1个", "70"), ("1个", "20"), ("90%", "10"))))
    said = answer(item, item.content)
    assert not said["isWhole"]
    assert any("110" in message for message in _messages(item))
    assert any("都恰好等于指标值" in message for message in _messages(item, "info"))


# ── Constructed ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("target", "said", "points"),
    [
        ("≥200人", {"actual": "150人", "weight": "15"}, "11.25"),
        ("≤100万元", {"actual": "110万元", "weight": "10"}, "9.09"),
        ("≥50个", {"actual": "80个", "weight": "20", "target_was_low": True}, "14"),
        ("≥50个", {"actual": "80个", "weight": "20"}, "20"),
        ("≥100人", {"actual": "59人", "weight": "10", "method": "floor", "floor": "60"}, "0"),
        ("≥100人", {"actual": "99人", "weight": "10", "method": "direct"}, "0"),
        ("≥90%", {"actual": "85%", "weight": "10", "method": "steps"}, "8"),
        ("明显改善", {"actual": "部分改善", "weight": "10", "achievement": "partly", "given": "7.99"}, "7.99"),
        ("明显改善", {"actual": "部分改善", "weight": "10", "achievement": "partly", "given": "8"}, "—"),
        ("明显改善", {"actual": "部分改善", "weight": "10", "achievement": "partly", "given": "5.99"}, "—"),
    ],
)
def test_every_way_of_scoring(world: World, begun: Begun, target: str, said: dict[str, Any], points: str) -> None:
    item = begun(("产出指标", "数量指标", "一", target))
    item = saved(world, item, said)
    assert _scores(item)[1] == points


def test_the_other_reverse_formula_is_a_setting_of_the_year(world: World, begun: Begun) -> None:
    YearRegulation.objects.create(cycle=world.cycle, changes={"scoring": {"reverse": "distance"}})
    item = begun(("产出指标", "成本指标", "一", "≤100万元"))
    item = saved(world, item, {"actual": "125万元", "weight": "10"})
    assert _scores(item)[1] == "7.5"


def test_what_does_not_apply_gives_its_weight_to_the_same_level(world: World, begun: Begun) -> None:
    item = begun()
    before = [Decimal(row["weight"]) for row in item.content["indicators"]]
    item = saved(world, item, {"is_void": True, "void_reason": "当年没有接待任务"}, *("85.5%", "5100万元", "96.2%"))
    reckoned = reckon(item.content, regulation_of(item.year))
    assert reckoned.sheet.indicators[1].weight == before[0] + before[1]
    assert item.total == 100
    assert item.errors == 0


def test_a_sheet_counted_without_it_prints_what_it_adds_up(world: World, begun: Begun) -> None:
    YearRegulation.objects.create(cycle=world.cycle, changes={"scoring": {"not_applicable": "rebase"}})
    item = begun()
    void = {"is_void": True, "void_reason": "当年没有接待任务"}
    item = saved(world, item, void, {"actual": "40%", "reason": "推介改期"}, "5100万元", "96.2%")
    reckoned = reckon(item.content, regulation_of(item.year))
    table = table_of(item.content, reckoned)
    printed = [table.funding[0], *table.indicators]
    assert sum(each.weight or 0 for each in printed) == 100
    assert sum(each.score or 0 for each in printed) == table.total_score == item.total
    assert table.funding[0].weight == table.funding[0].score > 10  # the money weighs more, too
    assert item.errors == 0
    assert "不适用指标的分值已按比例分给其余各项" in answer(item, item.content)["note"]


def test_what_does_not_apply_needs_a_reason(world: World, begun: Begun) -> None:
    item = begun()
    item = saved(world, item, {"is_void": True}, "85.5%", "5100万元", "96.2%")
    assert "标为不适用，没有写原因" in _messages(item)


@pytest.mark.parametrize(
    ("actual", "is_needed"), [("9批次", True), ("10批次", False), ("13批次", False), ("14批次", True)]
)
def test_a_reason_is_compulsory_where_a_target_is_missed_or_far_exceeded(
    world: World, begun: Begun, actual: str, is_needed: bool
) -> None:
    item = begun()
    item = saved(world, item, actual, "85.5%", "5100万元", "96.2%")
    assert (item.errors > 0) is is_needed
    item = saved(
        world, item, {"actual": actual, "reason": "第四季度因防汛停办，已列入明年计划"}, "85.5%", "5100万元", "96.2%"
    )
    assert item.errors == 0


def test_money_that_was_not_spent_needs_a_reason(world: World, begun: Begun) -> None:
    item = begun(spent="12.00")
    item = saved(world, item, "12批次", "85.5%", "5100万元", "96.2%")
    assert any("预算执行率" in message for message in _messages(item))
    item = saved(world, item, "12批次", "85.5%", "5100万元", "96.2%", execution_reason="两次活动合并举办")
    assert item.errors == 0
