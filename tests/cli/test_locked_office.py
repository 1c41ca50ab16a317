"""Office files behind a password, with and without the library that opens them."""

import io
from importlib.util import find_spec
from pathlib import Path

import pytest

from jiheng.readers import locked

EXAMPLE = next((Path(__file__).parents[2] / "examples").glob("*.docx"))
needs_library = pytest.mark.skipif(find_spec("msoffcrypto") is None, reason="the library is not installed")


def locked_word(password):
    from msoffcrypto.format.ooxml import OOXMLFile

    output = io.BytesIO()
    OOXMLFile(io.BytesIO(EXAMPLE.read_bytes())).encrypt(password, output)
    return output.getvalue()


@needs_library
@pytest.mark.parametrize(
    ("passwords", "message"),
    [
        ((), "文件设有打开密码。请去掉密码后再读"),
        (("错",), "密码不对，没有打开。请核对 --password"),
        (("错", "密码"), None),
    ],
)
def test_a_locked_document_opens_with_its_password(jiheng, write, passwords, message):
    path = write("锁.docx", locked_word("密码"))
    result = jiheng("read", path, *(word for password in passwords for word in ("--password", password)))
    assert result.lines == ([f"{path}: {message}"] if message else [])
    assert result.code == (2 if message else 0)


@needs_library
def test_a_locked_document_is_checked_but_not_corrected(jiheng, write):
    path = write("锁.docx", locked_word("密码"))
    assert jiheng("check", path, "--password", "密码", "--fail-on", "never").code == 0
    result = jiheng("check", path, "--password", "密码", "--fix", "--output", "改.docx")
    assert (result.code, len(result.lines)) == (2, 1)
    assert "副本会没有密码" in result.lines[0]


@needs_library
def test_a_workbook_that_excel_opens_by_itself_needs_no_password(jiheng, write):
    assert jiheng("read", write("锁.docx", locked_word("VelvetSweatshop"))).code == 0


def test_without_the_library_one_line_names_it(jiheng, write, monkeypatch):
    monkeypatch.setattr(locked, "find_spec", lambda _name: None)
    path = write("锁.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert jiheng("read", path).lines == [f"{path}: 文件设有打开密码。请去掉密码后再读"]
    result = jiheng("read", path, "--password", "密码")
    assert result.lines == [f"{path}: 读取 Office 需要可选组件。请安装：pip install 'jiheng[archives]'"]
