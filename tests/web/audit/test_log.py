"""The log: read by one, taken out as CSV, proved by its chain."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.web.api.callers import caller
from tests.web.factories import World

from jiheng.web.api.models import ApiToken
from jiheng.web.audit.actions import action_choices, action_label
from jiheng.web.audit.middleware import by_means_of
from jiheng.web.audit.models import Entry, Head
from jiheng.web.audit.selectors import verify
from jiheng.web.audit.services import digest_of, record


@pytest.fixture
def auditor(world: World, client: Client) -> Client:
    record("organization.changed", actor=world.people["system"], subject=world.units[0], organization="205001",
           before={"name": "旧名"}, after={"name": "=HYPERLINK(1)"})  # fmt: skip
    record("account.locked", actor=None, title="=cmd|' /c calc'!A1")
    record("phase.changed", actor=world.people["performance_office"], subject=world.phase)
    client.force_login(world.people["audit"])
    return client


def _lines(response: object) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_page_speaks_chinese_and_shows_before_and_after(auditor: Client) -> None:
    page = auditor.get("/audit/").text
    assert "修改单位" in page
    assert "旧名" in page
    assert "系统管理员（system）" in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [3, 2, 1]),
        ("action=account.locked", [2]),
        ("organization=205001", [1]),
        ("text=绩效管理处", [3]),
        ("since=2099-01-01", []),
        ("until=2000-01-01", []),
        ("since=昨天", [3, 2, 1]),
        ("action=nonsense", [3, 2, 1]),
        ("page=99", [3, 2, 1]),
    ],
)
def test_the_address_filters(auditor: Client, query: str, numbers: list[int]) -> None:
    page = auditor.get(f"/audit/?{query}")
    assert [entry.number for entry in page.context["page_obj"]] == numbers


def test_the_export_holds_what_the_filter_shows_and_no_formula(auditor: Client) -> None:
    lines = _lines(auditor.get("/audit/export/?until=2099-01-01"))
    assert [line["操作"] for line in lines[:3]] == ["organization.changed", "account.locked", "phase.changed"]
    assert lines[1]["对象"] == "'=cmd|' /c calc'!A1"
    assert not any(text.startswith(("=", "+", "-", "@")) for line in lines for text in line.values())
    assert lines[0]["摘要"] == Entry.objects.get(number=1).digest


def test_taking_the_log_out_is_itself_in_the_log(auditor: Client) -> None:
    auditor.get("/audit/export/?organization=205001")
    entry = Entry.objects.first()
    assert (entry.action, entry.after) == ("audit.exported", {"organization": "205001"})


def test_every_act_of_these_areas_has_a_name() -> None:
    assert dict(action_choices())["role.given"] == "授予角色"
    assert action_label("thing.unknown") == "thing.unknown"


def test_through_what_it_was_done_is_named(world: World, client: Client) -> None:
    program = caller(world.people["preparer"])
    made = program.post("/goals", {"organization": world.units[0].code, "year": world.year})
    entry = Entry.objects.get(action="goal.created")
    token = ApiToken.objects.get()
    assert entry.means == f"token {token.pk} 测试"
    assert str(made["id"]) == entry.subject_id
    record("thing.changed", actor=None)
    assert Entry.objects.first().means == ""  # the next act has nothing to do with the token
    client.force_login(world.people["audit"])
    assert f"token {token.pk} 测试" in client.get("/audit/").text
    lines = _lines(client.get("/audit/export/?action=goal.created"))
    assert [line["途径"] for line in lines] == [f"token {token.pk} 测试"]


class TestChain:
    """Whatever is done to the table behind the program's back shows."""

    @pytest.mark.usefixtures("auditor")
    @pytest.mark.parametrize(
        ("statement", "broken_at"),
        [
            ("UPDATE audit_entry SET title = 'x' WHERE number = 2", 2),
            ("UPDATE audit_entry SET actor_id = 99 WHERE number = 1", 1),
            ("UPDATE audit_entry SET means = 'token 9' WHERE number = 1", 1),
            ("DELETE FROM audit_entry WHERE number = 2", 2),
            ("DELETE FROM audit_entry WHERE number = 3", 3),
            ("DELETE FROM audit_entry", 1),
            ("UPDATE audit_entry SET number = 4 WHERE number = 3", 3),
        ],
    )
    def test_a_change_is_found(self, statement: str, broken_at: int) -> None:
        assert verify().broken_at is None
        with connection.cursor() as cursor:
            cursor.execute(statement)
        assert verify().broken_at == broken_at

    @pytest.mark.django_db
    def test_taking_the_token_out_of_an_entry_is_found(self) -> None:
        by_means_of("token 1 甲")
        try:
            record("thing.changed", actor=None)
        finally:
            by_means_of("")
        Entry.objects.update(means="")
        assert verify().broken_at == 1

    @pytest.mark.django_db
    def test_entries_of_the_first_version_keep_their_digests(self) -> None:
        entry = record("thing.changed", actor=None)
        assert digest_of(entry, "") == entry.digest
        names = {field.attname for field in Entry._meta.concrete_fields} - {"id", "digest", "means"}
        said = {name: getattr(entry, name) for name in names} | {"at": int(entry.at.timestamp() * 1_000_000)}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.new("sm3", f"\n{text}".encode()).hexdigest() == entry.digest

    @pytest.mark.usefixtures("auditor")
    def test_cutting_off_the_end_together_with_its_mark_is_found(self) -> None:
        Head.objects.all().delete()
        assert verify().broken_at is not None


class TestCommand:
    """`jiheng audit verify` on a site of its own."""

    def _run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("JIHENG_", "DJANGO_"))}
        environment["JIHENG_HOME"] = str(folder)
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-c", "from jiheng.cli.main import entry; entry()", "--lang", "zh", *arguments],
            env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def test_whole_changed_and_not_there(self, tmp_path: Path) -> None:
        assert "还没有升级" in self._run(tmp_path, "audit", "verify").stderr
        script = (
            "import django; django.setup()\n"
            "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
            "from jiheng.web.accounts.services import first_administrators; first_administrators()\n"
        )
        environment = os.environ | {"JIHENG_HOME": str(tmp_path), "JIHENG_DATABASE_URL": ""}
        subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=environment, check=True, timeout=120)
        whole = self._run(tmp_path, "audit", "verify")
        assert (whole.returncode, whole.stderr) == (0, "")
        assert "3 条记录" in whole.stdout
        import sqlite3

        with sqlite3.connect(tmp_path / "jiheng.sqlite3") as database:
            database.execute("UPDATE audit_entry SET title = 'x' WHERE number = 2")
        database.close()
        broken = self._run(tmp_path, "audit", "verify")
        assert broken.returncode == 1
        assert "第 2 条" in broken.stderr
