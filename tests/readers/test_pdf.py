"""Tables of a printed page as its reader would see them."""

from itertools import pairwise

import pytest
from tests import shared
from tests.pdf import box, cells, document, line, text
from tests.readers.printed import FULL, ROWS, XS, YS, blocks, body

import jiheng
from jiheng.readers import DEFAULT_LIMITS, read_bytes


def test_a_ruled_table_between_its_title_and_what_follows():
    page = [text(50, 60, "一、标题"), cells(XS, YS, ROWS), text(50, 260, "说明。")]
    assert blocks(page) == ["一、标题", ROWS, "说明。"]


def test_merged_cells_stand_at_every_position_they_cover():
    table = cells(
        XS, YS, [["甲", None, "丙"], ["1", "2", None], [None, "5", "6"]], skip={("v", 0, 0), ("h", 1, 0), ("h", 0, 2)}
    )
    (grid,) = read_bytes(document(table), DEFAULT_LIMITS).blocks
    assert [[cell.text for cell in row] for row in grid.rows] == [["甲", "甲", "丙"], ["1", "2", "丙"], ["1", "5", "6"]]
    assert grid.rows[0][0] is grid.rows[0][1]
    assert grid.rows[1][0] is grid.rows[2][0]
    assert grid.place(grid.rows[1][1]).as_dict() == {"table": 1, "row": 2, "column": 2, "page": 1}


@pytest.mark.parametrize("way", ["pieces", "gaps", "boxes", "double", "outline", "image"])
def test_lines_count_however_they_are_drawn(way):
    drawn = []
    for y in YS:
        if way == "boxes":
            drawn.append(box(50, y - 0.5, 350, 1))
        elif way == "image":
            drawn.append(f"q 350 0 0 0.8 50 {{{y}}} cm /P Do Q")
        elif way == "double":
            drawn += [line(49, y - 1, 401, y - 1), line(49, y + 1, 401, y + 1)]
        elif way == "outline":
            drawn += [f"50 {{{y + 30}}} 350 30 re S"] if y < 200 else []
        else:
            gap = 2 if way == "gaps" else 0
            drawn += [line(a + gap, y, b - gap, y) for a, b in pairwise(XS)]
    for x in XS:
        drawn += (
            [line(x - 1, 100, x - 1, 200), line(x + 1, 100, x + 1, 200)] if way == "double" else [box(x, 100, 0.5, 100)]
        )
    if way == "outline":
        drawn += [line(50, 190, 400, 190), line(50, 200, 400, 200)]
    texts = [
        text(x + 5, y + 4, content)
        for y, row in zip(YS, ROWS, strict=False)
        for x, content in zip(XS, row, strict=False)
        if content
    ]
    (table,) = blocks([*drawn, *texts])
    assert [row for row in table if any(row)] == ROWS


def test_tables_side_by_side_and_inside_one_another():
    left, right = cells([50, 150, 250], [100, 130], [["甲", "乙"]]), cells([300, 400, 500], [100, 130], [["丙", "丁"]])
    assert blocks([left, right]) == [[["甲", "乙"]], [["丙", "丁"]]]
    outer = cells([50, 150, 400], [100, 300, 330], [["外", "说明："], ["下", "末"]])
    inner = cells([170, 250, 330], [150, 180, 210], [["内一", "内二"], ["内三", "内四"]])
    assert blocks([outer, inner]) == [[["外", "说明："], ["下", "末"]], [["内一", "内二"], ["内三", "内四"]]]


def test_a_frame_around_the_page_is_no_table():
    assert blocks([cells([20, 575], [20, 820], [[""]]), text(50, 60, "标题"), cells(XS, YS, ROWS)]) == ["标题", ROWS]


def test_a_table_whose_sides_are_open():
    skip = {("v", r, c) for r in range(3) for c in (-1, 2)}
    assert blocks(cells(XS, YS, ROWS, skip=skip)) == [ROWS]


def test_white_lines_and_slanted_watermarks_are_not_there():
    white = ["1 G", line(100, 100, 100, 200), line(50, 145, 400, 145), "0 G"]
    mark = text(200, 180, "样本", 40, (0.7, 0.7, -0.7, 0.7))
    assert blocks([*white, mark, cells(XS, YS, ROWS)]) == [ROWS]


def test_characters_drawn_twice_to_look_bold_count_once():
    assert blocks([text(90, 72, "绩效目标"), text(90.4, 72, "绩效目标")]) == ["绩效目标"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages(rotate):
    assert blocks([text(50, 60, "标题"), cells(XS, YS, ROWS)], rotate=rotate) == ["标题", ROWS]


@pytest.mark.parametrize("turn", ["0 1 -1 0 842 0 cm", "0 -1 1 0 0 842 cm", "-1 0 0 -1 595 842 cm"])
def test_text_turned_on_an_upright_page(turn):
    assert blocks([turn, text(50, 60, "标题"), cells(XS, YS, ROWS)]) == ["标题", ROWS]


def test_a_page_whose_corner_is_not_at_zero():
    assert blocks([text(50, 60, "标题"), cells(XS, YS, ROWS)], box=(-20, -30, 600, 900)) == ["标题", ROWS]


def grid_of_text(rows, top=100, pitch=20):
    return "\n".join(
        text(x, top + n * pitch + (k * 12), piece)
        for n, row in enumerate(rows)
        for x, content in zip((60, 200, 340), row, strict=False)
        for k, piece in enumerate(content.split("\n"))
        if piece
    )


def test_a_table_without_lines():
    rows = [["项目", "预算数", "说明"], ["招商经费", "20.00", "全年"], ["公用经费", "5.00", "全年"]]
    assert blocks([text(60, 60, "预算情况如下。"), grid_of_text(rows)]) == ["预算情况如下。", rows]


def test_a_table_with_lines_between_its_rows_only():
    rows = [["项目", "预算数", "说明"], ["招商专项\n经费", "20.00", "全年"], ["公用经费", "5.00", "全年"]]
    lines = [line(55, y, 400, y) for y in (95, 135, 175, 215)]
    assert blocks([*lines, grid_of_text(rows, pitch=40)]) == [[rows[0], ["招商专项经费", "20.00", "全年"], rows[2]]]


def test_two_pieces_on_a_line_or_two_are_no_table():
    page = [text(60, 60, "部门：甲"), text(300, 60, "单位：万元"), body("乙。", FULL, "丙。", y=80)]
    assert blocks(page) == ["部门：甲  单位：万元", "乙。", FULL + "丙。"]


# ---- real documents ----


def squashed(value):
    return "".join(repr(value).split()).replace("\\n", "")


@shared.needs_shared
@pytest.mark.parametrize("name", shared.NAMES)
def test_a_pdf_says_the_same_as_the_word_file_it_was_made_from(name):
    word = jiheng.read(shared.word(name))
    printed = jiheng.read(shared.word(name).with_suffix(".pdf"))
    assert (printed.fiscal_year, printed.organization) == (word.fiscal_year, word.organization)
    for one, other in zip(word.sheets, printed.sheets, strict=True):
        assert squashed((one.code, one.name, one.budget, one.purpose, one.spending_plan, one.goals)) == squashed(
            (other.code, other.name, other.budget, other.purpose, other.spending_plan, other.goals)
        )
        indicators = [
            [
                squashed((i.level1, i.level2, i.name, i.description, i.target and i.target.raw, i.basis))
                for i in sheet.indicators
            ]
            for sheet in (one, other)
        ]
        assert indicators[0] == indicators[1]
