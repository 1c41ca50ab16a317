"""Everybody reads pages, findings and rules in their own language; papers stay Chinese."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import translation
from tests.web.factories import World
from tests.web.goals.conftest import make_goal

from jiheng.i18n import language
from jiheng.rules.page import page
from jiheng.rules.registry import RULES
from jiheng.web.accounts.languages import speaking_to
from jiheng.web.accounts.models import User

ENGLISH = {"language": "en", "next": "/goals/"}
CHECK = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _chinese_afterwards() -> Any:
    yield
    translation.activate(settings.LANGUAGE_CODE)


def _is_english(text: str) -> bool:
    return not any("\u4e00" <= char <= "\u9fff" for char in text)


def test_a_person_keeps_the_language_wherever_they_sign_in(world: World, client: Client) -> None:
    person = world.people["preparer"]
    client.force_login(person)
    assert 'lang="zh-hans"' in client.get("/accounts/me/").text
    assert client.post("/accounts/language/", ENGLISH).url == "/goals/"
    elsewhere = Client()
    elsewhere.force_login(person)
    shown = elsewhere.get("/accounts/me/")
    assert '<html lang="en">' in shown.text
    assert "Manage tokens" in shown.text
    assert shown.headers["Content-Language"] == "en"
    assert language() == "zh"


@pytest.mark.django_db
def test_a_visitor_keeps_the_language_in_the_browser(client: Client) -> None:
    assert '<html lang="zh-hans">' in client.get("/accounts/sign-in/").text
    answer = client.post("/accounts/language/", {"language": "en", "next": "/accounts/sign-in/"})
    assert answer.url == "/accounts/sign-in/"
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("en", "Lax", True)
    shown = client.get("/accounts/sign-in/")
    assert '<html lang="en">' in shown.text
    assert '<button class="plain" name="language" value="zh-hans" lang="zh-hans">简体中文</button>' in shown.text
    assert "Cookie" in shown.headers["Vary"]  # whoever keeps pages on the way keeps one of each language


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["fr", "", "zh-hans'--", "e" * 10_000])
def test_only_languages_that_there_are(client: Client, code: str) -> None:
    assert client.post("/accounts/language/", {"language": code}).status_code == 400
    assert client.get("/accounts/language/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(client: Client, wanted: str) -> None:
    assert client.post("/accounts/language/", {"language": "en", "next": wanted}).url == "/"


def test_who_still_has_to_change_the_first_password_may_choose(world: World, client: Client) -> None:
    User.objects.update(must_change_password=True)
    client.force_login(world.people["preparer"])
    assert client.post("/accounts/language/", ENGLISH).status_code == 302


def test_rule_pages_and_findings_follow_the_person(world: World, client: Client) -> None:
    person = world.people["preparer"]
    goal = make_goal(world, goals=[])
    client.force_login(person)
    rule = RULES["goal-missing"]
    chinese = page(rule).title
    assert chinese in client.get(f"/rules/{rule.slug}/").text
    client.post("/accounts/language/", ENGLISH)
    shown = client.get(f"/rules/{rule.slug}/").text
    with speaking_to(User.objects.get(pk=person.pk)):
        english = page(rule).title
    assert english in shown
    assert chinese not in shown
    sheet = client.get(f"/goals/{goal.pk}/").text
    assert english in sheet or "goal" in sheet.lower()
    assert chinese not in sheet


def test_papers_stay_chinese_whoever_prints_them(world: World, client: Client) -> None:
    goal = make_goal(world)
    client.force_login(world.people["preparer"])

    def word() -> bytes:
        data = b"".join(client.get(f"/goals/{goal.pk}/goals.docx"))
        return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")

    chinese = word()
    client.post("/accounts/language/", ENGLISH)
    assert word() == chinese
    assert "绩效" in chinese.decode()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_each_read_their_own(world: World) -> None:
    people = [world.people["preparer"], world.people["unit_leader"]]
    User.objects.filter(pk=people[1].pk).update(language="en")
    browsers = [Client(), Client()]
    for browser, person in zip(browsers, people, strict=True):
        browser.force_login(person)
    title = page(RULES["goal-missing"]).title
    together = Barrier(2)

    def read(browser: Client) -> set[bool]:
        try:
            seen = set()
            for _time in range(15):
                together.wait(30)
                seen.add(title in browser.get("/rules/goal-missing/").text)
            return seen
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(read, browsers)) == [{True}, {False}]


def test_work_in_the_background_speaks_to_whom_it_concerns(world: World) -> None:
    person = world.people["preparer"]
    rule = RULES["goal-missing"]
    with speaking_to(person):
        assert not _is_english(page(rule).title)
    person.language = "en"
    with speaking_to(person):
        assert _is_english(page(rule).title)
        assert translation.get_language() == "en"
    assert language() == "zh"
