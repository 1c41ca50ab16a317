"""Background work: tasks that wait in the database are done one after the other; between them what the clock brings.

What was being done when a process was killed is done once more: tasks have to bear that.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from jiheng.web.notices.jobs import run_due
from jiheng.web.notices.outbox import deliver_due

__all__ = ["Background", "requeue", "work"]

_INTERVAL = 1.0  # seconds between two looks at an empty queue
_CLOCK = 5.0  # seconds between two looks at the clock and at the mails that wait
_log = logging.getLogger(__name__)


class Background:
    """A thread that does background work beside the server."""

    def __init__(self) -> None:
        """It begins with `start`."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=work, args=(self._stop,), name="jiheng-background", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, patience: float = 10) -> None:
        """Take no more tasks, and give the one at hand `patience` seconds."""
        self._stop.set()
        self._thread.join(patience)


def work(stop: threading.Event) -> None:
    """Do what waits until `stop` is set; a database that is away for a while is waited for."""
    requeued = False
    looked = -_CLOCK
    while not stop.is_set():
        try:
            requeued = requeued or requeue() >= 0
            if time.monotonic() - looked >= _CLOCK:
                looked = time.monotonic()
                run_due()
                deliver_due()
            # A look that only reads: the embedded database has one place for a writer.
            if DBTaskResult.objects.ready().exists():
                _worker().run()
                continue
        except DatabaseError:
            _log.exception("background work: the database does not answer")
        close_old_connections()
        stop.wait(_INTERVAL)
    connection.close()


def requeue() -> int:
    """Put back what workers of this machine left behind when they were killed; how many tasks that were."""
    count = 0
    for task in DBTaskResult.objects.running():
        host, _colon, process = (task.worker_ids or [""])[-1].rpartition(":")
        if host == socket.gethostname() and not _is_alive(int(process)):
            held = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
            count += held.update(status="READY", started_at=None)
    return count


def _worker() -> Worker:
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=f"{socket.gethostname()[:48]}:{os.getpid()}",
    )


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return False  # it has only just begun; the number is that of an earlier life
    if os.name != "posix":
        return True  # elsewhere one cannot ask without ending it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
