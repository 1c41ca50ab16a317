"""Files behind a password, and mails: what the commands say and do."""

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import py7zr
import pytest
import pyzipper
from tests.cli.conftest import goal_table


def locked_zip(password="密码"):
    stream = io.BytesIO()
    with pyzipper.AESZipFile(stream, "w", encryption=pyzipper.WZ_AES) as target:
        target.setpassword(password.encode())
        target.writestr("a.txt", goal_table())
    return stream.getvalue()


def locked_seven_zip(password="暗号"):
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w", password=password) as target:
        target.writestr(goal_table().encode(), "b.txt")
    return stream.getvalue()


def paths_in(result):
    return [json.loads(line)["source"]["path"] for line in result.out.splitlines()]


def test_without_a_password_one_line_names_the_remedy(jiheng, write):
    result = jiheng("read", write("报送.zip", locked_zip()))
    assert (result.code, result.lines) == (2, ["报送.zip/a.txt: 压缩包设有密码。请先解压，或用 --password 写明密码"])
    result = jiheng("read", write("报送.7z", locked_seven_zip()), "--password", "错")
    assert (result.code, result.lines) == (2, ["报送.7z: 密码不对，没有打开。请核对 --password"])


def test_several_passwords_open_several_archives(jiheng, write, monkeypatch):
    paths = write("报送.zip", locked_zip()), write("报送.7z", locked_seven_zip())
    result = jiheng("read", *paths, "--password", "暗号", "--password", "密码", "--format", "jsonl")
    assert (result.code, paths_in(result)) == (0, ["报送.zip/a.txt", "报送.7z/b.txt"])
    monkeypatch.setenv("JIHENG_PASSWORD", "密码\n暗号\n")
    for command in ("read", "check"):
        assert jiheng(command, *paths).code in (0, 1)


def test_a_password_is_typed_at_a_terminal_only(jiheng, write, monkeypatch):
    path = write("报送.zip", locked_zip())
    monkeypatch.setattr("sys.stdin", io.StringIO("密码\n"))
    result = jiheng("read", path, "--password", "-")
    assert (result.code, len(result.lines)) == (2, 1)
    assert "请改用环境变量 JIHENG_PASSWORD" in result.lines[0]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("jiheng.cli.passwords.getpass", lambda _prompt: "密码")
    assert jiheng("read", path, "--password", "-").code == 0


@pytest.mark.parametrize("suffix", [".eml", ".txt.eml"])
def test_a_mail_is_read_like_a_folder(jiheng, write, suffix):
    message = EmailMessage()
    message["To"], message["Subject"] = "x@example.org", "报送"
    message.set_content("见附件")
    for name, content in (("目标表.txt", goal_table()), ("winmail.dat", "x"), ("说明.bin", "x")):
        message.add_attachment(content.encode(), maintype="application", subtype="octet-stream", filename=name)
    path = write(f"来信{suffix}", message.as_bytes())
    result = jiheng("read", path, "--format", "jsonl")
    assert (result.code, paths_in(result)) == (0, [f"{path}/目标表.txt"])
    assert [line.split("。")[0] for line in result.lines] == [
        f"{path}/winmail.dat: winmail.dat 是 Outlook 专用的附件包，不能读取"
    ]


def test_content_decides_not_the_suffix(jiheng, write):
    assert jiheng("read", write("其实是文本.zip", goal_table())).code == 0


def test_an_archive_is_looked_into_whatever_it_is_called(jiheng, write):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("a.txt", goal_table())
    assert paths_in(jiheng("read", write("报送.dat", stream.getvalue()), "--format", "jsonl")) == ["报送.dat/a.txt"]


def test_a_document_that_is_called_an_archive_is_read(jiheng, write):
    document = next((Path(__file__).parents[2] / "examples").glob("*.docx")).read_bytes()
    assert paths_in(jiheng("read", write("目标.zip", document), "--format", "jsonl")) == ["目标.zip"]
