"""The tree, people, the year, the chain and the log through the API."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from tests.web.api.callers import Parts, caller
from tests.web.factories import World

from jiheng.web.accounts.models import User
from jiheng.web.api.models import ApiToken, StoredAnswer
from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.sheets import ORGANIZATIONS, PEOPLE, write
from jiheng.web.review.services import default_chain


def test_administrators_build_the_tree_and_give_roles_each_their_part(world: World) -> None:
    system, security = caller(world.people["system"]), caller(world.people["security"])
    made = system.post("/administration/divisions", {"bureau": "001", "name": "农业处"})
    home = {"kind": "department", "code": "301", "name": "农业农村局", "parent": "001", "division": "农业处"}
    assert system.post("/administration/organizations", home)["division"] == "农业处"
    unit = {"kind": "unit", "code": "301001", "name": "农技站", "parent": "301"}
    system.post("/administration/organizations", unit)
    person = system.post("/administration/people", {"login": "wangwu", "name": "王五", "email": "w@example.org"})
    refused = system(
        "post", f"/administration/people/{person['id']}/roles", {"organization": "301001", "role": "expert"}
    )
    assert refused.status_code == 403
    role = {"organization": "301001", "role": "preparer", "year": world.year}
    held = security.post(f"/administration/people/{person['id']}/roles", role)
    [found] = security.get("/administration/people", text="wangwu")["items"]
    assert found["roles"] == [held]
    assert security("delete", f"/administration/people/{person['id']}/roles/{held['id']}").status_code == 204
    security("put", f"/administration/people/{person['id']}/office", {"office": "audit"})
    assert User.objects.get(login="wangwu").office == "audit"
    renamed = system("put", f"/administration/divisions/{made['id']}", {"name": "农业农村处"}).json()
    assert renamed["name"] == "农业农村处"
    body = {"code": "301002", "name": "农技中心", "parent": "301", "is_active": False}
    assert system("put", "/administration/organizations/301001", body).json()["is_active"] is False
    assert [each["code"] for each in system.get("/administration/organizations", text="301")["items"]] == [
        "301",
        "301002",
    ]
    assert verify().broken_at is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "001"}, "code"),
        ({"code": "有空格 "}, "code"),
        ({"parent": "999"}, "parent"),
        ({"parent": "001"}, "parent"),
        ({"division": "没有"}, "division"),
        ({"name": ""}, "name"),
        ({"kind": "else"}, "kind"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(world: World, change: dict[str, str], field: str) -> None:
    body = {"kind": "unit", "code": "205009", "name": "新单位", "parent": "205"} | change
    answer = caller(world.people["system"])("post", "/administration/organizations", body)
    assert answer.status_code == 422, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["fields"]) == [field]
    assert answer.json()["status"] == 422


def test_no_password_goes_through_a_program(world: World) -> None:
    system = caller(world.people["system"])
    answer = system("post", "/administration/people", {"login": "zhaoliu", "name": "赵六"}, key="one")
    assert "password" not in answer.content.decode()
    assert "password" not in StoredAnswer.objects.get().body
    assert not User.objects.get(login="zhaoliu").has_usable_password()


def test_a_workbook_is_looked_at_and_then_kept(world: World) -> None:
    system = caller(world.people["system"])
    rows = {
        ORGANIZATIONS.title: [{"kind": "预算单位", "code": "205009", "name": "新单位", "parent": "205"}],
        PEOPLE.title: [{"login": "sunqi", "name": "孙七"}],
    }
    looked = system.post("/administration/import", Parts.of("x.xlsx", write(rows)))
    assert (looked["kept"], looked["problems"]) == (False, [])
    assert not Organization.objects.filter(code="205009").exists()
    for added in (1, 0):  # a second time there is nothing left to add
        kept = system.post("/administration/import", Parts.of("x.xlsx", write(rows), keep="true"))
        assert kept["kept"]
        assert [each["added"] for each in kept["counts"]] == [added, added]
    wrong = {ORGANIZATIONS.title: [{"kind": "预算单位", "code": "205010", "name": "新单位", "parent": "999"}]}
    told = system.post("/administration/import", Parts.of("x.xlsx", write(wrong), keep="true"))
    assert (told["kept"], told["problems"][0]["found"]) == (False, "999")
    answer = system("post", "/administration/import", Parts.of("x.xlsx", b"no workbook"))
    assert answer.status_code == 422
    exported = system("get", "/administration/export")
    assert load_workbook(io.BytesIO(exported.content))[ORGANIZATIONS.title].max_row > 5


def test_the_performance_office_keeps_the_year_and_the_chain(world: World) -> None:
    office = caller(world.people["performance_office"])
    year = world.year + 1
    assert office.post("/cycles", {"year": year})["phases"] == []
    opens = timezone.now() + timedelta(days=300)
    window = {"name": "一上", "opens_at": opens.isoformat(), "due_at": (opens + timedelta(days=20)).isoformat()}
    phase = office.post(f"/cycles/{year}/phases", window)
    overlapping = office("post", f"/cycles/{year}/phases", window)
    assert list(overlapping.json()["fields"]) == ["opens_at"]
    later = {**window, "name": "一上（延期）", "reason": "防汛"}
    assert office("put", f"/phases/{phase['id']}", later).json()["name"] == "一上（延期）"
    assert office("delete", f"/phases/{phase['id']}").status_code == 204
    approved = office("put", f"/cycles/{world.year}", {"approved_on": "2027-02-20"}).json()
    assert approved["disclosure_due"].startswith("2027-03-12")
    assert office("put", f"/cycles/{world.year}", {"approved_on": "9999-12-31"}).status_code == 422
    naive = {**window, "opens_at": "2027-01-01T08:00:00"}
    assert list(office("post", f"/cycles/{year}/phases", naive).json()["fields"]) == ["opens_at"]

    default_chain()
    chain = office.get("/review/chains/goal")
    shorter = {"name": chain["name"], "lock": chain["lock"], "steps": chain["steps"][:2]}
    assert len(office("put", "/review/chains/goal", shorter).json()["steps"]) == 2
    late = office("put", "/review/chains/goal", shorter)
    assert (late.status_code, late.json()["code"]) == (409, "chain-changed")
    assert late.json()["current"] == {"lock": chain["lock"] + 1}


def test_the_log_is_read_and_taken_out_by_the_audit_administrator_alone(world: World) -> None:
    caller(world.people["system"]).post("/administration/people", {"login": "zhouba", "name": "=cmd|'/c calc'!A1"})
    audit = caller(world.people["audit"])
    [made] = audit.get("/audit/entries", action="person.created")["items"]
    assert (made["title"], made["after"]["login"]) == ("=cmd|'/c calc'!A1", "zhouba")
    first = audit.get("/audit/entries", limit=1)
    assert [each["number"] for each in first["items"]] == [1]
    assert audit.get("/audit/entries", limit=1, cursor=first["next"])["items"][0]["number"] == 2
    answer: Any = audit("get", "/audit/export?action=person.created")
    text = b"".join(answer.streaming_content).decode()
    assert made["digest"] in text
    assert ",=cmd" not in text
    assert Entry.objects.first().action == "audit.exported"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "scopes"),
    [
        ("audit", ["read", "audit"]),
        ("system", ["read", "manage"]),
        ("preparer", ["read", "write", "review", "publish"]),
        ("performance_office", ["read", "write", "review", "publish", "manage"]),
    ],
)
def test_a_token_is_offered_what_its_owner_can_use(signed_in: Any, world: World, name: str, scopes: list[str]) -> None:
    page = signed_in(name).get("/api/tokens/").content.decode()
    assert [
        scope for scope in ("read", "write", "review", "publish", "manage", "audit") if f'value="{scope}"' in page
    ] == scopes
    answer = signed_in(name).post("/api/tokens/", {"name": "甲", "scopes": ["audit"], "days": 30})
    assert answer.status_code == (200 if "audit" in scopes else 422)
    assert ApiToken.objects.exists() == ("audit" in scopes)
    assert world
