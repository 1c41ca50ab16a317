"""A blank paragraph inside a cell, which in a plain text looks like the end of a row."""

from dataclasses import fields

import pytest
from tests.cli.conftest import goal_table

import jiheng

TEXT = goal_table()


def content(text):
    """All that a table says, without where it says it."""
    (sheet,) = jiheng.read(text.encode()).sheets
    return {field.name: getattr(sheet, field.name) for field in fields(sheet) if "place" not in field.name}


def cut(cell):
    """The text with a blank line behind a cell that is not the last one of its row."""
    text = TEXT.replace(f"\t{cell}\n\t", f"\t{cell}\n\n\t", 1)
    assert text != TEXT
    return text


@pytest.mark.parametrize(
    "cell",
    [
        "项目编码", "13073025P00000110001D", "项目名称", "预算规模及资金用途", "预算数", "50.00", "其中：财政资金", "其他资金",
        "资金支出计划（%）", "3月底", "6月底", "20", "50", "绩效目标", "一级指标", "二级指标", "产出指标", "数量指标", "≥6场",
    ],
)  # fmt: skip
def test_a_row_cut_behind_any_cell_says_the_same(cell):
    text = cut(cell)
    assert content(text) == content(TEXT)


def test_a_row_that_was_joined_is_said_with_its_place():
    usual = jiheng.read(TEXT.encode()).notes
    (note,) = (note for note in jiheng.read(cut("项目编码").encode()).notes if note not in usual)
    assert note.message == "一行被空行隔开，已接回：项目编码 13073025P00000110001D 项目名称 招商推介专项经费"
    assert note.place.line == TEXT.split("\n").index("\t项目编码") + 1


def test_rows_that_are_whole_are_left_as_they_are():
    blank = TEXT.replace("\t0\n", "\t\n")  # 其他资金 without a value: its cell is there
    sheet = jiheng.read(blank.encode()).sheets[0]
    assert sheet.budget.other is None
    assert sheet.purpose == "用于举办招商推介会的场地、资料和差旅支出"
