"""Alerts: one of a thing, on when it goes badly, off when it recovers, answered and closed by people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.web.factories import World
from tests.web.monitoring.rounds import TOLD, complete, handed_in, handed_out, project, spend

from jiheng.web.monitoring import services
from jiheng.web.monitoring.models import Alert, Report
from jiheng.web.monitoring.services.daily import look_at_money, settled_day
from jiheng.web.notices.models import Notice

pytestmark = pytest.mark.django_db
AUGUST = datetime(2027, 8, 20, 4, tzinfo=UTC)


def lagging(world: World, goal: Any = None, month: int = 7, reached: str = "1次") -> Report:
    report = handed_out(world, goal, month)
    report = Report.objects.select_related("organization", "round", "goal").get(pk=report.pk)
    return handed_in(world, report, complete(report, actual=reached, **TOLD))


def indicator() -> Alert:
    return Alert.objects.select_related("organization", "goal").get(kind="indicator")


def test_a_red_light_becomes_one_alert_that_reaches_those_above(world: World) -> None:
    goal = project(world)
    lagging(world, goal)
    lagging(world, goal, month=9)
    alert = indicator()
    assert (alert.colour, alert.state, alert.anchor, alert.round.name) == ("red", "open", "indicators[0]", "1–9月监控")
    assert sorted(alert.sightings.values_list("month", flat=True)) == [7, 9]
    told = set(Notice.objects.filter(kind="monitoring.alert").values_list("user__login", flat=True))
    assert told == {"preparer", "unit_leader", "department_reviewer", "finance_reviewer"}


def test_a_yellow_light_is_the_units_own_business(world: World) -> None:
    lagging(world, reached="2.5次")
    assert indicator().colour == "yellow"
    told = set(Notice.objects.filter(kind="monitoring.alert").values_list("user__login", flat=True))
    assert told == {"preparer", "unit_leader"}


def test_it_ends_by_itself_when_the_thing_recovers(world: World) -> None:
    goal = project(world)
    lagging(world, goal)
    lagging(world, goal, month=9, reached="8次")
    alert = indicator()
    assert (alert.state, alert.closed_by, alert.is_settled) == ("closed", None, False)


def test_what_was_closed_stays_closed_until_it_gets_worse(world: World) -> None:
    goal = project(world)
    lagging(world, goal, reached="2.5次")
    services.alert_close(alert=indicator(), actor=world.people["finance_reviewer"], reason="下半年集中接待")
    lagging(world, goal, month=8, reached="3.6次")
    assert indicator().state == "closed"
    lagging(world, goal, month=10, reached="3.6次")
    assert (indicator().state, indicator().colour) == ("open", "red")


def test_the_unit_answers_and_whoever_looks_after_it_closes(world: World, signed_in: Any) -> None:
    lagging(world)
    alert = indicator()
    with pytest.raises(PermissionDenied):
        services.alert_close(alert=alert, actor=world.people["preparer"], reason="没事")
    with pytest.raises(PermissionDenied):
        services.alert_answer(alert=alert, actor=world.people["other_preparer"], text="没事")
    page = signed_in("preparer").get(reverse("monitoring:alert", args=[alert.pk])).content.decode()
    assert "只完成 1次" in page
    assert "规则：累计指标" in page
    signed_in("preparer").post(reverse("monitoring:alert_answer", args=[alert.pk]), {"text": "九月补上"})
    assert indicator().state == "answered"
    blank = signed_in("department_reviewer").post(reverse("monitoring:alert_close", args=[alert.pk]), {"reason": " "})
    assert blank.status_code == 422
    signed_in("department_reviewer").post(reverse("monitoring:alert_close", args=[alert.pk]), {"reason": "已补上"})
    assert (indicator().state, indicator().closing) == ("closed", "已补上")
    again = signed_in("department_reviewer").post(
        reverse("monitoring:alert_close", args=[alert.pk]), {"reason": "再关"}
    )
    assert again.status_code in {403, 409}


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2027-08-20", "2027-07-31"),
        ("2027-08-05", "2027-06-30"),
        ("2027-01-05", "2026-11-30"),
        ("2027-03-11", "2027-02-28"),
    ],
)
def test_the_daily_look_waits_until_payments_are_entered(today: str, day: str) -> None:
    assert settled_day(date.fromisoformat(today)) == date.fromisoformat(day)


def test_the_daily_look_finds_slow_spending_and_its_end(world: World) -> None:
    slow, good = project(world, "慢的"), project(world, "好的")
    project(world, "没有录入的")
    spend(slow, 2, "1")
    spend(good, 7, "5.6")
    look_at_money(AUGUST)
    look_at_money(AUGUST)
    alert = Alert.objects.get()
    assert (alert.goal, alert.kind, alert.colour, alert.round) == (slow, "spending", "red", None)
    spend(slow, 7, "5")
    look_at_money(AUGUST)
    assert Alert.objects.get().state == "closed"
    spend(slow, 7, "-5")
    look_at_money(AUGUST)
    assert Alert.objects.get().state == "open", "what ended by itself begins again by itself"


def test_the_table_of_units_and_months_leads_to_the_list(world: World, signed_in: Any) -> None:
    lagging(world)
    lagging(world, project(world, "另一个"), month=9)
    browser = signed_in("department_reviewer")
    page = browser.get(reverse("monitoring:alerts")).content.decode()
    assert f"organization={world.units[0].code}&amp;month=7" in page
    listed = browser.get(reverse("monitoring:alerts"), {"organization": world.units[0].code, "month": "7"})
    assert [alert.goal.name for alert, _light in listed.context["alerts"]] == ["招商经费"]
    rows = b"".join(browser.get(reverse("monitoring:alert_heat")).streaming_content).decode().splitlines()
    assert rows[1].startswith(f"{world.units[0].name},0,0,0,0,0,0,1,0,1")
    exported = b"".join(browser.get(reverse("monitoring:alert_export"), {"month": "9"}).streaming_content).decode()
    assert exported.count("红灯") == 1
