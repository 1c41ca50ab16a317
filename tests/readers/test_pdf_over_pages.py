"""Tables of printed pages that go on over a page, and those that only seem to."""

from tests.pdf import cells, document, text
from tests.readers.printed import HEAD, ROWS, blocks, ruled

from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.pdf.reader import read_here


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
    (table,) = read_here(document(first, second), DEFAULT_LIMITS)[0].blocks
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
