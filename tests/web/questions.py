"""Questions to an installation, and commands, without the two seconds that each would take to load Django."""

from __future__ import annotations

import json
import subprocess
import sys

__all__ = ["Questions"]

# Each is done by a copy of the process, which has loaded Django but keeps nothing in memory of what was asked before,
# and no connection to the database.
_PROGRAM = """
import json, os, sys, tempfile, traceback
import django
django.setup()
answers = os.fdopen(os.dup(1), "w")
print(file=answers, flush=True)
for line in sys.stdin:
    if process := os.fork():
        os.waitpid(process, 0)
        continue
    said = [tempfile.TemporaryFile("w+", encoding="utf-8") for _stream in range(2)]
    for number, stream in enumerate(said, 1):
        os.dup2(stream.fileno(), number)
    code = 0
    try:
        exec(json.loads(line), {"__name__": "__main__"})
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush(), sys.stderr.flush()
    print(json.dumps([code, *(stream.seek(0) or stream.read() for stream in said)]), file=answers, flush=True)
    os._exit(0)
"""
_COMMAND = "import sys; from jiheng.cli.main import main; sys.exit(main({!r}))"


class Questions:
    """A process that knows the models of an installation."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        self._process.stdout.readline()  # it is ready

    def ask(self, code: str) -> str:
        """What `code` prints.

        Raises:
            AssertionError: with what Python says of the code.
        """
        done = self._done(code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the program, to its end."""
        return self._done(_COMMAND.format(list(arguments)))

    def _done(self, code: str) -> subprocess.CompletedProcess[str]:
        self._process.stdin.write(f"{json.dumps(code)}\n")
        self._process.stdin.flush()
        return subprocess.CompletedProcess(code, *json.loads(self._process.stdout.readline()))

    def end(self) -> None:
        """No more questions."""
        with self._process:  # closes what it reads from, on which it ends
            pass
