"""Public pages are the same for every visitor: kept on the way, in the language of their address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World

from jiheng.web.disclosure.addresses import document_path, project_path
from jiheng.web.disclosure.models import Publication
from jiheng.web.disclosure.services import publish

ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


@pytest.fixture(autouse=True)
def _usual_language() -> Iterator[None]:
    with translation.override(settings.LANGUAGE_CODE):  # the last request's language stays with the thread
        yield


@pytest.fixture
def published(world: World) -> Publication:
    """One project of the first unit, published."""
    approve(world, make_sheet(world.units[0]))
    return publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])


def test_no_answer_depends_on_a_cookie(client: Client, published: Publication) -> None:
    document = document_path(published)
    for path in (
        "/public/", "/public/?q=招商", "/public/organizations/", document, f"{document}1/", f"{document}files/pdf",
        "/public/verify/", "/public/data/", "/public/data/projects.csv", "/public/feed.xml", "/public/sitemap.xml",
        f"/en{document}", "/robots.txt",
    ):  # fmt: skip
        response = client.get(path)
        assert response.status_code == 200, path
        assert "Cookie" not in response.headers.get("Vary", ""), path
        assert not response.cookies, path
        assert response.headers["Cache-Control"] == "public, max-age=60", path


def test_an_address_has_one_language_whatever_the_browser_speaks(client: Client, published: Publication) -> None:
    path = project_path(published, published.projects.get())
    chinese = [client.get(path, headers=headers) for headers in ({}, ENGLISH)]
    english = [client.get(f"/en{path}", headers=headers) for headers in ({}, ENGLISH)]
    assert {answer.content for answer in chinese} == {chinese[0].content}
    assert {answer.content for answer in english} == {english[0].content}
    assert [answer.headers["Content-Language"] for answer in (*chinese, *english)] == ["zh-hans"] * 2 + ["en"] * 2
    assert '<html lang="en">' in english[0].content.decode()
    assert chinese[0].headers["ETag"] != english[0].headers["ETag"]


def test_links_stay_in_the_language_and_lead_to_the_other_one(client: Client, published: Publication) -> None:
    path = document_path(published)
    chinese, english = (client.get(address).content.decode() for address in (path, f"/en{path}"))
    assert f'<a href="/en{path}1/"' not in chinese
    assert f'<a href="/en{path}1/"' in english
    assert f'hreflang="en" href="/en{path}' in chinese
    assert f'hreflang="zh-hans" href="{path}' in english


def test_only_the_front_door_asks_the_browser_for_its_language(client: Client, published: Publication) -> None:
    answer = client.get("/public/", headers=ENGLISH)
    assert (answer.status_code, answer.url) == (302, "/en/public/")  # type: ignore[attr-defined]
    assert "Accept-Language" in answer.headers["Vary"]
    assert client.get("/public/?language=zh-hans", headers=ENGLISH).status_code == 200
    assert client.get("/public/").status_code == 200
    assert client.get(document_path(published), headers=ENGLISH).status_code == 200


def test_addresses_for_programs_are_the_usual_ones(client: Client, published: Publication) -> None:
    project = project_path(published, published.projects.get())
    parts = client.get("/public/sitemap-1.xml", headers=ENGLISH)
    sent = b"".join(parts.streaming_content).decode()  # type: ignore[attr-defined]
    assert project in sent
    assert "/en/" not in sent
    robots = client.get("/robots.txt").content.decode()
    assert "Allow: /en/public/\n" in robots
    assert "Allow: /public/\n" in robots


@pytest.mark.parametrize("path", ["/zh/public/", "/de/public/", "/en/goals/", "/en/", "/enpublic/"])
@pytest.mark.django_db
def test_no_other_address_has_a_language(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
