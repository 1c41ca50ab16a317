from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.disclosure.approved import HOSTILE, approve, approve_example, make_sheet
from tests.web.factories import World

from jiheng.domain.target import parse_target
from jiheng.web.disclosure.addresses import document_path, file_path, organization_path, project_path
from jiheng.web.disclosure.models import Publication
from jiheng.web.disclosure.services import publish, withdraw


def _publish(world: World, year: int | None = None) -> Publication:
    return publish(organization=world.units[0], year=year or world.year, actor=world.people["unit_leader"])


def _text(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_visitor_searches_opens_the_project_and_saves_the_word_file(client: Client, published: Publication) -> None:
    results = _text(client, "/public/", q="招商")
    project = project_path(published, published.projects.get())
    assert f'href="{project}"' in results
    assert "<mark>招商</mark>经费" in results
    page = _text(client, project)
    for text in ("招商经费", "14.00", "接待客商批次", "≥10次", "13070021P000000000041", published.digest):
        assert text in page
    assert f'href="{file_path(published, "docx")}"' in page


def test_the_project_page_says_every_cell_of_the_printed_form(client: Client, world: World) -> None:
    approve_example(world)
    publication = _publish(world)
    for project in publication.projects.all():
        page = _text(client, project_path(publication, project))
        for row in project.content["indicators"]:
            assert (row["name"] or "") in page
        assert page.count('<table class="paper">') == 1


def test_the_document_page_lists_projects_and_the_department_part(client: Client, world: World) -> None:
    approve_example(world)
    publication = _publish(world)
    page = _text(client, document_path(publication))
    for project in publication.projects.all():
        assert project.name in page
    assert publication.document["department"]["sub_goals"][0]["goal"][:20] in page


def test_a_project_shows_what_it_promised_in_other_years(client: Client, world: World) -> None:
    sheet = make_sheet(world.units[0])
    target = replace(sheet.indicators[0], target=parse_target("≥8次"))
    approve(world, replace(sheet, indicators=(target,)), year=2026)
    older = _publish(world, 2026)
    approve(world, sheet)
    newer = _publish(world)
    page = _text(client, project_path(newer, newer.projects.get()))
    assert project_path(older, older.projects.get()) in page
    assert "同一指标的历年目标" in page
    assert "≥8次" in page
    assert "<td>≥10次</td><td>≥8次</td>" in page


@pytest.mark.parametrize("place", ["document", "project", "file"])
def test_what_was_withdrawn_says_so_with_date_and_reason_and_shows_nothing(
    client: Client, world: World, published: Publication, place: str
) -> None:
    paths = {
        "document": document_path(published),
        "project": project_path(published, published.projects.get()),
        "file": file_path(published, "docx"),
    }
    withdraw(publication=published, actor=world.people["unit_leader"], reason="预算数有误 <b>")
    response = client.get(paths[place])
    page = response.content.decode()
    assert response.status_code == 410
    assert "预算数有误 &lt;b&gt;" in page
    assert "招商经费" not in page
    assert "招商经费" not in _text(client, organization_path(published.organization))
    assert "预算数有误" in _text(client, organization_path(published.organization))


def test_what_was_replaced_points_to_what_is_valid(client: Client, world: World, published: Publication) -> None:
    approve(world, make_sheet(world.units[0], "培训"))
    second = _publish(world)
    response = client.get(document_path(published))
    assert response.status_code == 410
    assert document_path(second) in response.content.decode()


def test_hostile_names_are_text_on_every_page(client: Client, world: World) -> None:
    world.units[0].name = f"单位{HOSTILE}"
    world.units[0].save()
    sheet = make_sheet(world.units[0], HOSTILE, purpose=HOSTILE, goals=(HOSTILE,), details={HOSTILE: HOSTILE})
    row = replace(sheet.indicators[0], name=HOSTILE, level2=HOSTILE, description=HOSTILE, basis=HOSTILE)
    approve(world, replace(sheet, indicators=(row, *sheet.indicators)))
    publication = _publish(world)
    paths = [
        "/public/", "/public/organizations/", "/public/data/", organization_path(publication.organization),
        document_path(publication), project_path(publication, publication.projects.get()),
        "/public/?q=" + "alert", "/public/?q=%3Cscript%3E", "/public/verify/?digest=%3Cscript%3E",
        "/public/feed.xml", "/public/?q=x&organization=%3Cscript%3E&year=%3Cscript%3E",
    ]  # fmt: skip
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode(), path
        assert "alert(1)</script>" not in response.content.decode(), path
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "<mark>alert</mark>" in _text(client, "/public/", q="alert")


@pytest.mark.parametrize(
    "path",
    [
        "/public/documents/999/2027/1/", "/public/documents/205001/2027/99/", "/public/documents/205001/9/1/",
        f"/public/documents/205001/{10**30}/{10**30}/", f"/public/documents/205001/2027/1/{10**30}/",
        "/public/documents/205001/2027/1/files/exe", "/public/organizations/205002/", "/public/organizations/%00/",
        "/public/data/users.csv", "/public/documents/205001/2027/1/99/",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("published")
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_pages_may_be_kept_and_are_not_sent_twice(client: Client, published: Publication) -> None:
    for path in ("/public/", document_path(published), "/public/?q=招商", "/public/feed.xml"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert not first.cookies
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.usefixtures("published")
def test_the_page_of_somebody_with_a_session_is_kept_by_nobody_else(signed_in: Callable[[str], Client]) -> None:
    response = signed_in("preparer").get("/public/")
    assert response.headers["Cache-Control"] == "private, max-age=60"
    assert "填报人" not in response.content.decode()


def _grow(world: World) -> None:
    for number in range(12):
        unit = world.units[number % 2]
        approve(world, make_sheet(unit, f"招商{number}", code=f"13070021P00000000{number:04}"), organization=unit)
    for unit in world.units[:2]:
        publish(organization=unit, year=world.year, actor=world.people["department_reviewer"])


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("start", {}), ("organizations", {}), ("organization", {"code": "205001"}), ("data", {}), ("feed", {}),
        ("document", {"code": "205001", "year": 2027, "number": 1}),
        ("project", {"code": "205001", "year": 2027, "number": 1, "table": 1}), ("search", {}),
    ],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow(
    client: Client, world: World, name: str, arguments: dict[str, Any]
) -> None:
    path = "/public/?q=招商" if name == "search" else reverse(f"disclosure:{name}", kwargs=arguments)
    approve(world, make_sheet(world.units[0]))
    _publish(world)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(path, headers={"If-None-Match": "x"})
        return len(seen)

    few = queries()
    _grow(world)
    if arguments.get("number"):
        arguments["number"] = 2
        path = reverse(f"disclosure:{name}", kwargs=arguments)
    assert queries() == few <= 8


@pytest.mark.parametrize(("kind", "word"), [("content", "对上了"), ("docx", "对上了"), ("sha256", "对上了")])
def test_a_digest_is_checked(client: Client, published: Publication, kind: str, word: str) -> None:
    file = published.files.get(format="docx")
    digest = {"content": published.digest, "docx": file.sm3, "sha256": file.sha256}[kind]
    assert f"✓ {word}" in _text(client, "/public/verify/", digest=f" {digest.upper()} ")
    assert "没有对上" in _text(client, "/public/verify/", digest="0" * 64)
    assert "不是 64 位" in _text(client, "/public/verify/", digest="招商")


def test_a_digest_of_what_was_withdrawn_is_known_as_such(client: Client, world: World, published: Publication) -> None:
    withdraw(publication=published, actor=world.people["unit_leader"], reason="有误")
    assert "这次公开已经撤回" in _text(client, "/public/verify/", digest=published.digest)


@pytest.mark.usefixtures("world")
def test_before_anything_is_published_the_pages_say_so(client: Client) -> None:
    assert "还没有公开的内容" in _text(client, "/public/")
    assert "还没有公开的内容" in _text(client, "/public/organizations/")
    assert "没有找到" in _text(client, "/public/", q="招商")
