"""Files that are protected, are none, or vanish: one line each with the cause and what to do."""

import os
from pathlib import Path

import pytest
from tests import pdf, shared
from tests.cli.conftest import goal_table
from tests.pdf_lock import Lock
from tests.readers.workbook import sheet, xlsx
from tests.word import p, package

from jiheng.cli.inputs import discover
from jiheng.errors import UnreadableSourceError
from jiheng.readers import scan

DATA = Path(__file__).parents[1] / "data"
PASSWORD = "文件设有打开密码。请去掉密码后再读"
NO_FILE = "这是管道或设备，不是文件。请先存成文件；要从标准输入读取，路径请写 -"
NO_TABLE = "没有找到绩效目标表。请核对是否选对了文件"
GARBLED = "乙经开区管委会绩效目标文本：全年举办推介会六场，引进项目三个，带动就业。" * 3


@pytest.mark.parametrize("suffix", ["doc", "docx", "xls", "xlsx"])
@pytest.mark.parametrize("command", ["read", "check"])
def test_an_office_file_behind_a_password(jiheng, write, command, suffix):
    path = write(f"密.{suffix}", (DATA / f"protected.{suffix}").read_bytes())
    result = jiheng(command, path)
    assert (result.code, result.lines) == (2, [f"{path}: {PASSWORD}"])


def goal_pdf(lock=None):
    """The table of `goal_table`, printed."""
    rows = [
        ["项目编码", "13073025P00000110001D", "项目名称", "招商经费"],
        ["预算数", "50.00", "其中：财政资金", "50.00"],
    ]
    table = pdf.cells([50, 150, 300, 400, 550], [100, 130, 160], rows)
    return pdf.document([pdf.text(200, 60, "项目绩效目标表"), table], lock=lock)


def test_a_pdf_that_only_its_owner_may_change_is_read(jiheng, write):
    plain = jiheng("read", write("a.pdf", goal_pdf()))
    locked = jiheng("read", write("b.pdf", goal_pdf(Lock("owner"))))
    assert plain.code == locked.code == 0
    assert "13073025P00000110001D" in locked.out


def test_a_pdf_that_asks_for_a_password_to_open_it(jiheng, write):
    result = jiheng("read", write("密.pdf", goal_pdf(Lock("owner", "user"))))
    assert (result.code, result.lines) == (2, [f"密.pdf: {PASSWORD}"])


def test_many_bad_files_in_one_call_and_the_good_one_is_read(jiheng, write, here):
    os.mkfifo(here / "管道.txt")
    (here / "圈.txt").symlink_to("圈.txt")
    (here / "断.txt").symlink_to("没有.txt")
    (here / "空夹").mkdir()
    blank = "".join(f'<row r="{n}" spans="1:6" ht="14.25" customHeight="1"/>' for n in range(3, 50_000))
    lines = {
        "管道.txt": NO_FILE,
        "/dev/null": NO_FILE,
        "圈.txt": "文件打不开（符号链接绕成了圈）。请核对路径和权限",
        "断.txt": "文件不存在。请核对路径",
        "空夹": "文件夹里没有可读的文件。请核对路径",
        "长" * 300: "文件打不开（文件名太长）。请核对路径和权限",
        "空.docx": "文件是空的。请换一份有内容的文件",
        "材料.rar": "这是 RAR 压缩包，不能直接读取。请先解压，或改存为 .zip",
        "五千页.pdf": "文件有 5000 页，超过 3000 页的上限，没有读取。请拆分后再读",
        "空行.xlsx": NO_TABLE,
        "维度.xlsx": NO_TABLE,
    }
    write("空.docx", b"")
    write("材料.rar", b"Rar!\x1a\x07" + bytes(100))
    write("五千页.pdf", pdf.document(*["0 0 m"] * 5000))
    write("空行.xlsx", xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{blank}</sheetData>'))
    write("维度.xlsx", xlsx('<dimension ref="A1:XFD1048576"/>' + sheet(["甲", "乙"])))
    good = write("好.txt", goal_table())
    result = jiheng("read", *list(lines)[:5], good, *list(lines)[5:], "--format", "jsonl")
    assert result.code == 0
    assert result.lines == [f"{path}: {message}" for path, message in lines.items()]
    assert len(result.out.splitlines()) == 1
    assert jiheng("check", *lines).code == 2


@shared.needs_shared
def test_without_the_extra_a_scan_says_what_it_is_and_what_to_do(jiheng, monkeypatch):
    monkeypatch.setattr(scan, "is_available", lambda: False)
    result = jiheng("read", shared.SHARED / "fixtures" / "shacheng-2024.scan.pdf")
    assert result.code == 2
    (line,) = result.lines
    assert "这是扫描件或图片（共 7 页，没有文字）" in line
    assert "jiheng[ocr]" in line


def test_a_file_that_vanishes_or_shrinks_before_its_turn(write, here):
    whole = package(p("一" * 5000))
    for name in ("没了.docx", "短了.docx", "没了.zip"):
        write(name, whole if name.endswith("docx") else b"PK\x05\x06" + bytes(18))
    gone, short = discover(["没了.docx", "短了.docx"])
    (here / "没了.docx").unlink()
    os.truncate(here / "短了.docx", 100)
    with pytest.raises(UnreadableSourceError, match="文件不存在"):
        gone.load()
    assert short.load() == whole[:100]


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may do everything is refused nothing")
def test_a_file_that_may_not_be_read(jiheng, write, here):
    path = write("锁.txt", goal_table())
    (here / path).chmod(0)
    assert jiheng("read", path).lines == ["锁.txt: 文件打不开（没有权限）。请核对路径和权限"]


def test_what_a_terminal_would_obey_is_not_printed(jiheng, write):
    result = jiheng("read", write("a\x1b[31m\nb.txt", ""))
    assert result.err == "a?[31m b.txt: 文件是空的。请换一份有内容的文件\n"


def test_a_garbled_text_says_why_no_table_was_found(jiheng, write):
    garbled = GARBLED.encode().decode("gb18030", "replace")
    result = jiheng("read", write("乱码.txt", garbled))
    remarks = "文字曾按错误的编码保存（乱码），无法还原。请换一份没有乱码的文件；有 {} 处文字无法还原（编码损坏）"
    assert result.lines == [f"乱码.txt: {NO_TABLE}。读取时发现：{remarks.format(garbled.count(chr(0xFFFD)))}"]


def test_hidden_text_says_why_no_table_was_found(jiheng, write):
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>项目绩效目标表</w:t></w:r></w:p>"
    result = jiheng("check", write("隐藏.docx", package(hidden * 3 + p("正文"))))
    assert result.lines == [f"隐藏.docx: {NO_TABLE}。读取时发现：隐藏文字没有计入：项目绩效目标表"]
