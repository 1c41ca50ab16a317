"""Signing in with a password and, for who wants it, a code."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.factories import PASSWORD, make_person

from jiheng.web.accounts.models import Office, SecondFactor, User
from jiheng.web.accounts.seals import opened
from jiheng.web.accounts.services import ATTEMPTS
from jiheng.web.accounts.totp import STEP, code_at, step_of
from jiheng.web.audit.models import Entry

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the ASCII digits of RFC 6238, appendix B


@pytest.fixture(autouse=True)
def person() -> User:
    return make_person("zhangben", "填报人", password=PASSWORD)


def _sign_in(client: Client, password: str = PASSWORD, login: str = "zhangben", **more: str):
    return client.post("/accounts/sign-in/", {"login": login, "password": password, **more})


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    assert code_at(SECRET, at // STEP) == code
    assert step_of(SECRET, f"{code[:3]} {code[3:]}", at) == at // STEP
    assert step_of(SECRET, code, at + 2 * STEP) is None
    assert step_of(SECRET, "四五六", at) is None


def test_a_person_signs_in_whatever_the_case_of_the_login(client: Client) -> None:
    response = _sign_in(client, login="ZhangBen", next="/organizations/years/")
    assert response.url == "/organizations/years/"
    assert _signed_in(client)
    assert Entry.objects.get().action == "account.signed-in"


def test_nobody_is_led_to_another_site(client: Client) -> None:
    assert _sign_in(client, next="https://evil.example/").url == "/"


def test_wrong_passwords_lock_and_the_right_one_no_longer_helps(client: Client) -> None:
    for _each in range(ATTEMPTS):
        assert _sign_in(client, "错误的密码").status_code == 422
    response = _sign_in(client)
    assert "锁定" in response.text
    assert not _signed_in(client)
    assert [entry.action for entry in Entry.objects.all()] == ["account.locked"]
    User.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert _sign_in(client).status_code == 302


def test_who_is_put_out_of_use_is_out_at_once(client: Client) -> None:
    _sign_in(client)
    User.objects.update(is_active=False)
    assert client.get("/accounts/me/").url.startswith("/accounts/sign-in/")
    assert "账号或密码不对" in _sign_in(client).text


def test_a_session_ends_when_nobody_is_there(client: Client) -> None:
    _sign_in(client)
    client.get("/accounts/me/")
    session = client.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()
    assert client.get("/accounts/me/").status_code == 302


def test_a_first_password_is_changed_before_anything_else(client: Client) -> None:
    User.objects.update(must_change_password=True)
    _sign_in(client)
    assert client.get("/organizations/years/").url == "/accounts/me/"
    assert client.post("/organizations/years/new/").status_code == 403
    assert client.get("/organizations/years/", headers={"HX-Request": "1"}).headers["HX-Redirect"] == "/accounts/me/"
    weak = client.post("/accounts/me/", {"old": PASSWORD, "new": "1234567890", "again": "1234567890"})
    assert weak.status_code == 422
    new = "下半年-再核-每一遍"
    response = client.post("/accounts/me/", {"old": PASSWORD, "new": new, "again": new}, follow=True)
    assert "密码已经改好" in response.text
    assert client.get("/organizations/years/").status_code == 200


def test_changing_the_password_ends_sessions_elsewhere(client: Client) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        _sign_in(browser)
    client.post("/accounts/me/", {"old": PASSWORD, "new": "下半年-再核-每一遍", "again": "下半年-再核-每一遍"})
    assert client.get("/accounts/me/").status_code == 200
    assert elsewhere.get("/accounts/me/").status_code == 302


class TestSecondFactor:
    """Codes of an authenticator app."""

    @pytest.fixture(autouse=True)
    def recovery(self, client: Client) -> list[str]:
        """The person has set up the app through the pages; these are the recovery codes that were shown."""
        _sign_in(client)
        page = client.get("/accounts/me/second-factor/")
        assert "<svg" in page.text
        secret = page.context["secret"]
        assert client.post("/accounts/me/second-factor/", {"code": "000000x"}).status_code == 422
        shown = client.post("/accounts/me/second-factor/", {"code": code_at(secret, int(time.time()) // STEP)})
        client.post("/accounts/sign-out/")
        return shown.context["codes"]

    def _code(self) -> str:
        # The one after the code that was used up when the app was set up; a telephone's clock may be that much ahead.
        return code_at(opened(SecondFactor.objects.get().secret), int(time.time()) // STEP + 1)

    def test_the_password_alone_no_longer_suffices(self, client: Client) -> None:
        assert _sign_in(client, next="/organizations/years/").url == "/accounts/sign-in/code/"
        assert not _signed_in(client)
        assert client.post("/accounts/sign-in/code/", {"code": self._code()}).url == "/organizations/years/"
        assert _signed_in(client)

    def test_a_code_works_once(self, client: Client) -> None:
        code, other = self._code(), Client()
        for browser in (client, other):
            _sign_in(browser)
        assert client.post("/accounts/sign-in/code/", {"code": code}).status_code == 302
        assert other.post("/accounts/sign-in/code/", {"code": code}).status_code == 422

    def test_a_recovery_code_works_once(self, client: Client, recovery: list[str]) -> None:
        _sign_in(client)
        assert client.post("/accounts/sign-in/code/", {"code": f" {recovery[0].upper()} "}).status_code == 302
        client.post("/accounts/sign-out/")
        _sign_in(client)
        assert client.post("/accounts/sign-in/code/", {"code": recovery[0]}).status_code == 422

    def test_the_password_buys_no_more_guesses_at_the_code(self, client: Client) -> None:
        for _each in range(ATTEMPTS):
            _sign_in(client)
            client.post("/accounts/sign-in/code/", {"code": "000000x"})
        assert "锁定" in _sign_in(client).text

    def test_a_code_without_a_password_before_it_leads_back(self, client: Client) -> None:
        assert client.post("/accounts/sign-in/code/", {"code": self._code()}).url == "/accounts/sign-in/"

    def test_it_is_given_up_with_the_password(self, client: Client) -> None:
        client.force_login(User.objects.get())
        client.post("/accounts/me/second-factor/remove/", {"factor-password": "错误的密码"})
        assert SecondFactor.objects.exists()
        client.post("/accounts/me/second-factor/remove/", {"factor-password": PASSWORD})
        assert not SecondFactor.objects.exists()

    def test_the_security_administrator_helps_who_lost_the_telephone(self, client: Client, person: User) -> None:
        client.force_login(make_person("security", office=Office.SECURITY))
        client.post(f"/organizations/people/{person.pk}/second-factor/")
        assert not SecondFactor.objects.exists()
