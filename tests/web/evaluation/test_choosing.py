"""Which projects are evaluated: rules that say why, and a draw that anybody can repeat."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.web.evaluation.cases import evaluation_of, goal_of, planned

from jiheng.web.audit.models import Entry
from jiheng.web.evaluation import facts, services
from jiheng.web.evaluation.choosing import Candidate, Rules, choose, population_digest
from jiheng.web.evaluation.models import Draw, Evaluation, PlanItem, State
from jiheng.web.ui.errors import Conflict

_YEAR = 2027
_MANY = [Candidate(goal=number, identity=f"205001 P{number} 项目{number}") for number in range(50)]


@pytest.mark.parametrize(
    ("rules", "candidate", "said"),
    [
        (Rules(amount_from=Decimal(200)), {"amount": Decimal("286.50")}, "预算数 286.50 万元，不低于 200 万元"),
        (Rules(amount_from=Decimal(200)), {"amount": Decimal("199.99")}, ""),
        (Rules(amount_from=Decimal(0)), {"amount": None}, ""),
        (Rules(colours=("red", "yellow")), {"colour": "red"}, "监控亮红灯"),
        (Rules(colours=("red",)), {"colour": "yellow"}, ""),
        (Rules(grades=("中", "差")), {"grade": "中", "total": Decimal("71.20")}, "自评为“中”（71.20 分）"),
        (Rules(difference_from=Decimal(5)), {"difference": Decimal(7)}, "自评复核核减 7 分，不低于 5 分"),
        (Rules(difference_from=Decimal(5)), {"difference": Decimal(-7)}, ""),
        (Rules(years_since=5), {"evaluated": 2022}, "上次评价是 2022 年，已有 5 年"),
        (Rules(years_since=5), {"evaluated": 2023}, ""),
        (Rules(years_since=5), {"evaluated": None}, "从未评价过"),
        (Rules(is_new=True), {"is_new": True}, "本年新增项目"),
        (Rules(), {"amount": Decimal(9999), "colour": "red", "is_new": True}, ""),
    ],
)
def test_each_rule_says_what_it_saw(rules, candidate, said):
    chosen = choose([Candidate(goal=1, identity="a", **candidate)], rules, year=_YEAR)
    assert "；".join(reason.sentence for each in chosen for reason in each.reasons) == said


def test_a_project_that_fits_several_rules_names_them_all():
    rules = Rules(amount_from=Decimal(10), colours=("red",))
    (chosen,) = choose([Candidate(1, "a", amount=Decimal(10), colour="red")], rules, year=_YEAR)
    assert [reason.rule for reason in chosen.reasons] == ["amount", "colour"]


def test_the_same_seed_draws_the_same_in_whatever_order_the_projects_come():
    rules = Rules(random=7, seed="2027-评价")
    drawn = [each.candidate.goal for each in choose(_MANY, rules, year=_YEAR)]
    assert drawn == [each.candidate.goal for each in choose(_MANY[::-1], rules, year=_YEAR)]
    assert len(set(drawn)) == 7
    assert drawn != [each.candidate.goal for each in choose(_MANY, Rules(random=7, seed="另一个"), year=_YEAR)]


def test_the_draw_can_be_repeated_with_any_tool():
    """The order is that of SHA-256 of seed, line break and identity: it is not to change with a version of ours."""
    drawn = choose(_MANY, Rules(random=3, seed="2027"), year=_YEAR)
    import hashlib

    expected = sorted(range(50), key=lambda n: hashlib.sha256(f"2027\n205001 P{n} 项目{n}".encode()).hexdigest())[:3]
    assert [each.candidate.goal for each in drawn] == expected
    assert drawn[0].reasons[0].sentence == "随机抽取：种子“2027”，50 个中的第 1 个"


def test_the_draw_takes_only_of_what_no_rule_chose():
    known = [Candidate(1, "a", amount=Decimal(500)), Candidate(2, "b", amount=Decimal(1))]
    chosen = choose(known, Rules(amount_from=Decimal(100), random=5, seed="x"), year=_YEAR)
    assert [(each.candidate.goal, each.reasons[0].rule) for each in chosen] == [(1, "amount"), (2, "random")]


def test_the_digest_proves_what_was_chosen_from():
    assert population_digest(_MANY) == population_digest(_MANY[::-1])
    assert population_digest(_MANY) != population_digest(_MANY[1:])


# ── On the site ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draw_fills_the_plan_and_a_second_one_adds_only_what_is_new(world):
    goal_of(world, amount="300")
    goal_of(world, name="小项目", amount="3")
    office = world.people["performance_office"]
    rules = Rules(amount_from=Decimal(200))
    draw = services.plan_draw(organizer=world.bureau, year=world.year, rules=rules, actor=office)
    assert (draw.population, draw.chosen, draw.rules["amount_from"]) == (2, 1, "200")
    services.plan_draw(
        organizer=world.bureau, year=world.year, rules=Rules(amount_from=Decimal(1)), actor=office
    )  # fmt: skip
    items = PlanItem.objects.order_by("id")
    assert [item.name for item in items] == ["招商经费", "小项目"]
    assert items[0].reasons[0]["values"]["least"] == "200"  # as it was chosen first
    assert Entry.objects.filter(action="evaluation-plan.drawn").count() == 2


def test_a_department_plans_for_its_own_units_only(world):
    goal_of(world, 0)
    goal_of(world, -1)
    reviewer, department = world.people["department_reviewer"], world.departments[0]
    chosen = services.plan_try(
        organizer=department, year=world.year, rules=Rules(years_since=1), actor=reviewer
    )  # fmt: skip
    assert [facts.Goal.objects.get(pk=each.candidate.goal).organization for each in chosen] == [world.units[0]]
    with pytest.raises(PermissionDenied):
        services.plan_try(organizer=world.bureau, year=world.year, rules=Rules(years_since=1), actor=reviewer)


def test_what_was_evaluated_before_is_known_again(world):
    evaluation = evaluation_of(world, state=State.FINAL)
    Evaluation.objects.filter(pk=evaluation.pk).update(year=world.year - 3)
    (candidate,) = facts.candidates(world.bureau, world.year)
    assert candidate.evaluated == world.year - 3
    assert candidate.is_new


def test_a_draw_that_chooses_nothing_leaves_nothing(world):
    goal_of(world)
    with pytest.raises(ValidationError, match="没有符合条件"):
        services.plan_draw(
            organizer=world.bureau, year=world.year, rules=Rules(amount_from=Decimal(9999)),
            actor=world.people["performance_office"],
        )  # fmt: skip
    assert not Draw.objects.exists()


def test_by_hand_wants_a_reason_and_takes_nothing_twice(world):
    item = planned(world)
    office = world.people["performance_office"]
    again = {"organizer": world.bureau, "year": world.year, "goal": item.goal, "actor": office}
    with pytest.raises(ValidationError, match="理由"):
        services.item_add(**again, note=" ")
    with pytest.raises(Conflict):
        services.item_add(**again, note="重点")
    services.item_remove(item=item, actor=office, reason="与审计重复")
    assert services.item_add(**again, note="又需要").removed_at is None  # the old line stays beside it
    assert PlanItem.objects.count() == 2


def test_a_whole_unit_can_be_planned_and_evaluated(world):
    office = world.people["performance_office"]
    item = services.item_add(
        organizer=world.bureau, year=world.year, organization=world.departments[0], note="整体评价", actor=office
    )  # fmt: skip
    evaluation = services.evaluation_begin(item=item, actor=office)
    assert evaluation.goal is None
    assert evaluation.name == "教育局整体支出"
    assert facts.measures_of(evaluation) == {}
