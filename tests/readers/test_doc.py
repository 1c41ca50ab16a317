"""Constructs of Word 97-2003, one by one, as a reader of the printed page would see them."""

import random

import pytest
from tests import shared
from tests.old_word import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    P,
    container,
    document,
    inner_row,
    level,
    row,
    sprm,
    style,
)

from jiheng import read as read_goals
from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes

ALONE = DEFAULT_LIMITS._replace(conversion=0)  # without LibreOffice
FIRST, MERGED, RESTART, DOWN = 1, 2, 0x60, 0x20
BEGIN, SEPARATE, END = "\x13", "\x14", "\x15"
EXTERNAL = shared.SHARED / "fixtures" / "external" / "doc"
TABLES = {
    "53379": 23, "57603-seven_columns": 1, "59322": 1, "AIOOB-Tap": 6, "Bug44292": 1, "Bug45877": 1, "Bug47286": 1,
    "Bug48065": 1, "Bug49919": 1, "Bug50936_2": 6, "Bug51834": 2, "Bug52032_2": 3, "Bug53380_3": 23,
}  # fmt: skip
"""Tables as LibreOffice 7.4 finds them."""


def read(*paragraphs, **parts):
    return read_bytes(document(*paragraphs, **parts), ALONE)


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def only_table(*paragraphs, **parts):
    (grid,) = [block for block in read(*paragraphs, "", **parts).blocks if isinstance(block, Grid)]
    return grid


def shown(*paragraphs, **parts):
    return [block.text for block in read(*paragraphs, **parts).blocks]


def refused(data, limits=ALONE):
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value.code


def test_paragraphs_and_tables_come_in_reading_order():
    blocks = read("前", row("甲", "乙\n丙"), "", "后").blocks
    assert [getattr(block, "text", "表") for block in blocks] == ["前", "表", "后"]
    assert texts(blocks[1]) == [["甲", "乙\n丙"]]
    assert blocks[2].line == 3


def test_merged_cells_stand_at_every_position_they_cover():
    grid = only_table(
        row("甲", "", "乙", flags=(FIRST, MERGED)),
        row("丙", "1", "2", flags=(RESTART,)),
        row("看不见", "3", "4", flags=(DOWN,)),
    )
    assert texts(grid) == [["甲", "甲", "乙"], ["丙", "1", "2"], ["丙", "3", "4"]]
    assert grid.rows[0][0] is grid.rows[0][1]
    assert grid.rows[1][0] is grid.rows[2][0]
    assert grid.place(grid.rows[2][1])[:3] == (1, 3, 2)


def test_cells_are_placed_by_their_edges():
    grid = only_table(row("宽", "窄", edges=(0, 2000, 3000)), row("1", "2", "3"))
    assert texts(grid) == [["宽", "宽", "窄"], ["1", "2", "3"]]


def test_edges_drawn_by_hand_a_hair_apart_are_one():
    grid = only_table(row("甲", "乙", edges=(-108, 1000, 2000)), row("1", "2", edges=(-100, 1030, 1990)))
    assert texts(grid) == [["甲", "乙"], ["1", "2"]]


def test_a_narrow_spacer_column_stays_a_column():
    grid = only_table(row("甲", "", "乙", edges=(0, 1000, 1020, 2000)), row("丙", "丁", edges=(0, 1020, 2000)))
    assert texts(grid) == [["甲", "", "乙"], ["丙", "丙", "丁"]]


def test_a_row_that_begins_further_right_has_blanks_before_it():
    assert texts(only_table(row("1", "2", "3"), row("丙", edges=(2000, 3000))))[1] == ["", "", "丙"]


def test_merges_written_after_the_row_was_defined():
    down = sprm(0xD62B, b"\x02\x00\x01")
    across = sprm(0x5624, b"\x01\x03")
    grid = only_table(row("甲", "1", "2", flags=(RESTART,)), row("", "3", "", more=down + across))
    assert texts(grid) == [["甲", "1", "2"], ["甲", "3", "3"]]


def test_a_row_without_definition_keeps_its_cells():
    end = P("\x07", IN_TABLE + sprm(0x2417, 1))
    grid = only_table(row("甲", "乙"), [P("1\x07", IN_TABLE), P("2\x07", IN_TABLE), P("3\x07", IN_TABLE), end])
    assert texts(grid) == [["甲", "乙"], ["1", "2", "3"]]


def test_nested_table_follows_its_outer_table_and_leaves_its_text():
    outer, inner = read(row("甲", [*inner_row("内一", "内二"), *inner_row("内三", "内四")]), "").blocks
    assert texts(outer) == [["甲", ""]]
    assert texts(inner) == [["内一", "内二"], ["内三", "内四"]]


def test_a_frame_of_one_cell_is_looked_through():
    blocks = read(row([P("1.招商经费绩效目标表\r", IN_TABLE), *inner_row("项目编码", "甲")]), "").blocks
    assert [getattr(block, "text", "表") for block in blocks] == ["1.招商经费绩效目标表", "表"]
    assert blocks[1].number == 1


def test_one_byte_text_and_text_beyond_the_basic_plane():
    assert shown("caf\xe9 “x” – 5€", one_byte=True) == ["caf\xe9 “x” – 5€"]
    assert shown("𠮷野家", "完") == ["𠮷野家", "完"]
    assert texts(only_table("𠮷", row("😀甲", "乙")))[0] == ["😀甲", "乙"]


def test_text_of_several_sessions_is_put_in_order():
    assert shown("一", "二", "三", order=(2, 0, 1)) == ["一", "二", "三"]


def test_changes_of_a_quick_save_count():
    lists = (DELETED, IN_TABLE + sprm(0x4600, 1))
    reading = read("留", "删", changes={1: 0}, lists_of_changes=lists)
    assert [block.text for block in reading.blocks] == ["留"]
    assert [(note.code, note.values["text"]) for note in reading.notes] == [("deleted-text", "删")]
    styles = (style("Normal", 0), style("heading 3", 3))
    assert read("题", styles=styles, changes={0: 0}, lists_of_changes=(sprm(0x4600, 1),)).blocks[0].heading == 3


def test_tracked_deletions_are_left_out_and_said():
    gone = row("旧", "行", runs=((0, 1, DELETED),))
    reading = read(P("预算十二十万元\r", runs=((2, 3, DELETED),)), row("新", "行"), gone, "")
    assert reading.blocks[0].text == "预算二十万元"
    assert texts(reading.blocks[1]) == [["新", "行"]]
    assert [note.values["text"] for note in reading.notes] == ["十"]


def test_hidden_text_is_left_out_and_said_unless_the_style_was_hidden_already():
    reading = read(P("秘现\r", runs=((0, 1, HIDDEN),)))
    assert reading.blocks[0].text == "现"
    assert [(note.code, note.values["text"]) for note in reading.notes] == [("hidden-text", "秘")]
    toggled = ((0, 1, sprm(0x083C, 0x81)),)
    styles = (style("Normal", 0), style("隐藏", characters=HIDDEN))
    assert shown(P("甲乙\r", runs=toggled), P("丙丁\r", style=1, runs=toggled), styles=styles) == ["乙", "丙丁"]


def test_signs_of_symbol_fonts_become_real_ones():
    def sign(code, font):
        return sprm(0x6A09, font | code << 16)

    runs = ((2, 3, sign(0xF0B3, 0)), (4, 5, sign(0xF0FE, 1)))
    typed = ((0, 1, sprm(0x4A4F, 0)), (1, 2, sprm(0x4A4F, 1)))
    paragraphs = (P("产量(5((a)\r", runs=runs), P("\uf0a3\uf0a8\r", runs=typed))
    assert shown(*paragraphs, fonts=("Symbol", "Wingdings")) == ["产量≥5☑(a)", "≤□"]


def test_breaks_tabs_and_hyphens():
    assert shown("甲\x0b乙\t丙\x1e丁\x1f戊\x01\x08") == ["甲\n乙\t丙-丁戊"]
    assert shown("甲\x0c乙") == ["甲\n乙"]
    assert shown(P("甲\x0c"), "乙") == ["甲", "乙"]


def test_of_a_field_only_the_result_is_text():
    entry = f'{BEGIN} TC "总体绩效目标" \\f C \\l 1{END}'
    page = f"第{BEGIN} IF {BEGIN}PAGE{SEPARATE}7{END} {SEPARATE}7{END}页"
    assert shown(f"总体绩效目标{entry}", page) == ["总体绩效目标", "第7页"]


def test_a_field_that_is_never_closed_hides_nothing():
    reading = read(f"{BEGIN}甲", row("乙"), f"丙{END}")
    assert [getattr(block, "text", "表") for block in reading.blocks] == ["甲", "表", "丙"]


def test_a_table_of_contents_is_marked_over_its_paragraphs():
    styles = (style("Normal", 0), style("目录 1"), style("x", 20))
    body = (
        f'{BEGIN}TOC \\o "1-3"{SEPARATE}一、总体 1',
        "二、分项 2",
        f"{END}正文",
        P("三\r", style=1),
        P("四\r", style=2),
    )
    blocks = read(*body, styles=styles).blocks
    assert [block.is_contents for block in blocks] == [True, True, False, True, True]


def test_headings_by_built_in_number_name_inheritance_and_outline_level():
    styles = (
        style("Normal", 0),
        style("heading 2", 2),
        style("自定", base=1),
        style("标题 3,别名"),
        style("Title", 62),
        style("纲", properties=sprm(0x2640, 3)),
        style("圈", base=7),
        style("圈二", base=6),
    )
    body = [P("一\r", style=number) for number in range(8)]
    body += [P("一\r", sprm(0x2640, 0)), P("一\r", sprm(0x2640, 9), style=1)]
    blocks = read(*body, styles=styles).blocks
    assert [block.heading for block in blocks] == [None, 2, 2, 3, 0, 4, None, None, 1, None]


def test_automatic_numbers_are_text():
    lists = ([level(37, "（\0）"), level(0, "\0.\1"), *[level(0, "")] * 7], [level(23, "\uf0b7")])
    styles = (style("Normal", 0), style("条", properties=sprm(0x460B, 1)))

    def item(text, depth, number=1):
        return P(text + "\r", sprm(0x260A, depth) + sprm(0x460B, number))

    body = (
        item("甲", 0),
        item("乙", 1),
        item("丙", 1),
        P("丁\r", style=1),
        item("戊", 1),
        item("己", 0, 0),
        item("点", 0, 2),
    )
    assert shown(*body, styles=styles, lists=lists) == [
        "（一）甲",
        "一.1乙",
        "一.2丙",
        "（二）丁",
        "二.1戊",
        "己",
        "点",
    ]


def test_a_password_an_old_version_and_a_broken_file_are_told_apart():
    assert refused(document("甲", flags=0x0100)) == "encrypted"
    assert refused(document("甲", version=101)) == "old-word"
    assert refused(document("甲")[:-3000]) in {"damaged-ole", "damaged-word"}
    assert refused(container({"WordDocument": b"\xec\xa5\xc1\0", "1Table": b"\0" * 100})) == "damaged-word"
    with pytest.raises(UnreadableSourceError, match=r"\.docx"):
        read_bytes(document("甲", version=101), ALONE)


def test_an_embedded_spreadsheet_does_not_make_it_one():
    data = document("甲" + "Workbook")
    assert read_bytes(data, ALONE).format == "doc"


def test_limits_hold():
    assert refused(document("甲", P("乙\r", sprm(0x6649, 25))), ALONE) == "too-deep"
    assert refused(document(*row(*"甲" * 20), ""), ALONE._replace(cells=10)) == "too-many-paragraphs"
    wide = [paragraph for _ in range(40) for paragraph in row("甲", edges=(0, 30_000))]
    narrow = row(*"甲" * 15, edges=[*range(0, 30_001, 2000)])
    assert refused(document(*narrow, *wide), ALONE._replace(cells=500)) == "too-many-cells"
    assert refused(document("甲" * 5000), ALONE._replace(text_size=10_000)) == "too-large"


def test_a_damaged_file_is_read_or_refused():
    lists = ([level(37, "（\0）"), *[level(0, "")] * 8],)
    body = [paragraph for n in range(12) for paragraph in row(f"{n}", "甲\n乙", flags=(RESTART if n % 3 else DOWN,))]
    whole = document(
        f"{BEGIN}TOC{SEPARATE}一{END}", P("题\r", sprm(0x460B, 1), style=1), *body, *row("外", inner_row("内一", "内二")), "",
        P("预算十\r", runs=((0, 1, DELETED), (1, 2, HIDDEN))), styles=(style("Normal", 0), style("标题 1")), lists=lists,
    )  # fmt: skip
    mutate(whole, 400)


@shared.needs_shared
def test_a_damaged_real_file_is_read_or_refused():
    mutate((shared.SHARED / "fixtures" / "caofeidian-2022.doc").read_bytes(), 150)


def mutate(whole, times):
    generator = random.Random(20251)
    for number in range(times):
        broken = bytearray(whole)
        if number % 4 == 0:
            del broken[generator.randrange(len(broken)) :]
        elif number % 4 == 1:
            at = generator.randrange(len(broken) - 600)
            broken[at : at + 512] = broken[at + 64 : at + 576]
        else:
            for _ in range(generator.choice((1, 10, 100))):
                broken[generator.randrange(512, len(broken))] = generator.choice((0, 255, generator.randrange(256)))
        try:
            reading = read_bytes(bytes(broken), ALONE)
        except UnreadableSourceError:
            continue
        assert reading.format in {"doc", "txt"}


@shared.needs_shared
@pytest.mark.parametrize("name", shared.NAMES)
def test_a_real_document_equals_the_same_one_as_docx(name):
    old = shared.word(name).with_suffix(".doc")
    assert read_goals(old) == read_goals(shared.word(name))
    assert [block for block in read_bytes(old.read_bytes(), ALONE).blocks if isinstance(block, Grid)] == [
        block for block in read_bytes(shared.word(name).read_bytes(), ALONE).blocks if isinstance(block, Grid)
    ]


@shared.needs_shared
def test_the_other_suite_s_suffix_changes_nothing():
    old = shared.word("dingzhou-2021").with_suffix(".doc")
    assert read_goals(old.with_suffix(".wps")) == read_goals(old)


@shared.needs_shared
@pytest.mark.parametrize("name", TABLES)
def test_files_of_other_programs_are_read(name):
    reading = read_bytes((EXTERNAL / f"{name}.doc").read_bytes(), ALONE)
    grids = [block for block in reading.blocks if isinstance(block, Grid)]
    assert len(grids) == TABLES[name]
    assert all(cell.text == cell.text.strip() for grid in grids for row in grid.rows for cell in row)
