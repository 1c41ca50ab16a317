"""Damage files of every format by the thousand, in parallel and under watch, and read each of them.

    python -m tests.fuzz [--files N] [--kind K …] [--jobs N] [--seed N] [--folder FOLDER] [--docs]

Files that reached something new are kept in FOLDER and damaged further, also in the next run. A find (a crash, a hang,
too much memory, an act that reading may not do, an error that is none of ours) is made as small as it gets and lies in
FOLDER/finds; mended, it belongs into tests/readers/finds, where a test reads it for ever.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.smaller import smaller
from tests.readers.specimens import CONTAINERS, FORMATS, PICTURES, specimens

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "development" / "fuzzing.md"
_MARKS = ("<!-- result -->\n", "<!-- end of result -->")
KINDS = (*FORMATS, *CONTAINERS)
_CHUNK = 100
_FEWER = 20  # times fewer pictures: what is whole enough is recognised, in a child of its own
_PATIENCE = 60 * 60


@dataclass
class Tally:
    """What came of the files of one kind."""

    outcomes: Counter[str] = field(default_factory=Counter)
    finds: list[str] = field(default_factory=list)
    slowest: float = 0.0
    memory: int = 0

    @property
    def files(self) -> int:
        """How many were tried."""
        return self.outcomes.total()


class Run:
    """All kinds in turns, so that whoever stops early has something of each."""

    def __init__(self, options: argparse.Namespace) -> None:
        """What is to be done."""
        self.options, self.folder = options, options.folder
        self.kinds = [kind for kind in options.kind or KINDS if specimens(kind)]
        self.tallies = {kind: Tally() for kind in self.kinds}
        self._lock, self._shown = threading.Lock(), 0.0

    def run(self) -> None:
        """Until every file was tried."""
        chunks = self._chunks()
        pool = ThreadPoolExecutor(self.options.jobs)
        try:
            for _done in pool.map(lambda chunk: self._chunk(*chunk), chunks):
                pass
        except KeyboardInterrupt:
            print("stopped; what is under way is finished", file=sys.stderr)
        finally:
            pool.shutdown(cancel_futures=True)

    def _chunks(self) -> list[tuple[str, int, int]]:
        """Kind, first number and how many, so that all kinds are done at about the same time."""
        parts = {kind: 1 if kind in PICTURES else _FEWER for kind in self.kinds}
        rounds = -(-self.options.files * _FEWER // (sum(parts.values()) * _CHUNK))
        size = {kind: _CHUNK * part // _FEWER for kind, part in parts.items()}
        return [
            (kind, self.options.seed + turn * size[kind], size[kind]) for turn in range(rounds) for kind in self.kinds
        ]

    def _chunk(self, kind: str, start: int, count: int) -> None:
        """One process; where a file takes it down, the next one goes on behind that file."""
        number = start
        while number < start + count:
            with tempfile.TemporaryDirectory(prefix="jiheng-fuzz-") as work:
                number = self._process(kind, number, start + count, work)

    def _process(self, kind: str, first: int, end: int, work: str) -> int:
        command = [sys.executable, "-m", "tests.fuzz.hunter", kind, str(first), str(end - first), str(self.folder)]
        environment = os.environ | {"TMPDIR": work}
        at = first
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                facts = json.loads(line)
                at = facts["number"]
                if "outcome" in facts:
                    self._take(kind, facts)
                    at += 1
            said = process.stderr.read()
        left = list(Path(work).rglob("*"))
        if process.returncode == 0:
            if left:
                self._find(kind, at, f"leaves {left[0].name} behind", b"")
            return end
        now = self.folder / f"{kind}-{first}.now"
        data = now.read_bytes() if now.exists() else b""
        self._find(kind, at, f"takes the process down ({process.returncode}): {said[-500:]}", data)
        self.tallies[kind].outcomes["crashed"] += 1
        return at + 1

    def _take(self, kind: str, facts: dict[str, object]) -> None:
        with self._lock:
            tally = self.tallies[kind]
            tally.outcomes[str(facts["outcome"])] += 1
            tally.slowest = max(tally.slowest, float(str(facts["seconds"])))
            tally.memory = max(tally.memory, int(str(facts["memory"])))
            self._show()
        if facts["outcome"] == "failed":
            path = self.folder / f"find-{kind}-{facts['number']}"
            self._find(kind, int(str(facts["number"])), str(facts["why"]), path.read_bytes())
            path.unlink()

    def _find(self, kind: str, number: int, why: str, data: bytes) -> None:
        with self._lock:
            self.tallies[kind].finds.append(f"{kind} {number}: {why.strip().splitlines()[-1][:200]}")
        finds = self.folder / "finds"
        finds.mkdir(exist_ok=True)
        (finds / f"{kind}-{number}").write_bytes(data)
        (finds / f"{kind}-{number}.txt").write_text(why, encoding="utf-8")
        if data and "takes the process down" not in why:
            (finds / f"{kind}-{number}.small").write_bytes(smaller(data, ROOT))

    def _show(self) -> None:
        if time.monotonic() - self._shown < 2:
            return
        self._shown = time.monotonic()
        done = sum(tally.files for tally in self.tallies.values())
        finds = sum(len(tally.finds) for tally in self.tallies.values())
        width = shutil.get_terminal_size().columns - 1
        line = f"{done:,} / {self.options.files:,} files, {finds} finds"
        print(line[:width].ljust(width), end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


def as_markdown(run: Run, seconds: float, command: str) -> str:
    """Counts by kind."""
    rows = [
        f"`{command}` — {sum(each.files for each in run.tallies.values()):,} files in {seconds / 60:.0f} minutes",
        "",
        "| Kind | Files | Read | Refused | Finds | Slowest, s of CPU | Most memory, MB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind, tally in run.tallies.items():
        read, failed = tally.outcomes["read"], tally.outcomes["failed"] + tally.outcomes["crashed"]
        rows.append(
            f"| {kind} | {tally.files:,} | {read:,} | {tally.files - read - failed:,} | {len(tally.finds)} "
            f"| {tally.slowest:.1f} | {tally.memory / 1024**2:.0f} |"
        )
    reasons: Counter[str] = Counter()
    for tally in run.tallies.values():
        reasons.update({name: count for name, count in tally.outcomes.items() if name != "read"})
    rows += ["", "Refused with: " + ", ".join(f"{name} {count:,}" for name, count in reasons.most_common())]
    return "\n".join(rows)


def main() -> int:
    """1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=20_000, metavar="N", help="of all kinds together (%(default)s)")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only this one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes (%(default)s)")
    parser.add_argument("--seed", type=int, default=1_000_000, metavar="N", help="number of the first file")
    parser.add_argument("--folder", type=Path, default=ROOT / ".fuzz", metavar="FOLDER", help="(%(default)s)")
    parser.add_argument("--docs", action="store_true", help=f"put the result into {DOCS.relative_to(ROOT)}")
    options = parser.parse_args()
    options.folder = options.folder.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to stop it still says what it found
    began, run = time.monotonic(), Run(options)
    run.run()
    command = " ".join(["python -m tests.fuzz", *(part for part in sys.argv[1:] if part != "--docs")])
    text = as_markdown(run, time.monotonic() - began, command)
    print(text)
    if options.docs:
        before, _mark, rest = DOCS.read_text(encoding="utf-8").partition(_MARKS[0])
        DOCS.write_text(f"{before}{_MARKS[0]}\n{text}\n\n{_MARKS[1]}{rest.partition(_MARKS[1])[2]}", encoding="utf-8")
    finds = [find for tally in run.tallies.values() for find in tally.finds]
    for find in finds:
        print(f"✗ {find}", file=sys.stderr)
    return int(bool(finds))


if __name__ == "__main__":
    sys.exit(main())
