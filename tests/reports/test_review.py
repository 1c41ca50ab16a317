"""The papers of a review: every finding where a reviewer looks for it, nothing judged in his place."""

import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from tests.reports.sample import checked, document, failures, finding, findings

from jiheng.domain.finding import Severity
from jiheng.engine import check, read
from jiheng.publishing import write_paper
from jiheng.reports.results import CheckedDocument
from jiheng.reports.review import review_paper
from jiheng.rules.audit import audit_items
from jiheng.testing import build_document
from jiheng.writers.paper import Contents, Cover, FormTable, Heading, Text

EXAMPLE = next((Path(__file__).parents[2] / "examples").glob("*.docx"))
ITEM_OF = {slug: item.name for item in audit_items() for slug in item.rules}
NAMES = [item.name for item in audit_items()]


class Sheet:
    """The tables that one table under review has in the paper, told apart as a reader does: by their first label."""

    def __init__(self, paper, number, document_number=1):
        key = f"d{document_number}-{number}"
        blocks = [block.table for block in paper.tables if block.key in {key, f"{key}-marked"}]
        self.audit = next((table for table in blocks if "系统检查结果" in text_of(table)), None)
        self.list = next((table for table in blocks if table.rows[0].cells[0].text == "问题清单"), None)
        self.waived = next((table for table in blocks if table.rows[0].cells[0].text == "已豁免的问题"), None)
        (self.copy,) = [table for table in blocks if table not in (self.audit, self.list, self.waived)]

    def filed(self):
        """Item → what stands below it: behind no mark its question and remark, behind the marks the findings."""
        below, name = {}, None
        for row in self.audit.rows:
            texts = [cell.text for cell in row.cells]
            named = next((position for position, text in enumerate(texts) if text in {*NAMES, "其他发现"}), None)
            if named is not None:
                name = texts[named]
                below[name] = {"": texts[named + 1]}
            elif row.cells[0].mark:
                below[name][row.cells[0].mark] = texts[1]
        return below

    def marks(self):
        """Mark → the item that it is filed under."""
        return {mark: item for item, found in self.filed().items() for mark in found if mark}


def text_of(table):
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


@pytest.fixture(scope="module")
def example():
    whole = read(EXAMPLE)
    return CheckedDocument(whole, check(whole))


@pytest.fixture(scope="module")
def paper():
    return review_paper([checked()])


def test_every_finding_of_the_example_stands_under_its_item_and_in_the_list_once(example):
    paper = review_paper([example])
    for sheet in example.document.sheets:
        found = [each for each in example.counted if each.project == sheet.number]
        tables = Sheet(paper, sheet.number)
        if not found:
            assert tables.list is None
            continue
        rows = {row.cells[0].mark: row.cells for row in tables.list.rows[2:]}
        audit_marks = [cell.mark for row in tables.audit.rows for cell in row.cells if cell.mark]
        assert sorted(audit_marks) == sorted(rows)
        assert len(set(audit_marks)) == len(audit_marks)
        # Each row of the list tells its rule; findings of one rule on one column share a row, and name their rows.
        told = Counter()
        for mark, cells in rows.items():
            rule = cells[3].text.rsplit(" ", 1)[-1]
            assert tables.marks()[mark] == ITEM_OF[rule]
            told[rule] += _told(cells)
        assert told == Counter(each.rule for each in found)


def _told(cells):
    """How many findings a row of the list tells of: as many as rows are named, or as its text counts."""
    if named := re.match(r"指标 ([\d、–]+) ·", cells[2].text):
        spans = [span.split("–") for span in named[1].split("、")]
        return sum(int(span[-1]) - int(span[0]) + 1 for span in spans)
    counted = re.match(r"(\d+) 处：", cells[3].text)
    return int(counted[1]) if counted else 1


def test_messages_and_remedies_are_told_in_both_tables(paper):
    sheet = Sheet(paper, 1)
    for each in findings():
        if each.project == 1 and each.waived is None and each.rule != "description-repeats-name":
            assert text_of(sheet.audit).count(each.message) == 1
            assert text_of(sheet.list).count(each.message) == 1
            assert each.remedy in text_of(sheet.audit)
            assert each.remedy in text_of(sheet.list)
    assert "指标 1–2、4 · 绩效指标描述" in text_of(sheet.audit)
    assert "可自动修正：≥80百分比 改为 ≥80%" in text_of(sheet.list)


def test_the_copy_is_the_table_with_marks_at_the_cells(paper):
    sheet = Sheet(paper, 1)
    marked = {cell.text: cell.mark for row in sheet.copy.rows for cell in row.cells if cell.mark}
    marks = {row.cells[3].text.rsplit(" ", 1)[-1]: row.cells[0].mark for row in sheet.list.rows[2:]}
    assert marked[""] in {marks["budget-total-missing"], marks["indicator-field-missing"]}
    assert marked["1.目标内容1\n2.目标内容2"] == marks["goal-placeholder"]
    assert marked["≥80百分比"] == marks["unit-nonstandard"]
    assert marked["一级指标"] == marks["benefit-missing"]
    # three rows share one entry, so its number stands three times
    written = [cell.mark for row in sheet.copy.rows for cell in row.cells if cell.mark]
    assert written.count(marks["description-repeats-name"]) == 3


def test_nothing_is_judged_in_the_reviewer_s_place(paper):
    text = "\n".join(text_of(block.table) for block in paper.tables)
    sheets = len(document().sheets)
    assert not set("☑☒√✓✔■●") & set(text)
    for choice in ("优□", "良□", "中□", "差□"):
        assert text.count(choice) == sheets * 9
    assert text.count("审核人（签字）") == sheets
    assert text.count("　　年　　月　　日") == sheets


def test_head_names_project_code_organization_and_budget():
    base = replace(checked().document.sheets[1], number=1)
    text = text_of(Sheet(review_paper([CheckedDocument(replace(document(), sheets=(base,)), ())]), 1).audit)
    for part in ("园区道路养护", "13073025P000002100026", "301001云溪经济开发区管理委员会", "50.00 万元", "未发现问题"):
        assert part in text


def test_an_item_without_findings_says_so_and_feasibility_is_for_people(paper):
    filed = Sheet(paper, 2).filed()
    assert "系统检查：未发现问题" in filed["明确清晰性"][""]
    for name in ("实现可能性", "条件充分性"):
        assert "系统不检查本项，请人工审核" in filed[name][""]


def test_what_was_not_looked_for_is_not_called_faultless():
    narrowed = replace(checked(), findings=(), rules=frozenset({"goal-missing"}))
    filed = Sheet(review_paper([narrowed]), 1).filed()
    assert "这次检查了 1 条" in filed["规范完整性"][""]
    assert "系统不检查本项，请人工审核" in filed["资金匹配性"][""]


def test_waived_findings_stand_apart_with_their_reason(paper):
    sheet = Sheet(paper, 2)
    assert "结转项目" in text_of(sheet.waived)
    assert "编码重复" in text_of(sheet.waived)
    assert "编码重复" not in text_of(sheet.list) + text_of(sheet.audit)
    assert "另有已豁免 1 处" in text_of(sheet.audit)
    assert len(sheet.list.rows) == 3  # caption, heads, the one that counts


def test_rules_that_belong_to_no_item_have_a_place_of_their_own():
    odd = finding("house-rule", Severity.WARNING, "purpose", "资金用途没有写科目", "写明科目")
    sheet = Sheet(review_paper([CheckedDocument(document(), (odd,))]), 1)
    assert sheet.marks() == {"▲1": "其他发现"}


def test_what_concerns_the_whole_document_stands_behind_its_tables(paper):
    titles = [heading.text for heading in paper.headings]
    assert titles[-2:] == ["整份文件（▲1）", "读取说明"]
    assert any("年度不在三年规划内" in text_of(block.table) for block in paper.tables if block.key == "d1-all")


def test_several_tables_have_cover_contents_and_a_summary_first(paper):
    assert [type(block) for block in paper.blocks[:4]] == [Cover, Contents, Heading, FormTable]
    summary = [[cell.text for cell in row.cells] for row in paper.blocks[3].table.rows]
    assert summary == [
        ["表号", "项目名称", "×\n错误", "▲\n警告", "○\n提示", "已豁免"],
        ["1", "招商推介专项经费", "4", "1", "4", "0"],
        ["2", "园区道路养护", "1", "0", "0", "1"],
        ["", "整份文件", "0", "1", "0", "0"],
        ["合计", "2 张表", "5", "2", "4", "1"],
    ]
    assert "1.招商推介专项经费绩效目标审核表（×4 ▲1 ○4）" in [heading.text for heading in paper.headings]


def test_a_single_table_needs_neither(example):
    first = example.document.sheets[0]
    alone = CheckedDocument(replace(example.document, sheets=(first,), notes=()), ())
    assert [type(block) for block in review_paper([alone]).blocks] == [Heading, FormTable, Heading, FormTable, Text]


def test_several_documents_are_parts_of_one_paper_and_unread_files_are_named(paper):
    several = review_paper([checked(), checked("docx")], failures())
    keys = [heading.key for heading in several.headings]
    assert len(set(keys)) == len(keys)
    assert "二、目标/云溪 2025.docx" in [heading.text for heading in several.headings]
    assert "坏 文件/#1.doc" in "".join(text_of(block.table) for block in several.tables if block.key == "summary")
    assert Sheet(several, 1, 2).marks() == Sheet(paper, 1).marks()


def test_files_that_gave_nothing_make_a_paper_that_says_so():
    assert "坏 文件/#1.doc" in "".join(text_of(block.table) for block in review_paper([], failures()).tables)


def test_a_document_without_tables_to_review_says_so():
    bare = CheckedDocument(replace(document(), sheets=(), notes=()), ())
    assert "没有要审核的" in "".join(block.text for block in review_paper([bare]).blocks if isinstance(block, Text))


def test_results_have_an_annotated_copy_and_no_audit_of_goals():
    whole = build_document({"form": "national-self-evaluation", "self_evaluation": {"total_score": "120"}})
    checked = CheckedDocument(whole, check(whole))
    paper = review_paper([checked])
    sheet = Sheet(paper, 1)
    assert sheet.audit is None
    assert len(sheet.list.rows) - 2 == len(checked.counted) > 0
    assert any(cell.mark for row in sheet.copy.rows for cell in row.cells)


@pytest.mark.usefixtures("in_english")
def test_messages_follow_the_language_and_the_form_stays_chinese(example):
    sheet = Sheet(review_paper([example]), 4)
    assert re.search(r"→ [A-Z][a-z]+", text_of(sheet.audit))
    assert "规范完整性" in text_of(sheet.audit)
    assert sheet.list.rows[1].cells[4].text == "怎么改"


def test_marks_that_turn_the_direction_of_text_are_shown_as_such():
    sheet = replace(document().sheets[0], name="招商\u202e经费")
    hostile = CheckedDocument(replace(document(), sheets=(sheet,)), ())
    assert "\u202e" not in "".join(text_of(block.table) for block in review_paper([hostile]).tables)


# ── On paper ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def many(count):
    """One table with so many findings, each with a message of its own, one on each row."""
    rows = [["产出指标", "数量指标", f"举办推介会{n}", f"推介会{n}的场数", "≥6场", "计划"] for n in range(1, count + 1)]
    whole = build_document({"sheet": {"indicators": rows}})
    found = tuple(
        finding("indicator-duplicated", Severity.WARNING, "name", f"第{n}号毛病", f"第{n}号改法", indicator=n)
        for n in range(1, count + 1)
    )
    return CheckedDocument(whole, found)


def test_two_hundred_findings_are_all_printed_in_word():
    file = docx.Document(io.BytesIO(write_paper(review_paper([many(200)]), "docx")))
    text = "".join(node.text or "" for node in file.element.body.iter("{*}t"))
    for n in range(1, 201):
        assert text.count(f"第{n}号毛病") == 2  # under the item and in the list
        assert f"第{n}号改法" in text


@pytest.mark.parametrize("format_name", ["docx", "pdf"])
def test_the_same_review_gives_the_same_bytes(format_name, paper):
    _require(format_name)
    assert write_paper(paper, format_name) == write_paper(review_paper([checked()]), format_name)


def test_marks_are_small_bold_and_red_in_word(paper):
    xml = docx.Document(io.BytesIO(write_paper(paper, "docx"))).element.xml
    marks = re.findall(
        r"<w:rPr>\s*<w:b/>\s*<w:color w:val=\"C00000\"/>\s*<w:sz w:val=\"16\"/>\s*</w:rPr>\s*<w:t[^>]*>([^<]+)", xml
    )
    assert {mark.strip() for mark in marks} >= {"×1", "○4"}


def test_a_pdf_names_the_rule_of_every_finding(example):
    _require("pdf")
    document = read_text(write_paper(review_paper([example]), "pdf"))
    for each in example.counted:
        assert each.rule.replace("-", "") in document


def _require(format_name):
    if format_name == "pdf":
        pytest.importorskip("typst")
        pytest.importorskip("jiheng_fonts")
        pytest.importorskip("jiheng.writers.pdf")


def read_text(data):
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    return re.sub(r"\W", "", "".join(page.get_textpage().get_text_bounded() for page in pdf))
