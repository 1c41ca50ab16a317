"""The key of the site, without which nobody's second factor works on another machine, in a backup or apart from it."""

from __future__ import annotations

import json
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.web.installations import new_installation

WITH_FACTOR = """
from jiheng.web.accounts.models import SecondFactor, User
from jiheng.web.accounts.seals import sealed
SecondFactor.objects.create(user=User.objects.get(login="system"), secret=sealed("GEZDGNBVGY3TQOJQ"), last_step=0)
"""
LOST = "from jiheng.web.operations.keys import lost_factors; print(lost_factors())"
STATE = """
from jiheng.web.accounts.models import SecondFactor
from jiheng.web.audit.models import Head
print(list(SecondFactor.objects.values_list("secret")), list(Head.objects.values_list("number", "digest")))
"""
TABLES = "from django.db import connection; print('accounts_user' in connection.introspection.table_names())"


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    with prepared.started(tmp_path_factory.mktemp("site") / "data") as installation:
        installation.python(WITH_FACTOR)
        yield installation


@pytest.fixture(scope="module")
def passphrase(tmp_path_factory):
    path = tmp_path_factory.mktemp("passphrase") / "口令"
    path.write_text("正确的马电池订书钉-2027\n别的\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def with_key(site, passphrase, tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "b.zip"
    done = site.run("backup", str(path), "--passphrase-file", str(passphrase))
    assert done.returncode == 0, done.stderr
    assert "密钥也在备份里，用口令加密" in done.stderr
    return path


@pytest.fixture
def empty(tmp_path):
    with new_installation(tmp_path / "data") as installation:
        yield installation


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """One for all that change nothing."""
    with new_installation(tmp_path_factory.mktemp("site") / "data") as installation:
        yield installation


def test_it_goes_along_behind_the_passphrase(site, with_key, passphrase, empty):
    key = (site.folder / "secret-key").read_text()
    with ZipFile(with_key) as archive:
        assert not any(key.encode() in archive.read(name) for name in archive.namelist())
    done = empty.run("restore", str(with_key), "--passphrase-file", str(passphrase))
    assert done.returncode == 0, done.stderr
    assert "密钥已一并恢复" in done.stderr
    assert (empty.folder / "secret-key").read_text() == key
    assert (empty.folder / "secret-key").stat().st_mode & 0o077 == 0
    assert empty.python(LOST) == "0"


def test_without_it_restore_and_doctor_say_whom_that_concerns(site, with_key, empty):
    done = empty.run("restore", str(with_key))
    assert done.returncode == 0, done.stderr
    assert "1 个人的两步验证要用原来的密钥，这里没有" in done.stderr
    assert "1 个人的验证要用别的密钥" in empty.run("doctor").stdout
    (empty.folder / "secret-key.old").write_text((site.folder / "secret-key").read_text())
    assert empty.python(LOST) == "0"


def test_a_backup_without_it_says_so(site, passphrase, empty, tmp_path):
    path = tmp_path / "b.zip"
    assert "备份不含密钥" in site.quick("backup", str(path)).stderr
    done = empty.run("restore", str(path), "--passphrase-file", str(passphrase))
    assert done.stderr == f"jiheng：{path} 里没有密钥，用不上口令。请去掉 --passphrase-file 再恢复\n"


def test_a_wrong_passphrase_changes_nothing(site, with_key, tmp_path):
    wrong, before = tmp_path / "wrong", site.python(STATE)
    wrong.write_text("不对的马电池订书钉-2027", encoding="utf-8")
    done = site.quick("restore", "--replace", str(with_key), "--passphrase-file", str(wrong))
    assert (done.returncode, site.python(STATE)) == (2, before)
    assert done.stderr == f"jiheng：口令打不开 {with_key} 里的密钥。数据没有改动，请核对口令文件\n"
    assert not list(site.folder.glob("before-restore-*"))


@pytest.mark.parametrize("key", [{"salt": "!", "text": ""}, {"salt": 1}, "x", {"salt": "AAAA", "text": "密"}])
def test_a_damaged_one_is_one_line_and_changes_nothing(with_key, passphrase, untouched, tmp_path, key):
    odd = tmp_path / "odd.zip"
    with ZipFile(with_key) as source, ZipFile(odd, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                data = json.dumps(json.loads(data) | {"secret_key": key}).encode()
            copy.writestr(name, data)
    done = untouched.quick("restore", str(odd), "--passphrase-file", str(passphrase))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert untouched.python(TABLES) == "False"


@pytest.mark.parametrize(("text", "line"), [("短", "至少有 12 个字符"), (None, "打不开（路径不存在）")])
def test_a_passphrase_file_that_is_none_is_one_line(site, tmp_path, text, line):
    path = tmp_path / "口令"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    done = site.quick("backup", str(tmp_path / "b.zip"), "--passphrase-file", str(path))
    assert done.returncode == 2
    assert line in done.stderr
    assert not (tmp_path / "b.zip").exists()
