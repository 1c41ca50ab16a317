"""What is counted now and then: when it is no longer fresh, whoever looks is shown it still, and it is counted behind."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.cache import cache
from django.db import close_old_connections

__all__ = ["keep", "known"]

_LOG = logging.getLogger(__name__)
_WORKER = ThreadPoolExecutor(1, thread_name_prefix="behind")  # one after the other: pages come first
_UNDER_WAY: set[str] = set()
_LOCK = threading.Lock()


def keep(key: str, value: object, seconds: float) -> None:
    """Keep `value` in this process: for so many seconds it is fresh, for as many again it is shown while it is renewed."""
    cache.set(key, (value, time.time() + seconds), 2 * seconds)


def known(key: str, renew: Callable[[], object]) -> Any:
    """What is kept under `key`, None for nothing; `renew`, which keeps it anew, runs behind where it is no longer fresh."""
    value, fresh_until = cache.get(key) or (None, 0.0)
    if value is not None and time.time() > fresh_until:
        _do_behind(key, renew)
    return value


def _do_behind(key: str, act: Callable[[], object]) -> None:
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
