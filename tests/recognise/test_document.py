"""The document around the tables: year, organization, department part, cover."""

import pytest

from jiheng.domain.goals import Organization, Source, SubGoal
from jiheng.domain.grid import Cell, Grid, Paragraph, Reading
from jiheng.forms import load_forms
from jiheng.recognise import recognise

SOURCE = Source("文.txt", "0" * 64, "txt")


def sheet(code="13079925P000001100018", organization="301001云溪管委会", number=1):
    rows = [[organization, "单位：万元"], ["项目编码", code, "项目名称", "招商经费"], ["预算数", "5"]]
    return Grid(number, tuple(tuple(Cell(t, r, c) for c, t in enumerate(row, 1)) for r, row in enumerate(rows, 1)))


def document(*blocks):
    built = [Paragraph(block, n) if isinstance(block, str) else block for n, block in enumerate(blocks, 1)]
    return recognise(Reading("txt", tuple(built)), SOURCE, load_forms())


def codes(read):
    return [note.code for note in read.notes]


@pytest.mark.parametrize(
    "title",
    ["云溪开发区2026年部门预算绩效文本", "云溪开发区２０２６年度绩效目标", "二〇二六年部门预算绩效目标", "2026年"],
)
def test_the_year_of_the_title_goes_before_that_of_the_codes(title):
    assert document(title, "第一部分", sheet()).fiscal_year == 2026


def test_a_title_of_two_lines():
    read = document("云溪经济开发区管理委员会", "2026年部门预算绩效目标", "2025年12月编", "第一部分", sheet())
    assert read.title == "云溪经济开发区管理委员会\n2026年部门预算绩效目标"
    assert "2025年12月编" in " ".join(note.message for note in read.notes)


def test_a_date_on_the_cover_is_no_fiscal_year():
    assert document("云溪开发区部门预算绩效文本", "2024年12月", "第一部分", sheet()).fiscal_year == 2025


def test_the_year_that_most_codes_carry():
    blocks = [sheet("13079924P000001100018"), sheet(number=2), sheet(number=3)]
    assert document("第一部分", *blocks).fiscal_year == 2025


def test_the_year_of_the_text_and_no_year_at_all():
    read = document("第一部分", "一、总体绩效目标", "2023年完成任务，2023年增收，较2022年增长。", sheet(code=""))
    assert read.fiscal_year == 2023
    assert "fiscal-year-from-text" in codes(read)
    read = document("一、总体绩效目标", "完成任务。", sheet(code="编码待定"))
    assert read.fiscal_year is None
    assert "no-fiscal-year" in codes(read)


def test_the_organization_that_most_tables_name():
    read = document(sheet(), sheet(number=2), sheet(organization="301002服务中心", number=3))
    assert read.organization == Organization("301001", "云溪管委会")
    assert "several-organizations" in codes(read)
    assert "no-organization" in codes(document(sheet(organization="某单位")))


def test_the_department_part():
    read = document(
        "云溪开发区部门预算绩效文本", "第一部分", "部门整体绩效目标",
        "一、总体绩效目标", "做强产业。", "稳定就业。",
        "二、分项绩效目标", "（一）招商引资。", "绩效目标：引进项目。", "绩效指标：签约10个；", "投资3亿元。",
        "（二）服务企业。绩效目标：优化环境。绩效指标：满意度90%。",
        "三、工作保障措施", "1.落实责任。",
        "第二部分", "预算项目绩效目标", sheet(),
    )  # fmt: skip
    department = read.department
    assert department.overall_goals == "做强产业。\n稳定就业。"
    assert department.sub_goals == (
        SubGoal("招商引资", "引进项目。", "签约10个；\n投资3亿元。"),
        SubGoal("服务企业", "优化环境。", "满意度90%。"),
    )
    assert department.safeguards == "1.落实责任。"
    assert read.title == "云溪开发区部门预算绩效文本"
    assert department.places["safeguards"].line == 14


def test_sub_goals_without_labels():
    read = document("二、分项绩效目标", "1.抓项目。一是谋划。二是落地。", "2、完成宣传片制作", sheet())
    assert read.department.sub_goals == (
        SubGoal("抓项目", "一是谋划。二是落地。", None),
        SubGoal(None, "完成宣传片制作", None),
    )
    assert codes(read).count("department-section-missing") == 2


def test_a_broken_copy_in_front_of_the_real_part():
    read = document("一、总体绩效目标", "做强产业。", "旧话。", "第一部分", "一、总体绩效目标", "做强产业。", sheet())
    assert read.department.overall_goals == "做强产业。"
    notes = {note.code: note.message for note in read.notes}
    assert "做强产业" in notes["repeated-text"]
    assert "旧话" in notes["unrecognised-text"]


def test_a_table_of_contents_is_no_text():
    contents = [
        Paragraph("一、总体绩效目标 1", 1, None, is_contents=True),
        Paragraph("1.招商经费绩效目标表 5", 2, None, is_contents=True),
    ]
    read = recognise(
        Reading("docx", (*contents, Paragraph("一、总体绩效目标", 3), Paragraph("做强产业。", 4), sheet())),
        SOURCE,
        load_forms(),
    )
    assert read.department.overall_goals == "做强产业。"
    assert len(read.sheets) == 1


def test_a_typed_table_of_contents_is_no_text():
    read = document(
        "目录", "一、总体绩效目标.........1", "二、分项绩效目标\t2", "1.招商经费绩效目标表……5",
        "一、总体绩效目标", "做强产业。", "1.招商经费绩效目标表", sheet(),
    )  # fmt: skip
    assert read.department.overall_goals == "做强产业。"
    assert [s.number for s in read.sheets] == [1]
    assert "unrecognised-text" not in codes(read)


def test_no_department_part_is_said():
    assert "no-department-part" in codes(document(sheet()))


def test_text_behind_the_tables_is_said():
    read = document(sheet(), "填表人：某某")
    assert "填表人" in " ".join(note.message for note in read.notes)
