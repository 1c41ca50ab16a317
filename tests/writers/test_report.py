"""Narrative reports as files."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from docx import Document

from jiheng.writers.report import Paragraph, Report, Section, Table, gap, report_docx, report_pdf

REPORT = Report(
    "招商经费绩效自评报告",
    "云溪经济开发区管委会 2026 年度",
    (
        Section("项目基本情况", 1, (Paragraph("项目安排 14.00 万元。"), Paragraph("第一行\n第二行", "说明："))),
        Section("资金", 2, (Table(("来源", "预算数"), (("财政", "14.00"), ("其他", "—"))),)),
        Section("绩效", 2, (Paragraph(gap("主要经验")),)),
        Section(
            "指标",
            1,
            (
                Table(
                    ("一级", "二级", "指标", "得分"),
                    (("产出", "数量", "批次", "10"), ("产出", "数量", "户数", "9.50"), ("产出", "质量", "合格率", "5")),
                    (1, 1, 4, 1),
                    "表一",
                    merged=2,
                ),
            ),
        ),
    ),
)


def _text_of_pdf(data):
    pages = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def test_word_file_has_numbered_headings_gaps_and_tables_that_can_be_edited():
    document = Document(io.BytesIO(report_docx(REPORT)))
    headings = [each.text for each in document.paragraphs if each.style.name.lower().startswith("heading")]
    assert headings == ["招商经费绩效自评报告", "一、项目基本情况", "（一）资金", "（二）绩效", "二、指标"]
    assert "（请补充：主要经验）" in [each.text for each in document.paragraphs]
    money, indicators = document.tables
    assert [[cell.text for cell in row.cells] for row in money.rows] == [
        ["来源", "预算数"],
        ["财政", "14.00"],
        ["其他", "—"],
    ]
    levels = [indicators.cell(row, 0) for row in range(1, 4)]
    assert levels[0]._tc is levels[2]._tc  # one cell, as on paper
    assert indicators.cell(1, 1)._tc is indicators.cell(2, 1)._tc
    assert indicators.cell(3, 1).text == "质量"


def test_same_report_gives_the_same_bytes():
    assert report_docx(REPORT) == report_docx(REPORT)


def test_pdf_says_the_same():
    text = _text_of_pdf(report_pdf(REPORT))
    for said in ("招商经费绩效自评报告", "一、项目基本情况", "（二）绩效", "（请补充：主要经验）", "合格率", "9.50"):
        assert said in text


@pytest.mark.parametrize("make", [report_docx, report_pdf])
def test_report_with_a_cover_has_contents(make):
    report = Report(REPORT.title, REPORT.subtitle, REPORT.sections, has_cover=True)
    data = make(report)
    text = (
        _text_of_pdf(data) if make is report_pdf else "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    )
    assert "目录" in text
    assert text.count("项目基本情况") == 2  # in the contents and above its section


def test_hostile_text_stays_text():
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> \x00\ud800 &amp;"
    report = Report(hostile, "", (Section(hostile, 1, (Paragraph(hostile), Table((hostile,), ((hostile,),)))),))
    text = "\n".join(p.text for p in Document(io.BytesIO(report_docx(report))).paragraphs)
    assert "<script>alert(1)</script>" in text
    assert report_pdf(report).startswith(b"%PDF")
