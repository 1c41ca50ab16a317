"""Charts as data: what the table says, what the script gets, what goes into a file."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from lxml import html

from jiheng.web.ui.charts import Chart, ChartKind, Mark, Series, Tone, chart_csv, curve
from jiheng.web.ui.templatetags.ui import figure, sparkline

HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>=1+1'


def make(kind: ChartKind = ChartKind.STACKED, *, names: int = 3, shown: int = 12) -> Chart:
    """Two series over some departments; the first has a hostile name."""
    categories = [HOSTILE, *(f"部门{number}" for number in range(1, names))]
    links = [f"/list/{number}?a=1&b=2" for number in range(names)]
    return Chart(
        "states", kind, "两张被退回", "张数，按部门", "张", "部门", categories,
        [
            Series("已退回", [2, *[0] * (names - 2), None], Tone.RETURNED, links),
            Series("已批复", [Decimal(number) * 10 for number in range(names)], Tone.APPROVED),
        ],
        timezone.now(), links=links, csv="/states.csv", shown=shown, marks=[Mark("部门1", "截止")],
    )  # fmt: skip


def shown(chart: Chart) -> html.HtmlElement:
    return html.fromstring(render_to_string("ui/_chart.html", {"chart": chart}))


def test_the_table_says_what_the_picture_says_and_leads_to_the_lists() -> None:
    page = shown(make())
    rows = [[cell.text_content() for cell in row] for row in page.iter("tr")]
    assert rows == [
        ["部门", "已退回", "已批复"],
        [HOSTILE, "2", "0"],
        ["部门1", "0", "10"],
        ["部门2", "—", "20"],
    ]
    assert page.xpath("//tbody//td//a/@href") == ["/list/0?a=1&b=2"], "no list behind 0 or nothing"
    assert page.xpath("//tbody//th//a/@href")[1] == "/list/1?a=1&b=2"
    assert page.xpath("//th/@scope") == ["col"] * 3 + ["row"] * 3


def test_names_from_outside_stay_text() -> None:
    page = shown(make())
    scripts = page.xpath("//script")
    assert [script.get("type") for script in scripts] == ["application/json"]
    assert json.loads(scripts[0].text)["categories"][0] == HOSTILE
    assert not page.xpath("//img | //*[@onerror]")


def test_a_file_for_excel_has_no_formulas() -> None:
    content = b"".join(chart_csv(make()._replace(categories=["=1+1", "甲", "乙"]))).decode()  # type: ignore[arg-type]
    assert content.splitlines() == ["\ufeff部门,已退回（张）,已批复（张）", "'=1+1,2,0", "甲,0,10", "乙,,20"]


def test_a_picture_of_many_shows_the_first_and_says_so() -> None:
    chart = make(names=30)
    assert len(chart.spec["categories"]) == len(chart.spec["series"][0]["values"]) == 12
    page = shown(chart)
    assert "图中为前 12 个，数据表有全部 30 个" in page.text_content()
    assert len(page.xpath("//tbody/tr")) == 30


def test_a_line_has_all_its_days() -> None:
    chart = make(ChartKind.LINE, names=30)
    assert len(chart.spec["categories"]) == 30
    assert chart.spec["marks"] == [{"at": "部门1", "name": "截止"}]
    assert not chart.is_cut


def test_a_heat_table_needs_no_script() -> None:
    page = shown(make(ChartKind.HEAT))
    assert not page.xpath("//script")
    assert page.xpath("//td/@class") == [f"number shade-{shade}" for shade in (1, 0, 0, 3, 0, 5)], (
        "the darker the more, nothing is blank"
    )


def test_numbers_are_written_as_people_read_them() -> None:
    assert [figure(1234567, 0), figure(Decimal("1234.5"), 2), figure(None), figure(0)] == [
        "1,234,567", "1,234.50", "—", "0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ([1, 2, 3], "2.0,22.0 48.0,12.0 94.0,2.0"),
        ([5, 5], "2.0,22.0 94.0,22.0"),
        ([1, None, 3], "2.0,22.0 94.0,2.0"),
        ([1], ""),
        ([None, None, 4], ""),
        ([], ""),
    ],
)
def test_a_small_line(values: list[int | None], points: str) -> None:
    assert curve(values) == points


def test_a_small_line_says_what_it_shows() -> None:
    drawn = str(sparkline([1, 3], 'x"><script>'))
    assert 'role="img"' in drawn
    assert unescape(re.search('aria-label="([^"]*)"', drawn)[1]) == 'x"><script>'  # type: ignore[index]
    assert not sparkline([1], "一个数不成线")
