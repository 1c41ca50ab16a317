"""A process that holds one peer ready and answers: time a turn of it, or show what it reads or makes.

usage: python -P worker.py PEER.py           requests and answers are lines of JSON on standard input and output
       python -P worker.py PEER.py FILE      read the file once and end, for measuring the memory of just that

Instead of a file it may be a folder: its files are read in one call where the peer has one for many, else one by one.
It runs inside the peer's own environment, so it uses nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

ENOUGH_SECONDS = 0.05
ENOUGH_CALLS = 5
LONG_SECONDS = 0.5


class Peer:
    """A file of `peers/`.

    `run` is timed, or `run_many` on a folder where it has that; `prepare` (of its argument), `text` and `cells` (of its
    result) are not. The `product` of a peer that publishes is its result, put into a file.
    """

    def __init__(self, path: str) -> None:
        """Import the peer's library."""
        self.parts = runpy.run_path(path)
        self.version: str = self.parts.get("VERSION") or version(self.parts["PACKAGE"])
        self.prepare = self.parts.get("prepare", lambda data: data)

    def call(self, contents: list[bytes]) -> tuple[float, list[Any]]:
        """Seconds one call took, and what it gave for each content."""
        run_many = self.parts.get("run_many")
        if run_many and len(contents) > 1:
            return _timed(run_many, [self.prepare(data) for data in contents])
        turns = [_timed(self.parts["run"], self.prepare(data)) for data in contents]
        return sum(seconds for seconds, _ in turns), [result for _, result in turns]

    def turn(self, contents: list[bytes]) -> float:
        """The median of a few calls.

        One untimed call before them fills the caches that the other peers' turns emptied; where a call takes long, the
        caches are nothing, and the first one counts.
        """
        first, _ = self.call(contents)
        if first > LONG_SECONDS:
            return first
        seconds: list[float] = []
        while len(seconds) < ENOUGH_CALLS and sum(seconds) < ENOUGH_SECONDS:
            seconds.append(self.call(contents)[0])
        return median(seconds)

    def show(self, what: str, contents: list[bytes]) -> list[Any]:
        """What the peer made of each content, as `text`, as `cells`, or as the path of a file that holds the `product`."""
        show = _kept if what == "product" else self.parts[what]
        return [show(result) for result in self.call(contents)[1]]


def _kept(product: bytes) -> str:
    with tempfile.NamedTemporaryFile(prefix="jiheng-benchmark-", delete=False) as file:
        file.write(product)
    return file.name


def _timed(function: Callable[[Any], Any], argument: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = function(argument)
    return time.perf_counter() - start, result


def _contents(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in (sorted(path.iterdir()) if path.is_dir() else [path])]


def serve(peer: Peer, answers: Any) -> None:
    """Answer requests until standard input ends."""
    print(json.dumps({"version": peer.version}), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        what, contents = request["ask"], _contents(Path(request["file"]))
        answer = peer.turn(contents) if what == "seconds" else peer.show(what, contents)
        print(json.dumps({what: answer}), file=answers, flush=True)


def main() -> None:
    """Load the peer, then serve or read once."""
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    peer = Peer(sys.argv[1])
    if len(sys.argv) > 2:
        peer.call(_contents(Path(sys.argv[2])))
    else:
        serve(peer, answers)


if __name__ == "__main__":
    main()
