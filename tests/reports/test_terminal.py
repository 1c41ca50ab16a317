import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.reports.terminal import Span, line, shorten, terminal_width, text_width, wants_color, wrap, wrap_text

TEXTS = st.text(st.sampled_from("绩效目标，。（）“”abc 12%≥\n-"), max_size=60)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@given(TEXTS, st.integers(4, 40))
def test_wrapping_loses_nothing_but_white_space(text, room):
    assert "".join("".join(wrap_text(text, room)).split()) == "".join(text.split())


@given(TEXTS, st.integers(4, 40))
def test_no_wrapped_line_is_too_wide(text, room):
    assert all(text_width(row) <= room for row in wrap_text(text, room))


@given(TEXTS, st.integers(4, 40))
def test_shortened_text_fits_and_is_one_line(text, room):
    short = shorten(text, room)
    assert text_width(short) <= room
    assert "\n" not in short


def test_closing_marks_do_not_begin_a_line():
    assert wrap_text("优化营商环境，加强", 12) == ["优化营商环", "境，加强"]


def test_a_sign_stays_with_its_number():
    assert wrap_text("达到率≥95%以上", 8) == ["达到率", "≥95%以上"]


def test_a_last_line_of_one_character_is_avoided():
    assert wrap_text("工程验收合格率", 12) == ["工程验收", "合格率"]


def test_continuation_lines_are_indented():
    rows = [
        "".join(span.text for span in row)
        for row in wrap(line("→ ", Span("写明计算方法或统计口径", "dim"), indent=2, hang=2), 16)
    ]
    assert rows == ["  → 写明计算方法", "    或统计口径"]


def test_wide_and_combining_characters_take_the_columns_they_take():
    assert text_width("绩a\u0301") == 3


@pytest.mark.parametrize(
    ("environment", "colored"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_terminals_whose_owner_wants_them(monkeypatch, environment, colored):
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_color(Terminal()) is colored
    assert not wants_color(io.StringIO())


def test_only_a_terminal_has_a_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "77")
    assert terminal_width(Terminal()) == 77
    assert terminal_width(io.StringIO()) is None
