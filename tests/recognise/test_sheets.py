"""Goal sheets are found by their labels, however the table is laid out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.domain.goals import Document, Organization, Source
from jiheng.domain.grid import Cell, Grid, Paragraph, Reading
from jiheng.domain.place import Place
from jiheng.domain.text import label_key
from jiheng.forms import load_forms
from jiheng.recognise import recognise

HEAD = [
    ["301001云溪经济开发区管理委员会", "单位：万元"],
    ["项目编码", "13079925P000001100018", "项目名称", "招商经费"],
    ["预算规模及资金用途", "预算数", "50.00", "其中：财政    资金", "40.00", "其他资金", "10.00"],
    ["", "用于招商推介"],
    ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
    ["", "25%", "50.00%", "75%", "100%"],
    ["绩效目标", "1.办会\n2.签约"],
]
HEADER = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
ROWS = [
    ["产出指标", "数量指标", "场次", "推介会场次", "≥6场", "计划"],
    ["", "质量指标", "履约率", "签约履约比例", "≥80%", "均值"],
    ["", "", "合格率", "合同合格比例", "≥95%", "均值"],
    ["效益指标", "社会效益指标", "就业", "新增岗位", "≥120个", "报告"],
]
SOURCE = Source("表.txt", "0" * 64, "txt")


def grid(rows, number=1):
    return Grid(number, tuple(tuple(Cell(t, r, c) for c, t in enumerate(row, 1)) for r, row in enumerate(rows, 1)))


def document(*blocks) -> Document:
    return recognise(Reading("txt", tuple(blocks)), SOURCE, load_forms())


def summary(sheet):
    return (
        sheet.organization, sheet.code, sheet.name, sheet.budget, sheet.purpose,
        [(step.month, step.percent) for step in sheet.spending_plan], sheet.goals,
        [(i.level1, i.level2, i.name, i.description, i.target and i.target.raw, i.basis) for i in sheet.indicators],
    )  # fmt: skip


@pytest.fixture
def plain():
    (sheet,) = document(grid([*HEAD, HEADER, *ROWS])).sheets
    return summary(sheet)


def test_the_form_as_printed(plain):
    organization, code, name, budget, purpose, plan, goals, rows = plain
    assert organization == Organization("301001", "云溪经济开发区管理委员会")
    assert (code, name, purpose) == ("13079925P000001100018", "招商经费", "用于招商推介")
    assert [str(v) for v in (budget.total, budget.fiscal, budget.other)] == ["50.00", "40.00", "10.00"]
    assert budget.currency_unit == "万元"
    assert plan == [(3, 25), (6, 50), (10, 75), (12, 100)]
    assert goals == ("办会", "签约")
    assert [row[:2] for row in rows] == [
        ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标"),
    ]  # fmt: skip


def test_blank_spacer_columns_do_no_harm(plain):
    def spaced(rows, at):
        return [[*row[:at], "", *row[at:]] if len(row) > at else [*row, ""] for row in rows]

    for at in (2, 3, 4):
        (sheet,) = document(grid([*spaced(HEAD, at), *spaced([HEADER, *ROWS], at)])).sheets
        assert summary(sheet) == plain


def test_rows_in_another_order_do_no_harm(plain):
    order = [HEAD[i] for i in (6, 1, 4, 5, 0, 3)]
    order[5:] = [HEAD[2], HEAD[3]]
    (sheet,) = document(grid([*order, HEADER, *ROWS])).sheets
    assert summary(sheet) == plain


def test_columns_in_another_order_do_no_harm(plain):
    order = (0, 1, 2, 4, 3, 5)
    (sheet,) = document(grid([*HEAD, *([row[i] for i in order] for row in [HEADER, *ROWS])])).sheets
    assert summary(sheet) == plain


def test_organization_and_unit_between_heading_and_table(plain):
    heading = Paragraph("1.招商经费绩效目标表", 1)
    line = Paragraph("301001云溪经济开发区管理委员会　　　单位：万元", 2)
    (sheet,) = document(heading, line, grid([*HEAD[1:], HEADER, *ROWS])).sheets
    assert summary(sheet) == plain
    (sheet,) = document(heading, grid(HEAD[:1]), grid([*HEAD[1:], HEADER, *ROWS], 2)).sheets
    assert summary(sheet) == plain


@pytest.mark.parametrize("cut", range(2, 8))
def test_a_table_in_several_pieces_is_one_sheet(plain, cut):
    rows = [*HEAD, HEADER, *ROWS]
    if cut == 5:  # between the months and their percentages nobody could tell
        cut = 4
    (sheet,) = document(grid(rows[:cut]), grid(rows[cut:], 2)).sheets
    assert summary(sheet)[:3] == plain[:3]
    assert summary(sheet)[7] == plain[7]


def test_an_indicator_grid_that_goes_on_in_another_table(plain):
    (sheet,) = document(grid([*HEAD, HEADER, *ROWS[:2]]), grid(ROWS[2:], 2)).sheets
    assert summary(sheet) == plain


def test_repeated_header_rows_are_no_indicators(plain):
    (sheet,) = document(grid([*HEAD, HEADER, *ROWS[:2], HEADER, *ROWS[2:]])).sheets
    assert summary(sheet) == plain


def test_many_tables_in_one_grid(plain):
    second = [row[:] for row in HEAD]
    second[1][1], second[1][3] = "13079925P000002100019", "培训经费"
    first, other = document(grid([*HEAD, HEADER, *ROWS, *second, HEADER, *ROWS[3:]])).sheets
    assert summary(first) == plain
    assert other.name == "培训经费"
    assert other.organization == first.organization
    assert [(i.level1, i.name) for i in other.indicators] == [("效益指标", "就业")]


def test_headings_number_the_tables():
    blocks = [
        Paragraph("2.招商经费绩效目标表", 1), grid([*HEAD, HEADER, *ROWS]),
        Paragraph("5.招商经费绩效目标表", 2), grid([*HEAD, HEADER, *ROWS], 2),
    ]  # fmt: skip
    assert [sheet.number for sheet in document(*blocks).sheets] == [2, 5]
    blocks[2] = Paragraph("2.招商经费绩效目标表", 2)
    read = document(*blocks)
    assert [sheet.number for sheet in read.sheets] == [1, 2]
    assert "table-numbers" in {note.code for note in read.notes}


def test_a_malformed_amount_and_percentage_are_null_with_a_note():
    head = [row[:] for row in HEAD]
    head[2][2], head[5][1] = "约五十", "四分之一"
    read = document(grid([*head, HEADER, *ROWS]))
    (sheet,) = read.sheets
    assert sheet.budget.total is None
    assert sheet.spending_plan[0].percent is None
    assert sheet.malformed.keys() == {"budget.total", "spending_plan[0]"}
    notes = {note.code: note for note in read.notes}
    assert notes["malformed-amount"].place == Place(1, 3, 3)
    assert "约五十" in notes["malformed-amount"].message
    assert notes["malformed-percent"].place == Place(1, 6, 2)


@pytest.mark.parametrize(
    ("text", "want"),
    [("1,245.99", "1245.99"), ("１０．５", "10.5"), ("10.00万元", "10.00"), ("￥10", "10"), ("", None), ("0", "0")],
)
def test_amounts(text, want):
    head = [row[:] for row in HEAD]
    head[2][2] = text
    (sheet,) = document(grid([*head, HEADER, *ROWS])).sheets
    assert (None if sheet.budget.total is None else str(sheet.budget.total)) == want
    assert not sheet.malformed


def test_an_amount_in_another_unit_is_not_converted_silently():
    head = [row[:] for row in HEAD]
    head[2][2] = "500000元"
    read = document(grid([*head, HEADER, *ROWS]))
    assert read.sheets[0].budget.total is None
    assert "malformed-amount" in {note.code for note in read.notes}


def test_a_row_split_by_a_blank_line_is_joined():
    rows = [*HEAD, HEADER, ROWS[0][:4], ROWS[0][4:], *ROWS[1:]]
    read = document(grid(rows))
    assert read.sheets[0].indicators[0].target.raw == "≥6场"
    assert len(read.sheets[0].indicators) == 4
    assert "joined-row" in {note.code for note in read.notes}


def test_a_row_that_lost_its_last_empty_cell():
    read = document(grid([*HEAD, HEADER, *ROWS[:3], ROWS[3][:5]]))
    assert [i.basis for i in read.sheets[0].indicators] == ["计划", "均值", "均值", None]


def test_what_is_not_understood_becomes_a_note():
    rows = [[*HEAD[0], "密级：内部"], *HEAD[1:], HEADER, *ROWS, ["注：本表一式两份"] * 6]
    merged = Cell("注：本表一式两份", 13, 1)
    read = document(
        Grid(1, (*grid(rows[:-1]).rows, (merged,) * 6)),
        Paragraph("填表人：某某", 9),
        grid([["甲", "乙"], ["丙", "丁"]], 2),
    )
    said = " ".join(note.message for note in read.notes)
    for words in ("密级：内部", "一式两份", "填表人", "甲 乙 丙 丁"):
        assert words in said


def test_label_and_value_in_one_cell():
    rows = [
        ["预算单位：301001云溪管委会", "金额单位：元"],
        ["项目编码：13079925P000001100018", "项目名称：招商经费"],
        HEADER,
        *ROWS,
    ]
    (sheet,) = document(grid(rows)).sheets
    assert (sheet.code, sheet.name, sheet.budget.currency_unit) == ("13079925P000001100018", "招商经费", "元")
    assert sheet.organization == Organization("301001", "云溪管委会")


LABELS = [
    *(cell for row in HEAD[:-1] for cell in row),
    "绩效目标",
    "办会与签约",
    *HEADER,
    *(cell for row in ROWS for cell in row),
    "合计",
    "",
    "无",
]


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.lists(
            st.lists(st.sampled_from(LABELS) | st.text(st.characters(categories=["L", "N"]), max_size=6), max_size=8),
            max_size=8,
        ),
        max_size=4,
    )
)
def test_recognition_is_total_and_loses_nothing_silently(tables):
    blocks = [grid([[cell.strip() for cell in row] for row in rows], n) for n, rows in enumerate(tables, 1)]
    read = document(*blocks)
    sheets = read.sheets
    kept = [repr(sheet) + repr(sheet.organization) for sheet in sheets] + [note.message for note in read.notes]
    haystack = "".join("".join(kept).split())
    points = {place for sheet in sheets for place in sheet.places.values()}
    points |= {place for sheet in sheets for i in sheet.indicators for place in i.places.values()}
    points = (points | {note.place for note in read.notes}) - {None}
    unknown_tables = {note.place.table for note in read.notes if note.code in {"unrecognised-table", "blank-table"}}
    for block in blocks:
        known = load_forms()["hebei-project-goals"]
        for row in block.rows:
            for cell in row:
                label = label_key(cell.text) in known.labels or label_key(cell.text) in known.column_labels
                month = label_key(cell.text).endswith("月底")
                if not cell.text or label or month or block.number in unknown_tables:
                    continue
                assert (
                    block.place(cell) in points
                    or "".join(cell.text.split())[:20] in haystack
                    or repr(cell.text)[1:-1] in haystack
                ), cell


def test_indicators_below_a_strange_head_are_kept():
    strange = [*HEADER[:4], "考核口径", HEADER[5]]
    read = document(grid([*HEAD, strange, *ROWS]))
    (sheet,) = read.sheets
    first = sheet.indicators[0]
    assert (first.level1, first.level2, first.name, first.target) == ("产出指标", "数量指标", "场次", None)
    assert any("考核口径" in note.message for note in read.notes)


def test_a_year_before_the_heading_is_no_number():
    (sheet,) = document(Paragraph("2024年度项目支出绩效目标表", 1), grid([*HEAD, HEADER, *ROWS])).sheets
    assert sheet.number == 1


@pytest.mark.parametrize(
    "rows",
    [
        [["单位名称", "合计", "财政拨款", "其他资金", "上年结转"], ["档案馆", "320", "300", "20", "0"]],
        [["项目编码", "项目名称", "预算数", "财政拨款", "其他资金"], ["13079925P000001100018", "招商", "9", "9", "0"]],
    ],
)
def test_the_other_tables_of_a_budget_are_no_goals(plain, rows):
    read = document(grid(rows), grid([*HEAD, HEADER, *ROWS], 2), grid(rows, 3))
    assert [summary(sheet) for sheet in read.sheets] == [plain]
    assert [note.code for note in read.notes].count("unrecognised-table") == 2
