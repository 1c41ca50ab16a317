"""Several people, or one attacker several times, at the same moment: real connections, one per thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from tests.web.factories import PASSWORD, make_person

from jiheng.web.accounts.models import Office, SecondFactor, User
from jiheng.web.accounts.seals import sealed
from jiheng.web.accounts.services import ATTEMPTS
from jiheng.web.accounts.totp import STEP, code_at, new_secret
from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify
from jiheng.web.audit.services import record
from jiheng.web.organizations.services import office_take

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(act: Callable[[int], object], count: int) -> list[object]:
    start = Barrier(count)

    def one(number: int) -> object:
        try:
            start.wait(timeout=30)
            return act(number)
        except ValidationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.parametrize("login", ["zhangben", "meiyouren"])
def test_many_guesses_at_once_are_no_way_round_the_lock(login: str) -> None:
    make_person("zhangben", password=PASSWORD)
    guesses = ["错误的密码"] * (ATTEMPTS + 3)
    pages = _at_once(
        lambda number: Client().post("/accounts/sign-in/", {"login": login, "password": guesses[number]}),
        len(guesses),
    )
    assert sum("账号或密码不对" in page.text for page in pages) == ATTEMPTS
    assert sum("已锁定" in page.text for page in pages) == 3
    assert [entry.action for entry in Entry.objects.all()] == ["account.locked"]


def test_one_code_opens_one_session() -> None:
    secret, step = new_secret(), int(time.time()) // STEP
    SecondFactor.objects.create(
        user=make_person("zhangben", password=PASSWORD), secret=sealed(secret), last_step=step - 9
    )
    browsers = [Client() for _each in range(3)]
    for browser in browsers:
        browser.post("/accounts/sign-in/", {"login": "zhangben", "password": PASSWORD})
    code = {"code": code_at(secret, step)}
    pages = _at_once(lambda number: browsers[number].post("/accounts/sign-in/code/", code), 3)
    assert sorted(page.status_code for page in pages) == [302, 422, 422]


def test_the_last_two_of_an_office_are_not_both_relieved() -> None:
    security = make_person("security", office=Office.SECURITY)
    holders = [make_person(f"audit{number}", office=Office.AUDIT) for number in range(2)]
    outcomes = _at_once(lambda number: office_take(person=holders[number], actor=security), 2)
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1
    assert User.objects.filter(office=Office.AUDIT).count() == 1


def test_entries_written_at_once_stand_one_behind_the_other() -> None:
    person = make_person("zhangben")
    _at_once(lambda number: record(f"thing.{number}", actor=person), 6)
    assert verify()[:2] == (6, None)
