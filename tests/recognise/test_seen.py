"""What the field knows mends what the eye misread; nothing silently, and nothing that may be two things."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jiheng.domain.goals import Budget, GoalSheet, PlanStep
from jiheng.domain.grid import Cell, Grid, Paragraph, Reading
from jiheng.domain.place import Place
from jiheng.forms import load_forms
from jiheng.recognise.seen import doubts_of, mend


def mended(text, confidence=0.8):
    grid = Grid(1, ((Cell(text, 1, 1, None, confidence), Cell("旁", 1, 2, None, 0.99)),), page=2)
    reading = mend(Reading("pdf", (grid,)), load_forms())
    return reading.blocks[0].rows[0][0].text, [note.code for note in reading.notes]


@pytest.mark.parametrize(
    ("seen", "meant", "note"),
    [
        ("资金支岀计划", "资金支出计划", "mended-label"),
        ("项目编玛", "项目编码", "mended-label"),
        ("服务对象满意度指际", "服务对象满意度指标", "mended-level"),
        ("1OO.OO", "100.00", "mended-number"),
        ("≥9O%", "≥90%", "mended-number"),
        ("l2。50", "12.50", "mended-number"),
        ("13073024P00045710O04Y", "13073024P00045710004Y", "mended-code"),
        ("13073024P000457100D4Y", "13073024P00045710004Y", "mended-code"),
    ],
)
def test_what_can_mean_only_one_thing_is_mended_and_told(seen, meant, note):
    assert mended(seen) == (meant, [note])


@pytest.mark.parametrize("text", ["招商推介会场次", "13073024P00045710005Y", "打造中日经济合作的平台"])
def test_what_is_not_sure_is_said(text):
    assert mended(text) == (text, ["doubtful"])


def test_a_code_with_a_wrong_check_character_is_doubtful_however_clear_it_was():
    assert mended("13073024P00045710005Y", 0.999) == ("13073024P00045710005Y", ["doubtful"])


@pytest.mark.parametrize("text", ["资金支出计划（%）", "产出指标", "招商推介会场次", "12.50"])
def test_what_is_sure_stays(text):
    assert mended(text, 0.98) == (text, [])


def test_commas_of_two_widths_in_one_text_are_doubtful():
    assert mended("延长使用寿命，保障正常运行,确保安全", 0.99)[1] == ["doubtful"]


def test_a_known_label_needs_no_second_look():
    assert mended("项目编码", 0.6) == ("项目编码", [])


def test_paragraphs_are_doubted_with_their_page():
    reading = mend(Reading("pdf", (Paragraph("一、总体目标", 1, page=3, confidence=0.5),)), load_forms())
    (note,) = reading.notes
    assert (note.code, note.place.page) == ("doubtful", 3)


def test_what_no_picture_gave_is_left_alone():
    reading = Reading("docx", (Grid(1, ((Cell("1OO.OO", 1, 1),),)),))
    assert mend(reading, load_forms()) is reading


def test_what_does_not_add_up_is_said():
    seen = Place(1, 3, 2, None, 1, None, 0.99)
    sheet = form_sheet(
        budget=Budget(Decimal("12.50"), Decimal("72.50"), None, "万元"),
        spending_plan=(PlanStep(6, Decimal(50)), PlanStep(12, Decimal(10))),
        places={"budget.total": seen, "spending_plan[0]": seen},
    )
    assert [note.code for note in doubts_of([sheet])] == ["doubtful-sum", "doubtful-plan"]
    assert doubts_of([replace(sheet, places={})]) == []


def form_sheet(**fields):
    return GoalSheet(
        number=1, form="hebei-project-goals", organization=None, code=None, name="某项目", purpose=None, goals=(),
        indicators=(), **fields,
    )  # fmt: skip


def test_scratches_behind_a_label_are_left_out():
    assert mended("绩效指标描述\n一", 0.95) == ("绩效指标描述", ["mended-label"])


def test_an_amount_and_the_next_label_in_one_cell_are_doubtful():
    assert mended("241.96其他资金", 0.99) == ("241.96其他资金", ["doubtful"])


def test_where_the_line_between_them_was_not_seen_they_share_their_columns():
    label, both, other = (
        Cell(text, 1, column, None, 0.99) for text, column in (("其中：财政资金", 1), ("241.96其他资 金", 2), ("0", 4))
    )
    below = Cell("用于园区建设", 2, 1, None, 0.99)
    reading = mend(Reading("pdf", (Grid(1, ((label, both, both, other), (below,) * 4), page=2),)), load_forms())
    first, second = reading.blocks[0].rows
    assert [(cell.text, cell.column) for cell in first] == [
        ("其中：财政资金", 1), ("241.96", 2), ("其他资 金", 3), ("0", 4)
    ]  # fmt: skip
    assert second == (below,) * 4
    assert [(note.code, note.place.column) for note in reading.notes] == [("doubtful", 2)]
