"""Talking to the processes that are measured."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

__all__ = ["PEERS", "PeerError", "Run", "Worker", "launch", "worker_command"]

HERE = Path(__file__).resolve().parent
PEERS = HERE / "peers"
_PATIENCE = 300
# Nothing that is measured may spend its time on telling somebody about it.
_ENVIRONMENT = os.environ | {"DO_NOT_TRACK": "1", "HF_HUB_OFFLINE": "1"}


class PeerError(Exception):
    """A peer could not be installed, started or run; the text says why."""


@dataclass(frozen=True)
class Run:
    """A whole process from start to end."""

    seconds: float
    peak_mib: float


def worker_command(python: Path, peer: str) -> list[str]:
    """The command line of a worker; `-P` keeps this folder's module names away from the peer's imports."""
    return [str(python), "-P", str(HERE / "worker.py"), str(PEERS / f"{peer}.py")]


def launch(command: list[str]) -> Run:
    """Run a command to its end, by way of `launch.py`.

    Raises:
        PeerError: it failed.
    """
    ours = [sys.executable, "-I", "-S", str(HERE / "launch.py"), *command]
    done = subprocess.run(ours, capture_output=True, text=True, env=_ENVIRONMENT, timeout=_PATIENCE, check=False)
    if done.returncode:
        raise PeerError(_last_line(done.stderr))
    report = json.loads(done.stdout)
    if report["exit"]:
        raise PeerError(f"exit code {report['exit']}: {_last_line(done.stderr)}")
    return Run(report["seconds"], report["peak_mib"])


class Worker:
    """A running `worker.py`."""

    def __init__(self, python: Path, peer: str, log: Path) -> None:
        """Start it and wait until its library is imported.

        Raises:
            PeerError: it does not come up.
        """
        self._log = log
        log.parent.mkdir(exist_ok=True)
        with log.open("wb") as stderr:
            self._process = subprocess.Popen(
                worker_command(python, peer),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                bufsize=0,
                env=_ENVIRONMENT,
            )
        try:
            self.version: str = self._answer()["version"]
        except PeerError:
            self.close()
            raise

    def ask(self, what: str, file: Path) -> Any:
        """The answer to one request, on a file or a folder: `seconds`, or of each file `text`, `cells` or `product`.

        Raises:
            PeerError: the worker died or keeps silent.
        """
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps({"ask": what, "file": str(file)}).encode() + b"\n")
        except BrokenPipeError:
            raise PeerError(_last_line(self._log.read_text(errors="replace"))) from None
        return self._answer()[what]

    def close(self) -> None:
        """End the worker."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        """Use it in a `with` statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.close()

    def _answer(self) -> dict[str, Any]:
        stream = self._process.stdout
        assert stream
        if not select.select([stream], [], [], _PATIENCE)[0]:
            raise PeerError(f"no answer within {_PATIENCE} s")
        # Unbuffered, so that nothing hides from `select`; a worker writes a line at a time.
        line = stream.readline()
        if not line:
            raise PeerError(_last_line(self._log.read_text(errors="replace")))
        answer: dict[str, Any] = json.loads(line)
        return answer


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else "it ended without a word"
