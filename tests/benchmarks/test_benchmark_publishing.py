"""The publishing part of the benchmark: its document, its peers, and how it judges."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "benchmarks" / "peers"
MODULES = (
    *("document", "environments", "formats", "measure", "processes", "publication", "publishing", "report", "results"),
    "run",
)


@pytest.fixture(scope="module")
def bench() -> Iterator[SimpleNamespace]:
    """The benchmark's modules, which find each other by the folder that `run.py` lies in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in MODULES})
        for name in MODULES:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def short(bench) -> Iterator[SimpleNamespace]:
    """The benchmark with 3 tables for 60."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.publication, "TABLES", 3)
        yield bench


def product(bench, peer, suffix, folder):
    file = folder / "input.json"
    file.write_bytes(bench.publication.build([suffix]))
    with bench.processes.Worker(Path(sys.executable), f"publish/{peer}", folder / "log") as worker:
        paths = [Path(path) for _ in range(2) for path in worker.ask("product", file)]
        assert 0 < worker.ask("seconds", file) < 60
    made = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()
    return made


def test_the_document_is_the_same_every_time_and_has_sixty_tables(bench):
    data = bench.publication.build(["docx"])
    assert data == bench.publication.build(["docx"])
    parts = json.loads(data)
    (document,) = parts["document"]["documents"]
    assert len(document["projects"]) == len({sheet["name"] for sheet in document["projects"]}) == 60
    assert sum(block["kind"] == "table" for block in parts["paper"]) == 60


@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx", "html"])
def test_ours_print_every_cell_and_no_two_calls_the_same_document(short, suffix, tmp_path):
    if suffix == "pdf":
        pytest.importorskip("typst")
        pytest.importorskip("jiheng_fonts")
    first, second = product(short, "jiheng", suffix, tmp_path)
    assert first != second
    found, wanted = short.publication.share(first, suffix)
    assert found == wanted > 200


@pytest.mark.parametrize(("peer", "suffix"), [("python_docx", "docx"), ("openpyxl", "xlsx")])
def test_the_others_print_the_same_cells(short, peer, suffix, tmp_path):
    first, second = product(short, peer, suffix, tmp_path)
    assert first != second
    found, wanted = short.publication.share(first, suffix)
    assert found == wanted > 200


def test_what_is_missing_is_missed(short):
    other = short.document.build()
    found, wanted = short.publication.share(other, "docx")
    assert found < wanted


def test_every_peer_has_its_file_and_an_environment_with_pinned_versions(bench):
    for peers in bench.publishing.FORMATS.values():
        for peer in peers.values():
            assert (PEERS / f"{peer.file}.py").is_file()
            if peer.environment:
                lines = (PEERS / f"{peer.environment}.txt").read_text(encoding="utf-8").splitlines()
                wanted = [line for line in lines if not line.startswith("#")]
                assert wanted
                assert all(re.match(r"[\w.-]+==\d", line) for line in wanted)


@pytest.mark.parametrize(
    ("docx", "pdf", "whole", "wanted"),
    [
        ((0.13, 0.1), (0.9, 5.0, 100), (4.9, 476.0), [True, True, True, True, True]),
        ((0.14, 0.1), (1.1, 5.0, 100), (5.1, 477.0), [False, False, False, False, False]),
        ((0.13, None), (0.9, None, 100), (4.9, 400.0), [False, False, True, True, True]),
    ],
    ids=["all met", "none met", "the others not measured"],
)
def test_promises(bench, docx, pdf, whole, wanted):
    def tools(ours, name, theirs):
        results = {"jiheng": ours, name: theirs}
        sample = bench.measure.Sample
        return {
            tool: bench.results.ToolResult("1", sample((seconds,)), 1, 1, 1.0)
            for tool, seconds in results.items()
            if seconds is not None
        }

    ours, theirs, pages = pdf
    published = bench.publishing.Published(
        1,
        {"docx": tools(docx[0], "python-docx", docx[1]), "pdf": tools(ours, "weasyprint", theirs)},
        {"jiheng": pages, "weasyprint": pages},
        *(bench.measure.Sample((value,)) for value in whole),
    )
    run = bench.results.Results(1, published=published)
    assert [target.met for target in bench.report.all_targets(run)] == wanted
    assert "发布 publishing" in bench.report.as_text(run)
    assert [target["met"] for target in bench.report.as_json(run)["targets"]] == wanted


def test_a_tool_that_cannot_start_is_named_with_the_reason(short, tmp_path, monkeypatch):
    monkeypatch.setattr(short.publishing, "HOME", tmp_path)
    monkeypatch.setattr(short.publishing, "FORMATS", {"html": {"nobody": short.formats.Peer("publish/nobody")}})
    published = short.publishing.measure(tmp_path, None, 1)
    assert "No such file" in published.problems["nobody (.html)"]
    assert published.formats["html"]["jiheng"].found
    assert published.seconds
    assert "nobody (.html)" in short.report.as_text(short.results.Results(1, published=published))
