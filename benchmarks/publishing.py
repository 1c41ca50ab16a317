"""Publishing: the same document of 60 tables written by us and by what others would write it with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pypdfium2

import publication
from environments import HOME, python_of
from formats import OURS, Peer
from measure import Sample, in_rounds, ratio
from processes import PeerError, Worker, launch, worker_command
from results import Target, ToolResult

__all__ = ["FORMATS", "NAME", "Published", "measure", "targets", "tools"]

NAME = "publish"
_OURS = Peer("publish/jiheng")
FORMATS: dict[str, dict[str, Peer]] = {
    "docx": {
        "python-docx": Peer("publish/python_docx", "python-docx"),
        "docxtpl": Peer("publish/docxtpl", "docxtpl"),
    },
    "pdf": {
        "weasyprint": Peer("publish/weasyprint", "weasyprint"),
        "LibreOffice": Peer("publish/libreoffice"),
    },
    "xlsx": {"openpyxl": Peer("publish/openpyxl", "openpyxl")},
    "html": {},
}
"""Format → what we are compared with; html has nobody."""

_LEAST_ROUNDS = 3
_MEGABYTES_PER_MIB = 2**20 / 10**6


@dataclass
class Published:
    """What was measured: format → tool → result; pages of the PDF files; whole processes that write all formats."""

    rounds: int
    formats: dict[str, dict[str, ToolResult]] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    seconds: Sample | None = None
    peak_mib: Sample | None = None
    problems: dict[str, str] = field(default_factory=dict)


def tools() -> list[str]:
    """The names of everything we are compared with."""
    return [name for peers in FORMATS.values() for name in peers]


def measure(folder: Path, only: list[str] | None, rounds: int) -> Published:
    """Time and content in long-running workers, peak memory in new processes; a third of the rounds must do."""
    published = Published(max(min(rounds, _LEAST_ROUNDS), rounds // 3))
    for suffix, peers in FORMATS.items():
        file = folder / f"publish-{suffix}.json"
        file.write_bytes(publication.build([suffix]))
        wanted = {name: peer for name, peer in peers.items() if not only or name in only}
        published.formats[suffix] = _measure_format(suffix, {OURS: _OURS, **wanted}, file, published)
    file = folder / "publish-all.json"
    file.write_bytes(publication.build(list(FORMATS)))
    command = [*worker_command(Path(sys.executable), _OURS.file), str(file)]
    runs = in_rounds("publishing all formats", {"all": partial(launch, command)}, published.rounds, published.problems)
    if some := runs.get("all"):
        published.seconds = Sample(tuple(run.seconds for run in some))
        published.peak_mib = Sample(tuple(run.peak_mib for run in some))
    return published


def _measure_format(suffix: str, peers: dict[str, Peer], file: Path, published: Published) -> dict[str, ToolResult]:
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        shares: dict[str, tuple[int, int]] = {}
        for name, peer in peers.items():
            print(f"publishing .{suffix}: starting {name}", file=sys.stderr)
            try:
                worker = stack.enter_context(Worker(_python(peer), peer.file, HOME / f"publish-{suffix}-{name}.log"))
                shares[name] = _look_at(worker, name, suffix, file, published)
                workers[name] = worker
            except PeerError as error:
                published.problems[f"{name} (.{suffix})"] = str(error)
        turns = {name: partial(worker.ask, "seconds", file) for name, worker in workers.items()}
        failed: dict[str, str] = {}
        timed = in_rounds(f"publishing .{suffix}", turns, published.rounds, failed)
        published.problems |= {f"{name} (.{suffix})": why for name, why in failed.items()}
        results = {}
        for name, seconds in timed.items():
            peak = launch([*worker_command(_python(peers[name]), peers[name].file), str(file)]).peak_mib
            results[name] = ToolResult(workers[name].version, Sample(tuple(seconds)), *shares[name], peak)
        return results


def _look_at(worker: Worker, name: str, suffix: str, file: Path, published: Published) -> tuple[int, int]:
    """What a tool makes: how much of the tables stands in it, and of a PDF how many pages it has."""
    (path,) = worker.ask("product", file)
    product = Path(path).read_bytes()
    Path(path).unlink()
    if suffix == "pdf":
        published.pages[name] = len(pypdfium2.PdfDocument(product))
    return publication.share(product, suffix)


def _python(peer: Peer) -> Path:
    return python_of(peer.environment) if peer.environment else Path(sys.executable)


def targets(published: Published) -> Iterator[Target]:
    """What we promise of publishing."""
    docx, pdf = (published.formats.get(suffix, {}) for suffix in ("docx", "pdf"))
    yield Target("发布 publish .docx ÷ python-docx", 1.3, _ratio(docx, "python-docx"))
    yield Target("发布 publish .pdf ÷ weasyprint", 0.2, _ratio(pdf, "weasyprint"))
    per_page = None
    if OURS in pdf:
        per_page = Sample(tuple(1000 * each / published.pages[OURS] for each in pdf[OURS].seconds.values))
    yield Target("发布 publish .pdf，每页毫秒 ms a page (100 pages/s)", 10.0, per_page)
    formats = "、".join(FORMATS)
    yield Target(f"{publication.TABLES} 张表 {formats}，整个进程秒 s of the process", 5.0, published.seconds)
    peak = published.peak_mib and Sample(tuple(each * _MEGABYTES_PER_MIB for each in published.peak_mib.values))
    yield Target(f"{publication.TABLES} 张表 {formats}，内存 peak MB", 500.0, peak)


def _ratio(tools: dict[str, ToolResult], theirs: str) -> Sample | None:
    return ratio(tools[OURS].seconds, tools[theirs].seconds) if OURS in tools and theirs in tools else None
