"""The whole life of a project on one page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from lxml import html
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.evaluation.cases import evaluation_of
from tests.web.factories import World
from tests.web.monitoring.rounds import handed_in, handed_out, project, spend
from tests.web.rectification.cases import issued
from tests.web.results.cases import evaluated

from jiheng.web.evaluation.models import State
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_create, goal_submit
from jiheng.web.organizations.models import Cycle
from jiheng.web.results.services import decisions_publish, goal_decide
from jiheng.web.review.services import default_chain

SignedIn = Callable[[str], Client]


def _page(browser: Client, goal: Goal) -> str:
    response = browser.get(reverse("analytics:life", args=[goal.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_everything_of_a_year_stands_on_one_page(world: World, signed_in: SignedIn) -> None:
    goal = project(world)
    spend(goal, 2, "2")
    spend(goal, 5, "5")
    handed_in(world, handed_out(world, goal))
    evaluated(goal, "71.50", "中", actual="71%")
    evaluation = evaluation_of(world, 0, State.FINAL)
    issued(world, goal=goal)
    goal_decide(
        goal=goal, actor=world.people["performance_office"], action="cut", percent=Decimal(20), reason="没有完成"
    )
    browser = signed_in("performance_office")
    page = _page(browser, goal)
    for said in (
        "第 1 版", "执行率", "50.0%", "1–7月监控", "71.50", "计划 ≥95%，实际 71%，没有达到", f"{evaluation.final_score}",
        "2 个问题，2 个未销号", "压减预算", "没有完成",
    ):  # fmt: skip
        assert said in page, said
    tree = html.fromstring(page)
    anchors = set(tree.xpath("//@id"))
    assert {address[1:] for address in tree.xpath('//nav[@class="life-years"]//a/@href')} <= anchors
    pages = tree.xpath('//section[@class="life-year"]//a/@href')
    unreviewed = ("/goals/", "/self-evaluation/")  # approved straight in the tables
    for address in (each for each in pages if not each.startswith(unreviewed)):
        assert browser.get(address).status_code == 200, address


def test_years_are_joined_by_code_and_by_link(world: World, signed_in: SignedIn) -> None:
    Cycle.objects.bulk_create([Cycle(year=world.year - 1), Cycle(year=world.year + 1)])
    home = world.units[0]
    now = approve(world, make_sheet(home, code="A1"))
    before = approve(world, make_sheet(home, "招商引资经费", code="A1"), year=world.year - 1)
    following = approve(world, make_sheet(home, "招商工作经费", code="B2"), year=world.year + 1)
    Goal.objects.filter(pk=following.pk).update(previous=now)
    foreign = approve(world, make_sheet(world.units[-1], "外单位", code="A1"), organization=world.units[-1])
    alone = approve(world, make_sheet(home, "培训", code="C3"))
    browser = signed_in("performance_office")
    for goal in (before, now, following):
        page = _page(browser, goal)
        tree = html.fromstring(page)
        assert [text.split()[0] for text in tree.xpath('//section[@class="life-year"]/h2/text()')] == [
            "2028",
            "2027",
            "2026",
        ]
        assert "外单位" not in page
    assert "2026 年" not in _page(browser, alone)
    assert "招商" not in _page(browser, foreign)


def test_the_unit_sees_its_own_but_no_decision_before_it_was_handed_down(world: World, signed_in: SignedIn) -> None:
    goal = project(world)
    office = world.people["performance_office"]
    goal_decide(goal=goal, actor=office, action="cut", percent=Decimal(20), reason="没有完成")
    assert "压减预算" not in _page(signed_in("preparer"), goal)
    decisions_publish(year=world.year, actor=office)
    assert "压减预算" in _page(signed_in("preparer"), goal)
    assert signed_in("other_preparer").get(reverse("analytics:life", args=[goal.pk])).status_code == 404


def test_the_goal_leads_to_its_life(world: World, signed_in: SignedIn) -> None:
    default_chain()
    author = world.people["preparer"]
    content = content_of(make_sheet(world.units[0]))
    goal = goal_create(organization=world.units[0], year=world.year, actor=author, content=content)
    goal_submit(goal=goal, actor=author, explanation="按惯例填写")
    page = signed_in("performance_office").get(reverse("goals:goal", args=[goal.pk])).content.decode()
    assert reverse("analytics:life", args=[goal.pk]) in page
