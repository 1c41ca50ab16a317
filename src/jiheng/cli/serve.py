"""`jiheng serve`: the site."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from argparse import Namespace
from pathlib import Path

from jiheng.cli.console import print_table, say
from jiheng.cli.site import open_site
from jiheng.errors import SiteError, UsageError
from jiheng.i18n import _

__all__ = ["run"]

_MOST_WORKERS = 64
_USUAL_WORKERS = 4
_LAST_PORT = 65535


def run(options: Namespace) -> int:
    """Serve the site until told to stop; the exit code.

    Raises:
        UsageError: a number is out of bounds.
        UnavailableError: the packages of the site are not installed.
        SiteError: folder, port or database cannot be used.
    """
    workers = min(os.cpu_count() or 1, _USUAL_WORKERS) if options.workers is None else options.workers
    for name, value, most in (("--workers", workers, _MOST_WORKERS), ("--port", options.port, _LAST_PORT)):
        if not 1 <= value <= most:
            raise UsageError("out-of-range", name=name, value=value, most=most)
    _allow(options.host)
    os.umask(0o077)  # what is stored is nobody else's
    folder = open_site(options.data)
    from jiheng.web.operations.server import free_address, run_server  # noqa: PLC0415 - after Django is ready

    address = free_address(options.host, options.port)
    prepare(folder, demo=options.demo)
    from django.db import connection  # noqa: PLC0415 - as above

    def tell() -> None:
        print(_("绩衡已启动：{address}（按 Ctrl+C 停止）").format(address=_url(options.host, options.port)), flush=True)  # noqa: T201
        say(_("数据在 {folder}").format(folder=folder))

    run_server(
        address,
        options.port,
        workers=workers,
        with_background=connection.vendor == "sqlite",
        on_up=tell,
        leave=options.check,
    )
    say(_("绩衡已停止"))
    return 0


def prepare(home: Path, *, demo: bool) -> None:
    """Bring the tables up to date and see that somebody can sign in; of several processes at once one does it.

    Raises:
        SiteError: the database cannot be used, or it holds what no demo may be mixed with.
    """
    from jiheng.web.operations.alone import alone  # noqa: PLC0415 - after Django is ready

    with alone(home, on_wait=tell_who):
        _bring_up_to_date()
        if demo:
            _load_demo()
        else:
            _make_administrators()


def tell_who(process: str) -> None:
    """Say for whom we wait."""
    who = _("进程 {number} ").format(number=process) if process else _("另一个进程")
    say(_("{who}正在准备这个网站的数据库，等它完成……").format(who=who))


def _bring_up_to_date() -> None:
    from jiheng.web.disclosure import text_index  # noqa: PLC0415 - after Django is ready
    from jiheng.web.operations.schema import pending, upgrade  # noqa: PLC0415 - as above

    steps = len(pending())
    if steps:
        say(_("正在准备数据库（{count} 步）……").format(count=steps))
    began = time.monotonic()
    upgrade()
    if steps:
        say(_("数据库已就绪（{seconds:.1f} 秒）").format(seconds=time.monotonic() - began))
    if text_index.is_missing():
        say(_("正在建立搜索索引……"))
        try:
            text_index.make()
        except SiteError as error:  # search is right without it
            say(str(error))


def _load_demo() -> None:
    from jiheng.web.demo import load_demo  # noqa: PLC0415 - after Django is ready

    say(_("正在准备演示数据……"))
    demo = load_demo()
    print(_("演示账号（密码都是 {password}）：").format(password=demo.password))  # noqa: T201
    print_table((person.login, person.name, str(person.duty.label), person.place) for person in demo.people)


def _make_administrators() -> None:
    from jiheng.web.accounts.services import first_administrators  # noqa: PLC0415 - after Django is ready

    if made := first_administrators():
        print(_("首次启动，已建立三个管理员账号。密码只显示这一次，登录后要先改："))  # noqa: T201
        print_table((person.login, str(person), password) for person, password in made)


def _allow(host: str) -> None:
    """Unless it is set, the names by which the site may be called: this machine's own, and the one that was asked for."""
    if os.environ.get("JIHENG_HOSTS"):
        return
    names = {"localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host}
    if _is_wildcard(host):
        own = socket.gethostname()
        names |= {own, own.partition(".")[0], *_numbers(own)}
    os.environ["JIHENG_HOSTS"] = ",".join(sorted(names))


def _numbers(name: str) -> set[str]:
    try:
        found = {str(place[0]) for *_rest, place in socket.getaddrinfo(name, None)}
    except OSError:
        return set()
    return {f"[{number}]" if ":" in number else number for number in found}


def _is_wildcard(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _url(host: str, port: int) -> str:
    shown = "127.0.0.1" if _is_wildcard(host) else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
