"""`jiheng worker`: background work in a process of its own, beside a site on PostgreSQL."""

from __future__ import annotations

import signal
import threading
from argparse import Namespace
from types import FrameType

from jiheng.cli.console import say
from jiheng.cli.site import open_site
from jiheng.errors import SiteError
from jiheng.i18n import _

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Do background work until told to stop; the exit code.

    Raises:
        UnavailableError: the packages of the site are not installed.
        SiteError: the database cannot be used, or its tables are not those of this version.
    """
    open_site(options.data)
    from jiheng.web.operations.background import work  # noqa: PLC0415 - after Django is ready
    from jiheng.web.operations.schema import pending  # noqa: PLC0415 - as above

    if missing := pending():
        raise SiteError("database-older", count=len(missing))
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    say(_("后台任务进程已启动（按 Ctrl+C 停止）"))
    work(stop)
    say(_("后台任务进程已停止"))
    return 0
