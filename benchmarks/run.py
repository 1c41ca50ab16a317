"""Measure jiheng against what users would pick instead, on the same files in one run.

usage: .venv/bin/python benchmarks/run.py [--rounds N] [--only NAME] [--quick] [--json FILE] [--docs] [--strict]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import document
from environments import HOME, ROOT, python_of
from measure import Sample, in_rounds
from processes import PeerError, Run, Worker, launch, worker_command
from report import CHECK, OURS, Results, ToolResult, as_json, as_text, targets

# name on the screen (and of its environment) -> file in peers/
ALTERNATIVES = {
    "kreuzberg": "kreuzberg",
    "python-docx": "python_docx",
    "markitdown": "markitdown",
    "docling": "docling",
}
OWN = {OURS: "jiheng", CHECK: "jiheng_check"}
QUICK_ROUNDS = 3
DOCS = ROOT / "docs" / "development" / "benchmarks.md"
_RESULT_BLOCK = re.compile(r"(?<=<!-- result -->\n```text\n).*?(?=```)", re.DOTALL)
_OPEN = "import docx, sys; docx.Document(sys.argv[1])"
_IMPORTS = "import argparse, json, lxml.etree"


def main() -> int:
    """Install, measure, report."""
    options = _options()
    results = Results(rounds=options.rounds)
    pythons = _pythons(options.only, results.problems)
    with _documents(quick=options.quick) as files:
        _measure_reading(files, pythons, results)
        _measure_processes(files[0], pythons, results)
    text = as_text(results)
    print(text)
    if options.docs:
        _write_docs(text)
    if options.json:
        options.json.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(options.strict and not all(target.met for target in targets(results)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, metavar="N", help="turns of each tool on each file (default 15)")
    parser.add_argument("--only", action="append", choices=ALTERNATIVES, help="compare with this tool only; repeatable")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds, on the made-up document only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single measurement as JSON too")
    parser.add_argument("--docs", action="store_true", help=f"put the result into {DOCS.relative_to(ROOT)}")
    parser.add_argument("--strict", action="store_true", help="exit code 1 unless every target was measured and met")
    options = parser.parse_args()
    options.rounds = options.rounds or (QUICK_ROUNDS if options.quick else 15)
    return options


def _pythons(only: list[str] | None, problems: dict[str, str]) -> dict[str, Path]:
    """Which Python runs which tool; the ones that cannot be installed go to `problems`."""
    pythons = dict.fromkeys(OWN, Path(sys.executable))
    for name in only or ALTERNATIVES:
        try:
            pythons[name] = python_of(name)
        except PeerError as error:
            problems[name] = str(error)
    return pythons


@contextmanager
def _documents(*, quick: bool) -> Iterator[list[Path]]:
    """The made-up document first, then the real ones that lie beside a checkout, where they do."""
    with tempfile.TemporaryDirectory() as folder:
        made_up = Path(folder) / "made-up.docx"
        made_up.write_bytes(document.build())
        real = [] if quick else sorted((ROOT.parent / "shared" / "fixtures").glob("*.docx"))
        yield [made_up, *real]


def _measure_reading(files: list[Path], pythons: dict[str, Path], results: Results) -> None:
    """Time and content in long-running workers, peak memory in a new process for each."""
    peers = OWN | ALTERNATIVES
    with ExitStack() as stack:
        workers = {}
        for name, python in pythons.items():
            print(f"starting {name}", file=sys.stderr)
            try:
                worker = Worker(python, peers[name], HOME / f"{name}.log")
                workers[name] = stack.enter_context(worker)
            except PeerError as error:
                results.problems[name] = str(error)
        for file in files:
            wanted = document.indicator_names(file.read_bytes())
            turns = {name: partial(worker.ask, "seconds", file) for name, worker in workers.items()}
            timed = in_rounds(f"reading {file.name}", turns, results.rounds, results.problems)
            workers = {name: workers[name] for name in timed}
            results.documents[file.name] = {
                name: ToolResult(
                    version=workers[name].version,
                    seconds=Sample(tuple(seconds)),
                    found=None if name == CHECK else _found(wanted, workers[name].ask("text", file)),
                    indicators=len(wanted),
                    peak_mib=launch([*worker_command(pythons[name], peers[name]), str(file)]).peak_mib,
                )
                for name, seconds in timed.items()
            }


def _found(wanted: list[str], text: str) -> int:
    """How many of the indicator names a tool has read."""
    squeezed = "".join(text.split())
    return sum("".join(name.split()) in squeezed for name in wanted)


def _measure_processes(file: Path, pythons: dict[str, Path], results: Results) -> None:
    """Whole processes from start to end: the command on a document, and its mere start."""
    ours = Path(sys.executable).with_name("jiheng")
    commands = {
        "jiheng check FILE": partial(launch, [str(ours), "check", str(file)]),
        "jiheng --help": partial(launch, [str(ours), "--help"]),
        f"python -c '{_IMPORTS}'": partial(launch, [sys.executable, "-c", _IMPORTS]),
    }
    if "python-docx" in pythons:
        command = [str(pythons["python-docx"]), "-c", _OPEN, str(file)]
        commands["python-docx opens FILE"] = partial(launch, command)
    in_rounds("whole processes, to warm up", commands, 1, results.problems)
    runs: dict[str, list[Run]] = in_rounds("whole processes", commands, results.rounds, results.problems)
    for name, some in runs.items():
        results.processes[name] = (
            Sample(tuple(run.seconds for run in some)),
            Sample(tuple(run.peak_mib for run in some)),
        )


def _write_docs(text: str) -> None:
    page = DOCS.read_text(encoding="utf-8")
    DOCS.write_text(_RESULT_BLOCK.sub(lambda _: text + "\n", page), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
