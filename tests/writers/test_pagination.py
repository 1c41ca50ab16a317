"""On which page things stand, and how many lines a text takes."""

import pytest

from jiheng.writers.line_breaks import NARROW, WIDE, line_count, settle
from jiheng.writers.pagination import Lines, NewPage, Row, Rows, paginate


def heading(key):
    return Lines(1, 20, key=key, keeps_next=True)


def pages(*flow, height=100):
    return paginate([NewPage(height), *flow], height).numbers


def test_headings_follow_the_lines_above_them():
    assert pages(heading("a"), Lines(3, 20), heading("b"), Lines(1, 20)) == {"a": 1, "b": 2}
    assert pages(heading("a"), Lines(13, 20), heading("b"), Lines(1, 20)) == {"a": 1, "b": 4}


def test_a_heading_does_not_end_a_page():
    assert pages(Lines(4, 20), heading("a")) == {"a": 1}
    assert pages(Lines(4, 20), heading("a"), Lines(1, 20)) == {"a": 2}
    assert pages(Lines(3, 20), heading("a"), heading("b"), Lines(1, 20)) == {"a": 2, "b": 2}
    assert pages(Lines(2, 20), heading("a"), Rows([Row(50)], 0)) == {"a": 2}


def test_a_new_page_is_begun_once():
    assert pages(heading("a"), NewPage(100), NewPage(200), heading("b"), Lines(8, 20), heading("c")) == (
        {"a": 1, "b": 2, "c": 2}
    )


def test_rows_that_do_not_fit_go_to_the_next_page_below_the_repeated_ones():
    rows = [Row(30)] * 5
    assert pages(heading("a"), Rows(rows, 0), NewPage(100), heading("b")) == {"a": 1, "b": 3}
    assert pages(heading("a"), Rows(rows, 1), NewPage(100), heading("b")) == {"a": 1, "b": 4}


def test_repeated_rows_are_never_alone_at_the_foot_of_a_page():
    rows = [Row(15), Row(15), Row(30), Row(30), Row(15)]
    assert pages(Lines(4, 20), Rows(rows, 2), NewPage(100), heading("b")) == {"b": 4}
    assert pages(Lines(2, 20), heading("a"), Rows(rows, 2), NewPage(100), heading("b")) == {"a": 2, "b": 4}


def test_a_tall_row_is_broken_between_its_lines():
    rows = [Row(20), Row(20 * 10 + 4, pitch=20, margin=4)]
    assert pages(Rows(rows, 0), NewPage(100), heading("b")) == {"b": 4}
    assert pages(Rows(rows, 1), NewPage(100), heading("b")) == {"b": 5}


def test_a_row_that_fits_by_a_hair_is_stretched_over_the_page():
    found = paginate([NewPage(100), Rows([Row(50), Row(49.9), Row(10)], 0)], 100)
    assert found.count == 2
    assert found.stretched[0, 1] > 50


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("一二三四五六七八九十", 10, 1),
        ("一二三四五六七八九十一", 10, 2),
        ("一二三四五六七八九十。", 10, 2),
        ("13073023P00045710004Y", 5, 3),
        ("项目2024年7月", 3, 3),
        ("a" * 100, 10, 5),
        ("（一）（二）（三）", 3, 3),
        ("e\u0301" * 20, 10, 1),
        ("字" * 50, 0.5, 50),
    ],
)
def test_lines_of_a_text(text, width, lines):
    assert line_count(text, width) == lines


def test_marks_may_hang_over_the_end_of_a_line():
    text = "一二三四五六七八九十。" * 2
    assert line_count(text, 10) == 4 - 1
    assert line_count(text, 10, hanging=True) == 2


@pytest.mark.parametrize("length", range(20, 120, 7))
def test_a_settled_paragraph_takes_as_many_lines_in_narrow_and_wide_fonts(length):
    text = ("项目资金1245.99万元，完成率≥95%；" * 10)[:length]
    lines, tracking = settle(text, 453.5, 16, 32)
    pitch = 16 + tracking
    for latin in (NARROW, WIDE):
        width = (latin * 16 + tracking) / pitch
        assert line_count(text, 453.5 / pitch, width, first=(453.5 - 32) / pitch, hanging=True) == lines
