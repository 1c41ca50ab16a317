"""One world for a whole file: making it takes longer than most of what is sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from tests.web.factories import World, make_world
from tests.web.hostile.town import Town, make_town


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:  # noqa: ARG001 - the tables are there
    """What is stored in here goes when the tests of the file are through."""
    quick: dict[str, Any] = {
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.MD5PasswordHasher"
        ],  # how slowly they compare is not in question
        "WAITING_FRESH": 20,  # nor is what waits for people counted for each of thousands of pages
    }
    with django_db_blocker.unblock(), override_settings(**quick), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def town(lasting: None) -> Town:  # noqa: ARG001 - as above
    """Everything that forms ask for."""
    return make_town()


@pytest.fixture(scope="module")
def plain(lasting: None) -> World:  # noqa: ARG001 - as above
    """A world in which nobody has done anything."""
    return make_world()


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
