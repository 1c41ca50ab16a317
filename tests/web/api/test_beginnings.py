"""Files, copies, papers and exemptions through the API."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.api.callers import Parts, caller, make_draft, make_run
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World
from tests.web.goals.conftest import typed_sheet

from jiheng.web.goals import uploads
from jiheng.web.goals.models import Goal, Upload
from jiheng.web.goals.typed import typed_content
from jiheng.web.organizations.models import Cycle, Phase
from jiheng.web.review.services import default_chain

EXAMPLE = Path("examples/云溪经济开发区2025年绩效目标.docx")


def test_a_file_is_brought_looked_at_and_taken_over_in_part(world: World) -> None:
    program = caller(world.people["preparer"])
    home = {"organization": world.units[0].code, "year": world.year}
    preview = program.post("/uploads", Parts.of(EXAMPLE.name, EXAMPLE.read_bytes(), **home))
    assert (preview["name"], preview["is_foreign"], len(preview["tables"])) == (EXAMPLE.name, True, 12)
    assert preview["document"]["projects"][0]["name"] == preview["tables"][0]["name"]
    assert any(isinstance(block, list) for block in preview["blocks"])
    assert Goal.objects.count() == 0
    assert program.get("/uploads")["items"][0]["id"] == preview["id"]
    assert program.get(f"/uploads/{preview['id']}")["tables"] == preview["tables"]
    chosen = {"tables": [{"number": 1}, {"number": 3}], "department": {}}
    made = program.post(f"/uploads/{preview['id']}/take", chosen, key="k")
    assert [each["kind"] for each in made["created"]].count("department") == 1
    assert len(made["created"]) == 3
    assert program.post(f"/uploads/{preview['id']}/take", chosen, key="k") == made
    assert not Upload.objects.exists()

    again = program.post("/uploads", Parts.of(EXAMPLE.name, EXAMPLE.read_bytes(), **home))
    plan = again["tables"][0]["plan"]
    assert (plan["way"], plan["goal"]) == (
        "skip",
        next(g["id"] for g in made["created"] if g["name"] == again["tables"][0]["name"]),
    )
    nothing = program("post", f"/uploads/{again['id']}/take", {"tables": [{"number": 1, "way": "skip"}]})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "nothing-chosen")


def test_each_document_of_an_archive_is_an_upload_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    program = caller(world.people["preparer"])
    home = {"organization": world.units[0].code, "year": world.year}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name, data in {"a.txt": b"x", "b.docx": EXAMPLE.read_bytes(), "c.docx": EXAMPLE.read_bytes()}.items():
            target.writestr(name, data)
    first = program.post("/uploads", Parts.of("报送.zip", archive.getvalue(), **home))
    assert (first["name"], first["state"], len(first["tables"])) == ("报送.zip › b.docx", "read", 12)
    assert [(each["name"], each["state"], each["tables_found"]) for each in first["files"]] == [
        ("报送.zip › a.txt", "failed", 0),
        ("报送.zip › c.docx", "read", 12),
    ]
    failed, second = first["files"]
    assert "没有" in program.get(f"/uploads/{failed['id']}")["problem"]
    assert len(program.get(f"/uploads/{second['id']}")["tables"]) == 12
    assert program("post", f"/uploads/{failed['id']}/take", {"tables": [{"number": 1}]}).status_code == 404
    assert program("delete", f"/uploads/{failed['id']}").status_code == 204
    assert {each["id"] for each in program.get("/uploads")["items"]} == {first["id"], second["id"]}

    monkeypatch.setattr(uploads, "_AT_ONCE", 0.0)
    waits = program.post("/uploads", Parts.of("报送.zip", archive.getvalue(), **home))
    assert (waits["state"], waits["tables"], waits["document"]) == ("reading", [], {})
    assert program.get(f"/uploads/{waits['id']}")["done"] == 0


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"PK\x03\x04broken", b"%PDF-1.7 broken"])
def test_a_file_that_gives_nothing_is_refused_at_its_field(world: World, data: bytes) -> None:
    parts = Parts.of("../../坏.docx", data, organization=world.units[0].code, year=world.year)
    answer = caller(world.people["preparer"])("post", "/uploads", parts)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == ["file"]


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=\xff", "application/json", "text/plain"]
)
def test_a_request_without_a_file_is_refused_in_one_way(world: World, kind: str) -> None:
    secret = caller(world.people["preparer"]).secret
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Client().generic("POST", "/api/v1/uploads", b"--x\r\n\r\n", content_type=kind, headers=headers)
    assert answer.status_code in {400, 422}, answer.content
    assert set(answer.json()) >= {"code", "message"}


def test_last_years_project_goes_on_and_another_one_is_copied(world: World) -> None:
    old = approve(world, make_sheet(world.units[0]), year=world.year - 1)
    Cycle.objects.create(year=world.year - 1)
    program = caller(world.people["preparer"])
    code = world.units[0].code
    [found] = program.get(f"/organizations/{code}/to-carry-on", year=world.year)["items"]
    assert found["id"] == old.pk
    body = {"organization": code, "year": world.year, "origin": "carried_over"}
    made = program.post(f"/goals/{old.pk}/copy", body)
    assert (made["code"], made["origin"], made["state"]) == (old.code, "carried_over", "draft")
    assert program.get(f"/organizations/{code}/to-carry-on", year=world.year)["items"] == []
    other = program.post(f"/goals/{made['id']}/copy", {"organization": code, "year": world.year})
    assert (other["code"], other["name"]) == ("", made["name"])


def test_papers_differences_and_checks(world: World) -> None:
    run = make_run(world)
    program = caller(world.people["preparer"])
    path = f"/goals/{run.subject_id}"
    for file_format, begin in {"docx": b"PK", "xlsx": b"PK", "html": b"<!", "json": b"{"}.items():
        file = program("get", f"{path}/files/{file_format}?version=1")
        assert file.content.startswith(begin), file_format
        assert file.headers["Content-Disposition"].startswith("attachment")
    assert program("get", f"{path}/files/exe").status_code == 422
    assert program("get", f"{path}/files/json?version=9").status_code == 404
    program.post(f"{path}/withdraw")
    goal = program.get(path)
    content = {**goal["content"], "purpose": "改了用途"}
    assert "errors" in program.post(f"{path}/check", {"content": content})
    assert program.get(path)["lock"] == goal["lock"]
    program("put", path, {"lock": goal["lock"], "content": content})
    compared = program.get(f"{path}/changes", old="1", new="draft")
    assert [(each["anchor"], each["after"]) for each in compared["changes"]] == [("purpose", "改了用途")]
    assert compared["sides"] == ["draft", "1"]
    assert program("get", f"{path}/changes?old=9").status_code == 404
    document = program("get", f"/organizations/{world.units[0].code}/files/json?year={world.year}")
    assert document.json()["documents"][0]["projects"][0]["purpose"] == "改了用途"
    parsed = program.get("/targets/parse", text="≥1,200人次")
    assert (parsed["sign"], parsed["number"], parsed["unit"]) == ("≥", "1200", "人次")
    assert program("get", "/forms/hebei-project-goals/template").content[:2] == b"PK"
    assert program.get("/rules/target-unit-missing")["sections"]


def test_many_are_approved_and_the_rest_is_left_with_the_reason(world: World) -> None:
    default_chain()
    preparer, leader = caller(world.people["preparer"]), caller(world.people["unit_leader"])
    content = typed_content(typed_sheet(), world.units[0], None)
    goal = preparer.post("/goals", {"organization": world.units[0].code, "year": world.year, "content": content})
    preparer.post(f"/goals/{goal['id']}/submit")
    with_errors = make_run(world)
    tasks = [each["id"] for each in leader.get("/review/tasks")["items"]]
    said = leader.post("/review/approvals", {"year": world.year, "tasks": [*tasks, 999_999]})
    assert (said["approved"], said["gone"]) == (1, [999_999])
    assert [(each["task"], bool(each["reason"])) for each in said["left"]] == [(tasks[1], True)]
    ended = preparer.post(f"/review/runs/{with_errors.pk}/withdraw")
    assert ended["state"] == "withdrawn"


def test_what_is_secret_is_not_published(world: World) -> None:
    secret, other = (approve(world, make_sheet(world.units[0], name)) for name in ("秘密项目", "普通项目"))
    leader, code = caller(world.people["unit_leader"]), world.units[0].code
    assert leader("post", f"/disclosure/goals/{secret.pk}/exemption", {"reason": " "}).status_code == 422
    given = leader.post(f"/disclosure/goals/{secret.pk}/exemption", {"reason": "国家秘密"})
    again = leader("post", f"/disclosure/goals/{secret.pk}/exemption", {"reason": "国家秘密"})
    assert (again.status_code, again.json()["code"]) == (409, "exempted-already")
    shown = leader.get(f"/disclosure/organizations/{code}")
    assert [each["exemption"] and each["exemption"]["reason"] for each in shown["goals"]] == ["国家秘密", None]
    preview = leader("get", f"/disclosure/organizations/{code}/preview/json").json()["documents"][0]
    assert [each["name"] for each in preview["projects"]] == [other.name]
    published = leader.post(f"/disclosure/organizations/{code}/publications", {"year": world.year})
    assert published["projects"] == 1
    [verified] = caller(world.people["auditor"]).get("/public/verify", digest=published["digest"])
    assert (verified["publication"]["id"], verified["format"]) == (published["id"], None)
    assert leader("delete", f"/disclosure/exemptions/{given['id']}").status_code == 204
    assert leader.get(f"/disclosure/organizations/{code}")["exempted"] == 0


def test_nothing_is_handed_in_outside_the_window(world: World) -> None:
    Phase.objects.update(opens_at=timezone.now() - timedelta(days=9), due_at=timezone.now() - timedelta(days=1))
    goal = make_draft(world)
    answer = caller(world.people["preparer"])("post", f"/goals/{goal.pk}/submit", {"explanation": "测试"})
    assert (answer.status_code, answer.json()["code"]) == (422, "no-open-phase")
