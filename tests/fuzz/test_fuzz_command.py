"""The watch sees what reading may not do, also in a child; a find becomes small."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.smaller import smaller

ROOT = Path(__file__).parents[2]
_WATCHED = """
import os, socket, subprocess, sys, tempfile
from tests.fuzz.watch import Watch
watch = Watch()
watch.is_on = True
{act}
watch.is_on = False
print(*watch.seen())
"""
FORBIDDEN = {
    "write": "open('{place}', 'w').close()",
    "append": "os.close(os.open('{place}', os.O_WRONLY | os.O_CREAT))",
    "child": "pid = os.fork() or (open('{place}', 'w').close(), os._exit(0)); os.waitpid(pid, 0)",
    "folder": "os.mkdir('{place}')",
    "network": "socket.socket().connect_ex(('127.0.0.1', 9))",
    "name": "socket.getaddrinfo('localhost', 80)",
    "program": "subprocess.run(['true'])",
}
ALLOWED = {
    "read": "open(os.devnull).read()",
    "nowhere": "open(os.devnull, 'w').close()",
    "temporary": "tempfile.TemporaryFile().close()",
    "child": "pid = os.fork() or os._exit(0); os.waitpid(pid, 0)",
}


def _seen(act, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    code = _WATCHED.format(act=act.format(place=tmp_path / "elsewhere"))
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env={"TMPDIR": str(work)}
    )
    return run.stdout.strip()


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_reading_may_not_do_is_seen(name, tmp_path):
    assert _seen(FORBIDDEN[name], tmp_path)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_it_may_do_is_not_told(name, tmp_path):
    assert _seen(ALLOWED[name], tmp_path) == ""


def test_some_files_of_a_kind_go_through_the_hunter(tmp_path):
    command = [sys.executable, "-m", "tests.fuzz.hunter", "html", "7", "6", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    facts = [json.loads(line) for line in run.stdout.splitlines()]
    assert [each["number"] for each in facts if "outcome" in each] == [7, 8, 9, 10, 11, 12]
    assert all(each["outcome"] != "failed" for each in facts if "outcome" in each)
    assert list((tmp_path / "kept" / "html").iterdir())  # the first ones always reach something new


def test_what_does_not_fail_stays_as_it_is():
    assert smaller(b"<p>\xe4\xbd\xa0</p>", ROOT) == b"<p>\xe4\xbd\xa0</p>"
