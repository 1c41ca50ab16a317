"""A process that holds one peer ready and answers: time a turn of it, or show what it reads.

usage: python -P worker.py PEER.py           requests and answers are lines of JSON on standard input and output
       python -P worker.py PEER.py FILE      read the file once and end, for measuring the memory of just that

It runs inside the peer's own environment, so it uses nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

ENOUGH_SECONDS = 0.05
ENOUGH_CALLS = 5


class Peer:
    """A file of `peers/`: `run` is timed; `prepare` (of its argument) and `text` (of its result) are not."""

    def __init__(self, path: str) -> None:
        """Import the peer's library."""
        self.parts = runpy.run_path(path)
        self.version = version(self.parts["PACKAGE"])
        self.prepare = self.parts.get("prepare", lambda data: data)

    def call(self, data: bytes) -> tuple[float, object]:
        """Seconds one call took, and what it gave."""
        argument = self.prepare(data)
        start = time.perf_counter()
        result = self.parts["run"](argument)
        return time.perf_counter() - start, result

    def turn(self, data: bytes) -> float:
        """The median of a few calls; one untimed call before them fills the caches that the other peers' turns emptied."""
        self.call(data)
        seconds: list[float] = []
        while len(seconds) < ENOUGH_CALLS and sum(seconds) < ENOUGH_SECONDS:
            seconds.append(self.call(data)[0])
        return median(seconds)

    def text(self, data: bytes) -> str:
        """What the peer made of the document, as text."""
        return self.parts["text"](self.call(data)[1])


def serve(peer: Peer, answers: object) -> None:
    """Answer requests until standard input ends."""
    print(json.dumps({"version": peer.version}), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        data = Path(request["file"]).read_bytes()
        answer = {"text": peer.text(data)} if request["ask"] == "text" else {"seconds": peer.turn(data)}
        print(json.dumps(answer), file=answers, flush=True)


def main() -> None:
    """Load the peer, then serve or read once."""
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    peer = Peer(sys.argv[1])
    if len(sys.argv) > 2:
        peer.call(Path(sys.argv[2]).read_bytes())
    else:
        serve(peer, answers)


if __name__ == "__main__":
    main()
