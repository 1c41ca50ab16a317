"""Signing in through a real OpenID Connect server, which the tests start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from tests.web.factories import make_person

from jiheng.web.accounts.models import User
from jiheng.web.audit.models import Entry
from jiheng.web.config.identity import openid_connect

mock = pytest.importorskip("oidc_provider_mock")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the server's own packages
]
START = "/accounts/oidc/office/login/?process=login&next=/organizations/years/"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with mock.run_server_in_thread() as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture(autouse=True)
def _configured(server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_OIDC_URL", f"{server}/")
    monkeypatch.setenv("JIHENG_OIDC_CLIENT_ID", "jiheng")
    monkeypatch.setenv("JIHENG_OIDC_CLIENT_SECRET", "secret-of-the-client")
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect()


def _through(client: Client, server: str, subject: str, claims: dict[str, str], start: str = START) -> Any:
    """What a browser does: from our page to the server, sign in there, and back."""
    requests.put(f"{server}/users/{subject}", json=claims, timeout=5).raise_for_status()
    there = client.get(start).url
    assert urlsplit(there).netloc == urlsplit(server).netloc
    assert "code_challenge=" in there
    back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"), follow=True)


def test_the_sign_in_page_leads_to_the_provider(client: Client) -> None:
    links = re.findall(r'href="(/accounts/oidc/[^"]+)"', client.get("/accounts/sign-in/").text)
    assert links == ["/accounts/oidc/office/login/?process=login"]


def test_a_known_person_gets_in(client: Client, server: str) -> None:
    make_person("li01", "填报人")
    response = _through(client, server, "s-1", {"preferred_username": "LI01"})
    assert response.redirect_chain[-1][0] == "/organizations/years/"
    assert response.context["user"].login == "li01"
    assert Entry.objects.get(action="account.signed-in").after == {"by": "openid-connect"}


def test_the_claim_can_be_another(client: Client, server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_OIDC_CLAIM", "employee_number")
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect()
    make_person("10017", "填报人")
    response = _through(client, server, "s-2", {"preferred_username": "other", "employee_number": "10017"})
    assert response.context["user"].login == "10017"


@pytest.mark.parametrize("claims", [{"preferred_username": "nobody"}, {"email": "li01@example.org"}, {}])
def test_a_stranger_stays_out_and_nobody_is_made(client: Client, server: str, claims: dict[str, str]) -> None:
    person = make_person("li01", "填报人")
    User.objects.filter(pk=person.pk).update(email="li01@example.org")
    response = _through(client, server, "s-3", claims)
    assert response.redirect_chain[-1][0] == "/accounts/sign-in/"
    assert "没有在本系统登记" in response.text
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1
    assert Entry.objects.get().action == "account.refused"


def test_who_is_put_out_of_use_stays_out(client: Client, server: str) -> None:
    User.objects.filter(pk=make_person("li01").pk).update(is_active=False)
    response = _through(client, server, "s-4", {"preferred_username": "li01"})
    assert "_auth_user_id" not in client.session
    assert "已停用" in response.text


def test_nobody_is_led_to_another_site(client: Client, server: str) -> None:
    make_person("li01")
    start = START.replace("/organizations/years/", "https://evil.example/")
    response = _through(client, server, "s-5", {"preferred_username": "li01"}, start)
    assert all("evil" not in url for url, _status in response.redirect_chain)


def test_the_local_password_is_of_no_concern_then(client: Client, server: str) -> None:
    User.objects.filter(pk=make_person("li01").pk).update(must_change_password=True)
    response = _through(client, server, "s-6", {"preferred_username": "li01"})
    assert response.redirect_chain[-1][0] == "/organizations/years/"


def test_an_answer_that_nobody_asked_for_is_refused(client: Client) -> None:
    make_person("li01")
    response = client.get("/accounts/oidc/office/login/callback/?code=abc&state=stolen", follow=True)
    assert "_auth_user_id" not in client.session
    assert "没有通过统一身份认证" in response.text


def test_who_goes_back_can_use_the_password(client: Client) -> None:
    there = client.get(START).url
    back = requests.post(there, data={"action": "deny"}, allow_redirects=False, timeout=5).headers["Location"]
    response = client.get(back.removeprefix("http://testserver"), follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/sign-in/"
    assert "本系统的账号和密码" in response.text


def test_a_server_that_does_not_answer_is_said_so(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIHENG_OIDC_URL", "http://127.0.0.1:9")
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect()
    response = client.get(START, follow=True)
    assert "现在没有应答" in response.text
