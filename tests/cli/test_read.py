"""`jiheng read`."""

import json

import pytest
from tests import shared
from tests.cli.conftest import goal_table


@pytest.fixture
def document(write):
    return write("招商.txt", goal_table())


def test_json_holds_one_object_a_file(jiheng, document):
    result = jiheng("read", document)
    assert result.code == 0
    assert result.err == ""
    [read] = json.loads(result.out)["documents"]
    assert read["source"]["path"] == "招商.txt"
    assert read["fiscal_year"] == 2025
    assert read["projects"][0]["budget"]["total"] == "50.00"
    assert len(read["projects"][0]["indicators"]) == 7


def test_jsonl_holds_one_line_a_file(jiheng, document, write):
    other = write("二.txt", goal_table(total="60.00"))
    result = jiheng("read", document, other, "--format", "jsonl")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert [line["source"]["path"] for line in lines] == ["招商.txt", "二.txt"]
    assert [line["projects"][0]["budget"]["total"] for line in lines] == ["50.00", "60.00"]


def test_table_is_for_people(jiheng, document, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    result = jiheng("read", document, "--format", "table")
    assert result.code == 0
    assert "招商推介专项经费" in result.out
    assert "参会企业满意度" in result.out


def test_output_goes_to_a_file_and_not_to_the_screen(jiheng, document, here):
    result = jiheng("read", document, "--output", "结果.json")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert json.loads((here / "结果.json").read_text(encoding="utf-8"))["documents"][0]["fiscal_year"] == 2025
    assert sorted(path.name for path in here.iterdir()) == ["招商.txt", "结果.json"]


def test_the_form_can_be_demanded(jiheng, document):
    assert jiheng("read", document, "--form", "hebei-project-goals").code == 0
    result = jiheng("read", document, "--form", "河北")
    assert (result.code, result.out) == (2, "")
    (line,) = result.lines
    assert line.startswith("jiheng：没有名为“河北”的表式。可用的有：")
    assert "hebei-project-goals" in line


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to", None])
def test_the_output_never_replaces_the_source_under_whatever_name(jiheng, document, here, link):
    other = here / "另一个名字.txt"
    if link:
        getattr(other, link)(here / document)
    result = jiheng("read", document, "--output", other if link else "./招商.txt")
    assert result.code == 2
    assert result.lines == ["jiheng：--output 指向了原文件 招商.txt。请写到别处：原文件从不改动"]
    assert (here / document).read_text(encoding="utf-8") == goal_table()


def test_an_output_that_cannot_be_written_is_said_before_anything_is_read(jiheng, document):
    assert jiheng("read", document, "--output", "没有/结果.json").lines == [
        "jiheng：写不进 没有/结果.json（路径不存在）。请换一个位置"
    ]
    assert jiheng("read", document, "--output", ".").lines == ["jiheng：写不进 .（那是文件夹）。请换一个位置"]


@shared.needs_shared
def test_real_documents_are_read(jiheng):
    result = jiheng("read", *map(shared.text, shared.NAMES), *map(shared.word, shared.NAMES), "--format", "jsonl")
    assert (result.code, result.err) == (0, "")
    assert len(result.out.splitlines()) == 6
