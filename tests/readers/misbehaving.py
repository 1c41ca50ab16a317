"""Functions to run in a child process: one that reads, and some that do their worst."""

import ctypes
import os
import signal
import time

from jiheng.domain.grid import Cell, Grid, Reading
from jiheng.errors import UnreadableSourceError


def reads(data, limits):
    cell = Cell(data.decode(), 1, 1)
    return Reading("pdf", (Grid(1, ((cell, cell),), limits.pages),))


def refuses(data, limits):
    raise UnreadableSourceError("too-many-pages", count=len(data), limit=limits.pages)


def crashes(*_):
    ctypes.string_at(0)


def leaves(*_):
    os._exit(3)


def hangs(*_):
    time.sleep(60)


def computes(*_):
    while True:
        pass


def grows(*_):
    return len([bytearray(1024 * 1024) for _ in range(10_000)])


def is_killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def has_a_defect(*_):
    raise KeyError("甲")


def is_taken_over(*_):
    return os.system
