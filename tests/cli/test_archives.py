"""Zip archives: read like folders, whatever is in them and whatever they are called."""

import io
import json
import zipfile

import pytest
from tests.cli.conftest import goal_table


def archive(entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return stream.getvalue()


def test_a_zip_is_read_like_a_folder(jiheng, write, here):
    entries = {
        "二/b.txt": goal_table(),
        "a.txt": goal_table(total="60"),
        "c.txt": "",
        "__MACOSX/._a.txt": "x",
        "说明.bin": "x",
    }
    write("材料/报送.zip", archive(entries))
    for path in ("材料/报送.zip", "材料"):
        result = jiheng("read", path, "--format", "jsonl")
        assert result.code == 0
        paths = [json.loads(line)["source"]["path"] for line in result.out.splitlines()]
        assert paths == ["材料/报送.zip/a.txt", "材料/报送.zip/二/b.txt"]
        assert result.lines == ["材料/报送.zip/c.txt: 文件是空的。请换一份有内容的文件"]
    assert (
        jiheng("check", "材料/报送.zip", "--fix", "--output", "改", "--fail-on", "never").code == 2
    )  # a file, for several
    assert jiheng("check", "材料/报送.zip", "--fix", "--output", "改/", "--fail-on", "never").code == 0
    assert sorted(path.relative_to(here).as_posix() for path in (here / "改").rglob("*.txt")) == [
        "改/a.txt",
        "改/二/b.txt",
    ]


def paths_in(result):
    return [json.loads(line)["source"]["path"] for line in result.out.splitlines()]


@pytest.mark.parametrize(
    "name",
    ["../../x.txt", "/x.txt", "C:\\x.txt", "..\\..\\x.txt", "C:../x.txt", "\\\\server\\share\\x.txt", "a/../../x.txt"],
)
def test_names_in_an_archive_never_lead_out_of_the_folder(jiheng, write, here, name):
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    path = write("报送.zip", archive({entry: goal_table()}))
    assert jiheng("check", path, "--fix", "--output", "改/", "--fail-on", "never").code == 0
    (copy,) = here.rglob("*.txt")
    assert copy.relative_to(here / "改").name == "x.txt"


def test_entries_whose_names_come_to_the_same_are_all_read(jiheng, write):
    path = write("报送.zip", archive({"x.txt": goal_table(), "../x.txt": goal_table(total="60"), "..": "", "/": ""}))
    result = jiheng("read", path, "--format", "jsonl")
    assert paths_in(result) == ["报送.zip/x.txt", "报送.zip/x（2）.txt"]
    assert result.lines == []


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_names_are_shown_right_though_their_encoding_is_not_said(jiheng, write, codec):
    """Chinese Windows packs names in GBK, other systems in UTF-8, and many programs of both do not say which."""
    folder, name = "招商局".encode(codec), "绩效目标表".encode(codec)
    content = archive({f"{'Q' * len(folder)}/{'W' * len(name)}.txt": goal_table()})
    content = content.replace(b"Q" * len(folder), folder).replace(b"W" * len(name), name)
    result = jiheng("read", write("报送.zip", content), "--format", "jsonl")
    assert paths_in(result) == ["报送.zip/招商局/绩效目标表.txt"]


def test_archives_in_an_archive_are_looked_into(jiheng, write, here):
    inner = archive({"甲/a.txt": goal_table(), "b.txt": ""})
    path = write(
        "局.zip", archive({"处.zip": archive({"科.zip": inner}), "坏.zip": b"PK\3\4x", "c.txt": goal_table(total="60")})
    )
    result = jiheng("read", path, "--format", "jsonl")
    assert result.code == 0
    assert paths_in(result) == ["局.zip/c.txt", "局.zip/处.zip/科.zip/甲/a.txt"]
    assert result.lines == [
        "局.zip/坏.zip: 压缩包不完整或已损坏。请重新下载或另存一份",
        "局.zip/处.zip/科.zip/b.txt: 文件是空的。请换一份有内容的文件",
    ]
    assert jiheng("check", path, "--fix", "--output", "改/", "--fail-on", "never").code == 0
    assert (here / "改/处.zip/科.zip/甲/a.txt").is_file()


def test_an_archive_in_an_archive_in_an_archive_and_so_on_is_one_line(jiheng, write):
    content = archive({"底.txt": goal_table()})
    for _ in range(200):
        content = archive({"套.zip": content})
    result = jiheng("read", write("报送.zip", content))
    assert result.code == 2
    assert result.lines == ["报送.zip/套.zip/套.zip/套.zip/套.zip: 压缩包里套压缩包超过 3 层，没有展开。请先解压"]


def test_what_archives_in_an_archive_hold_is_counted_together(jiheng, write):
    inner = archive({f"{n}.txt": "" for n in range(4000)})
    result = jiheng("read", write("报送.zip", archive({f"{n}.zip": inner for n in range(3)})), "--format", "jsonl")
    assert result.lines[-1] == "报送.zip/2.zip: 压缩包里有 12003 个部件，超过 10000 个的上限，没有展开。请核对来源"


def test_a_file_behind_a_password_is_one_line_and_the_others_go_on(jiheng, write):
    content = bytearray(archive({"密.txt": goal_table(), "明.txt": goal_table()}))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.find(signature) + offset] |= 1
    result = jiheng("read", write("报送.zip", bytes(content)), "--format", "jsonl")
    assert (result.code, paths_in(result)) == (0, ["报送.zip/明.txt"])
    assert result.lines == ["报送.zip/密.txt: 压缩包设有密码。请先解压，或用 --password 写明密码"]


def bomb():
    """An archive that declares 2 GB for a document."""
    content = bytearray(archive({"a.txt": "x"}))
    size = content.index(b"PK\x01\x02") + 24
    content[size : size + 4] = (2048 * 1024 * 1024).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: b"PK\x03\x04" + bytes(50), "报送.zip: 压缩包不完整或已损坏"),
        (lambda: archive({"说明.bin": "x"}), "报送.zip: 压缩包里没有可读的文件。请核对路径"),
        (bomb, "报送.zip: 压缩包展开后有 2048 MB，超过 1024 MB 的上限"),
        (lambda: archive({"a.txt": bytes(65 * 1024 * 1024)}), "报送.zip/a.txt: 文件"),
    ],
    ids=["damaged", "without documents", "bomb", "one large file"],
)
def test_a_bad_archive_is_one_line(jiheng, write, make, message):
    result = jiheng("read", write("报送.zip", make()))
    assert result.code == 2
    assert len(result.lines) == 1
    assert result.lines[0].startswith(message)
