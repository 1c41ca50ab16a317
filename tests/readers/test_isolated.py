"""What a reader in a child process may do to the rest of the call: nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.readers import misbehaving as child

from jiheng.errors import InternalError, UnreadableSourceError
from jiheng.readers import Limits
from jiheng.readers.isolated import run_isolated

LIMITS = Limits(memory=256 * 1024 * 1024, cpu_seconds=1, wall_seconds=2)
DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture(params=["fork", "start"], autouse=True)
def _way(request, monkeypatch):
    """Both ways of getting a child."""
    monkeypatch.setattr("jiheng.readers.isolated._can_fork", lambda: request.param == "fork")


def refused(read, limits=LIMITS):
    with pytest.raises(UnreadableSourceError) as caught:
        run_isolated(read, b"x", limits)
    assert "\n" not in str(caught.value)
    return caught.value.code


def test_what_was_read_comes_back_with_its_merged_cells():
    grid = run_isolated(child.reads, "甲".encode(), LIMITS).blocks[0]
    assert grid.rows[0][0].text == "甲"
    assert grid.rows[0][0] is grid.rows[0][1]
    assert grid.page == LIMITS.pages


def test_what_the_parent_has_in_memory_is_not_held_against_the_child():
    ballast = bytearray(b"x") * (300 * 1024 * 1024)
    patient = LIMITS._replace(cpu_seconds=20, wall_seconds=40)  # it is about memory
    assert refused(child.crashes, patient) == "crashed"
    assert refused(child.grows, patient) == "too-much-memory"
    assert ballast


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (child.refuses, "too-many-pages"),
        (child.crashes, "crashed"),
        (child.leaves, "crashed"),
        (child.is_killed, "crashed"),
        (child.is_taken_over, "crashed"),
        (child.grows, "too-much-memory"),
        (child.hangs, "too-slow"),
        (child.computes, "too-slow"),
    ],
)
def test_a_child_that_fails_costs_one_file_and_little_time(read, code):
    started = time.monotonic()
    assert refused(read) == code
    assert time.monotonic() - started < LIMITS.wall_seconds + 2


def test_a_defect_of_ours_is_told_apart():
    with pytest.raises(InternalError, match="KeyError") as caught:
        run_isolated(child.has_a_defect, b"x", LIMITS)
    assert "has_a_defect" in caught.value.__notes__[0]


def test_nothing_is_left_behind():
    before = len(list(DESCRIPTORS.iterdir()))
    for _ in range(5):
        run_isolated(child.reads, b"x", LIMITS)
        refused(child.crashes)
    assert len(list(DESCRIPTORS.iterdir())) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems never fork here")
def test_a_process_with_threads_is_not_forked():
    """Asked in a process of its own: the one that runs the tests may have threads or not."""
    code = (
        "import threading, time; from jiheng.readers.isolated import _can_fork; print(_can_fork());"
        "threading.Thread(target=time.sleep, args=(2,), daemon=True).start(); print(_can_fork())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False"]
