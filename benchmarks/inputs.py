"""The files that are measured, and what stands in them.

The made-up document comes first, in the other formats as LibreOffice or `spreadsheet.py` makes it of the .docx; then the
real documents that lie beside a checkout. What is true of a file is what we read in the .docx of the same document.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import document
import spreadsheet
from environments import ROOT
from formats import Format
from jiheng.domain.grid import Grid, Reading
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.readers.libreoffice import convert

__all__ = ["Input", "inputs", "share", "squeeze"]

SHARED = ROOT.parent / "shared" / "fixtures"


@dataclass(frozen=True)
class Input:
    """What one call gets: a file, or a folder of many; and the .docx of the same document for each file."""

    path: Path
    originals: tuple[Path, ...]

    @property
    def name(self) -> str:
        """As it is called in the report."""
        return self.path.name


def inputs(suffix: str, what: Format, folder: Path, *, quick: bool) -> list[Input]:
    """The files of one format; none where nothing can make them."""
    made_up = _made_up(suffix, folder)
    real = [
        Input(file, (docx,))
        for docx in sorted(SHARED.glob("*.docx"))
        if (file := docx.with_suffix(f".{suffix}")).exists()
    ]
    singles = [*made_up, *real]
    if quick:
        singles = singles[:1]
    return [*singles, *([_many(what.many, suffix, singles, folder)] if what.many and singles else [])]


def _made_up(suffix: str, folder: Path) -> list[Input]:
    docx = folder / "made-up.docx"
    if not docx.exists():
        docx.write_bytes(document.build())
    file = docx.with_suffix(f".{suffix}")
    if not file.exists():
        data = docx.read_bytes()
        made = (
            spreadsheet.build(read_bytes(data, DEFAULT_LIMITS).blocks)
            if suffix == "xlsx"
            else convert([data], "docx", suffix)[0]
        )
        if made is None:
            return []
        file.write_bytes(made)
    return [Input(file, (docx,))]


def _many(count: int, suffix: str, singles: list[Input], folder: Path) -> Input:
    """Copies of the single files, in turn, under names of their own."""
    home = folder / f"{count} × .{suffix}"
    home.mkdir()
    originals: list[Path] = []
    for number in range(count):
        one = singles[number % len(singles)]
        shutil.copy(one.path, home / f"{number:02}.{suffix}")
        originals += one.originals
    return Input(home, tuple(originals))


def share(wanted: Input, what: Format, answers: list[str] | list[list[str]]) -> tuple[int, int]:
    """How much of what stands in the files a tool has read, of how much: names of indicators, or exact cells."""
    found = total = 0
    for original, answer in zip(wanted.originals, answers, strict=True):
        if isinstance(answer, str):
            text = "".join(answer.split())
            names = document.indicator_names(original.read_bytes())
            found += sum("".join(name.split()) in text for name in names)
            total += len(names)
        else:
            have = {squeeze(cell, typed=what.typed) for cell in answer}
            cells = list(_cells(read_bytes(original.read_bytes(), DEFAULT_LIMITS), typed=what.typed))
            found += sum(cell in have for cell in cells)
            total += len(cells)
    return found, total


def _cells(reading: Reading, *, typed: bool) -> Iterable[str]:
    """Every cell that is not empty, one that is merged over several places once."""
    for block in reading.blocks:
        if isinstance(block, Grid):
            cells = {id(cell): cell for row in block.rows for cell in row}
            yield from filter(None, (squeeze(cell.text, typed=typed) for cell in cells.values()))


def squeeze(text: str, *, typed: bool) -> str:
    """A cell's text without white space; where cells are typed, a number as its value."""
    text = "".join(text.split())
    if typed:
        number = text.removesuffix("%")
        try:
            return f"{float(number) / (1 if number == text else 100):.10g}"
        except ValueError:
            pass
    return text
