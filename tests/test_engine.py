"""Whole files through the public face."""

import io
import zipfile

import pytest

import jiheng
from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.goals import Organization
from jiheng.errors import UsageError
from jiheng.interchange import document_json
from tests import shared
from tests.word import p, package, tbl, tc, tr

TEXT = """1.招商经费绩效目标表
\t301001云溪经济开发区管理委员会
\t单位：万元

\t项目编码
\t13079925P000001100018
\t项目名称
\t招商经费

\t一级指标
\t二级指标
\t三级指标
\t绩效指标描述
\t指标值
\t指标值确定依据

\t产出指标
\t质量指标
\t履约率
\t签约项目履约比例
\t≥60百分比
\t年度计划
"""
HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")


def word(target="≥60百分比"):
    cell = target if target.startswith("<") else tc(target)
    return package(
        p("1.招商经费绩效目标表")
        + tbl(
            tr(tc("301001云溪经济开发区管理委员会", span=4), "单位：万元"),
            tr("项目编码", "13079925P000001100018", "项目名称", "招商经费"),
        )
        + tbl(tr(*HEADER), tr("产出指标", "质量指标", "履约率", "签约项目履约比例", cell, "年度计划"))
    )


@shared.needs_shared
@pytest.mark.parametrize("name", ["shacheng-2024", "caofeidian-2022"])
@pytest.mark.parametrize("source", [shared.text, shared.word])
def test_real_documents_read_as_the_truth_says(name, source):
    want = shared.truth(name)
    got = document_json(jiheng.read(source(name)))
    assert got["fiscal_year"] == want["fiscal_year"]
    assert got["organization"] == want["organization"]
    assert len(got["projects"]) == len(want["projects"])
    for have, wanted in zip(got["projects"], want["projects"], strict=True):
        rows = [{key: row[key] for key in wanted["indicators"][0]} for row in have["indicators"]]
        assert {key: have[key] for key in wanted} | {"indicators": rows} == wanted


@shared.needs_shared
@pytest.mark.parametrize("name", shared.NAMES)
def test_text_and_word_of_one_document_are_equal(name):
    text, word = jiheng.read(shared.text(name)), jiheng.read(shared.word(name))
    assert text == word
    assert text.source != word.source


@shared.needs_shared
def test_dingzhou_with_its_blank_line_inside_a_cell():
    """Found by reading the document: 11 tables of 9 indicators, no ground anywhere, table 9 with the blank line."""
    document = jiheng.read(shared.text("dingzhou-2021"))
    assert document.fiscal_year == 2021
    assert document.organization == Organization("926001", "河北定州经济开发区管理委员会本级")
    assert [sheet.number for sheet in document.sheets] == list(range(1, 12))
    assert [len(sheet.indicators) for sheet in document.sheets] == [9] * 11
    assert all(indicator.basis is None for sheet in document.sheets for indicator in sheet.indicators)
    assert [str(sheet.budget.total) for sheet in document.sheets] == [
        "138.00", "8935.00", "150.00", "569.50", "70.00", "50.00", "1862.00", "241.96", "69.00", "7758.03", "171.00",
    ]  # fmt: skip
    assert all(str(sheet.budget.other) == "0" for sheet in document.sheets)
    assert document.sheets[2].goals == ("开展工作，保障机关运转", "招商引资", "招商引资")
    first = document.sheets[8].indicators[0]
    assert (first.level1, first.level2, first.name, first.description) == (
        "产出指标",
        "数量指标",
        "资金支付率",
        "资金支付率",
    )
    assert (first.target.raw, first.target.number, first.target.unit) == ("≥80资金支付率", "80", "资金支付率")
    assert document.sheets[4].indicators[2].description == "100%"
    assert [goal.goal for goal in document.department.sub_goals][3] == "完成宣传片制作"


def test_a_document_is_read_from_content_too():
    document = jiheng.read(TEXT.encode(), name="网上的.txt")
    assert document.source.path == "网上的.txt"
    assert len(document.source.sha256) == 64
    assert jiheng.read(word()) == document


def test_a_form_can_be_demanded(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert jiheng.read(path, form="hebei-project-goals").sheets[0].form == "hebei-project-goals"
    with pytest.raises(UsageError, match="hebei-project-goals"):
        jiheng.read(path, form="none")


def test_a_text_without_a_goal_table_says_so():
    with pytest.raises(jiheng.UnreadableSourceError) as caught:
        jiheng.read("会议纪要\n一、议程\n".encode())
    assert caught.value.code == "no-goal-table"


def change(data, after="≥60%", before="≥60百分比"):
    document = jiheng.read(data)
    place = document.sheets[0].indicators[0].places["target"]
    finding = Finding(
        "unit-nonstandard", Severity.INFO, 1, 1, "target.unit", "", "", {}, place, Fix("target", before, after)
    )
    return finding, *jiheng.fix(data, document, [finding])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_fix_changes_one_cell_of_a_text_and_nothing_else(codec, newline):
    data = TEXT.replace("\n", newline).encode(codec)
    finding, fixed, applied = change(data)
    assert applied == (finding,)
    assert fixed == TEXT.replace("\n", newline).replace("≥60百分比", "≥60%").encode(codec)


def test_a_fix_changes_one_cell_of_a_word_file_and_keeps_its_formatting():
    runs = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>≥6</w:t></w:r><w:r><w:t>0百分</w:t></w:r><w:r><w:t>比</w:t></w:r></w:p></w:tc>"
    data = word(runs)
    finding, fixed, applied = change(data)
    assert applied == (finding,)
    assert jiheng.read(fixed).sheets[0].indicators[0].target.raw == "≥60%"
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (data, fixed))
    assert before.namelist() == after.namelist()
    assert before.read("[Content_Types].xml") == after.read("[Content_Types].xml")
    assert b"<w:rPr><w:b/></w:rPr>" in after.read("word/document.xml")


def test_a_fix_whose_text_is_not_there_is_not_claimed():
    for data in (TEXT.encode(), word()):
        _finding, fixed, applied = change(data, before="≥61百分比")
        assert applied == ()
        assert jiheng.read(fixed) == jiheng.read(data)


def test_a_waived_finding_is_not_fixed():
    document = jiheng.read(TEXT.encode())
    place = document.sheets[0].indicators[0].places["target"]
    finding = Finding(
        "unit-nonstandard", Severity.INFO, 1, 1, "target", "", "", {}, place, Fix("target", "≥60百分比", "≥60%"), "惯用"
    )
    assert jiheng.fix(TEXT.encode(), document, [finding]) == (TEXT.encode(), ())
