from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from lxml import etree
from tests.web.disclosure.approved import HOSTILE, approve, make_sheet
from tests.web.factories import World

from jiheng.engine import read
from jiheng.web.disclosure.addresses import document_path, file_path, project_path
from jiheng.web.disclosure.models import Publication
from jiheng.web.disclosure.services import publish, withdraw
from jiheng.web.goals.selectors import approved_document


def _publish(world: World) -> Publication:
    return publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _table(client: Client, name: str) -> list[dict[str, str]]:
    text = _body(client.get(f"/public/data/{name}.csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", ["docx", "pdf", "xlsx", "html", "json"])
def test_a_download_is_the_stored_file_and_always_saved(
    client: Client, world: World, published: Publication, name: str
) -> None:
    response = client.get(file_path(published, name))
    data = _body(response)
    assert data == bytes(published.files.get(format=name).data)
    assert read(data, name=f"x.{name}").sheets == approved_document(world.units[0], world.year).sheets
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "教育局第1单位2027年" in unquote(response.headers["Content-Disposition"])
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["ETag"] == f'"{published.files.get(format=name).sha256}"'
    assert (
        client.get(file_path(published, name), headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    )


def test_the_name_of_a_file_is_harmless_whatever_the_organization_is_called(client: Client, world: World) -> None:
    world.units[0].name = 'a/../..\\b"\r\nX: y\u202exe.'
    world.units[0].save()
    approve(world, make_sheet(world.units[0]))
    response = client.get(file_path(_publish(world), "docx"))
    said = response.headers["Content-Disposition"]
    name = unquote(re.split(r"filename\*?=", said)[1])
    assert not set("/\\\r\n\u202e\x00") & set(name)
    assert "X" not in response.headers


def test_hostile_texts_are_no_formula_in_csv_and_no_markup_in_published_files(client: Client, world: World) -> None:
    hostile = [HOSTILE, "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]
    sheet = make_sheet(world.units[0])
    rows = tuple(replace(sheet.indicators[0], name=text, description=text, level2=text) for text in hostile)
    approve(world, replace(sheet, name=HOSTILE, purpose="@x", goals=("=1+1",), indicators=rows))
    publication = _publish(world)
    for name in ("publications", "projects", "indicators"):
        for row in _table(client, name):
            for column, cell in row.items():
                if column not in {"amount", "number"}:
                    assert not re.match(r"\s*[=+\-@＝＋－＠\t]", cell), (name, column, cell)
    [project] = _table(client, "projects")
    assert project["project"].startswith("'=cmd|")
    page = _body(client.get(file_path(publication, "html"))).decode()
    assert "<script" not in page
    assert read(_body(client.get(file_path(publication, "xlsx"))), name="x.xlsx").sheets[0].purpose == "@x"


def test_the_open_data_says_what_is_public(client: Client, world: World, published: Publication) -> None:
    [project] = _table(client, "projects")
    assert project["organization_code"] == world.units[0].code
    assert (project["project"], project["amount"], project["goals"]) == ("招商经费", "14", "引进项目\n扩大影响")
    assert project["url"] == "http://testserver" + project_path(published, published.projects.get())
    [indicator] = _table(client, "indicators")
    assert [indicator[key] for key in ("name", "target", "operator", "number", "unit")] == [
        "接待客商批次",
        "≥10次",
        "≥",
        "10",
        "次",
    ]
    [publication] = _table(client, "publications")
    assert publication["digest_sm3"] == published.digest
    lines = _body(client.get("/public/data/projects.jsonl")).decode().splitlines()
    assert [json.loads(line)["project"]["name"] for line in lines] == ["招商经费"]


@pytest.mark.usefixtures("published")
def test_the_descriptor_names_every_table_and_its_columns(client: Client) -> None:
    package = client.get("/public/data/datapackage.json").json()
    resources = {each["path"]: each for each in package["resources"]}
    assert set(resources) == {
        "publications.csv",
        "projects.csv",
        "indicators.csv",
        "projects.jsonl",
        "results.csv",
        "result-indicators.csv",
        "results.jsonl",
    }
    for path, resource in resources.items():
        response = client.get(f"/public/data/{path}")
        assert response.status_code == 200
        body = _body(response).decode("utf-8-sig")
        if path.endswith(".csv"):
            assert body.splitlines()[0].split(",") == [field["name"] for field in resource["schema"]["fields"]]


def test_what_is_withdrawn_leaves_the_data_but_for_its_trace(
    client: Client, world: World, published: Publication
) -> None:
    withdraw(publication=published, actor=world.people["unit_leader"], reason="有误")
    assert _table(client, "projects") == _table(client, "indicators") == []
    assert _body(client.get("/public/data/projects.jsonl")) == b""
    [publication] = _table(client, "publications")
    assert publication["withdrawal"] == "有误"


def test_many_projects_are_all_in_the_data(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiheng.web.disclosure.open_tables._CHUNK", 3)
    for number in range(8):
        approve(world, make_sheet(world.units[0], f"项目{number}"))
    _publish(world)
    assert [row["project"] for row in _table(client, "projects")] == [f"项目{number}" for number in range(8)]


def test_the_sitemap_leads_to_every_public_page(client: Client, published: Publication) -> None:
    index = etree.fromstring(_body(client.get("/public/sitemap.xml")))
    found = []
    for place in index.findall(".//{*}loc"):
        part = etree.fromstring(_body(client.get(place.text.removeprefix("http://testserver"))))
        found += [each.text.removeprefix("http://testserver") for each in part.findall(".//{*}loc")]
    assert document_path(published) in found
    assert project_path(published, published.projects.get()) in found
    assert all(client.get(path).status_code == 200 for path in found)


@pytest.mark.parametrize("path", ["/public/feed.xml", "/public/organizations/205001/feed.xml"])
def test_the_feed_names_the_newest(client: Client, published: Publication, path: str) -> None:
    entry = etree.fromstring(_body(client.get(path))).find("{*}entry")
    assert entry.find("{*}link").get("href") == "http://testserver" + document_path(published)
    assert "1 个项目，预算数合计 14.00 万元" in entry.find("{*}summary").text


def test_a_feed_stands_control_characters(client: Client, world: World) -> None:
    world.units[0].name = "单\x01位\ud800"[:2] + "位"
    world.units[0].save()
    approve(world, make_sheet(world.units[0]))
    _publish(world)
    etree.fromstring(_body(client.get("/public/feed.xml")))


def test_robots_keep_to_what_is_public(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[-1] == "Sitemap: http://testserver/public/sitemap.xml"
    assert "Disallow: /" in lines
