"""`jiheng check --fix`: a corrected copy, never a touched source."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import goal_table
from tests.word import p, package, tbl, tc, tr

import jiheng as library

BEFORE = goal_table(ratio="百分比")
AFTER = goal_table(ratio="%")


def rows_of(text):
    """The rows of the tables in a text."""
    rows = [row.split("\n\t") for row in text.split("\n\n") if row.lstrip("\n").startswith("\t")]
    return [[cell.strip() for cell in row] for row in rows]


@pytest.fixture
def document(write):
    return write("招商.txt", BEFORE)


def test_the_copy_is_corrected_and_the_source_is_not_touched(jiheng, document, here):
    result = jiheng("check", document, "--fix", "--output", "改.txt", "--fail-on", "info")
    assert (here / document).read_text(encoding="utf-8") == BEFORE
    assert (here / "改.txt").read_text(encoding="utf-8") == AFTER
    assert result.code == 0
    assert result.lines == [
        "招商.txt → 改.txt：改正 1 处，还有 0 处要人工处理",
        "  第 1 张表 · 指标 2 · 指标值：“≥80百分比”改为“≥80%”（unit-nonstandard）",
    ]


def test_what_remains_is_reported_and_decides_the_exit_code(jiheng, write):
    path = write("错.txt", goal_table(ratio="百分比", total="60.00"))
    result = jiheng("check", path, "--fix", "--output", "改.txt", "--format", "json")
    assert result.code == 1
    assert result.lines[0] == "错.txt → 改.txt：改正 1 处，还有 2 处要人工处理"
    findings = json.loads(result.out)["findings"]
    assert {finding["rule"] for finding in findings} == {"budget-sum-mismatch", "cost-target-budget-mismatch"}
    assert {finding["path"] for finding in findings} == {"改.txt"}


def test_nothing_to_mend_still_gives_a_copy(jiheng, write, here):
    path = write("好.txt", AFTER)
    result = jiheng("check", path, "--fix", "--output", "副本.txt")
    assert (result.code, result.lines) == (0, ["好.txt → 副本.txt：改正 0 处，还有 0 处要人工处理"])
    assert (here / "副本.txt").read_bytes() == (here / path).read_bytes()


def test_several_files_go_into_a_folder_that_keeps_their_order(jiheng, write, here):
    write("材料/a.txt", BEFORE)
    write("材料/二/a.txt", BEFORE)
    assert jiheng("check", "材料", "--fix", "--output", "改/").code == 0
    assert sorted(path.relative_to(here).as_posix() for path in (here / "改").rglob("*.txt")) == [
        "改/a.txt",
        "改/二/a.txt",
    ]
    assert (here / "改/二/a.txt").read_text(encoding="utf-8") == AFTER


def test_a_word_file_stays_a_word_file(jiheng, write, here):
    header = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    data = package(
        p("1.招商经费绩效目标表")
        + tbl(
            tr(tc("301001云溪经济开发区管理委员会", span=4)),
            tr("项目编码", "13073025P00000110001D", "项目名称", "招商经费"),
        )
        + tbl(tr(*header), tr("产出指标", "质量指标", "履约率", "签约项目履约比例", "≥60百分比", "年度计划"))
    )
    path = write("招商.docx", data)
    jiheng("check", path, "--fix", "--output", "改.docx")
    assert (here / path).read_bytes() == data
    assert library.read(here / "改.docx").sheets[0].indicators[0].target.raw == "≥60%"


def test_a_format_that_cannot_be_changed_is_refused_and_the_others_are_corrected(jiheng, write, here):
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows_of(BEFORE))
    page = write("页.html", f"<html><body><p>招商经费绩效目标表</p><table>{rows}</table></body></html>")
    result = jiheng("check", page, "--fix", "--output", "改.html")
    line = "页.html: --fix 只能改正 .docx 和纯文本文件，这是 .html 格式，没有写出副本。请另存为 .docx 后再改正"
    assert (result.code, result.lines) == (2, [line])
    assert not (here / "改.html").exists()
    result = jiheng("check", write("招商.txt", BEFORE), page, "--fix", "--output", "改/")
    assert (result.code, result.lines[-1]) == (0, line)
    assert [path.name for path in (here / "改").iterdir()] == ["招商.txt"]


def test_a_waived_finding_is_left_as_it_is(jiheng, document, write, here):
    write("jiheng.toml", '[[waivers]]\ndocument = "招商.txt"\nrule = "unit-nonstandard"\nreason = "系统固定用语"')
    result = jiheng("check", document, "--fix", "--output", "改.txt")
    assert result.lines == ["招商.txt → 改.txt：改正 0 处，还有 0 处要人工处理"]
    assert (here / "改.txt").read_text(encoding="utf-8") == BEFORE


def test_standard_input_can_be_corrected(run, here):
    result = run("check", "-", "--fix", "--output", "改.txt", input=BEFORE.encode())
    assert result.returncode == 0
    assert (here / "改.txt").read_text(encoding="utf-8") == AFTER


@pytest.mark.parametrize(
    "make", [lambda source, out: out.symlink_to(source), lambda source, out: out.hardlink_to(source)]
)
def test_the_source_is_refused_as_target_under_whatever_name(jiheng, document, here, make):
    make(here / document, here / "别名.txt")
    for target in ("别名.txt", document, f"../{here.name}/招商.txt", "."):
        result = jiheng("check", document, "--fix", "--output", target)
        assert result.code == 2
        assert result.lines == ["jiheng：--output 指向了原文件 招商.txt。请写到别处：原文件从不改动"]
    assert (here / document).read_text(encoding="utf-8") == BEFORE


def test_fix_must_be_told_where_to_write(jiheng, document):
    for arguments in ([], ["--output", "-"]):
        result = jiheng("check", document, "--fix", *arguments)
        assert (result.code, result.out) == (2, "")
        assert result.lines == ["jiheng：--fix 需要 --output 指明写到哪里：原文件从不改动"]


def test_several_files_are_not_written_into_one(jiheng, document, write, here):
    other = write("二/招商.txt", BEFORE)
    assert "--fix 一次只能修正一份文件" in jiheng("check", document, other, "--fix", "--output", "改.txt").err
    result = jiheng("check", document, other, "--fix", "--output", "改/")
    assert result.lines == [
        f"jiheng：招商.txt 和 {Path('二/招商.txt')} 会写成同一个文件 {Path('改/招商.txt')}。请分次运行，写到不同的文件夹"
    ]
    assert not (here / "改").exists()


def test_a_copy_that_cannot_be_written_fails_this_file_only(jiheng, write, here):
    (here / "改/a.txt").mkdir(parents=True)
    write("材料/a.txt", BEFORE)
    write("材料/b.txt", BEFORE)
    result = jiheng("check", "材料", "--fix", "--output", "改")
    assert result.code == 0
    assert result.lines[0].startswith(f"{Path('材料/a.txt')}: 写不进 {Path('改/a.txt')}（那是文件夹）")
    assert (here / "改/b.txt").read_text(encoding="utf-8") == AFTER
