"""The other formats of the benchmark: what it measures with, whom it compares, and how it judges."""

from __future__ import annotations

import importlib
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from jiheng.domain.grid import Cell, Grid, Paragraph
from jiheng.readers import DEFAULT_LIMITS, read_bytes

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "benchmarks" / "peers"
MODULES = ("document", "formats", "inputs", "measure", "processes", "report", "results", "spreadsheet")


@pytest.fixture(scope="module")
def bench() -> Iterator[SimpleNamespace]:
    """The benchmark's modules, which find each other by the folder that `run.py` lies in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in MODULES})
        for name in MODULES:
            sys.modules.pop(name, None)


def test_every_peer_has_its_file_and_an_environment_with_pinned_versions(bench):
    for what in bench.formats.FORMATS.values():
        for peer in (what.own | what.peers).values():
            assert (PEERS / f"{peer.file}.py").is_file()
            if peer.environment:
                lines = (PEERS / f"{peer.environment}.txt").read_text(encoding="utf-8").splitlines()
                wanted = [line for line in lines if not line.startswith("#")]
                assert wanted
                assert all(re.match(r"[\w.-]+==\d", line) for line in wanted)


def test_pymupdf_is_nowhere_but_in_its_own_environment():
    """Its licence is the AGPL."""
    allowed = {PEERS / "pymupdf.txt", PEERS / "pdf" / "pymupdf.py", PEERS / "easyofd.txt"}  # easyofd rests on it
    ours = [ROOT / "pyproject.toml", ROOT / "requirements.lock", *(ROOT / "src").rglob("*.py")]
    files = [*ours, *PEERS.rglob("*.txt"), *PEERS.rglob("*.py")]
    needs = re.compile(
        r"^\s*\"?(?:pymupdf\b|import (?:pymupdf|fitz)\b|from (?:pymupdf|fitz)\b)", re.IGNORECASE | re.MULTILINE
    )

    assert {file for file in files if needs.search(file.read_text(encoding="utf-8"))} == allowed


def test_the_made_up_workbook_holds_what_the_document_holds(bench, tmp_path):
    what = bench.formats.FORMATS["xlsx"]

    first, *_ = bench.inputs.inputs("xlsx", what, tmp_path, quick=True)
    with bench.processes.Worker(Path(sys.executable), "jiheng_cells", tmp_path / "log") as worker:
        found, wanted = bench.inputs.share(first, what, worker.ask("cells", first.path))

    assert found == wanted > 900
    assert bench.inputs.share(first, what, [["别的"]]) == (0, wanted)


def test_amounts_and_merges_of_a_made_up_workbook(bench):
    wide = Cell("项目", 1, 1)
    grid = Grid(1, ((wide, wide, Cell("金额", 1, 3)), tuple(map(Cell, ("甲", "25%", "18.00"), (2, 2, 2), (1, 2, 3)))))
    data = bench.spreadsheet.build((Paragraph("绩效目标", 1), grid))

    assert data == bench.spreadsheet.build((Paragraph("绩效目标", 1), grid))
    (read,) = (block for block in read_bytes(data, DEFAULT_LIMITS).blocks if isinstance(block, Grid))
    rows = [[cell.text for cell in row] for row in read.rows]
    assert rows == [["项目", "项目", "金额"], ["甲", "25%", "18"]]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_gives_back_every_file_of_a_call(bench, tmp_path):
    what = bench.formats.FORMATS["doc"]
    _, many = bench.inputs.inputs("doc", bench.formats.Format(what.peers, many=2), tmp_path, quick=True)

    with bench.processes.Worker(Path(sys.executable), "doc/libreoffice", tmp_path / "log") as worker:
        found, wanted = bench.inputs.share(many, what, worker.ask("cells", many.path))

    assert found == wanted > 2 * 900


def test_a_peer_that_is_not_installed_says_which_program_is_missing(bench, tmp_path, monkeypatch):
    monkeypatch.setitem(bench.processes._ENVIRONMENT, "PATH", str(tmp_path))
    for peer, program in (("doc/antiword", "antiword"), ("doc/libreoffice", "LibreOffice")):
        with pytest.raises(bench.processes.PeerError, match=f"{program} is not installed"):
            bench.processes.Worker(Path(sys.executable), peer, tmp_path / "log")


@pytest.mark.parametrize(
    ("text", "typed", "wanted"),
    [
        (" 数量\n指标 ", False, "数量指标"),
        ("18.00", False, "18.00"),
        ("18.00", True, "18"),
        ("25%", True, "0.25"),
        ("≥90%", True, "≥90%"),
    ],
)
def test_cells_are_compared_without_white_space_and_numbers_by_value_where_they_are_typed(bench, text, typed, wanted):
    assert bench.inputs.squeeze(text, typed=typed) == wanted


def verdicts(bench, suffix="pdf", **tools):
    """What becomes of the targets of a format, given milliseconds and exact cells of 1000 for each tool."""
    results = {
        name.replace("_", " "): bench.results.ToolResult("1", bench.measure.Sample((ms / 1000,)), found, 1000, 1.0)
        for name, (ms, found) in tools.items()
    }
    measured = bench.results.Measured(1, {f"a.{suffix}": results})
    run = bench.results.Results(1, {suffix: measured})
    bench.report.as_text(run)
    bench.report.as_json(run)
    return {target.name: target.met for target in bench.results.targets(run)}


SPEED = "读取 read ÷ pdfplumber · a.pdf"
EXACT = "准确 exact cells, pdfplumber ÷ jiheng · a.pdf"


def fastest(name):
    return f"jiheng cells ÷ 最快的准确工具 fastest accurate ({name}) · a.pdf"


@pytest.mark.parametrize(
    ("tools", "wanted"),
    [
        (
            {"jiheng": (20, None), "jiheng_cells": (10, 1000), "pdfplumber": (100, 1000), "camelot": (5, 500)},
            {SPEED: True, EXACT: True, fastest("pdfplumber"): True},
        ),
        (
            {"jiheng": (30, None), "jiheng_cells": (20, 990), "pdfplumber": (100, 1000), "camelot": (15, 985)},
            {SPEED: False, EXACT: False, fastest("camelot"): False},
        ),
        (
            {"jiheng": (20, None), "jiheng_cells": (10, 1000), "pdfplumber": (100, 900)},
            {SPEED: True, EXACT: True, "jiheng cells ÷ 同样准确的工具 tools as accurate · a.pdf": True},
        ),
        (
            {"jiheng": (20, None), "jiheng_cells": (10, 1000)},
            {SPEED: False, EXACT: False, "jiheng cells ÷ 同样准确的工具 tools as accurate · a.pdf": False},
        ),
    ],
    ids=["all met", "none met", "nobody as accurate", "nobody measured"],
)
def test_a_tool_counts_as_a_rival_only_if_it_reads_as_much(bench, tools, wanted):
    assert verdicts(bench, **tools) == wanted


def test_a_tool_made_for_less_is_measured_but_no_rival(bench):
    tools = {"jiheng": (20, None), "jiheng_cells": (10, 1000), "openpyxl": (50, 1000), "calamine": (1, 1000)}

    assert verdicts(bench, "xlsx", **tools) == {fastest("openpyxl").replace(".pdf", ".xlsx"): True}
