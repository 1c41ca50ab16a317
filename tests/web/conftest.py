"""The site under test: its own folder, its own database, people of every role."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

_FOLDER = Path(tempfile.mkdtemp(prefix="jiheng-web-"))
(_FOLDER / "static").mkdir()  # whitenoise warns where there is none
os.environ["JIHENG_HOME"] = str(_FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "jiheng.web.config.settings"
if os.environ.get("JIHENG_TEST_POSTGRES") == "1" and "JIHENG_DATABASE_URL" not in os.environ:
    from tests.web.postgres import start

    os.environ["JIHENG_DATABASE_URL"] = start()

import django  # noqa: E402 - the environment comes first

django.setup()

from django.conf import settings as site_settings  # noqa: E402 - as above
from django.core.signals import request_finished, request_started  # noqa: E402 - as above
from django.db import connections  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from tests.web.factories import World, make_world  # noqa: E402 - as above
from tests.web.prepared import Prepared  # noqa: E402 - as above

_PATIENCE = 10  # seconds
site_settings.ANALYTICS_KEPT = site_settings.WAITING_FRESH = 0  # what one person did, the next one sees at once
site_settings.WHITENOISE_AUTOREFRESH = True  # or each new client looks through all scripts and pictures first


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A file, as in the field: connections of two threads are then really two."""
    settings = connections["default"].settings_dict
    settings["CONN_MAX_AGE"] = 0  # the threads of a live server leave no connection behind
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(_FOLDER / "test.sqlite3")
    elif worker := os.environ.get("PYTEST_XDIST_WORKER"):
        settings["TEST"]["NAME"] = f"test_{settings['NAME']}_{worker}"


@pytest.fixture(scope="session", autouse=True)
def _folder_goes_at_the_end() -> Iterator[None]:
    yield
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.fixture(autouse=True)
def _answers_come_before_tables_are_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A browser that was closed may have asked for something: what is still being answered holds on to the tables."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # emptied after us
    under_way: set[int] = set()  # threads

    def count(sender: object, **_others: object) -> None:  # noqa: ARG001 - as signals are sent
        under_way.add(threading.get_ident())

    def discount(sender: object, **_others: object) -> None:  # noqa: ARG001 - as above
        under_way.discard(threading.get_ident())

    request_started.connect(count)
    request_finished.connect(discount)
    yield
    end = time.monotonic() + _PATIENCE
    while under_way - {threading.get_ident()} and time.monotonic() < end:
        time.sleep(0.02)
    request_started.disconnect(count)
    request_finished.disconnect(discount)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """Installations to copy, for tests of what comes after a first start."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ and "JIHENG_DATABASE_URL" not in os.environ:
        folder = folder.parent  # of all workers
    with ExitStack() as stack:
        yield Prepared(folder / "prepared", stack)


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001 - the tables have to be there
    """A bureau with its departments, units and people, and a year whose window is open."""
    return make_world()


@pytest.fixture
def signed_in(world: World, client: Client) -> object:
    """A function that signs a person of the world in and gives the browser: ``signed_in("preparer").get("/")``."""

    def browser(name: str) -> Client:
        client.force_login(world.people[name])
        return client

    return browser
