"""OFD read by jiheng and by easyofd: files of other programs, and printed documents laid out as OFD.

usage: .venv/bin/python benchmarks/ofd.py [--rounds N] [--docs]
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

import fixed_pages
from environments import HOME, ROOT, python_of
from formats import Format
from inputs import SHARED, Input, inputs, share
from measure import in_rounds
from processes import PeerError, Worker, launch, worker_command
from report import machine

DOCS = ROOT / "docs" / "development" / "benchmarks.md"
_BLOCK = re.compile(r"(?<=<!-- ofd -->\n```text\n).*?(?=```)", re.DOTALL)
_TOOLS = {"jiheng": ("ofd/jiheng", None), "easyofd": ("ofd/easyofd", "easyofd")}


@dataclass(frozen=True)
class Outcome:
    """What a tool made of a file; `problem` where it made nothing of it."""

    milliseconds: float = 0.0
    characters: int = 0
    found: int | None = None
    wanted: int = 0
    peak_mib: float = 0.0
    problem: str = ""


class Tool:
    """A worker that is started again where a file was its end."""

    def __init__(self, name: str) -> None:
        """Not running yet."""
        self.name = name
        self._file, environment = _TOOLS[name]
        self._python = python_of(environment) if environment else Path(sys.executable)
        self._worker: Worker | None = None

    def seconds(self, path: Path) -> float:
        """How long a turn on the file takes, once it has been read."""
        assert self._worker
        return float(self._worker.ask("seconds", path))

    def read(self, path: Path, original: Path | None) -> Outcome:
        """What was read; beside the Word file of the same document, if there is one, how many exact cells."""
        try:
            worker = self._worker = self._worker or Worker(self._python, self._file, HOME / f"ofd-{self.name}.log")
            (text,) = worker.ask("text", path)
            found, wanted = None, 0
            if original:
                found, wanted = share(Input(path, (original,)), Format({}), worker.ask("cells", path))
            peak = launch([*worker_command(self._python, self._file), str(path)]).peak_mib
        except PeerError as error:
            self.close()
            return Outcome(problem=str(error).rpartition(": ")[2] or str(error))
        return Outcome(0.0, len("".join(text.split())), found, wanted, peak)

    def close(self) -> None:
        """End the worker."""
        if self._worker:
            self._worker.close()
        self._worker = None


def main() -> None:
    """Read everything with both and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rounds", type=int, default=5, metavar="N", help="turns of each tool on each file (default 5)"
    )
    parser.add_argument("--docs", action="store_true", help=f"put the result into {DOCS.relative_to(ROOT)}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [(path, None) for path in sorted((SHARED / "external" / "ofd").glob("*.ofd"))]
        files += _laid_out(Path(folder))
        tools = [Tool(name) for name in _TOOLS]
        rows = [(path.name, _compared(tools, path, original, options.rounds)) for path, original in files]
        for tool in tools:
            tool.close()
    text = _as_text(rows, options.rounds)
    print(text)
    if options.docs:
        page = DOCS.read_text(encoding="utf-8")
        DOCS.write_text(_BLOCK.sub(lambda _: text + "\n", page), encoding="utf-8")


def _compared(tools: list[Tool], path: Path, original: Path | None, rounds: int) -> list[Outcome]:
    """What each tool made of a file; those that read it take turns."""
    outcomes = {tool.name: tool.read(path, original) for tool in tools}
    turns = {tool.name: partial(tool.seconds, path) for tool in tools if not outcomes[tool.name].problem}
    timed = in_rounds(path.name, turns, rounds, {})
    return [
        replace(outcome, milliseconds=median(timed[name]) * 1000) if name in timed else outcome
        for name, outcome in outcomes.items()
    ]


def _laid_out(folder: Path) -> list[tuple[Path, Path]]:
    """The documents of the benchmark of PDF, as OFD, each with its Word file."""
    found = []
    for document in inputs("pdf", Format({}), folder, quick=False):
        path = folder / f"{document.path.stem}.ofd"
        path.write_bytes(fixed_pages.build(document.path.read_bytes()))
        found.append((path, document.originals[0]))
    return found


def _as_text(rows: list[tuple[str, list[Outcome]]], rounds: int) -> str:
    facts = machine()
    lines = [f"Python {facts['python']} · {facts['cores']} × {facts['cpu']} · {facts['system']} · {rounds} rounds"]
    lines.append(f"{'':24}" + "".join(f"{name:>10} ms {'MiB':>5} {'chars':>6} {'exact cells':>12}" for name in _TOOLS))
    for name, outcomes in rows:
        lines.append(f"{name:24}" + "".join(map(_cell, outcomes)).rstrip())
    opened = [sum(not outcomes[n].problem for _, outcomes in rows) for n in range(len(_TOOLS))]
    lines.append("opened " + ", ".join(f"{name} {n} of {len(rows)}" for name, n in zip(_TOOLS, opened, strict=True)))
    return "\n".join(lines)


def _cell(outcome: Outcome) -> str:
    if outcome.problem:
        return f"{'—':>13} {outcome.problem[:25]:25}"
    cells = "" if outcome.found is None else f"{outcome.found}/{outcome.wanted}"
    return f"{outcome.milliseconds:13.1f} {outcome.peak_mib:5.0f} {outcome.characters:6} {cells:>12}"


if __name__ == "__main__":
    main()
