"""What is counted behind the back of whoever looks: they are shown what was known, the next look shows the new."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

__all__ = ["behind"]

_LOG = logging.getLogger(__name__)
_WORKER = ThreadPoolExecutor(1, thread_name_prefix="behind")  # one after the other: pages come first
_UNDER_WAY: set[str] = set()
_LOCK = threading.Lock()


def behind(key: str, act: Callable[[], object]) -> None:
    """Do `act` in a thread of this process, unless it is to be done already under that key."""
    with _LOCK:
        if key in _UNDER_WAY:
            return
        _UNDER_WAY.add(key)
    _WORKER.submit(_done, key, act)


def _done(key: str, act: Callable[[], object]) -> None:
    try:
        act()
    except Exception:  # noqa: BLE001 - whoever looks when the old count is gone meets it again
        _LOG.exception("not counted: %s", key)
    finally:
        close_old_connections()
        with _LOCK:
            _UNDER_WAY.discard(key)
