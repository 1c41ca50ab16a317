"""Plain text as extractors leave it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.domain.grid import Grid, Paragraph
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes


def read(text, codec="utf-8"):
    return read_bytes(text.encode(codec), DEFAULT_LIMITS)


def outcome(data):
    """The reading, or the reason why there is none."""
    try:
        return read_bytes(data, DEFAULT_LIMITS)
    except UnreadableSourceError as error:
        return error


def shape(reading):
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in reading.blocks
    ]


def test_a_tab_begins_a_cell_and_a_blank_line_ends_a_row():
    assert shape(read("标题\n\t甲\n\t乙\n\n\t\n\t丙\n\n\n尾")) == ["标题", [["甲", "乙"], ["", "丙"]], "尾"]


def test_lines_without_a_tab_continue_the_cell():
    assert shape(read("\t目标\n\t1.甲\n2.乙\n3.丙\n\n\t下\n")) == [[["目标", "1.甲\n2.乙\n3.丙"], ["下"]]]


def test_a_blank_line_inside_a_cell_before_more_of_its_text():
    assert shape(read("\t用途\n\t甲。\n\n乙。\n\n\t下\n")) == [[["用途", "甲。\n\n乙。"], ["下"]]]


def test_several_blank_lines_inside_a_cell_are_bridged_and_said():
    reading = read("\t用途\n\t1.甲。\n\n\n\n2.乙。\n\n\t下\n")
    assert shape(reading) == [[["用途", "1.甲。\n\n\n\n2.乙。"], ["下"]]]
    assert [note.code for note in reading.notes] == ["joined-text"]


@pytest.mark.parametrize("caption", ["2.招商经费绩效目标表", "附件2", "第二部分", "项目绩效目标表（2025年度）"])
def test_a_caption_between_tables_is_a_paragraph_whatever_stands_before_it(caption):
    for blanks in ("\n", "\n\n", "\n\n\n \n"):
        assert shape(read(f"\t甲\n{blanks}{caption}\n\t乙\n")) == [[["甲"]], caption, [["乙"]]]


def test_text_behind_the_last_table_is_a_paragraph():
    assert shape(read("\t甲\n\n\n填表人：某某\n")) == [[["甲"]], "填表人：某某"]


def test_bookmarks_and_field_codes_are_taken_out():
    text = "[bookmark: _Toc_2_2_01]一、总体绩效目标 TC 总体绩效目标 \\f A \\l 1 \n\t[bookmark: _GoBack]甲\n"
    assert shape(read(text)) == ["一、总体绩效目标", [["甲"]]]
    assert shape(read("1.甲绩效目标表 TC 1、甲绩效目标表 \\f C \\l 1 \n")) == ["1.甲绩效目标表"]
    assert shape(read('目录 TOC \\o "1-3" \\h \n一、甲 PAGEREF _Toc123 \\h 3\n')) == ["目录", "一、甲3"]


def test_a_text_that_merely_looks_like_a_code_stays():
    assert shape(read("TC 项目的 [说明] 与 C:\\path\n")) == ["TC 项目的 [说明] 与 C:\\path"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(codec, newline):
    reading = read(f"标题{newline}\t甲{newline}\t乙{newline}{newline}", codec)
    assert shape(reading) == ["标题", [["甲", "乙"]]]
    assert reading.blocks[1].rows[0][1].line == 3


def test_every_cell_knows_its_line():
    grid = read("\t甲\n\t乙\n续\n\n\t丙\n").blocks[0]
    assert [cell.line for row in grid.rows for cell in row] == [1, 2, 5]
    assert grid.place(grid.rows[1][0]).as_dict() == {"table": 1, "row": 2, "column": 1, "line": 5}


@given(st.text(st.sampled_from("\t\n 甲1.表\r\x0b[]\\")))
def test_reading_is_total_and_loses_no_word(text):
    reading = outcome(text.encode())
    if isinstance(reading, UnreadableSourceError):
        assert reading.code == "empty"
        return
    kept = "".join(
        block.text if isinstance(block, Paragraph) else "".join(c.text for row in block.rows for c in row)
        for block in reading.blocks
    )
    assert sorted("".join(kept.split())) == sorted("".join(text.split()))


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(data):
    assert str(outcome(data))
