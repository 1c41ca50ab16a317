"""Whoever guesses learns neither which logins there are nor a password, from one address or with one login."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.factories import PASSWORD, make_person

from jiheng.web.accounts.models import Attempts, Office, User
from jiheng.web.accounts.services import ADDRESS_ATTEMPTS, ATTEMPTS, person_create
from jiheng.web.audit.models import Entry

pytestmark = pytest.mark.django_db
ELSEWHERE = "203.0.113.7"


@pytest.fixture(autouse=True)
def person() -> User:
    return make_person("zhangben", "填报人", password=PASSWORD)


def _try(login: str, password: str = "错误的密码", *, address: str = "127.0.0.1", client: Client | None = None) -> Any:
    return (client or Client()).post("/accounts/sign-in/", {"login": login, "password": password}, REMOTE_ADDR=address)


def _problem(response: Any) -> str:
    (text,) = re.findall(r'<p class="problem" role="alert">(.*?)</p>', response.text)
    return re.sub(r"\d\d:\d\d", "时:分", text)


def test_a_login_that_nobody_has_is_answered_and_locked_like_any_other() -> None:
    said = {login: [_problem(_try(login)) for _each in range(ATTEMPTS + 2)] for login in ("zhangben", "meiyouren")}
    assert said["zhangben"] == said["meiyouren"]
    assert "不对" in said["meiyouren"][ATTEMPTS - 1]
    assert "锁定" in said["meiyouren"][ATTEMPTS]
    assert [entry.title for entry in Entry.objects.filter(action="account.locked")] == ["meiyouren", "填报人"]


def test_the_case_of_a_login_that_nobody_has_is_no_way_round_the_lock() -> None:
    for login in ("MeiYouRen", "meiyouren", "MEIYOUREN", "meiYOUren", "Meiyouren"):
        _try(login)
    assert "锁定" in _try("meiyouren").text


def test_a_lock_on_a_login_that_nobody_has_ends() -> None:
    for _each in range(ATTEMPTS):
        _try("meiyouren")
    Attempts.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert "账号或密码不对" in _try("meiyouren").text


def test_counts_of_yesterday_are_forgotten() -> None:
    _try("meiyouren")
    Attempts.objects.update(since=timezone.now() - timedelta(days=2))
    _try("biedeyouren")
    assert [row.key for row in Attempts.objects.all()] == ["login biedeyouren"]


def test_no_login_takes_visibly_longer_than_another() -> None:
    system = make_person("system", office=Office.SYSTEM)
    person_create(login="chuci", name="初次", actor=system)  # a first password, hashed less thoroughly
    person_create(login="tongyi", name="统一", with_password=False, actor=system)
    logins = ("zhangben", "chuci", "tongyi", "meiyouren")

    def once(login: str) -> float:
        began = time.perf_counter()
        _try(login)
        return time.perf_counter() - began

    took: dict[str, list[float]] = {login: [] for login in logins}
    for _round in range(ATTEMPTS + 4):  # in turn, so that a machine that is busy for a while is so for all
        for login in logins:
            took[login].append(once(login))
    typical = {login: median(times) for login, times in took.items()}
    assert max(typical.values()) < 1.6 * min(typical.values()), typical


def test_one_address_does_not_try_one_password_with_every_login() -> None:
    for number in range(3):
        assert "账号或密码不对" in _try(f"ren{number}", address=ELSEWHERE).text
    address = Attempts.objects.filter(key=f"address {ELSEWHERE}")
    assert address.get().failed_attempts == 3
    address.update(failed_attempts=ADDRESS_ATTEMPTS - 1)  # the others would take a minute
    assert "账号或密码不对" in _try("ren", address=ELSEWHERE).text
    assert "从这个地址输错密码的次数太多" in _try("zhangben", PASSWORD, address=ELSEWHERE).text
    assert Entry.objects.get(action="address.locked").title == ELSEWHERE
    assert _try("zhangben", PASSWORD, address="203.0.113.8").status_code == 302
    address.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert _try("zhangben", PASSWORD, address=ELSEWHERE).status_code == 302


def test_an_office_behind_one_address_may_mistype_all_day() -> None:
    key = f"address {ELSEWHERE}"
    for _each in range(3):
        _try("ren", address=ELSEWHERE)
    Attempts.objects.filter(key=key).update(
        failed_attempts=ADDRESS_ATTEMPTS - 1, since=timezone.now() - timedelta(minutes=16)
    )
    _try("ren1", address=ELSEWHERE)
    assert Attempts.objects.get(key=key).failed_attempts == 1


def test_a_proxy_that_the_settings_do_not_know_of_locks_nobody_out() -> None:
    _try("meiyouren")
    assert not Attempts.objects.filter(key__startswith="address").exists()


@pytest.mark.parametrize("login", ["x" * 64, "'; DROP TABLE accounts_user;--", "名\u200b字", "İ" * 64])
def test_whatever_is_typed_as_a_login_is_counted(login: str) -> None:
    for _each in range(ATTEMPTS):
        assert _try(login).status_code == 422
    assert "锁定" in _try(login).text
