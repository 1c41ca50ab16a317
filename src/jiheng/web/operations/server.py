"""The web server."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from jiheng.errors import SiteError, os_reason
from jiheng.web.operations.background import Background

__all__ = ["free_address", "run_server"]

_THREADS = 8  # of a worker process: pages being made at the same time
_PATIENCE = 10  # seconds for what is being done when the server is told to stop
_TAKEN = (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not listened on


def free_address(host: str, port: int) -> str:
    """The number of `host`, after a look whether `port` is free there.

    Raises:
        SiteError: there is no such address here, or the port is taken or not allowed.
    """
    try:
        family, kind, _protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # The server shares its port between its own processes, and would share it with a stranger's as well.
        with socket.socket(family, kind) as tried:
            if os.name == "posix":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
            tried.listen(1)
    except OSError as error:
        if not isinstance(error, socket.gaierror) and error.errno in _TAKEN:
            raise SiteError("port-taken", port=port) from error
        raise SiteError("port-refused", host=host, port=port, reason=os_reason(error)) from error
    return str(place[0])


def run_server(
    address: str, port: int, *, workers: int, with_background: bool, on_up: Callable[[], None], leave: bool = False
) -> None:
    """Serve the site until the process is told to stop (SIGINT, SIGTERM); pages that are being made are finished.

    Args:
        address: a number as `free_address` gives it.
        port: a free one.
        workers: processes.
        with_background: whether background work is done here too, beside the workers.
        on_up: called once, when the first page came.
        leave: stop as soon as the site is up.

    Raises:
        SystemExit: the workers die as soon as they begin; what they said is on stderr.
    """
    # Workers begin from nothing: a copy of this process would share its threads' locks and the database's connection.
    multiprocessing.set_start_method("spawn", force=True)
    connections.close_all()
    server = Granian(
        "jiheng.web.operations.worker_application:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE,
    )

    def announce() -> None:
        _wait_until_up(address, port)
        on_up()
        if leave:
            os.kill(os.getpid(), signal.SIGTERM)

    background = Background() if with_background else None
    if background:
        server.on_startup(background.start)
        server.on_shutdown(background.stop)
    server.on_startup(threading.Thread(target=announce, daemon=True).start)
    server.serve()


def _wait_until_up(address: str, port: int) -> None:
    while True:
        asked = HTTPConnection(_ANYWHERE.get(address, address), port, timeout=5)
        try:
            asked.request("HEAD", "/accounts/sign-in/")
            asked.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            asked.close()
