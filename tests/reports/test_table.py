import io
import re

import pytest
from tests.reports.sample import document

from jiheng.reports.table import print_documents
from jiheng.reports.terminal import text_width


def printed(**options):
    out = io.StringIO()
    print_documents([document()], file=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 160])
def test_the_view_looks_as_it_was_approved(golden, width):
    golden(f"read-{width}.txt", printed(console_width=width))


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(map(text_width, printed(console_width=width).splitlines())) <= width


def test_nothing_but_the_department_part_is_cut_short():
    text = re.sub(r"\s+", "", printed(console_width=400))
    for sheet in document().sheets:
        for row in sheet.indicators:
            assert all(value in text for value in (row.name, row.description, row.target.raw))
        assert all(goal in text for goal in sheet.goals)
        assert sheet.purpose in text


def test_a_level_is_printed_once_for_the_rows_that_it_spans():
    first = printed(console_width=100).split("第 2 张表")[0]
    assert first.count("产出指标") == 1


def test_a_blank_budget_is_no_number_and_is_left_out_of_the_sum():
    text = printed(console_width=120)
    assert "预算合计 100.00 万元" in text  # 50 fiscal funds of the first table, 50 total of the second
    assert "— 万元（财政资金 50.00，其他资金 0）" in text


def test_a_pipe_gets_no_colour():
    assert "\x1b" not in printed()


def test_a_pipe_is_laid_out_for_the_width_that_was_asked_for(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert max(map(text_width, printed().splitlines())) > 100
