"""One process that damages files of one kind and reads them, keeping what reached something new.

    python -m tests.fuzz.hunter KIND SEED COUNT FOLDER

Prints a line of JSON before and after each file, so that whoever began it knows the file that took it down; that file
lies in FOLDER/KIND-SEED.now.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import resource
import sys
from pathlib import Path
from random import Random
from typing import Any

import coverage

import jiheng
from tests.fuzz.watch import Watch
from tests.readers import fuzz

__all__ = ["kept_files", "main"]

_LARGEST = 512 * 1024  # of what is kept
_MOST_KEPT = 400  # files of a kind
_SOURCE = Path(jiheng.__file__).parent
_Arcs = set[tuple[str, int, int]]


def kept_files(folder: Path, kind: str) -> list[Path]:
    """What earlier files of the kind reached something new."""
    return sorted((folder / "kept" / kind).glob("*"))


class _Reached:
    """Which ways through the readers were taken so far; a file that takes a new one is worth going on from."""

    def __init__(self) -> None:
        self._coverage = coverage.Coverage(
            data_file=None,
            branch=True,
            config_file=False,
            source=[str(_SOURCE / "readers"), str(_SOURCE / "recognise")],
        )
        self._coverage.set_option("run:disable_warnings", ["no-data-collected", "module-not-measured"])
        self._known: set[Any] = set()

    def read(self, data: bytes) -> tuple[str, str, bool]:
        """What reading ends in, and whether it went where none went before."""
        self._coverage.erase()
        self._coverage.start()
        try:
            outcome, why = fuzz.outcome(data)
        finally:
            self._coverage.stop()
        data_now = self._coverage.get_data()
        arcs: set[Any] = {(file, arc) for file in data_now.measured_files() for arc in data_now.arcs(file) or ()}
        arcs.add(outcome)  # what happens in a child shows by how it ends only
        new = not arcs <= self._known
        self._known |= arcs
        return outcome, why, new


def main() -> None:
    """Go through the seed's files."""
    kind, seed, count, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (fuzz.MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    now, kept = folder / f"{kind}-{seed}.now", folder / "kept" / kind
    kept.mkdir(parents=True, exist_ok=True)
    corpus = [path.read_bytes() for path in kept_files(folder, kind)]
    reached, watch, rng = _Reached(), Watch(), Random(f"{kind} {seed}")
    for data in corpus[-50:]:
        reached.read(data)
    for number in range(seed, seed + count):
        if corpus and rng.random() < 0.5:
            name, data = fuzz.damaged_again(f"{kind} {number}", rng.choice(corpus))
        else:
            name, data = fuzz.damaged(kind, number)
        now.write_bytes(data)
        _tell(number=number, name=name)
        began = sum(os.times()[:4])
        watch.is_on = True
        outcome, why, is_new = reached.read(data)
        watch.is_on = False
        if acts := watch.seen():
            outcome, why = "failed", "does what it may not: " + "; ".join(acts[:3])
        seconds = round(sum(os.times()[:4]) - began, 2)
        if is_new and outcome != "failed" and len(data) <= _LARGEST and len(corpus) < _MOST_KEPT:
            corpus.append(data)
            (kept / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
        if outcome == "failed":
            (folder / f"find-{kind}-{number}").write_bytes(data)
        _tell(number=number, name=name, outcome=outcome, why=why, seconds=seconds, memory=_memory())
    now.unlink(missing_ok=True)


def _memory() -> int:
    """Bytes that this process, or the largest of its children, had in memory at most."""
    return 1024 * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
