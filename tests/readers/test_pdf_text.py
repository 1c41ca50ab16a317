"""The text of printed pages: lines that belong together, in cells and outside tables, and what stands on every page."""

import pytest
from tests.pdf import cells, document, text
from tests.readers.printed import FULL, XS, YS, blocks, body

from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.pdf.reader import read_here

# ---- lines inside a cell ----


def cell(*lines, width=100, padding=5):
    height = 10 + 13 * len(lines)
    table = cells([50, 100, 100 + width], [100, 100 + height], [["项", "\n".join(lines)]], padding=padding)
    return blocks(table)[0][0][1]


def test_a_code_broken_over_three_lines_is_one_word():
    assert cell("13073024P000457100", "04Y1234567890123456", "78X") == "13073024P00045710004Y123456789012345678X"


def test_words_that_a_narrow_cell_wraps_are_whole():
    assert cell("水、电、气、", "暖等管网改造", "工程量", width=70) == "水、电、气、暖等管网改造工程量"


def test_a_sign_that_may_not_begin_a_line_takes_its_neighbour_along():
    assert cell("完成率达到了一百分", "之百）。", width=100) == "完成率达到了一百分之百）。"


def test_paragraphs_stay_apart():
    assert cell("开展工作。", "招商引资。", width=200) == "开展工作。\n招商引资。"


def test_numbered_items_stay_apart_even_behind_a_full_line():
    assert cell(
        "1.开展工作，保障机关；", "2.招商引资，洽谈项目；", "3.偿还债务，解除服务，", "并且付款。", width=115
    ) == ("1.开展工作，保障机关；\n2.招商引资，洽谈项目；\n3.偿还债务，解除服务，并且付款。")


def test_a_number_at_the_start_of_a_wrapped_line_is_no_item():
    assert cell("比上一年增长了大约为", "2.5个百分点以上", width=110) == "比上一年增长了大约为2.5个百分点以上"


def test_a_larger_distance_separates_paragraphs():
    assert cell("文" * 9, "文" * 9, "", "字" * 9, "字" * 3) == "文" * 18 + "\n" + "字" * 12


def test_an_indented_line_begins_a_paragraph():
    full = "文" * 19
    table = cells([50, 100, 300], [100, 200], [["项", ""]])
    lines = [text(125, 104, full[:17]), text(105, 117, full), text(125, 130, full[:17]), text(105, 143, "完。")]
    assert blocks([table, *lines])[0][0][1] == "文" * 36 + "\n" + "文" * 17 + "完。"


def test_centred_lines_are_healed():
    table = cells([50, 100, 170], [100, 150], [["项", ""]])
    assert blocks([table, text(105, 104, "服务对象满意"), text(130, 117, "度")])[0][0][1] == "服务对象满意度"


@pytest.mark.parametrize(("x", "y", "turn"), [(58, 180, (0, 1, -1, 0)), (72, 120, (0, -1, 1, 0))])
def test_a_label_turned_on_its_side(x, y, turn):
    table = cells([50, 80, 250], [100, 200, 230], [["", "内容"], ["1", "2"]])
    assert blocks([table, text(x, y, "绩效目标", matrix=turn)])[0][0] == ["绩效目标", "内容"]


def test_a_label_written_downwards():
    assert (
        blocks(cells([50, 70, 250], [100, 200, 230], [["绩\n效\n目\n标", "内容"], ["1", "2"]]))[0][0][0] == "绩效目标"
    )


def test_a_small_raised_figure_stays_on_its_line():
    assert blocks([text(90, 72, "面积100平方米"), text(155, 70, "2", 6), text(90, 92, "完。")]) == [
        "面积100平方米2",
        "完。",
    ]


def test_words_of_latin_letters_keep_their_space():
    assert cell("internet plus", "action", width=85) == "internet plus action"


def test_a_gap_is_a_space():
    assert blocks([text(90, 72, "怀财字7号"), text(142, 72, "定额公用经费")]) == ["怀财字7号 定额公用经费"]


# ---- text outside tables ----


def test_wrapped_lines_are_one_paragraph_and_indented_ones_begin_one():
    lines = [text(110, 72, FULL[2:]), body(FULL, "到此为止。", y=92), text(110, 132, FULL[2:]), body("完。", y=152)]
    assert blocks(lines) == [FULL[2:] + FULL + "到此为止。", FULL[2:] + "完。"]


def test_a_paragraph_goes_on_over_a_page():
    first = [body(*[FULL] * 35), text(290, 800, "- 1 -")]
    second = [body("字" + FULL[1:], "完。"), text(290, 800, "- 2 -")]
    assert blocks(first, second) == [FULL * 35 + "字" + FULL[1:] + "完。"]


def test_a_heading_is_a_paragraph_of_its_own():
    page = [
        text(90, 72, "标" * 20, 20),
        body(FULL, "完。", y=110),
        text(90, 160, "二、小标题"),
        body(FULL, "完。", y=180),
    ]
    assert blocks(page) == ["标" * 20, FULL + "完。", "二、小标题", FULL + "完。"]


def test_lines_of_a_table_of_contents():
    reading, _ = read_here(
        document(body("目录", "一、总体绩效目标" + "." * 66 + "1", "二、分项绩效目标" + "." * 66 + "12")),
        DEFAULT_LIMITS,
    )
    assert [block.is_contents for block in reading.blocks] == [False, True, True]


# ---- headers and footers ----


def test_headers_footers_and_page_numbers_are_left_out():
    pages = [
        [text(90, 40, "某某开发区2025年预算绩效目标"), body(f"第{n}段。"), text(280, 790, f"第 {n} 页 共 3 页")]
        for n in (1, 2, 3)
    ]
    assert blocks(*pages) == ["第1段。", "第2段。", "第3段。"]


@pytest.mark.parametrize("number", ["3", "- 3 -", "—3—", "3/12", "第3页", "第 3 页 / 共 12 页", "iv"])
def test_a_lone_number_at_the_foot_is_a_page_number(number):
    assert blocks([body("甲。"), text(290, 800, number)]) == ["甲。"]


def test_the_same_title_above_the_table_of_each_page_stays():
    pages = [
        [text(250, 60, "项目绩效目标表"), text(330, 80, "单位：万元"), cells(XS, YS, [[str(n)] * 3] * 3)]
        for n in (1, 2)
    ]
    assert blocks(*pages) == [
        "项目绩效目标表", "单位：万元", [["1"] * 3] * 3, "项目绩效目标表", "单位：万元", [["2"] * 3] * 3,
    ]  # fmt: skip
