"""Measure jiheng against what users would pick instead, on the same files in one run.

usage: .venv/bin/python benchmarks/run.py [--rounds N] [--format SUFFIX] [--only NAME] [--quick] [--json FILE] [--docs]
                                          [--strict]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import publishing
from environments import HOME, ROOT, python_of
from formats import CELLS, FORMATS, OURS, Format, Peer, tools
from inputs import Input, inputs, share
from measure import Sample, in_rounds
from processes import PeerError, Run, Worker, launch, worker_command
from report import all_targets, as_json, as_text
from results import Measured, Results, ToolResult

QUICK_ROUNDS = 3
DOCS = ROOT / "docs" / "development" / "benchmarks.md"
_RESULT_BLOCK = re.compile(r"(?<=<!-- result -->\n```text\n).*?(?=```)", re.DOTALL)
_OPEN = "import docx, sys; docx.Document(sys.argv[1])"
_IMPORTS = "import argparse, json, lxml.etree"


def main() -> int:
    """Install, measure, report."""
    options = _options()
    results = Results(rounds=options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        chosen = options.format or [*FORMATS, publishing.NAME]
        for suffix in (each for each in chosen if each != publishing.NAME):
            what = FORMATS[suffix]
            peers = {name: peer for name, peer in what.peers.items() if not options.only or name in options.only}
            if peers:
                files = inputs(suffix, what, Path(folder), quick=options.quick)
                results.formats[suffix] = _measure_format(suffix, what.own | peers, files, options.rounds)
        if "docx" in results.formats:
            _measure_processes(Path(folder) / "made-up.docx", options.only or tools(), results)
        if publishing.NAME in chosen and (not options.only or {*options.only} & {*publishing.tools()}):
            results.published = publishing.measure(Path(folder), options.only, options.rounds)
    text = as_text(results)
    print(text)
    if options.docs:
        _write_docs(text)
    if options.json:
        options.json.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(options.strict and not all(target.met for target in all_targets(results)))


def _options() -> argparse.Namespace:
    names = list(dict.fromkeys([*tools(), *publishing.tools()]))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, metavar="N", help="turns of each tool on each file (default 15)")
    parser.add_argument("--format", action="append", choices=[*FORMATS, publishing.NAME], help="only this; repeatable")
    parser.add_argument("--only", action="append", choices=names, help="compare with this tool only; repeatable")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds, on the made-up document only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single measurement as JSON too")
    parser.add_argument("--docs", action="store_true", help=f"put the result into {DOCS.relative_to(ROOT)}")
    parser.add_argument("--strict", action="store_true", help="exit code 1 unless every target was measured and met")
    options = parser.parse_args()
    options.rounds = options.rounds or (QUICK_ROUNDS if options.quick else 15)
    return options


def _measure_format(suffix: str, peers: dict[str, Peer], files: list[Input], rounds: int) -> Measured:
    """Time and content in long-running workers, peak memory in a new process for each."""
    what = FORMATS[suffix]
    measured = Measured(rounds=max(min(rounds, QUICK_ROUNDS), rounds // 3) if what.slow else rounds)
    if not files:
        measured.problems["documents"] = "none here: LibreOffice, which makes them, is not installed"
        return measured
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for name, peer in peers.items():
            print(f".{suffix}: starting {name}", file=sys.stderr)
            try:
                log = HOME / f"{suffix}-{name}.log"
                workers[name] = stack.enter_context(Worker(_python(peer), peer.file, log))
            except PeerError as error:
                measured.problems[name] = str(error)
        for file in files:
            measured.documents[file.name] = _measure_file(file, what, workers, peers, measured)
    return measured


def _python(peer: Peer) -> Path:
    return python_of(peer.environment) if peer.environment else Path(sys.executable)


def _measure_file(
    file: Input, what: Format, workers: dict[str, Worker], peers: dict[str, Peer], measured: Measured
) -> dict[str, ToolResult]:
    """Each tool on one file; one that fails is out of `workers` from then on."""
    shares: dict[str, tuple[int, int]] = {}
    for name in tuple(workers):
        if name in what.own and name != CELLS and not (what.by_names and name == OURS):
            continue
        try:  # before the rounds: what a tool makes at its first call, it has made then
            shares[name] = share(file, what, workers[name].ask("text" if what.by_names else "cells", file.path))
        except PeerError as error:
            measured.problems[name] = str(error)
            del workers[name]
    turns = {name: partial(worker.ask, "seconds", file.path) for name, worker in workers.items()}
    timed = in_rounds(f"reading {file.name}", turns, measured.rounds, measured.problems)
    for name in workers.keys() - timed.keys():
        del workers[name]
    results = {}
    for name, seconds in timed.items():
        found, wanted = shares.get(name, (None, 0))
        command = [*worker_command(_python(peers[name]), peers[name].file), str(file.path)]
        results[name] = ToolResult(
            workers[name].version, Sample(tuple(seconds)), found, wanted, launch(command).peak_mib
        )
    return results


def _measure_processes(file: Path, names: list[str], results: Results) -> None:
    """Whole processes from start to end: the command on a document, and its mere start."""
    ours = Path(sys.executable).with_name("jiheng")
    commands = {
        "jiheng check FILE": partial(launch, [str(ours), "check", str(file)]),
        "jiheng --help": partial(launch, [str(ours), "--help"]),
        f"python -c '{_IMPORTS}'": partial(launch, [sys.executable, "-c", _IMPORTS]),
    }
    if "python-docx" in names and "python-docx" not in results.formats["docx"].problems:
        command = [str(python_of("python-docx")), "-c", _OPEN, str(file)]
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
