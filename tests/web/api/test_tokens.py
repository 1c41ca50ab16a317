"""Tokens: shown once, good for what they were made for, over when their owner says so."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.utils import timezone
from tests.web.api.callers import Caller, caller
from tests.web.factories import World

from jiheng.web.api.models import ApiToken
from jiheng.web.api.throttle import WITHOUT_TOKEN
from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify

pytestmark = pytest.mark.django_db
TOKENS = "/api/tokens/"


def _make(browser: Any, **said: Any) -> str:
    page = browser.post(TOKENS, {"name": "数据交换", "scopes": ["read", "write"], "days": 90, **said})
    assert page.status_code == 200
    found = re.search(r'id="new-token"[^>]*>([^<]+)<', page.content.decode())
    assert found
    return found[1]


def test_a_person_makes_a_token_uses_it_and_takes_it_away(signed_in: Any, world: World) -> None:
    browser = signed_in("preparer")
    assert TOKENS in browser.get("/accounts/me/").content.decode()
    secret = _make(browser)
    program = Caller(secret)
    said = program.get("/me")
    assert (said["name"], said["scopes"], said["token"]) == ("填报人", ["read", "write"], "数据交换")
    assert said["roles"][0]["organization"] == world.units[0].code
    page = browser.get(TOKENS).content.decode()
    assert secret not in page
    assert secret[:8] in page
    token = ApiToken.objects.get()
    assert secret not in str(vars(token))
    assert token.last_used_at is not None
    browser.post(f"{TOKENS}{token.pk}/revoke/")
    assert program("get", "/me").status_code == 401
    assert [each.action for each in Entry.objects.filter(action__startswith="token")] == [
        "token.revoked",
        "token.created",
    ]
    assert verify().broken_at is None


def test_nobody_takes_away_what_is_not_theirs(signed_in: Any, world: World) -> None:
    program = caller(world.people["preparer"])
    assert signed_in("unit_leader").post(f"{TOKENS}{ApiToken.objects.get().pk}/revoke/").status_code == 404
    assert program("get", "/me").status_code == 200


@pytest.mark.parametrize("change", [{"days": 10_000}, {"scopes": []}, {"scopes": ["everything"]}, {"name": " "}])
def test_a_token_without_use_or_end_is_not_made(signed_in: Any, change: dict[str, Any]) -> None:
    page = signed_in("preparer").post(TOKENS, {"name": "甲", "scopes": ["read"], "days": 30} | change)
    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_one_person_does_not_collect_tokens_without_end(signed_in: Any, world: World) -> None:
    for _each in range(20):
        caller(world.people["preparer"])
    page = signed_in("preparer").post(TOKENS, {"name": "甲", "scopes": ["read"], "days": 30})
    assert page.status_code == 422
    assert "最多 20 个" in page.content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"must_change_password": True}])
def test_a_token_is_worth_no_more_than_its_owner(world: World, change: dict[str, bool]) -> None:
    program = caller(world.people["preparer"])
    type(world.people["preparer"]).objects.filter(login="preparer").update(**change)
    answer = program("get", "/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_ends_with_its_day(world: World) -> None:
    program = caller(world.people["preparer"])
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program("get", "/me").status_code == 401


@pytest.mark.parametrize("secret", ["", "jh_wrong", "密码", "x" * 10_000])
def test_what_is_no_token_opens_nothing(secret: str) -> None:
    assert Caller(secret.encode().decode("latin-1"))("get", "/goals").status_code == 401


def test_a_session_of_the_site_is_no_token(signed_in: Any) -> None:
    assert signed_in("preparer").get("/api/v1/goals").status_code == 401


def test_too_many_calls_are_told_when_to_come_back() -> None:
    program = Caller()
    # All in one minute, or the first ones of the next: the count begins anew at most once.
    answers = [program("get", "/public/organizations") for _each in range(2 * WITHOUT_TOKEN + 1)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json()["code"] == "too-many-calls"
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60


def test_the_description_is_served_by_the_site_alone(client: Any) -> None:
    page = client.get("/api/v1/docs").content.decode()
    assert "swagger-ui" in page
    assert "http" not in page
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert find(address.removeprefix("/static/"))
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["paths"]["/api/v1/goals"]["post"]["summary"] == "新建目标"
    assert client.get("/api/v1/nothing").json()["code"] == "not-found"
