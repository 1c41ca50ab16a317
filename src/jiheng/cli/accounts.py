"""`jiheng accounts`: help for people who cannot sign in, by whoever sits at the server itself."""

from __future__ import annotations

import difflib
import getpass
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jiheng.cli.console import print_table, say
from jiheng.cli.site import open_site
from jiheng.cli.site_arguments import ACTS_ON_ONE
from jiheng.errors import SiteError, UsageError, os_reason
from jiheng.i18n import _

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User

__all__ = ["run"]

_NEAR = 3


def run(options: Namespace) -> int:
    """Do what `options.act` names; the exit code. All of it is in the log as done at the console.

    Raises:
        UsageError: a login is missing or too much, or a file cannot be written.
        UnavailableError: the packages of the site are not installed.
        SiteError: folder or database cannot be used, its tables are not those of this version, or nobody has that login.
    """
    if (options.act in ACTS_ON_ONE) != (options.login is not None):
        raise UsageError("login-missing" if options.act in ACTS_ON_ONE else "login-too-much", act=options.act)
    home = open_site(options.data)
    from jiheng.web.audit.middleware import by_means_of  # noqa: PLC0415 - after Django is ready
    from jiheng.web.operations.schema import pending  # noqa: PLC0415 - as above

    if missing := pending():
        raise SiteError("database-older", count=len(missing))
    by_means_of(f"console {_whoever()}".rstrip())
    if options.act == "list":
        _list()
    elif options.act == "renew-key":
        _renew_key(home)
    else:
        _ON_ONE[options.act](_person(options.login))
    return 0


def _list() -> None:
    from django.utils import timezone  # noqa: PLC0415 - after Django is ready

    from jiheng.web.accounts.models import User  # noqa: PLC0415 - as above

    now = timezone.now()
    rows = [(_("账号"), _("姓名"), _("管理员"), _("最近登录"), _("状态"))]
    for person in User.objects.select_related("second_factor").order_by("login"):
        last = timezone.localtime(person.last_login).strftime("%Y-%m-%d %H:%M") if person.last_login else ""
        states = (
            (not person.is_active, _("停用")),
            (person.locked_until is not None and person.locked_until > now, _("锁定")),
            (person.must_change_password, _("初始密码")),
            (hasattr(person, "second_factor"), _("两步验证")),
        )
        state = _("、").join(text for holds, text in states if holds)
        office = str(person.get_office_display()) if person.office else ""
        rows.append((person.login, person.name, office, last, state))
    print_table(rows)


def _reset_password(person: User) -> None:
    from jiheng.web.accounts.models import SecondFactor  # noqa: PLC0415 - after Django is ready
    from jiheng.web.accounts.services import password_reset  # noqa: PLC0415 - as above

    password = password_reset(person=person, actor=None)
    print(_("新的初始密码只显示这一次，登录后要先改；这个账号在各处的登录都已退出："))  # noqa: T201
    print_table([(person.login, person.name, password)])
    if not person.is_active:
        say(_("这个账号已停用，要由系统管理员启用后才能登录"))
    if SecondFactor.objects.filter(user=person).exists():
        say(
            _("登录时还要两步验证的验证码；手机丢失的，请再运行 jiheng accounts reset-second-factor {login}").format(
                login=person.login
            )
        )


def _unlock(person: User) -> None:
    from jiheng.web.accounts.services import person_unlock  # noqa: PLC0415 - after Django is ready

    person_unlock(person=person, actor=None)
    say(_("{login}（{name}）可以再试登录了").format(login=person.login, name=person.name))


def _reset_second_factor(person: User) -> None:
    from jiheng.web.accounts.services import second_factor_remove  # noqa: PLC0415 - after Django is ready

    if second_factor_remove(person=person, actor=None):
        text = _("{login}（{name}）的两步验证已取消，登录只用密码，直到本人重新开启")
    else:
        text = _("{login}（{name}）没有开启两步验证")
    say(text.format(login=person.login, name=person.name))


def _renew_key(home: Path) -> None:
    from jiheng.web.audit.services import record  # noqa: PLC0415 - after Django is ready
    from jiheng.web.operations.keys import renew  # noqa: PLC0415 - as above

    try:
        done = renew(home)
    except OSError as error:
        raise UsageError("output-failed", path=home, reason=os_reason(error)) from error
    record("site.key-renewed", actor=None, after=done._asdict())
    if done.is_new:
        say(_("密钥已更换。请重新启动网站；所有人要重新登录"))
    else:
        say(_("密钥来自 JIHENG_SECRET_KEY，没有更换，只用它重新加密"))
    say(_("已重新加密 {count} 个人的两步验证").format(count=done.factors))
    if done.lost:
        say(
            _("另有 {count} 个人的两步验证解不开，请用 reset-second-factor 取消后由本人重新开启").format(
                count=done.lost
            )
        )


_ON_ONE: dict[str, Callable[[User], None]] = {
    "reset-password": _reset_password,
    "unlock": _unlock,
    "reset-second-factor": _reset_second_factor,
}


def _person(login: str) -> User:
    from jiheng.web.accounts.models import User  # noqa: PLC0415 - after Django is ready

    if found := User.objects.filter(login__iexact=login).first():
        return found
    by_lower = {each.lower(): each for each in User.objects.values_list("login", flat=True)}
    near = [by_lower[each] for each in difflib.get_close_matches(login.lower(), by_lower, _NEAR)]
    hint = _("。相近的有：{logins}").format(logins=_("、").join(near)) if near else ""
    raise SiteError("no-account", login=login, hint=hint)


def _whoever() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a name, as in some containers
        return ""
