"""`jiheng backup` and `jiheng restore`: the same content again, and nothing lost by a bad backup."""

from __future__ import annotations

import json
import os
import threading
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.web.installations import Browser, new_installation

POSTGRES = bool(os.environ.get("JIHENG_DATABASE_URL"))
CONTENT = """
from jiheng.web.audit.selectors import verify
from jiheng.web.goals.models import Goal, Version
print(list(Version.objects.order_by("pk").values_list("goal_id", "number", "digest")))
print(list(Goal.objects.order_by("pk").values_list("state", "name", "content")))
print(verify().broken_at)
"""
LOG = "from jiheng.web.audit.selectors import verify; seen = verify(); print(seen.looked_at, seen.broken_at)"


@pytest.fixture(scope="module")
def demo(prepared, tmp_path_factory):
    with prepared.demo(tmp_path_factory.mktemp("site") / "data") as installation:
        stored = installation.folder / "files" / "2027" / "公开文本.docx"
        stored.parent.mkdir()
        stored.write_bytes(b"published")
        yield installation


@pytest.fixture(scope="module")
def server(demo):
    with demo.serving() as server:
        yield server


@pytest.fixture(scope="module")
def backup(demo, tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "备份.zip"
    done = demo.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def content(demo):
    return demo.python(CONTENT)


@pytest.fixture
def empty(tmp_path):
    with new_installation(tmp_path / "data") as installation:
        yield installation


def _changed(backup, target, name, change):
    """A copy of the backup with one member changed."""
    with ZipFile(backup) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for member in source.namelist():
            data = source.read(member)
            copy.writestr(member, change(data) if member == name else data)
    return target


def test_a_restored_site_is_the_same_in_every_digest(content, backup, empty):
    done = empty.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("1 个文件，摘要一致\n")
    assert empty.python(CONTENT) == content
    assert (empty.folder / "files" / "2027" / "公开文本.docx").read_bytes() == b"published"
    with empty.serving() as server:
        assert "管委会填报人" in Browser(server.address).sign_in("tianbao")


def test_a_backup_is_nobody_elses_business(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_is_of_one_moment_while_people_work(demo, server, empty, tmp_path):
    stop = threading.Event()

    def work():
        while not stop.is_set():
            Browser(server.address).sign_in("tianbao2")

    person = threading.Thread(target=work)
    person.start()
    done = demo.quick("backup", str(tmp_path / "b.zip"))
    stop.set()
    person.join()
    assert done.returncode == 0, done.stderr
    assert empty.quick("restore", str(tmp_path / "b.zip")).returncode == 0
    entries, broken = empty.python(LOG).split()
    assert broken == "None"
    assert int(entries) <= int(demo.python(LOG).split()[0])


def test_what_is_there_is_replaced_only_on_demand_and_kept(content, backup, prepared, tmp_path):
    with prepared.started(tmp_path / "data") as site:
        refused = site.quick("restore", str(backup))
        assert refused.returncode == 2
        assert refused.stderr.startswith("jiheng：这里已经有数据。确要用备份替换的，请加上 --replace")
        assert site.quick("restore", "--replace", str(backup)).returncode == 0
        assert site.python(CONTENT) == content
        (kept,) = site.folder.glob("before-restore-*.zip")
        assert site.quick("restore", "--replace", str(kept)).returncode == 0
        assert site.python("from jiheng.web.accounts.models import User; print(User.objects.count())") == "3"


def test_a_site_that_is_running_shows_what_was_restored(demo, server, backup):
    browser = Browser(server.address)
    browser.sign_in("lingdao")
    browser.sign_in("tianbao2")
    before = demo.python(LOG)
    assert demo.quick("restore", "--replace", str(backup)).returncode == 0
    assert demo.python(LOG) != before
    assert "服务中心填报人" in browser.sign_in("tianbao2")


@pytest.mark.parametrize(
    "part", ["files/2027/公开文本.docx", "database.dump" if POSTGRES else "database.sqlite3", "manifest.json"]
)
def test_a_damaged_backup_changes_nothing(demo, content, backup, tmp_path, part):
    damaged = _changed(backup, tmp_path / "damaged.zip", part, lambda data: data[:-1] + b"?")
    done = demo.quick("restore", "--replace", str(damaged))
    assert done.returncode == 2
    assert done.stderr == f"jiheng：{damaged} 不是完好的备份（{part}）。数据没有改动，请换一份备份\n"
    assert demo.python(CONTENT) == content


def test_a_backup_with_a_path_that_leads_elsewhere_is_refused(demo, backup, tmp_path):
    def lead_astray(data):
        manifest = json.loads(data)
        manifest["files"]["files/../../../evil"] = {"size": 4, "sha256": "0" * 64}
        return json.dumps(manifest).encode()

    evil = _changed(backup, tmp_path / "evil.zip", "manifest.json", lead_astray)
    done = demo.quick("restore", "--replace", str(evil))
    assert done.stderr == f"jiheng：{evil} 不是完好的备份（files/../../../evil）。数据没有改动，请换一份备份\n"


@pytest.mark.skipif(POSTGRES, reason="a dump is checked by its digest alone before it is put back")
def test_a_backup_whose_content_is_not_what_it_says_changes_nothing(demo, content, backup, tmp_path):
    def claim_more(data):
        manifest = json.loads(data)
        manifest["fingerprint"]["versions"] += 1
        return json.dumps(manifest).encode()

    false = _changed(backup, tmp_path / "false.zip", "manifest.json", claim_more)
    assert "不是完好的备份（database.sqlite3）。数据没有改动" in demo.quick("restore", "--replace", str(false)).stderr
    assert demo.python(CONTENT) == content


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"format": 2}, "是更新的版本做的备份，这个版本不认得"),
        ({"migrations": ["goals.9999_future"]}, "是更新的版本做的备份，这个版本不认得"),
        ({"database": "oracle"}, "是 oracle 的备份，不能恢复到现在的数据库"),
    ],
)
def test_a_backup_that_does_not_belong_here_is_refused(demo, backup, tmp_path, change, line):
    other = _changed(
        backup,
        tmp_path / "other.zip",
        "manifest.json",
        lambda data: json.dumps(json.loads(data) | change).encode(),
    )
    done = demo.quick("restore", "--replace", str(other))
    assert done.returncode == 2
    assert line in done.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["backup", "备份.tar"], "备份文件的后缀应当是 .zip，备份.tar 不是"),
        (["backup", "/proc/no/备份.zip"], "写不进 /proc/no/备份.zip"),
        (["restore", "没有.zip"], "没有备份文件 没有.zip"),
        (["restore", __file__], "不是完好的备份（zip）"),
    ],
)
def test_what_cannot_be_saved_or_restored_is_one_line(demo, arguments, line):
    done = demo.quick(*arguments)
    assert done.returncode == 2
    assert line in done.stderr
    assert done.stderr.count("\n") == 1


def test_there_is_nothing_to_save_where_nobody_is(empty, tmp_path):
    done = empty.run("backup", str(tmp_path / "b.zip"))
    assert done.returncode == 2
    assert "里还没有数据，没有可备份的" in done.stderr
    assert not (tmp_path / "b.zip").exists()
