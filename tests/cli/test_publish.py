"""`jiheng publish`: what was read comes out as an official document, whole or not at all."""

import errno
import io
import os
import resource
import tempfile
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import goal_table

import jiheng as library
from jiheng.publishing import FORMATS

TEXT = goal_table()
EMPTY = goal_table(goal="")
TWO = TEXT + TEXT.replace("1.招商推介", "2.企业服务").replace("招商推介专项经费", "企业服务经费")
BEGINNINGS = {"docx": b"PK", "pdf": b"%PDF-", "xlsx": b"PK", "html": b"<!DOCTYPE html>", "json": b"{"}


def needs(format_name):
    if format_name == "pdf":
        pytest.importorskip("typst")
        pytest.importorskip("jiheng_fonts")


@pytest.fixture
def document(write):
    return write("招商.txt", TEXT)


def files(folder):
    """All files below, as they are named from there."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


# ── What comes out ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["文本.docx", "文本.pdf", "文本.xlsx", "文本.html", "文本.json", "文本.HTM", "新/下/文本.docx"]
)
def test_the_suffix_chooses_the_format_and_the_same_data_comes_back(jiheng, document, here, name):
    format_name = {"htm": "html"}.get(name.rpartition(".")[2].lower(), name.rpartition(".")[2])
    needs(format_name)
    result = jiheng("publish", document, "--to", name)
    assert (result.code, result.out, result.lines) == (0, "", [f"招商.txt → {Path(name)}：1 张表"])
    assert (here / name).read_bytes().startswith(BEGINNINGS[format_name])
    assert library.read(here / name) == library.read(here / document)
    assert files(here) == sorted(["招商.txt", name])


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_target_twice_has_the_same_bytes(jiheng, document, here, format_name):
    needs(format_name)
    name = f"文本.{format_name}"
    assert jiheng("publish", document, "--to", name).code == 0
    first = (here / name).read_bytes()
    assert jiheng("publish", document, "--to", name).code == 0
    assert (here / name).read_bytes() == first
    assert files(here) == sorted(["招商.txt", name])


@pytest.mark.parametrize("folder", ["出/", "出"])
def test_a_folder_takes_every_input_in_the_format_that_is_named(jiheng, write, here, folder):
    if not folder.endswith("/"):
        (here / folder).mkdir()
    write("材料/a.txt", TEXT)
    write("材料/二/b.txt", TWO)
    write("材料/坏.txt", "会议纪要")
    result = jiheng("publish", "材料", "--to", folder, "--format", "html")
    assert result.code == 0
    assert result.lines == [
        f"{Path('材料/a.txt')} → {Path('出/a.html')}：1 张表",
        f"{Path('材料/坏.txt')}: 没有找到绩效目标表。请核对是否选对了文件",
        f"{Path('材料/二/b.txt')} → {Path('出/二/b.html')}：2 张表",
    ]
    assert files(here / "出") == ["a.html", "二/b.html"]


def test_a_published_file_is_an_input_like_any_other(jiheng, document, here):
    for source, target in (
        (document, "一.docx"),
        ("一.docx", "二.xlsx"),
        ("二.xlsx", "三.json"),
        ("三.json", "四.html"),
    ):
        assert jiheng("publish", source, "--to", target).code == 0
    assert library.read(here / "四.html") == library.read(here / document)


def test_tables_can_be_chosen_in_every_format(jiheng, write, here):
    path = write("两张.txt", TWO)
    whole = library.read(path)
    for format_name in ("docx", "xlsx", "html", "json"):
        result = jiheng("publish", path, "--to", f"一张.{format_name}", "--table", "2")
        assert (result.code, result.lines) == (0, [f"两张.txt → 一张.{format_name}：1 张表"])
        (sheet,) = library.read(here / f"一张.{format_name}").sheets
        assert (sheet.name, sheet.indicators) == (whole.sheets[1].name, whole.sheets[1].indicators)
    assert jiheng("publish", path, "--to", "全.docx", "--table", "1", "--table", "2").lines == [
        "两张.txt → 全.docx：2 张表"
    ]


def test_another_form_of_the_same_kind_and_what_it_has_no_place_for(jiheng, document, here):
    result = jiheng("publish", document, "--to", "国家.docx", "--form", "national-project-goals")
    assert result.code == 0
    assert result.lines[0] == "招商.txt → 国家.docx：1 张表"
    assert "表式里没有地方印：" in result.lines[-1]
    for field in ("绩效指标描述", "指标值确定依据"):
        assert field in result.lines[-1]
    (sheet,) = library.read(here / "国家.docx").sheets
    assert sheet.form == "national-project-goals"
    assert [row.name for row in sheet.indicators] == [row.name for row in library.read(document).sheets[0].indicators]


def test_json_keeps_what_a_form_has_no_place_for_and_nothing_is_said_to_be_lost(jiheng, document, here):
    result = jiheng("publish", document, "--to", "国家.json", "--form", "national-project-goals")
    assert (result.code, result.lines) == (0, ["招商.txt → 国家.json：1 张表"])
    assert library.read(here / "国家.json") == library.read(here / document)


def test_an_incomplete_document_is_printed_with_blanks_and_that_is_said(jiheng, write, here):
    path = write("缺.txt", EMPTY)
    result = jiheng("publish", path, "--to", "缺.docx")
    assert (result.code, result.out) == (0, "")
    assert result.lines == [
        "缺.txt → 缺.docx：1 张表",
        "  第 1 张表共有 1 处该填的没有填，照空白印出；缺什么请看 jiheng check",
    ]
    (sheet,) = library.read(here / "缺.docx").sheets
    assert sheet.goals == ()


def test_english_is_spoken_where_asked_for_and_the_paper_stays_chinese(jiheng, write, here):
    path = write("a.txt", EMPTY)
    result = jiheng("publish", path, "--to", "a.html", "--lang", "en")
    assert result.code == 0
    assert len(result.lines) == 2
    assert "绩效目标" in (here / "a.html").read_text(encoding="utf-8")


def test_a_zip_and_standard_input(jiheng, run, write, here):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("局/a.txt", TEXT)
        archive.writestr("局/b.txt", TWO)
    path = write("报送.zip", stream.getvalue())
    assert jiheng("publish", path, "--to", "出/", "--format", "docx").code == 0
    assert files(here / "出") == ["局/a.docx", "局/b.docx"]
    done = run("publish", "-", "--to", "标准.docx", input=TEXT.encode())
    assert (done.returncode, done.stdout) == (0, b"")
    assert library.read(here / "标准.docx") == library.read(here / "出/局/a.docx")


# ── Calls that cannot work ────────────────────────────────────────────────────────────────────────────────────────────

KNOWN = "docx、pdf、xlsx、html、json"
MISTAKES = {
    ("招商.txt", "--to", "文本.doc"): f"从文件名 文本.doc 看不出要写成哪种格式。后缀可用：{KNOWN}",
    ("招商.txt", "--to", "文本"): f"从文件名 文本 看不出要写成哪种格式。后缀可用：{KNOWN}",
    ("招商.txt", "--to", "文本.docx", "--format", "pdf"): "文件名 文本.docx 的后缀与 --format pdf 不符。请改正其中一个",
    ("招商.txt", "--to", "-", "--format", "docx"): "--to 不能是 -，请写明文件名或文件夹",
    ("招商.txt", "--to", "出/"): f"--to 指向文件夹时，请用 --format 写明格式：{KNOWN}",
    ("招商.txt", "二.txt", "--to", "文本.docx"): "--to 指向一个文件时一次只能印一份；多份文件请让 --to 指向文件夹，并用 --format 写明格式",
    ("招商.txt", "下/招商.txt", "--to", "出/", "--format", "docx"): (
        f"招商.txt 和 {Path('下/招商.txt')} 会写成同一个文件 {Path('出/招商.docx')}。请分次运行，写到不同的文件夹"
    ),
    ("页.html", "--to", "页.html"): "--to 指向了原文件 页.html。请写到别处：原文件从不改动",
    ("页.html", "--to", ".", "--format", "html"): "--to 指向了原文件 页.html。请写到别处：原文件从不改动",
    ("页.html", "--to", "别名.html"): "--to 指向了原文件 页.html。请写到别处：原文件从不改动",
}  # fmt: skip


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
@pytest.mark.usefixtures("document")
def test_a_call_that_cannot_work_is_one_line_and_writes_nothing(jiheng, write, here, arguments):
    write("二.txt", TEXT)
    write("下/招商.txt", TEXT)
    write("页.html", "<p>网页")
    (here / "别名.html").symlink_to(here / "页.html")
    before = files(here)
    result = jiheng("publish", *arguments)
    assert (result.code, result.out, result.lines) == (2, "", [f"jiheng：{MISTAKES[arguments]}"])
    assert files(here) == before
    assert (here / "页.html").read_text(encoding="utf-8") == "<p>网页"


@pytest.mark.usefixtures("here")
def test_an_unknown_form_lists_the_known_ones_before_anything_is_read(jiheng):
    result = jiheng("publish", "没有.txt", "--to", "a.docx", "--form", "hubei")
    assert (result.code, len(result.lines)) == (2, 1)
    assert result.lines[0].startswith("jiheng：没有名为“hubei”的表式。可用的有：")
    assert "hebei-project-goals" in result.lines[0]


MISSING = {
    ("--form", "national-monitoring"): "文件里没有能用“项目支出绩效目标执行监控表”印的表。请换一种表式，或不写 --form",
    ("--table", "3"): "没有第 3 张表。这份文件里的表是第 1–2 张",
    ("--table", "1", "--table", "9", "--table", "0"): "没有第 0、9 张表。这份文件里的表是第 1–2 张",
}


@pytest.mark.parametrize("arguments", MISSING, ids=" ".join)
def test_what_a_file_does_not_have_is_said_of_that_file(jiheng, write, here, arguments):
    path = write("两张.txt", TWO)
    for name in ("文本.docx", "文本.json"):
        result = jiheng("publish", path, "--to", name, *arguments)
        assert (result.code, result.lines) == (2, [f"两张.txt: {MISSING[arguments]}"])
        assert files(here) == ["两张.txt"]


@pytest.mark.parametrize("source", ["没有.txt", "空.txt", "."])
def test_an_input_that_gives_no_document_leaves_no_file(jiheng, write, here, source):
    write("空.txt", "")
    result = jiheng("publish", source, "--to", "a.docx")
    assert (result.code, len(result.lines)) == (2, 1)
    assert files(here) == ["空.txt"]


# ── Places that take nothing ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("招商.txt/a.docx", "路径中有一段不是文件夹"),
        ("长" * 100 + ".docx", "文件名太长"),
        ("圈.docx/a.docx", "符号链接绕成了圈"),
        ("圈.docx", "符号链接绕成了圈"),
        ("/proc/没有/a.docx", "路径不存在"),
    ],
)
def test_a_place_that_takes_no_file_is_one_line(jiheng, document, here, target, reason):
    (here / "圈.docx").symlink_to("圈.docx")
    result = jiheng("publish", document, "--to", target)
    assert (result.code, result.out) == (2, "")
    assert result.lines == [f"招商.txt: 写不进 {target}（{reason}）。请换一个位置"]
    assert sorted(path.name for path in here.iterdir()) == ["圈.docx", "招商.txt"]


def test_a_folder_in_the_place_of_one_file_stops_only_that_one(jiheng, write, here):
    (here / "出/a.docx").mkdir(parents=True)
    write("材料/a.txt", TEXT)
    write("材料/b.txt", TEXT)
    result = jiheng("publish", "材料", "--to", "出", "--format", "docx")
    assert result.code == 0
    assert result.lines[0] == f"{Path('材料/a.txt')}: 写不进 {Path('出/a.docx')}（那是文件夹）。请换一个位置"
    assert files(here / "出") == ["b.docx"]


def test_the_longest_name_that_a_file_can_have(jiheng, document, here):
    name = "长" * 83 + "a.docx"  # 255 bytes
    assert jiheng("publish", document, "--to", name).code == 0
    assert files(here) == sorted(["招商.txt", name])


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")  # noqa: PTH110
def test_a_device_is_written_to_directly(jiheng, document, here):
    result = jiheng("publish", document, "--to", "/dev/full", "--format", "docx")
    assert (result.code, result.lines) == (2, ["招商.txt: 写不进 /dev/full（磁盘已满）。请换一个位置"])
    assert jiheng("publish", document, "--to", "/dev/null", "--format", "docx").code == 0
    assert files(here) == ["招商.txt"]


def test_a_file_that_ends_in_the_middle_is_not_left_behind(run, document, here):
    """The system stops the writing after 4 KB, as a full disk does."""
    for before in (None, b"old"):
        if before:
            (here / "a.docx").write_bytes(before)
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # noqa: E731
        done = run("publish", document, "--to", "a.docx", env={"LANG": "zh_CN.UTF-8"}, preexec_fn=limit)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode() == "招商.txt: 写不进 a.docx（文件太大）。请换一个位置\n"
        assert files(here) == sorted(["招商.txt", *(["a.docx"] if before else [])])
    assert (here / "a.docx").read_bytes() == b"old"


@pytest.mark.parametrize("stage", ["write_bytes", "fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(jiheng, document, here, monkeypatch, stage):
    """A disk cannot be filled here without rights over the system, so the moment at which it is full is made."""
    (here / "a.docx").write_bytes(b"old")

    def full(*_arguments, **_settings):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def half(path, data):
        with path.open("wb") as stream:
            stream.write(data[: len(data) // 2])
        full()

    if stage == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, stage, half if stage == "write_bytes" else full)
    result = jiheng("publish", document, "--to", "a.docx")
    assert (result.code, result.lines) == (2, ["招商.txt: 写不进 a.docx（磁盘已满）。请换一个位置"])
    assert files(here) == sorted(["a.docx", "招商.txt"])
    assert (here / "a.docx").read_bytes() == b"old"


def test_what_is_renamed_is_on_the_disk_already(jiheng, document, monkeypatch):
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: order.append("fsync") or fsync(number))
    monkeypatch.setattr(Path, "replace", lambda path, target: order.append("replace") or replace(path, target))
    assert jiheng("publish", document, "--to", "a.docx").code == 0
    assert order == ["fsync", "replace"]


@pytest.fixture
def nobody(monkeypatch):
    """Work in a folder of everybody's as somebody without rights over the system, whom permissions bind."""
    rights = os.geteuid()
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.chdir(place)
        Path(place).chmod(0o777)
        yield lambda: os.seteuid(rights or 65534)
        os.seteuid(rights)
        os.chdir("/")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no users here")
def test_a_read_only_target_and_a_folder_without_rights_are_refused(jiheng, nobody):
    Path("招商.txt").write_text(TEXT, encoding="utf-8")
    assert jiheng("publish", "招商.txt", "--to", "a.html").code == 0  # now everything is loaded that will be needed
    Path("a.html").write_bytes(b"old")
    Path("a.html").chmod(0o444)
    Path("closed").mkdir(mode=0o555)
    nobody()
    for target in ("a.html", "closed/a.html", "closed/new/a.html"):
        result = jiheng("publish", "招商.txt", "--to", target)
        assert (result.code, result.out) == (2, "")
        assert result.lines == [f"招商.txt: 写不进 {target}（没有权限）。请换一个位置"]
    assert files(Path()) == ["a.html", "招商.txt"]
    assert Path("a.html").read_bytes() == b"old"
    assert jiheng("publish", "招商.txt", "--to", "b.html").code == 0
