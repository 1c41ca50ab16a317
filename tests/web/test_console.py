"""`jiheng accounts`: whoever sits at the server helps people who cannot sign in; all of it is in the log."""

from __future__ import annotations

import re
import time
from urllib.error import HTTPError

import pytest
from tests.web.installations import Browser, Installation, new_installation

from jiheng.web.accounts.totp import STEP, code_at

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LOG = """
from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify
last = Entry.objects.first()
print(last.action, last.title, last.actor or "-", last.means.split()[0], verify().broken_at)
"""
WITH_FACTOR = f"""
from jiheng.web.accounts.models import SecondFactor, User
from jiheng.web.accounts.seals import sealed
SecondFactor.objects.update_or_create(
    user=User.objects.get(login="security"),
    defaults={{"secret": sealed("{SECRET}"), "last_step": 0}},
)
"""


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    with prepared.started(tmp_path_factory.mktemp("site") / "data") as installation:
        yield installation


@pytest.fixture(scope="module")
def server(site):
    with site.serving() as server:
        yield server


@pytest.fixture
def with_factor(prepared, tmp_path):
    """A site where the security administrator has a second factor."""
    with prepared.started(tmp_path / "data") as installation:
        installation.python(WITH_FACTOR)
        yield installation


def _done(site: Installation, *arguments: str) -> str:
    done = site.quick("accounts", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _first_password(site: Installation, login: str) -> str:
    return re.search(rf"^  {login} +\S+ +(\S+)$", site.first_words, re.MULTILINE)[1]


def _new_password(site: Installation, login: str) -> str:
    return re.search(r"(\w{4}-){3}\w{4}", _done(site, "reset-password", login))[0]


def test_a_forgotten_administrator_password_is_replaced_by_one_that_must_be_changed(site, server):
    first = _new_password(site, "system")
    browser = Browser(server.address)
    assert "请先改成自己的密码" in browser.sign_in("system", first)
    second = _new_password(site, "SYSTEM")
    assert second != first
    browser.get("/accounts/me/")
    assert browser.path.startswith("/accounts/sign-in/")  # the session has ended
    with pytest.raises(HTTPError, match="422"):
        Browser(server.address).sign_in("system", first)
    assert "请先改成自己的密码" in Browser(server.address).sign_in("system", second)
    _done(site, "reset-password", "audit")
    assert site.python(LOG) == "person.password-reset 审计管理员 - console None"


def test_who_locked_themselves_out_is_let_in_again(site, server):
    password = _first_password(site, "security")
    for _each in range(6):
        with pytest.raises(HTTPError, match="422"):
            Browser(server.address).sign_in("security", "错误的密码")
    with pytest.raises(HTTPError, match="422"):
        Browser(server.address).sign_in("security", password)
    assert re.search(r"security .*锁定", _done(site, "list"))
    assert "可以再试登录了" in _done(site, "unlock", "security")
    assert "请先改成自己的密码" in Browser(server.address).sign_in("security", password)


def test_a_lost_telephone_is_given_up_and_the_key_renewed(with_factor):
    site = with_factor
    key = (site.folder / "secret-key").read_text()
    assert "已重新加密 1 个人的两步验证" in site.run("accounts", "renew-key").stderr
    assert (site.folder / "secret-key").read_text() != key
    assert not (site.folder / "secret-key.old").exists()
    with site.serving() as server:
        browser = Browser(server.address)
        browser.sign_in("security", _first_password(site, "security"))
        assert browser.path == "/accounts/sign-in/code/"
        code = code_at(SECRET, int(time.time()) // STEP)
        assert "请先改成自己的密码" in browser.post("/accounts/sign-in/code/", code=code)
    assert re.search(r"security .*两步验证", _done(site, "list"))
    assert "两步验证已取消" in _done(site, "reset-second-factor", "security")
    assert "没有开启两步验证" in _done(site, "reset-second-factor", "security")
    assert site.python(LOG).startswith("account.second-factor-removed 安全管理员 - console")


def test_a_key_of_the_environment_stays_and_seals_anew_what_the_earlier_one_sealed(with_factor):
    site = with_factor
    earlier = (site.folder / "secret-key").read_text()
    keys = {"JIHENG_SECRET_KEY": "n" * 50, "JIHENG_SECRET_KEY_OLD": earlier}
    moved = Installation(site.folder, site.environment | keys)
    said = moved.run("accounts", "renew-key").stderr
    assert "密钥来自 JIHENG_SECRET_KEY" in said
    assert "已重新加密 1 个人的两步验证" in said
    # The file's key no longer opens it: doctor says so, and gives the two ways out.
    lost = site.quick("doctor")
    assert lost.returncode == 1
    assert "1 个人的验证要用别的密钥" in lost.stdout
    _done(site, "reset-second-factor", "security")
    assert site.quick("doctor").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["unlock", "systm"], "没有账号“systm”。相近的有：system。jiheng accounts list 列出所有账号"),
        (["unlock", "王"], "没有账号“王”。jiheng accounts list 列出所有账号"),
        (["unlock"], "jiheng accounts unlock 要写明账号。jiheng accounts list 列出所有账号"),
        (["list", "system"], "jiheng accounts list 后面不写账号"),
    ],
)
def test_what_cannot_be_done_is_one_line(site, arguments, line):
    done = site.quick("accounts", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"jiheng：{line}\n")


def test_a_site_that_was_never_started_has_no_accounts(tmp_path):
    with new_installation(tmp_path / "data") as installation:
        done = installation.run("accounts", "list")
    assert done.returncode == 2
    assert "请先用 jiheng serve 启动一次网站" in done.stderr
