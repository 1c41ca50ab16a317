"""`jiheng doctor`: what is wrong with the set-up is named, with what to do about it."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest
from tests.web.installations import Installation, new_installation
from tests.web.postgres import new_database

SERVER = os.environ.get("JIHENG_DATABASE_URL")


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    with prepared.started(tmp_path_factory.mktemp("site") / "data") as installation:
        yield installation


def _lines(done, sign):
    return [line for line in done.stdout.splitlines() if line.startswith(sign)]


def test_a_site_that_was_started_is_well(site):
    done = site.run("doctor")
    assert (done.returncode, _lines(done, "×")) == (0, [])
    found = [line.split()[1] for line in _lines(done, ("✓", "△"))]
    assert {
        "数据文件夹",
        "磁盘",
        "密钥",
        "时钟",
        "网页脚本",
        "数据库",
        "中文搜索",
        "数据库结构",
        "日志时间",
        "管理员",
    } <= set(found)


def test_a_new_site_still_has_its_tables_to_get(tmp_path):
    with new_installation(tmp_path / "data") as installation:
        done = installation.run("doctor")
    assert done.returncode == 0
    assert any("数据库结构" in line and "还差" in line for line in _lines(done, "△"))
    assert "→ 启动 jiheng serve 时会自动完成，请先备份" in done.stdout


def test_a_key_that_others_can_read_is_wrong(site):
    key = site.folder / "secret-key"
    key.chmod(0o644)
    try:
        done = site.quick("doctor")
    finally:
        key.chmod(0o600)
    assert done.returncode == 1
    assert _lines(done, "×") == [f"×  密钥         {key} 别的用户也能读"]
    assert f"→ 请运行 chmod 600 {key}" in done.stdout


def test_a_short_key_is_wrong(site):
    done = Installation(site.folder, site.environment | {"JIHENG_SECRET_KEY": "secret"}).run("doctor")
    assert done.returncode == 1
    assert _lines(done, "×") == ["×  密钥         JIHENG_SECRET_KEY 只有 6 个字符"]


def test_a_clock_that_was_put_back_and_a_newer_database_are_wrong(site):
    site.python(
        "from datetime import timedelta; from django.db import connection; from django.db.models import F\n"
        "from jiheng.web.audit.models import Entry\n"
        "Entry.objects.update(at=F('at') + timedelta(days=400))\n"
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('goals', '9999_future')"
    )
    done = site.quick("doctor")
    assert done.returncode == 1
    assert [line.split()[1] for line in _lines(done, "×")] == ["数据库结构", "日志时间"]
    refused = site.try_serving()
    assert refused.returncode == 2
    assert refused.stderr == (
        "jiheng：数据库是更新的版本建立的（goals.9999_future），这个版本不认得。请安装新版本后再启动\n"
    )


def test_a_database_that_does_not_answer_is_named(site):
    done = Installation(site.folder, {"JIHENG_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}).run("doctor")
    assert done.returncode == 1
    (line,) = _lines(done, "×")
    assert "打不开数据库（" in line


def test_a_folder_that_cannot_be_written_is_named(site, tmp_path):
    (tmp_path / "file").write_text("")
    done = site.run("doctor", "--data", str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert "不能写入（路径中有一段不是文件夹）" in done.stdout


def test_what_needs_no_person_is_mended(site):
    key = site.folder / "secret-key"
    key.chmod(0o644)
    site.folder.chmod(0o755)
    done = site.quick("doctor", "--mend")
    assert "密钥：已改正\n" in done.stderr
    assert "数据文件夹：已改正\n" in done.stderr
    assert (key.stat().st_mode & 0o777, site.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not [line for line in done.stdout.splitlines() if "密钥" in line and not line.startswith("✓")]


_DROP = """from django.db import connection; from jiheng.web.disclosure.text_index import postgres
is_server = connection.vendor == "postgresql"
what = f"FUNCTION {postgres.FUNCTION} CASCADE" if is_server else "TRIGGER disclosure_publishedresult_parts_delete"
connection.cursor().execute(f"DROP {what}")"""


def test_an_index_that_is_gone_is_made_anew(prepared, tmp_path):
    there = "from jiheng.web.disclosure.text_index import is_missing; print(not is_missing())"
    with prepared.started(tmp_path / "data") as installation:
        assert installation.python(there) == "True"
        installation.python(_DROP)
        told = installation.quick("doctor")
        assert told.returncode == 0
        assert any("搜索索引" in line for line in _lines(told, "△"))
        assert "→ 请运行 jiheng doctor --mend，或重新启动网站" in told.stdout
        mended = installation.quick("doctor", "--mend")
        assert "搜索索引：已改正" in mended.stderr
        assert "搜索索引" not in mended.stdout
        assert installation.python(there) == "True"
        installation.python(_DROP)
        assert "正在建立搜索索引" in installation.try_serving().stderr
        assert installation.python(there) == "True"


@pytest.mark.skipif(not SERVER, reason="about PostgreSQL")
def test_an_index_that_cannot_be_made_says_what_is_missing(prepared, tmp_path):
    with prepared.started(tmp_path / "data") as installation:
        poor = f"poor_{os.urandom(4).hex()}"
        installation.python(
            f"{_DROP}\nrun = connection.cursor().execute; run('CREATE ROLE {poor} LOGIN')\n"
            f"run('GRANT SELECT ON ALL TABLES IN SCHEMA public TO {poor}')"
        )
        parts = urlsplit(installation.environment["JIHENG_DATABASE_URL"])
        address = parts._replace(netloc=f"{poor}@{parts.netloc.rpartition('@')[2]}").geturl()
        done = Installation(installation.folder, {"JIHENG_DATABASE_URL": address}).run("doctor", "--mend")
        assert "搜索索引：没有改正。搜索索引建不了（" in done.stderr
        assert "搜索结果不漏，但较慢" in done.stderr
        installation.python(
            f"from django.db import connection; connection.cursor().execute('DROP OWNED BY {poor}; DROP ROLE {poor}')"
        )


@pytest.mark.skipif(not SERVER, reason="about PostgreSQL")
def test_a_locale_without_chinese_is_named(tmp_path):
    with new_database(SERVER, locale="C") as address:
        done = Installation(tmp_path / "data", {"JIHENG_DATABASE_URL": address}).run("doctor")
    assert done.returncode == 1
    assert "数据库的区域是 C，中文的三字索引是空的" in done.stdout
