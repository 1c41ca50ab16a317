"""The command that compares our reader of .doc with LibreOffice: what it calls alike, LibreOffice's own, or neither."""

import importlib.util
import sys
from pathlib import Path

import pytest
from tests import shared
from tests.old_word import document, row

from jiheng.domain.grid import Cell, Grid
from jiheng.readers import libreoffice

SCRIPT = Path(__file__).parents[2] / "tools" / "compare_doc.py"
EXTERNAL = shared.SHARED / "fixtures" / "external" / "doc"
needs_libreoffice = pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def compare():
    spec = importlib.util.spec_from_file_location("compare_doc", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def grid(*rows):
    return Grid(1, tuple(tuple(Cell(text, n, m) for m, text in enumerate(texts, 1)) for n, texts in enumerate(rows, 1)))


OURS = ["甲", "≥5"], ["乙", "6"]


@pytest.mark.parametrize(
    ("theirs", "ends", "kinds"),
    [
        (OURS, (2000, 2050), []),
        ((["甲", "≥5", ""], ["乙", "6"]), (2000, 2050), ["ADDED"]),
        ((["甲", "≥5", ""], ["乙", "6"]), (2050, 2050), ["SHAPE"]),  # the row ends where the table does
        ((["甲", "≥5", "x"], ["乙", "6"]), (2000, 2050), ["SHAPE"]),
        ((["甲", "\uf0b35"], ["乙", "6"]), (2000, 2050), ["CODE"]),
        ((["甲", "\uf0a35"], ["乙", "6"]), (2000, 2050), ["TEXT"]),
        ((["甲", "≥5"], ["乙", "7"]), (2000, 2050), ["TEXT"]),
        ((["甲", "≥5"], ["乙"]), (2000, 2050), ["SHAPE"]),
        ((["甲", "≥5"],), (2000, 2050), ["SHAPE"]),
    ],
)
def test_a_difference_is_libreoffices_own_only_where_the_file_shows_it(compare, theirs, ends, kinds):
    defined = [compare.RowInFile(2, end) for end in ends]
    found = compare.differences(grid(*OURS), grid(*theirs), defined)
    assert [difference.kind.name for difference in found] == kinds


def call(compare, monkeypatch, capsys, folder):
    monkeypatch.setattr(sys, "argv", ["compare_doc.py", str(folder)])
    code = compare.main()
    return code, "".join(capsys.readouterr())


@needs_libreoffice
def test_a_folder_is_compared_file_by_file(compare, monkeypatch, capsys, tmp_path):
    ragged = row("甲", "5", edges=(0, 1000, 2000)), row("乙", "6", edges=(0, 1000, 2050))
    (tmp_path / "ragged.doc").write_bytes(document(*ragged, ""))
    (tmp_path / "plain.wps").write_bytes(document(row("甲", "5"), ""))
    (tmp_path / "page.doc").write_bytes(b"<html><table><tr><td>1</td></tr></table></html>")
    code, printed = call(compare, monkeypatch, capsys, tmp_path)
    assert code == 0
    assert "plain.wps: 1 rows in 1 tables, 1 of these alike in every cell" in printed
    assert "ragged.doc: 2 rows in 1 tables, 0 of these alike in every cell" in printed
    assert "table 1, row 1: an empty cell that the file does not have" in printed
    assert "2 tables: the rows agree in 2, every cell in 1 (50.0 %)" in printed
    assert "page.doc" not in printed


def test_a_folder_without_such_files_is_said_to_be_one(compare, monkeypatch, capsys, tmp_path):
    assert call(compare, monkeypatch, capsys, tmp_path)[0] == 2


@needs_libreoffice
@pytest.mark.skipif(not EXTERNAL.is_dir(), reason="the shared documents are not here")
def test_on_real_files_nearly_every_table_is_alike_and_the_rest_is_libreoffices_own(compare, monkeypatch, capsys):
    code, printed = call(compare, monkeypatch, capsys, EXTERNAL)
    assert code == 0
    assert "13 files read" in printed
    assert "70 tables: the rows agree in 70, every cell in 68 (97.1 %)" in printed
