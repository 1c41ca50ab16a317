from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web.disclosure.approved import HOSTILE, approve, make_sheet
from tests.web.factories import World

from jiheng.web.disclosure.models import Exemption, Publication
from jiheng.web.disclosure.selectors.office import waiting_count
from jiheng.web.disclosure.services import publish

Browser = Callable[[str], Client]


def _approved_days_ago(world: World, days: int) -> None:
    world.cycle.approved_on = timezone.localdate() - timedelta(days=days)
    world.cycle.save()


@pytest.mark.parametrize(
    ("days", "sign"),
    [(None, "○ 预算尚未批准"), (0, "● 还剩 20 天"), (14, "● 还剩 6 天"), (16, "▲ 还剩 4 天"), (20, "▲ 今天截止"), (21, "× 逾期 1 天"), (40, "× 逾期 20 天")],
)  # fmt: skip
def test_the_clock_runs_from_the_approval_of_the_budget(
    world: World, signed_in: Browser, days: int | None, sign: str
) -> None:
    approve(world, make_sheet(world.units[0]))
    if days is not None:
        _approved_days_ago(world, days)
    page = signed_in("auditor").get("/disclosure/").content.decode()
    assert sign in page


def test_a_leader_publishes_withdraws_and_publishes_again(world: World, signed_in: Browser) -> None:
    approve(world, make_sheet(world.units[0]))
    unit = world.units[0]
    browser = signed_in("unit_leader")
    page = browser.post(f"/disclosure/{unit.pk}/{world.year}/publish/", follow=True).content.decode()
    assert "已经公开，第 1 次" in page
    assert f"/public/documents/{unit.code}/{world.year}/1/" in page
    again = browser.post(f"/disclosure/{unit.pk}/{world.year}/publish/", follow=True).content.decode()
    assert "完全相同" in again
    publication = Publication.objects.get()
    path = f"/disclosure/publications/{publication.pk}/withdraw/"
    assert "理由" in browser.post(path, {"reason": ""}, follow=True).content.decode()
    assert "已经撤回" in browser.post(path, {"reason": "有误"}, follow=True).content.decode()
    assert "刚刚已经撤回" in browser.post(path, {"reason": "有误"}, follow=True).content.decode()
    assert "第 2 次" in browser.post(f"/disclosure/{unit.pk}/{world.year}/publish/", follow=True).content.decode()


def test_a_project_is_kept_back_with_a_reason_and_released(world: World, signed_in: Browser) -> None:
    goal = approve(world, make_sheet(world.units[0]))
    browser = signed_in("department_reviewer")
    path = f"/disclosure/goals/{goal.pk}/exempt/"
    assert "理由" in browser.post(path, {"reason": "长" * 1001}, follow=True).content.decode()
    assert not Exemption.objects.exists()
    page = browser.post(path, {"reason": "国家秘密"}, follow=True).content.decode()
    assert "▲ 不公开" in page
    assert "国家秘密" in page
    exemption = Exemption.objects.get()
    page = browser.post(f"/disclosure/exemptions/{exemption.pk}/end/", follow=True).content.decode()
    assert "✓ 列入" in page


def test_who_may_only_look_sees_no_buttons(world: World, signed_in: Browser) -> None:
    approve(world, make_sheet(world.units[0]))
    page = signed_in("preparer").get(f"/disclosure/{world.units[0].pk}/{world.year}/").content.decode()
    assert "招商经费" in page
    assert "/publish/" not in page
    assert "/exempt/" not in page


def test_the_list_is_filtered_by_state_and_shows_only_what_is_in_scope(world: World, signed_in: Browser) -> None:
    for unit in world.units[:2]:
        approve(world, make_sheet(unit), organization=unit)
    publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    browser = signed_in("department_reviewer")
    everything = browser.get("/disclosure/").content.decode()
    assert "教育局第1单位" in everything
    assert "交通运输局第1单位" not in everything
    waiting = browser.get("/disclosure/?state=waiting").content.decode()
    assert "教育局第2单位" in waiting
    assert "教育局第1单位" not in waiting
    published = browser.get("/disclosure/?state=published").content.decode()
    assert "教育局第1单位" in published
    assert "教育局第2单位" not in published
    assert waiting_count(world.people["department_reviewer"], world.year) == 1


def test_what_was_approved_after_publication_is_pointed_out(world: World, signed_in: Browser) -> None:
    approve(world, make_sheet(world.units[0]))
    publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    approve(world, make_sheet(world.units[0], "追加项目"))
    assert "▲ 公开后又有批复" in signed_in("auditor").get("/disclosure/?state=changed").content.decode()


def test_the_list_is_exported_without_formulas(world: World, signed_in: Browser) -> None:
    world.units[0].name = HOSTILE
    world.units[0].save()
    approve(world, make_sheet(world.units[0]))
    response = signed_in("auditor").get("/disclosure/export.csv?state=waiting")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0][1] == "单位名称"
    assert rows[1][1].startswith("'=cmd")
    assert len(rows) == 2


def test_the_preview_is_the_document_to_come(world: World, signed_in: Browser) -> None:
    browser = signed_in("unit_leader")
    path = f"/disclosure/{world.units[0].pk}/{world.year}/preview/"
    assert "还没有可以公开的目标" in browser.get(path, follow=True).content.decode()
    approve(world, make_sheet(world.units[0]))
    assert browser.get(path).content.startswith(b"%PDF")


def test_another_year_is_one_choice_away(world: World, signed_in: Browser) -> None:
    from jiheng.web.organizations.models import Cycle

    Cycle.objects.create(year=2026)
    browser = signed_in("unit_leader")
    response = browser.get(f"/disclosure/{world.units[0].pk}/{world.year}/?year=2026")
    assert response.url == f"/disclosure/{world.units[0].pk}/2026/"
    assert "教育局第1单位 · 2026" in browser.get(response.url).content.decode()


def test_the_number_of_queries_does_not_grow(world: World, signed_in: Browser) -> None:
    browser = signed_in("auditor")
    approve(world, make_sheet(world.units[0]))

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    paths = ["/disclosure/", f"/disclosure/{world.units[0].pk}/{world.year}/"]
    queries(paths[0])  # the first page of a session writes down when it began
    few = [queries(path) for path in paths]
    for unit in world.units:
        for number in range(5):
            approve(world, make_sheet(unit, f"项目{number}"), organization=unit)
    publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    assert [queries(path) for path in paths] == few


@pytest.mark.parametrize("query", ["state=%00", "text=%00%25_", "page=x", "page=-9", "text=" + "x" * 3000, "year=x"])
def test_any_filter_gives_a_page(signed_in: Browser, query: str) -> None:
    assert signed_in("auditor").get(f"/disclosure/?{query}").status_code == 200
