"""PDF pages as a reader of the printed page would see them."""

import contextlib
import random
from itertools import pairwise

import pytest
from tests import shared
from tests.pdf import box, cells, document, line, text

import jiheng
from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes
from jiheng.readers.pdf.reader import read_here

XS = [50, 150, 250, 400]
YS = [100, 130, 160, 200]
ROWS = [["甲", "乙", "丙丁"], ["1", "", "3"], ["戊", "己", "庚"]]
PICTURE = "q 500 0 0 800 40 20 cm /P Do Q"


def blocks(*pages, **options):
    """Tables as rows of texts, paragraphs as texts; read in this process, for speed."""
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in read_here(document(*pages, **options), DEFAULT_LIMITS).blocks
    ]


def body(*lines, x=90, y=72, pitch=20):
    """Lines of text below one another."""
    return "\n".join(text(x, y + n * pitch, content) for n, content in enumerate(lines) if content)


def refused(data, limits=DEFAULT_LIMITS):
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value.code


FULL = "文" * 41  # a line of text that reaches to the right margin


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
    reading = read_here(
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


# ---- tables over pages ----

HEAD = ["一级指标", "二级指标", "指标值"]


def ruled(rows, top=72, **options):
    return cells(XS, [top + 40 * n for n in range(len(rows) + 1)], rows, **options)


def test_a_table_goes_on_over_pages_without_its_repeated_head():
    first = [text(90, 40, "页眉"), ruled([HEAD, ["产出", "数量", "1"]], top=690), text(290, 800, "1")]
    second = [text(90, 40, "页眉"), ruled([HEAD, ["效益", "社会", "2"]]), text(290, 800, "2")]
    third = [text(90, 40, "页眉"), ruled([HEAD, ["满意度", "公众", "3"]]), text(290, 800, "3")]
    assert blocks(first, second, third) == [
        [HEAD, ["产出", "数量", "1"], ["效益", "社会", "2"], ["满意度", "公众", "3"]]
    ]


def test_a_cut_row_is_one_row():
    first = ruled(
        [["1", "保障机关单位正常\n运转，确保各项工", "是"], ["2", "提升企业服务质量\n并且提高工作效", "满意"]], top=690
    )
    second = ruled([["", "率", ""], ["3", "其他", "否"]])
    assert blocks(first, second) == [
        [
            ["1", "保障机关单位正常运转，确保各项工", "是"],
            ["2", "提升企业服务质量并且提高工作效率", "满意"],
            ["3", "其他", "否"],
        ]
    ]


def test_items_of_a_cut_cell_stay_apart():
    xs = [50, 150, 400]
    first = cells(xs, [700, 730, 760], [["用途", "招商"], ["绩效目标", "1.开展工作"]])
    second = cells(xs, [72, 112, 140], [["", "2.偿还债务\n3.解除服务"], ["备注", "无"]])
    assert blocks(first, second) == [
        [["用途", "招商"], ["绩效目标", "1.开展工作\n2.偿还债务\n3.解除服务"], ["备注", "无"]]
    ]


def test_a_cell_merged_over_a_page_break_is_one_cell():
    first = ruled([HEAD, ["产出", "数量", "1"], [None, "质量", "2"]], top=600, skip={("h", 1, 0)})
    second = ruled([["", "时效", "3"], [None, "成本", "4"], ["效益", "社会", "5"]], skip={("h", 0, 0)})
    (table,) = read_here(document(first, second), DEFAULT_LIMITS).blocks
    assert [row[0].text for row in table.rows] == ["一级指标", *["产出"] * 4, "效益"]
    assert table.rows[1][0] is table.rows[4][0]


def test_a_label_cut_in_two_is_known_from_the_tables_where_it_is_whole():
    xs = [50, 105, 250, 400]
    whole = cells(
        xs,
        [100, 130, 160, 190, 220],
        [["项", "", ""], ["资金支出\n计划（%）", "3月", "6月"], ["", "", ""], ["", "", ""]],
    )
    first = cells(xs, [700, 730, 760], [["甲", "乙", "丙"], ["资金支出", "3月底", "6月底"]])
    second = cells(xs, [72, 102, 132], [["计划（%）", "50%", "100%"], ["丁", "", ""]])
    assert blocks([whole], [text(50, 60, "表二"), first], [second])[2][1:3] == [
        ["资金支出计划（%）", "3月底", "6月底"],
        ["资金支出计划（%）", "50%", "100%"],
    ]


def test_the_next_table_of_the_same_form_is_a_table_of_its_own():
    xs = [50, 150, 400]
    first = cells(xs, [600, 630, 660], [["项目名称", "甲"], ["预算数", "1"]])
    second = cells(xs, [72, 102, 132], [["项目名称", "乙"], ["预算数", "2"]])
    assert len(blocks(first, second)) == 2


def test_text_or_other_columns_between_pages_keep_tables_apart():
    assert len(blocks(ruled(ROWS, top=600), [text(50, 60, "表二"), ruled(ROWS[1:], top=90)])) == 3
    assert len(blocks(ruled(ROWS, top=600), cells([50, 120, 400], [72, 102], [["甲", "乙"]]))) == 2
    assert len(blocks(ruled(ROWS, top=600), "", ruled(ROWS[1:]))) == 2


# ---- tables without lines ----


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


# ---- files that give nothing, or mean harm ----


def test_a_scan_says_so():
    assert refused(document(PICTURE, PICTURE)) == "scanned"
    assert refused(document([PICTURE, text(290, 800, "第1页")])) == "scanned"


def test_scanned_pages_among_others_are_named():
    reading = read_here(document(body("甲。"), PICTURE, PICTURE, body("乙。"), PICTURE), DEFAULT_LIMITS)
    assert [note.message for note in reading.notes] == ["第 2–3、5 页是扫描图片，没有文字，没有读到"]


def test_a_password_is_asked_for():
    key = (
        b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>"
    )
    assert refused(document(body("甲。"), trailer=key)) == "encrypted"


def test_damaged_files():
    whole = document(body("甲。"))
    assert refused(b"%PDF-1.7\n" + b"x" * 200) == "damaged-pdf"
    assert refused(whole[:80]) == "damaged-pdf"


def test_too_many_pages():
    assert refused(document(*["0 0 m"] * 30), Limits(pages=20)) == "too-many-pages"


def test_too_many_cells():
    assert refused(document(ruled(ROWS), ruled(ROWS)), Limits(cells=10)) == "too-many-cells"


def test_a_page_of_lines_only_costs_little():
    generator = random.Random(5)
    lines = [line(*(generator.randrange(600) for _ in range(4))) for _ in range(3000)]
    lines += [line(x, 0, x, 800) for x in range(0, 590, 4)] + [line(0, y, 590, y) for y in range(0, 800, 4)]
    assert refused(document([*lines, body("甲。")]), Limits(cells=20_000)) == "too-many-cells"


def test_mutations_are_read_or_refused():
    whole = document([text(90, 40, "页眉"), ruled([HEAD, *ROWS])], [ruled([HEAD, *ROWS]), PICTURE], body(FULL, "完。"))
    generator = random.Random(11)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(generator.randrange(1, 12)):
            broken[generator.randrange(9, len(broken))] = generator.randrange(256)
        if generator.random() < 0.3:
            del broken[generator.randrange(9, len(broken)) :]
        with contextlib.suppress(UnreadableSourceError):
            assert read_bytes(bytes(broken), DEFAULT_LIMITS).format == "pdf"


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


@shared.needs_shared
def test_a_real_scan_says_so():
    assert refused((shared.SHARED / "fixtures" / "shacheng-2024.scan.pdf").read_bytes()) == "scanned"
