"""`jiheng check --format docx|pdf`: the papers of a review go to a file, never to a screen."""

import io
import os
import pty
import subprocess
import sys

import docx
import pytest
from tests.cli.conftest import goal_table

MISMATCH = goal_table(total="60.00")


def texts(data):
    return "\n".join(node.text or "" for node in docx.Document(io.BytesIO(data)).element.body.iter("{*}t"))


def test_findings_are_filed_in_a_word_file(jiheng, write, here):
    result = jiheng("check", write("错.txt", MISMATCH), "--format", "docx", "--output", "审核.docx")
    assert (result.code, result.out, result.err) == (1, "", "")
    text = texts((here / "审核.docx").read_bytes())
    for part in ("资金匹配性", "审核人（签字）", "问题清单", "budget-sum-mismatch", "cost-target-budget-mismatch"):
        assert part in text


def test_several_documents_make_one_paper_and_one_that_fails_is_named(jiheng, write, here):
    write("乙.txt", "没有表")
    paths = [write("甲.txt", MISMATCH), "乙.txt", write("丙.txt", goal_table())]
    result = jiheng("check", *paths, "--format", "docx", "--output", "审核.docx")
    assert result.code == 1
    assert len(result.lines) == 1
    text = texts((here / "审核.docx").read_bytes())
    for part in ("一、甲.txt", "二、丙.txt", "没有读成的文件", "乙.txt"):
        assert part in text


def test_pdf(jiheng, write, here):
    pytest.importorskip("typst")
    pytest.importorskip("jiheng_fonts")
    result = jiheng("check", write("好.txt", goal_table()), "--format", "pdf", "--output", "审核.pdf")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert (here / "审核.pdf").read_bytes().startswith(b"%PDF-")


def test_redirected_output_takes_the_file(run, write):
    done = run("check", write("错.txt", MISMATCH), "--format", "docx")
    assert (done.returncode, done.stderr) == (1, b"")
    assert "budget-sum-mismatch" in texts(done.stdout)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals")
def test_a_screen_is_refused(write, here):
    path = write("错.txt", MISMATCH)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from jiheng.cli.main import entry; entry()"]
    done = subprocess.run(
        [*command, "check", str(path), "--format", "docx", "--lang", "zh"],
        cwd=here,
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert (
        done.stderr.decode()
        == "jiheng：docx 文件不能显示在屏幕上。请用 --output 写明文件名，与 --fix 同用时请把输出转到文件\n"
    )


def test_a_read_file_is_never_overwritten_and_nothing_half_written_stays(jiheng, write, here):
    path = write("错.txt", MISMATCH)
    result = jiheng("check", path, "--format", "docx", "--output", path)
    assert result.code == 2
    assert "原文件" in result.err
    result = jiheng("check", path, "--format", "docx", "--output", "没有/这里.docx")
    assert result.code == 2
    assert "写不进" in result.err
    assert [file.name for file in here.iterdir()] == ["错.txt"]


def test_rules_that_were_not_run_are_not_called_faultless(jiheng, write, here):
    path = write("错.txt", MISMATCH)
    jiheng("check", path, "--select", "goal-missing", "--format", "docx", "--output", "审核.docx")
    text = texts((here / "审核.docx").read_bytes())
    assert "这次检查了 1 条" in text
    assert text.count("系统不检查本项，请人工审核") == 7
