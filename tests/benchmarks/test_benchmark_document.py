"""What the benchmark measures with: its document, and that the tools it compares do the same job on it."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest
from benchmarks.document import INDICATORS, PROJECTS, build, indicator_names
from benchmarks.processes import PEERS, PeerError, Worker, launch, worker_command

REAL = sorted((Path(__file__).resolve().parents[2].parent / "shared" / "fixtures").glob("*.docx"))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("benchmark") / "made-up.docx"
    file.write_bytes(build())
    return file


@pytest.fixture(params=["made-up", *(file.name for file in REAL)])
def file(request: pytest.FixtureRequest, made_up: Path) -> Path:
    return next((file for file in REAL if file.name == request.param), made_up)


def goal_tables(tables: list[list[list[str]]]) -> int:
    return sum(any("项目编码" in cell for cells in rows for cell in cells) for rows in tables)


def test_the_document_is_the_same_bytes_every_time(made_up: Path) -> None:
    assert build() == made_up.read_bytes()


def test_the_document_has_thirteen_goal_tables_and_ninety_nine_indicators(made_up: Path) -> None:
    walk = runpy.run_path(str(PEERS / "docx" / "python_docx.py"))["run"]

    assert goal_tables(walk(made_up.read_bytes())) == len(PROJECTS) == 13
    assert len(indicator_names(made_up.read_bytes())) == INDICATORS == 99


def test_python_docx_and_jiheng_find_the_same_tables(file: Path) -> None:
    data = file.read_bytes()

    tables = runpy.run_path(str(PEERS / "docx" / "python_docx.py"))["run"](data)
    document = runpy.run_path(str(PEERS / "jiheng.py"))["run"](data)

    assert goal_tables(tables) == len(document.sheets)
    assert [row.name for sheet in document.sheets for row in sheet.indicators] == indicator_names(data)


def test_nothing_is_wrong_with_the_document(made_up: Path) -> None:
    peer = runpy.run_path(str(PEERS / "jiheng_check.py"))

    assert peer["run"](peer["prepare"](made_up.read_bytes())) == ()


@pytest.mark.parametrize("peer", ["docx/python_docx", "jiheng", "jiheng_cells"])
def test_a_worker_tells_what_it_read_and_how_long_it_took(peer: str, made_up: Path, tmp_path: Path) -> None:
    with Worker(Path(sys.executable), peer, tmp_path / "log") as worker:
        (text,) = worker.ask("text", made_up)
        seconds = worker.ask("seconds", made_up)

    assert all(name in text for name in indicator_names(made_up.read_bytes()))
    assert 0 < seconds < 60


def test_a_worker_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(PeerError, match="No such file"):
        Worker(Path(sys.executable), "nobody", tmp_path / "log")


def test_peak_memory_is_that_of_the_one_process(made_up: Path) -> None:
    """A process that allocates 200 MiB more shows them, and one that does not is not charged with ours."""
    ballast = "x = bytearray(200 * 2**20); x[::4096] = x[::4096]"

    small = launch([sys.executable, "-c", "pass"]).peak_mib
    large = launch([sys.executable, "-c", ballast]).peak_mib
    reading = launch([*worker_command(Path(sys.executable), "docx/python_docx"), str(made_up)]).peak_mib

    assert small < reading < large
    assert 190 < large - small < 230


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(PeerError, match="exit code 3"):
        launch([sys.executable, "-c", "raise SystemExit(3)"])
