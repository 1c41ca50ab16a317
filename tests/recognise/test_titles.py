"""Headings of tables and the years that they state."""

import pytest

from jiheng.recognise.titles import Title, title_of, year_line

ENDINGS = ("绩效目标表", "绩效自评表")


@pytest.mark.parametrize(
    ("text", "number", "year"),
    [
        ("3.招商经费绩效目标表", 3, None),
        ("项目支出绩效自评表", None, None),
        ("项目支出绩效自评表（2022年度）", None, 2022),
        ("2022年度部门预算项目支出绩效自评表", None, 2022),
        ("某局2022年项目支出绩效自评表", None, 2022),
        ("5.2023年提前下达就业资金绩效目标表", 5, None),
    ],
)
def test_a_heading_has_its_number_and_states_its_year(text, number, year):
    assert title_of(text, ENDINGS) == Title(text, number, year)


@pytest.mark.parametrize("text", ["绩效目标表", "绩效目标表填报说明", "项目概况", "2022年度"])
def test_other_lines_are_no_headings(text):
    assert title_of(text, ENDINGS) is None


@pytest.mark.parametrize(
    ("text", "year"), [("（2024年度）", 2024), ("２０２４年", 2024), ("二〇二四年度", 2024), ("2024年3月", None)]
)
def test_a_line_that_is_only_a_year(text, year):
    assert year_line(text) == year
