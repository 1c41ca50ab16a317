"""The charts in a real browser: drawn, clicked, taken along."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.web.factories import World
from tests.web.ui.test_overview import handed_in

from jiheng.web.goals.models import GoalState

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="needs playwright"),
]
# The driver runs an event loop in this thread; Django would not touch the database beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
HOSTILE = "<img src=x onerror=\"document.title='hit'\">局"


@pytest.fixture
def overview(live_server: Any, world: World) -> Iterator[Any]:
    """The first page of the performance office, with charts; one department has a hostile name."""
    from playwright.sync_api import sync_playwright

    world.departments[1].name = HOSTILE
    world.departments[1].save()
    handed_in(world, world.units[0], errors=1, step="主管部门")
    handed_in(world, world.units[2], GoalState.RETURNED)
    handed_in(world, world.units[2], GoalState.RETURNED, warnings=2)
    client = Client()
    client.force_login(world.people["performance_office"])
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.goto("/")
        page.wait_for_selector("#chart-states svg text")
        yield page
        browser.close()
    assert not problems


def test_charts_are_drawn_and_names_stay_text(overview: Any) -> None:
    drawn = overview.locator("figure[data-chart] svg")
    assert drawn.count() == 4
    said = overview.locator("#chart-states svg").text_content()
    assert "教育局" in said
    assert "已退回" in said
    overview.locator("#chart-states .chart-canvas").hover(position={"x": 300, "y": 60})  # the tooltip says the name
    overview.wait_for_timeout(200)
    assert overview.title() == "待办 · 绩衡"
    assert not overview.locator(".chart-canvas img").count()


def test_a_bar_leads_to_its_list(overview: Any) -> None:
    bars = overview.locator("#chart-states svg path[fill^='url'], #chart-states svg path[fill='#e8865f']")
    boxes = [bar.bounding_box() for bar in bars.all()]
    widest = max(boxes, key=lambda box: box["width"])
    overview.mouse.click(widest["x"] + widest["width"] / 2, widest["y"] + widest["height"] / 2)
    overview.wait_for_url("**/goals/**")
    assert "state=returned" in overview.url
    assert "共 2 张" in overview.content()


def test_a_picture_is_taken_along_with_its_title(overview: Any, tmp_path: Path) -> None:
    for kind, begins in (("png", b"\x89PNG"), ("svg", b"<svg")):
        with overview.expect_download() as waiting:
            overview.click(f"#chart-quality [data-save={kind}]")
        assert waiting.value.suggested_filename == f"quality.{kind}"
        waiting.value.save_as(path := tmp_path / f"quality.{kind}")
        assert path.read_bytes().startswith(begins)
    assert "1 张有必须修改的问题" in (tmp_path / "quality.svg").read_text(encoding="utf-8")


def test_on_paper_charts_have_their_size(overview: Any) -> None:
    overview.emulate_media(media="print")
    overview.set_viewport_size({"width": 700, "height": 900})
    for number in range(4):
        box = overview.locator("figure[data-chart] svg").nth(number).bounding_box()
        assert box["width"] <= 700
        assert box["height"] > 80
