"""A file that cannot be read is one line that names it and the cause; the others are still done."""

import json
import os
import random

import pytest
from tests.cli.conftest import goal_table
from tests.word import p, package

BAD = {
    "不存在.txt": (None, "文件不存在。请核对路径"),
    "空.txt": (b"", "文件是空的。请换一份有内容的文件"),
    "随机.docx": (random.Random(7).randbytes(4096), "内容不是文字，也不是认得的文档格式。请另存为 .docx 或文本后再读"),
    "纪要.txt": ("会议纪要\n一、议程\n", "没有找到绩效目标表。请核对是否选对了文件"),
    "纪要.docx": (package(p("会议纪要")), "没有找到绩效目标表。请核对是否选对了文件"),
}


@pytest.fixture
def bad(write):
    return [write(name, content) if content is not None else name for name, (content, _message) in BAD.items()]


@pytest.mark.parametrize("command", ["read", "check"])
@pytest.mark.parametrize("name", BAD)
@pytest.mark.usefixtures("bad")
def test_one_line_names_the_file_and_the_cause(jiheng, command, name):
    result = jiheng(command, name)
    assert result.code == 2
    assert result.lines == [f"{name}: {BAD[name][1]}"]


@pytest.mark.parametrize("command", ["read", "check"])
def test_the_other_files_of_the_call_are_still_done(jiheng, bad, write, command):
    good = write("好.txt", goal_table())
    result = jiheng(command, *bad[:2], good, *bad[2:], "--format", "json")
    assert result.code == 0
    assert result.lines == [f"{name}: {message}" for name, (_content, message) in BAD.items()]
    output = json.loads(result.out)
    assert [error["path"] for error in output["errors"]] == list(BAD)
    if command == "read":
        assert [document["source"]["path"] for document in output["documents"]] == ["好.txt"]


def test_a_truncated_word_file_is_one_line(jiheng, write):
    whole = package(p("一" * 5000))
    result = jiheng("read", write("半截.docx", whole[: len(whole) // 2]))
    assert result.code == 2
    assert len(result.lines) == 1
    assert result.lines[0].startswith("半截.docx: 压缩包不完整或已损坏")


def test_a_folder_means_every_document_below_it(jiheng, write, here):
    write("材料/二/b.TXT", goal_table())
    write("材料/a.txt", goal_table(total="60"))
    write("材料/c.txt", "")
    for ignored in ("材料/说明.png", "材料/.隐藏.txt", "材料/.git/a.txt", "材料/~$d.docx"):
        write(ignored, goal_table())
    os.mkfifo(here / "材料" / "管道.txt")
    result = jiheng("read", "材料", "--format", "jsonl")
    assert result.code == 0
    paths = [json.loads(line)["source"]["path"] for line in result.out.splitlines()]
    assert paths == ["材料/a.txt", "材料/二/b.TXT"]
    assert result.lines == ["材料/c.txt: 文件是空的。请换一份有内容的文件"]


def test_a_folder_without_documents_is_said(jiheng, write):
    write("空的/说明.png", "")
    result = jiheng("read", "空的")
    assert result.code == 2
    assert result.lines == ["空的: 文件夹里没有可读的文件。请核对路径"]


def test_a_file_named_twice_is_read_once(jiheng, write):
    path = write("材料/a.txt", goal_table())
    result = jiheng("read", path, "材料", f"./{path}", "--format", "jsonl")
    assert len(result.out.splitlines()) == 1


def test_names_that_are_no_text_do_not_end_the_program(run, here):
    name = os.fsdecode(b"\xd6\xd0\xce\xc4.txt")  # GBK, as an old archive tool leaves it
    (here / name).write_bytes(b"")
    (here / "好.txt").write_text(goal_table(), encoding="utf-8")
    result = run("check", ".")
    assert result.returncode == 0
    assert result.stderr.decode("utf-8").count("文件是空的") == 1


def test_a_defect_of_the_program_is_one_line_and_the_other_files_go_on(jiheng, write, monkeypatch):
    """No file is known to meet one, so one is made: the engine fails on one of two good files."""
    from jiheng import engine

    real = engine.read

    def failing(source, **settings):
        if settings["name"] == "怪.txt":
            raise ZeroDivisionError("division by zero")
        return real(source, **settings)

    monkeypatch.setattr(engine, "read", failing)
    paths = [write("怪.txt", goal_table()), write("好.txt", goal_table(total="60"))]
    result = jiheng("read", *paths, "--format", "jsonl")
    assert result.code == 0
    assert len(result.out.splitlines()) == 1
    assert len(result.lines) == 1
    assert result.lines[0].startswith("怪.txt: 程序内部出错（ZeroDivisionError: division by zero）")
    assert "--debug" in result.lines[0]
    assert jiheng("read", "怪.txt").code == 2
    assert "Traceback" in jiheng("read", "怪.txt", "--debug").err
