"""The database of every release of the site, brought to this version as an office would do it.

When a release is made, `tools/upgrade_fixture.py` records what it leaves behind in `tests/web/upgrade`; from then on
the migrations of that release are never edited, and all that is here is tried on it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from django.apps import apps
from django.core.management import call_command
from tests.web.installations import Browser, Installation
from tests.web.prepared import Prepared
from tests.web.upgrade.release import Release, digest_of_migration, lay_out, read, releases

from jiheng.web.accounts.totp import STEP, code_at

RELEASES = releases()
_LAY_OUT = f"from pathlib import Path; from {lay_out.__module__} import lay_out; lay_out(Path({{}}))"
_VERSIONS = """
from jiheng.web.submissions.digests import digest_of
from jiheng.web.goals.models import Version
import json
whole = [each for each in Version.objects.order_by("pk") if each.digest == digest_of(each.content)]
print(json.dumps([[each.pk, each.digest] for each in whole]))
"""
_LOG = "from jiheng.web.audit.selectors import verify; print(*verify())"
_PENDING = "from jiheng.web.operations.schema import pending; print(pending())"
_YEARS_LATER = """
from datetime import timedelta
from django.utils import timezone
from jiheng.web.api.models import ApiToken
ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
"""


class Site(NamedTuple):
    """A site that came from a release and is up."""

    release: Release
    installation: Installation
    address: str

    def person(self, login: str) -> Browser:
        """The browser of somebody who has signed in."""
        browser = Browser(self.address)
        browser.sign_in(login, self.release.known["password"])
        return browser


@contextmanager
def _laid_out(prepared: Prepared, folder: Path, name: str) -> Iterator[Installation]:
    """An installation as that release left it."""
    code = _LAY_OUT.format(repr(str(RELEASES[name])))
    with prepared.copy(f"release-{name}", folder, lambda installation: installation.python(code)) as installation:
        yield installation


@pytest.fixture(scope="module", params=RELEASES)
def site(request: Any, prepared: Prepared, tmp_path_factory: Any) -> Iterator[Site]:
    with (
        _laid_out(prepared, tmp_path_factory.mktemp("site") / "data", request.param) as installation,
        installation.serving() as server,
    ):
        installation.python(_YEARS_LATER)
        yield Site(read(RELEASES[request.param]), installation, server.address)


def _rows(release: Release, label: str) -> list[dict[str, Any]]:
    names, rows = release.rows[label]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _versions(release: Release) -> list[list[Any]]:
    return sorted([row["id"], row["digest"]] for row in _rows(release, "goals.version"))


def test_there_is_a_release() -> None:
    assert RELEASES


@pytest.mark.parametrize("name", RELEASES)
def test_a_migration_that_was_released_stays_as_it_is(name: str) -> None:
    released = {each: digest for each, digest in read(RELEASES[name]).migrations.items() if digest is not None}
    assert released
    edited = [each for each, digest in released.items() if digest_of_migration(*each.split(".")) != digest]
    assert edited == [], f"these came with {name}; whatever is to be different needs a migration of its own"


@pytest.mark.usefixtures("db")
def test_no_change_of_a_model_lacks_its_migration() -> None:
    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("jiheng.")]
    call_command("makemigrations", *ours, check=True, dry_run=True, verbosity=1)


def test_people_sign_in_and_find_their_goals(site: Site) -> None:
    overview = Browser(site.address).sign_in("tianbao", site.release.known["password"])
    assert "管委会填报人" in overview
    browser = site.person("jixiao")
    for goal in _rows(site.release, "goals.goal"):
        if goal["kind"] == "project" and goal["state"] != "draft" and not goal["is_deleted"]:
            page = browser.get(f"/goals/{goal['id']}/")
            assert goal["name"] in page
            assert goal["code"] in page


def test_whoever_has_a_second_factor_is_asked_for_it_and_gets_in(site: Site) -> None:
    login, secret = site.release.known["with_second_factor"], site.release.known["second_factor"]
    browser = site.person(login)
    assert browser.path.startswith("/accounts/sign-in/code/")
    page = browser.post("/accounts/sign-in/code/", code=code_at(secret, int(time.time()) // STEP))
    assert login in page or "社会事务局预算审核人" in page


def test_every_version_has_the_digest_that_it_was_handed_in_with(site: Site) -> None:
    handed_in = _versions(site.release)
    assert json.loads(site.installation.python(_VERSIONS))[: len(handed_in)] == handed_in


def test_the_log_is_whole_and_goes_on(site: Site) -> None:
    looked_at, broken_at, _digest = site.installation.python(_LOG).split()
    assert broken_at == "None"
    assert int(looked_at) >= len(_rows(site.release, "audit.entry"))


def test_the_public_finds_what_was_published_and_gets_the_same_files(site: Site) -> None:
    stranger = Browser(site.address)
    valid = [each for each in _rows(site.release, "disclosure.publishedproject") if each["is_valid"]]
    assert valid
    for project in valid:
        assert f"/{project['year']}/" in stranger.get(f"/public/?q={quote(project['name'])}")
        assert project["name"] in stranger.get(f"/public/?q={project['code']}")
    publications = {each["id"]: each for each in _rows(site.release, "disclosure.publication")}
    codes = {each["id"]: each["code"] for each in _rows(site.release, "organizations.organization")}
    for stored in _rows(site.release, "disclosure.publishedfile"):
        publication = publications[stored["publication_id"]]
        place = f"{codes[publication['organization_id']]}/{publication['year']}/{publication['number']}"
        if publication["withdrawn_at"] is None:
            with urlopen(f"{site.address}/public/documents/{place}/files/{stored['format']}") as answer:
                assert sha256(answer.read()).hexdigest() == stored["sha256"]
        else:
            with pytest.raises(HTTPError, match="410") as gone:
                stranger.get(f"/public/documents/{place}/")
            assert publication["withdrawal"] in gone.value.read().decode()


def test_a_token_still_opens_the_interface(site: Site) -> None:
    asked = Request(f"{site.address}/api/v1/goals", headers={"Authorization": f"Bearer {site.release.known['token']}"})
    with urlopen(asked) as answer:
        assert json.load(answer)["items"]


def test_a_draft_of_the_release_is_written_on_and_handed_in(site: Site) -> None:
    cycles = {each["id"]: each["year"] for each in _rows(site.release, "organizations.cycle")}
    draft = next(
        each for each in _rows(site.release, "goals.goal")
        if each["kind"] == "project" and each["state"] == "draft" and not each["errors"]
    )  # fmt: skip
    window = next(
        each for each in _rows(site.release, "organizations.phase") if cycles[each["cycle_id"]] == draft["year"]
    )
    _open_window(site, window)
    browser = site.person("tianbao")
    page = f"/goals/{draft['id']}/"
    typed = _typed(browser.get(page))
    typed["content"]["purpose"] = "升级以后补充的用途。"
    saved = _sent(browser, f"{page}save/", typed)
    assert saved["lock"] > draft["lock"]
    assert "升级以后补充的用途。" in browser.get(page)
    said = browser.post(f"{page}submit/", explanation="与批复一致。")
    assert browser.path == page
    assert "已提交" in said
    assert len(json.loads(site.installation.python(_VERSIONS))) == len(_versions(site.release)) + 1


@pytest.mark.parametrize("name", RELEASES)
def test_a_backup_of_the_release_is_put_back_over_a_newer_site(prepared: Prepared, name: str, tmp_path: Path) -> None:
    release, backup = read(RELEASES[name]), tmp_path / "backup.zip"
    with _laid_out(prepared, tmp_path / "old", name) as old:
        assert old.run("backup", str(backup)).returncode == 0
    with prepared.started(tmp_path / "new") as new:
        done = new.quick("restore", "--replace", str(backup))
        assert done.returncode == 0, done.stderr
        assert "摘要一致" in done.stderr
        assert json.loads(new.python(_VERSIONS)) == _versions(release)
        assert new.python(_LOG).split()[:2] == [str(len(_rows(release, "audit.entry"))), "None"]
        assert new.python(_PENDING) == "[]"


def test_what_a_newer_version_with_a_new_area_left_is_let_alone(prepared: Prepared, tmp_path: Path) -> None:
    backup = tmp_path / "newer.zip"
    with prepared.started(tmp_path / "data") as newer:
        newer.python(
            "from django.db.migrations.recorder import MigrationRecorder; from django.db import connection\n"
            "MigrationRecorder(connection).record_applied('future', '0001_initial')"
        )
        assert newer.quick("backup", str(backup)).returncode == 0
        done = newer.try_serving()
        assert (done.returncode, done.stdout) == (2, "")
        assert "数据库是更新的版本建立的（future.0001_initial），这个版本不认得。请安装新版本后再启动\n" in done.stderr
    with prepared.started(tmp_path / "other") as older:
        done = older.run("restore", "--replace", str(backup))
        assert done.returncode == 2
        assert done.stderr == f"jiheng：{backup} 是更新的版本做的备份，这个版本不认得。请安装新版本后再恢复\n"
        assert list(older.folder.glob("before-restore-*")) == []


def _open_window(site: Site, window: dict[str, Any]) -> None:
    """The performance office moves the dates, whatever the day of the test is."""
    now = datetime.now()  # noqa: DTZ005 - as people type it
    dates = {"opens_at": now - timedelta(days=2), "due_at": now + timedelta(days=2)}
    typed = {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in dates.items()}
    browser = site.person("jixiao")
    browser.post(f"/organizations/phases/{window['id']}/", name=window["name"], reason="升级", **typed)
    assert not browser.path.startswith("/organizations/phases/")


def _typed(page: str) -> dict[str, Any]:
    """What the editor's script gets with its page, as it would be saved."""
    found = re.search(r'<script id="goal-page" type="application/json">(.*?)</script>', page)
    assert found
    said = json.loads(found[1])
    return {"content": said["typed"], "lock": said["lock"]}


def _sent(browser: Browser, path: str, body: Any) -> Any:
    token = next(cookie.value for cookie in browser.cookies if cookie.name == "csrftoken")
    headers = {"Content-Type": "application/json", "X-CSRFToken": str(token)}
    with browser._open(Request(f"{browser.address}{path}", json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)
