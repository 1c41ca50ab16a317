import io
import re
from dataclasses import replace

import pytest
from tests.reports.sample import checked, document, failures, finding, findings

from jiheng.domain.finding import Severity
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.reports.labels import place_text
from jiheng.reports.results import CheckedDocument, Failure
from jiheng.reports.terminal import text_width
from jiheng.reports.text import print_check

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")


def printed(entries, failed=(), **options):
    out = io.StringIO()
    print_check(entries, failed, file=out, **options)
    return out.getvalue()


def test_the_report_looks_as_it_was_approved(golden):
    golden("check-80.txt", printed([checked()], failures(), console_width=80))


def test_word_places_are_told_by_table_row_and_column(golden):
    golden("check-docx-120.txt", printed([checked("docx")], console_width=120))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(map(text_width, printed([checked()], console_width=width).splitlines())) <= width


def test_a_pipe_gets_one_line_a_statement_and_no_colour():
    text = printed(
        [CheckedDocument(document(), (finding("house-rule", Severity.INFO, "purpose", "很长" * 200, "改"),))]
    )
    assert "很长" * 200 in text
    assert "\x1b" not in text


def test_a_terminal_gets_colours_and_loses_no_text(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    colored = printed([checked()], console_width=80, color=True)
    assert "\x1b[" in colored
    plain = re.sub(r"\x1b\[[\d;]*m", "", colored)
    assert plain.split() == printed([checked()], console_width=80).split()


def test_findings_of_one_rule_in_one_column_are_told_once():
    rows = [
        finding("basis-repeats", Severity.INFO, "basis", "本行照抄", "改写", indicator=number, line=number)
        for number in range(1, 5)
    ]
    text = printed([CheckedDocument(document(), tuple(rows))])
    assert text.count("本行照抄") == 1
    assert "指标 1–4" in text
    assert "第 1–4 行" in text


def test_each_message_is_told_where_they_say_different_things():
    rows = [
        finding("target-unit", Severity.INFO, "target", f"第{number}种", f"改{number}", indicator=number)
        for number in (1, 3)
    ]
    text = printed([CheckedDocument(document(), tuple(rows))])
    assert "指标 1、3" in text
    assert all(each in text for each in ("第1种", "第3种", "改1", "改3"))


def test_cells_of_a_spreadsheet_are_told_by_sheet_and_address():
    def cell(row, column, name="填报1"):
        return Place(1, row, column, sheet=name)

    assert place_text([cell(12, 6)], "xlsx") == "工作表“填报1” F12"
    assert place_text([cell(12, 6), None, cell(14, 6), cell(12, 6)], "xlsx") == "工作表“填报1” F12–F14"
    assert place_text([cell(12, 6), cell(3, 1)], "xlsx") == "工作表“填报1” A3、F12"
    assert place_text([cell(1, 1), cell(2, 1, "乙")], "xlsx") == "工作表“填报1” A1；工作表“乙” A2"
    assert place_text([Place(2, sheet="乙")], "xlsx") == "工作表“乙”"


def test_the_summary_says_how_many_can_be_mended_by_the_command():
    assert "其中 1 处可用 --fix 自动修正" in printed([checked()])


def test_a_clean_document_says_so():
    clean = CheckedDocument(document(), ())
    text = printed([CheckedDocument(document(), ())], color=False)
    assert "没有发现问题（1 份文件，2 张表）" in text
    assert "汇总" not in text
    assert clean.document.source.path in text  # its reading notes are still told


def test_waived_findings_are_counted_apart():
    waived = tuple(each._replace(waived="已备案") for each in findings())
    text = printed([CheckedDocument(document(), waived)])
    assert "没有发现问题" in text
    assert f"已豁免 {len(waived)} 处" in text
    assert "预算数没有填写" not in text


def test_only_unreadable_files_make_no_claim_that_all_is_well():
    text = printed([], failures())
    assert "没有发现问题" not in text
    assert "没有读成的文件 1 份" in text


def test_many_notes_of_a_kind_are_cut_short_with_their_number():
    notes = tuple(Note("unrecognised-text", {"text": f"文字{number}"}) for number in range(9))
    text = printed([CheckedDocument(replace(document(), notes=notes), ())])
    assert "文字4" in text
    assert "文字5" not in text
    assert "另有 4 条" in text


def test_a_document_cannot_command_the_terminal():
    hostile = "\x1b]0;owned\x07\x1b[2J\u202e逆序"
    entry = CheckedDocument(
        document(), (finding("house-rule", Severity.ERROR, "name", "{text}", "{text}", values={"text": hostile}),)
    )
    text = printed([entry], [Failure(hostile, failures()[0].error)], color=False)
    assert not set("\x1b\x07\u202e") & set(text)
    assert "逆序" in text


@pytest.mark.usefixtures("in_english")
def test_english_says_nothing_in_chinese_but_what_the_document_says():
    sheets = tuple(replace(sheet, name="Roads") for sheet in document().sheets)
    said = tuple(each._replace(template="m", remedy_template="r", values={}) for each in findings())
    entry = CheckedDocument(replace(document(), sheets=sheets), said)
    text = printed([entry], failures())
    for quoted in ("目标/云溪 2025.txt", "附表", "“[^”]*”", r"\([^()]*\)"):
        text = re.sub(quoted, "", text)
    assert not CJK.findall(text)


def test_cells_that_the_messages_quote_are_listed_once():
    rows = [
        finding("own", Severity.INFO, "target", "“{raw}”里的“{unit}”不对", "改", indicator=number, values=values)
        for number, values in ((1, {"raw": "≥6场", "unit": "场"}), (2, {"raw": "≥80百分比", "unit": "百分比"}))
    ]
    text = printed([CheckedDocument(document(), tuple(rows))])
    assert "“…”里的“…”不对" in text
    assert "1 “≥6场”；2 “≥80百分比”" in text


def test_blank_cells_are_not_listed_one_by_one():
    rows = [finding("own", Severity.INFO, "basis", "没有填写", "补填", indicator=3, line=30)] * 2
    assert "3 （空白）" not in printed([CheckedDocument(document(), tuple(rows))])
