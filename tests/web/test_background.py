"""Background work: done beside the site, and done once more where it was cut off."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from jiheng.web.operations.background import Background, requeue, work

pytestmark = pytest.mark.django_db(transaction=True)


@task()
def add(first, second):
    return first + second


@task()
def fail():
    raise ValueError("never mind")


def _done(result, patience=10):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        result.refresh()
        if result.is_finished:
            return result
        time.sleep(0.02)
    raise AssertionError(result.status)


def test_what_waits_is_done_and_a_failure_stops_nothing():
    first, second, third = add.enqueue(1, 2), fail.enqueue(), add.enqueue(3, 4)
    background = Background()
    background.start()
    try:
        assert _done(first).return_value == 3
        assert _done(second).errors[0].exception_class is ValueError
        assert _done(third).return_value == 7
    finally:
        background.stop()


def test_what_a_killed_process_left_behind_is_done_again():
    result = add.enqueue(5, 6)
    DBTaskResult.objects.get(pk=result.id).claim(f"{socket.gethostname()}:{_ended_process()}")
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(stop,))
    worker.start()
    try:
        assert _done(result).return_value == 11
    finally:
        stop.set()
        worker.join()


def test_what_a_living_process_or_another_machine_does_is_left_to_it():
    for holder in (f"{socket.gethostname()}:{os.getppid()}", "another-machine:1"):
        DBTaskResult.objects.get(pk=add.enqueue(1, 1).id).claim(holder)
    assert requeue() == 0


def _ended_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid
