"""Who reads the database alone cannot make codes; the site can, also after its key was changed."""

from __future__ import annotations

import time

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from tests.web.factories import PASSWORD, make_person

from jiheng.web.accounts.models import SecondFactor
from jiheng.web.accounts.seals import opened, sealed
from jiheng.web.accounts.services import reseal
from jiheng.web.accounts.services.second_factor import _digest
from jiheng.web.accounts.totp import STEP, code_at, new_secret

KEY, NEXT = "k" * 50, "n" * 50


@pytest.fixture
def secret(db: None, settings) -> str:  # noqa: ARG001 - the tables have to be there
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEY, []
    made = new_secret()
    person = make_person("zhangben", password=PASSWORD)
    SecondFactor.objects.create(user=person, secret=sealed(made), last_step=0, recovery=[_digest("abcdef0123")])
    return made


def _gets_in(code: str) -> bool:
    client = Client()
    client.post("/accounts/sign-in/", {"login": "zhangben", "password": PASSWORD})
    return client.post("/accounts/sign-in/code/", {"code": code}).status_code == 302


def _code(secret: str, step: int = 0) -> str:
    return code_at(secret, int(time.time()) // STEP + step)


def test_the_database_does_not_give_the_secret_away(secret: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        ((stored,),) = cursor.fetchall()
    assert secret not in stored
    assert stored != sealed(secret)  # two people with one secret would not show either
    assert len(stored) < 255
    assert opened(stored) == secret


def test_a_code_still_works_after_the_key_was_changed(secret: str, settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEXT, [KEY]
    assert _gets_in(_code(secret))
    assert reseal() == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert _gets_in(_code(secret, 1))


def test_without_the_key_a_recovery_code_is_left(secret: str, settings) -> None:
    settings.SECRET_KEY = NEXT
    assert not _gets_in(_code(secret))
    assert reseal() == (1, 1)
    assert _gets_in("abcdef0123")


@pytest.mark.parametrize(
    "stored",
    ["", "GEZDGNBVGY3TQOJQ", "密文", Fernet(Fernet.generate_key()).encrypt(b"x").decode()],
    ids=["blank", "unsealed", "no-seal", "another-key"],
)
def test_what_was_tampered_with_opens_nothing(stored: str) -> None:
    assert opened(stored) is None


@pytest.mark.django_db(transaction=True)
def test_secrets_of_the_first_version_are_sealed_by_the_upgrade_and_opened_by_the_way_back() -> None:
    made, executor = new_secret(), MigrationExecutor(connection)
    person = make_person("zhangben")
    try:
        executor.migrate([("accounts", "0003_attempts")])
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_secondfactor (user_id, secret, last_step, recovery, added_at)"
                " VALUES (%s, %s, 0, '[]', CURRENT_TIMESTAMP)",
                [person.pk, made],
            )
        executor = MigrationExecutor(connection)
        executor.migrate([("accounts", "0004_sealed_secrets")])
        stored = SecondFactor.objects.get().secret
        assert (stored != made, opened(stored)) == (True, made)
        MigrationExecutor(connection).migrate([("accounts", "0003_attempts")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM accounts_secondfactor")
            assert cursor.fetchall() == [(made,)]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
