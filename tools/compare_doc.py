"""Compare what our reader makes of Word 97-2003 files with what LibreOffice makes of them, cell by cell.

    compare_doc.py FOLDER    every Word 97-2003 file in the folder and below, .doc or .wps

One line a file, below it what differs, at the end the totals. A difference counts as LibreOffice's own only where the
file itself shows it. Exit code 1 when any other is left, 2 when nothing could be compared.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from jiheng.domain.grid import Cell, Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, libreoffice, read_bytes
from jiheng.readers.detect import detect
from jiheng.readers.doc.body import Body
from jiheng.readers.doc.file import WordFile
from jiheng.readers.doc.rows import Shape
from jiheng.readers.doc.story import Row
from jiheng.readers.symbols import TYPED, decode

SUFFIXES = {".doc", ".wps"}
FONTS = ("symbol", "wingdings", "wingdings 2")
SECONDS = 60, 5  # for LibreOffice: to start, and for each file
EXCERPT = 60


class Kind(StrEnum):
    """Why a table differs."""

    ADDED = "an empty cell that the file does not have (LibreOffice's own)"
    CODE = "a sign left as the code of a symbol font (LibreOffice's own)"
    TEXT = "text"
    SHAPE = "rows, cells or merges"


OWN = {Kind.ADDED, Kind.CODE}


class RowInFile(NamedTuple):
    """A row as the file defines it: how many cells it has, and where the last one ends, in twentieths of a point."""

    cells: int
    end: int


class Difference(NamedTuple):
    """A row, counted from 1, and what stands in it on either side."""

    kind: Kind
    row: int
    ours: str
    theirs: str


class FileRows(Body):
    """Reads a file as always, and keeps how the file defines its rows: `defined[table, row]`."""

    def __init__(self, data: bytes) -> None:
        """`data`: the content of a file that can be read."""
        super().__init__(WordFile(data), DEFAULT_LIMITS)
        self.defined: dict[tuple[int, int], RowInFile] = {}
        self.walk()

    def _row(self, row: Row, shape: Shape, edges: list[int], grid: list[tuple[Cell, ...]], nested: Any) -> Any:
        self.defined[self._tables, len(grid) + 1] = RowInFile(len(row.cells), shape.edges[-1])
        return super()._row(row, shape, edges, grid, nested)


def differences(ours: Grid, theirs: Grid, defined: Sequence[RowInFile]) -> list[Difference]:
    """How two readings of one table differ; `defined`: its rows in the file."""
    if placed(ours) == placed(theirs):
        return []
    if len(ours.rows) != len(theirs.rows):
        return [Difference(Kind.SHAPE, 0, f"{len(ours.rows)} rows", f"{len(theirs.rows)} rows")]
    width = max(row.end for row in defined)
    found = [
        difference
        for number, (mine, other) in enumerate(zip(ours.rows, theirs.rows, strict=True), 1)
        for difference in row_differences(number, cells(mine), cells(other), defined[number - 1], width)
    ]
    # An added cell shifts columns, too; else something must have been found.
    return found or [Difference(Kind.SHAPE, 0, "columns", "other columns")]


def row_differences(
    number: int, ours: list[Cell], theirs: list[Cell], defined: RowInFile, width: int
) -> Iterator[Difference]:
    """How two readings of one row differ.

    An added cell is known by this: in the file the row has fewer cells than LibreOffice shows and ends before the table
    does; the cells that are too many are empty and stand behind all others.
    """
    extra = theirs[len(ours) :]
    if extra and defined.cells < len(theirs) and defined.end < width and not any(cell.text for cell in extra):
        theirs = theirs[: len(ours)]
        yield Difference(Kind.ADDED, number, f"{defined.cells} cells", f"{len(extra)} more")
    for mine, other in zip_longest(ours, theirs):
        if mine is None or other is None or (mine.row != other.row):
            yield Difference(Kind.SHAPE, number, shown(mine), shown(other))
        elif mine.text != other.text:
            is_code = TYPED.search(other.text) and mine.text in {decode(other.text, font) for font in FONTS}
            yield Difference(Kind.CODE if is_code else Kind.TEXT, number, shown(mine), shown(other))


def placed(grid: Grid) -> list[list[tuple[str, int, int]]]:
    """For every position the text there, and where the cell that covers it begins."""
    return [[(cell.text, cell.row, cell.column) for cell in row] for row in grid.rows]


def cells(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row, each once."""
    return [next(same) for _key, same in groupby(row, key=lambda cell: (cell.row, cell.column))]


def shown(cell: Cell | None) -> str:
    """A cell's text on one line."""
    return "no cell" if cell is None else repr(cell.text if len(cell.text) <= EXCERPT else f"{cell.text[:EXCERPT]}…")


def grids(data: bytes) -> list[Grid] | str:
    """The tables that our readers alone find in a file, or why they decline it."""
    try:
        reading = read_bytes(data, DEFAULT_LIMITS._replace(conversion=0))
    except UnreadableSourceError as error:
        return f"declined, {error}"
    return [block for block in reading.blocks if isinstance(block, Grid)]


class Totals:
    """What is printed at the end."""

    def __init__(self) -> None:
        """Nothing compared yet."""
        self.files: Counter[str] = Counter()
        self.tables = self.alike = self.same_rows = 0
        self.kinds: Counter[Kind] = Counter()

    def file(self, name: str, data: bytes, package: bytes | None) -> None:
        """Compare one file, and print what comes of it."""
        ours = grids(data)
        theirs = "LibreOffice does not convert it" if package is None else grids(package)
        self.files["declined" if isinstance(ours, str) else "read"] += 1
        if isinstance(ours, str) or isinstance(theirs, str):
            self.files["not compared"] += 1
            print(f"{name}: {ours if isinstance(ours, str) else theirs}")
            return
        self.tables += max(len(ours), len(theirs))
        if len(ours) != len(theirs):
            self.kinds[Kind.SHAPE] += 1
            print(f"{name}: {len(ours)} tables, {len(theirs)} in LibreOffice")
            return
        rows = FileRows(data).defined
        found = [
            (mine, differences(mine, other, [rows[mine.number, row + 1] for row in range(len(mine.rows))]))
            for mine, other in zip(ours, theirs, strict=True)
        ]
        self.same_rows += sum(len(mine.rows) == len(other.rows) for mine, other in zip(ours, theirs, strict=True))
        alike = sum(not items for _grid, items in found)
        self.alike += alike
        print(f"{name}: {len(rows)} rows in {len(ours)} tables, {alike} of these alike in every cell")
        for grid, items in found:
            for item in items:
                self.kinds[item.kind] += 1
                print(f"    table {grid.number}, row {item.row}: {item.kind}: {item.ours} | {item.theirs}")

    def print(self) -> None:
        """The sums."""
        print(", ".join(f"{count} files {what}" for what, count in self.files.items()))
        share = f" ({100 * self.alike / self.tables:.1f} %)" if self.tables else ""
        print(f"{self.tables} tables: the rows agree in {self.same_rows}, every cell in {self.alike}{share}")
        for kind in Kind:
            print(f"{self.kinds[kind]:5} × {kind}")


def main() -> int:
    """Compare the files of a folder; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    # Web pages and packages go by these suffixes, too.
    files = {path: data for path in paths if detect(data := path.read_bytes()) == "doc"}
    if not files or libreoffice.program() is None:
        missing = "LibreOffice is not installed" if files else f"{folder}: there is no Word 97-2003 file in this folder"
        print(f"{missing}; nothing to compare", file=sys.stderr)
        return 2
    packages = libreoffice.convert(
        [*files.values()], "doc", "docx", importer="MS Word 97", seconds=SECONDS[0] + SECONDS[1] * len(files)
    )
    totals = Totals()
    for (path, data), package in zip(files.items(), packages, strict=True):
        totals.file(str(path.relative_to(folder)), data, package)
    totals.print()
    return int(any(count for kind, count in totals.kinds.items() if kind not in OWN))


if __name__ == "__main__":
    sys.exit(main())
