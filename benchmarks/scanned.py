"""Scans: how many fields and characters come out right, how fast, and whether what is wrong was announced.

usage: .venv/bin/python benchmarks/scanned.py [PDF…] [--damage NAME …] [--pages N] [--peers]

Each PDF (default: the shared ones beside the checkout) is printed text; what jiheng reads from that text is the truth. It is then rendered, damaged in the ways of
`scans.DAMAGES` and read again. With `--peers` rapidocr alone and tesseract (chi_sim, if installed) recognise the same
pictures; they know no fields, so they are compared by characters only.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from environments import ROOT
from jiheng import engine
from jiheng.domain.goals import Document
from jiheng.domain.grid import Grid
from jiheng.domain.place import Place
from jiheng.interchange import document_json
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from scans import DAMAGES, scan

_FIELDS = ("number", "organization", "code", "name", "budget", "purpose", "spending_plan", "goals", "indicators")
_SAYING = ("doubtful", "mended")
_RESOLUTION = 200
_MEGABYTE = 1024


class Counted(NamedTuple):
    """Of one scan: fields, those that are wrong, those of these that no note points at; characters, those found."""

    fields: int
    wrong: list[str]
    silent: list[str]
    characters: int
    found: int


def main() -> int:
    """Scan, read, compare, report."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        for whole in options.sources:
            source = _first_pages(whole, options.pages, Path(folder)) if options.pages else whole
            pages = range(len(pypdfium2.PdfDocument(source)))
            truth, text = engine.read(source), _text(source.read_bytes())
            for name in options.damage or DAMAGES:
                file = Path(folder, f"{source.stem}.{name}.pdf")
                file.write_bytes(scan(source, DAMAGES[name], pages))
                _print(f"{source.stem} {name}", len(pages), *_ours(file, truth, text))
            if options.peers:
                file = Path(folder, f"{source.stem}.peers.pdf")
                file.write_bytes(scan(source, DAMAGES["skew"]._replace(dpi=_RESOLUTION), pages))
                for tool in ("rapidocr", "tesseract"):
                    _peer(tool, file, len(pages), text, Path(folder))
    return 0


def _first_pages(source: Path, count: int, folder: Path) -> Path:
    """A PDF of the first pages only, so that the truth is of these as well."""
    document, part = pypdfium2.PdfDocument(source), pypdfium2.PdfDocument.new()
    part.import_pages(document, list(range(min(count, len(document)))))
    part.save(folder / source.name)
    return folder / source.name


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sources", nargs="*", type=Path, default=_shared())
    parser.add_argument("--damage", action="append", choices=DAMAGES)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--peers", action="store_true")
    return parser.parse_args()


def _shared() -> list[Path]:
    return sorted(path for path in (ROOT.parent / "shared" / "fixtures").glob("*.pdf") if path.suffixes == [".pdf"])


def _print(title: str, pages: int, counted: Counted, seconds: float, memory: int) -> None:
    right = counted.fields - len(counted.wrong)
    print(
        f"{title:36} {seconds / pages:5.1f} s/page {memory:5d} MiB  fields {right}/{counted.fields}"
        f" ({100 * right / max(counted.fields, 1):.2f} %)  wrong and not announced {len(counted.silent)}"
        f"  characters {100 * counted.found / max(counted.characters, 1):.2f} %",
        flush=True,
    )
    for line in counted.wrong:
        print(f"    {'silent ' if line in counted.silent else 'said   '}{line}", flush=True)


def _ours(file: Path, truth: Document, text: str) -> tuple[Counted, float, int]:
    output, seconds, memory = _run([sys.executable, "-c", _READ, str(file)])
    found, seen = pickle.loads(output)
    characters = Counter(text)
    kept = sum((characters & Counter(seen)).values())
    wrong, silent, total = _compare(truth, found)
    return Counted(total, wrong, silent, sum(characters.values()), kept), seconds, memory


_READ = """
import pickle, sys
from pathlib import Path
from jiheng.domain.goals import Source
from jiheng.domain.grid import Grid
from jiheng.forms import load_forms
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.recognise import recognise
reading = read_bytes(Path(sys.argv[1]).read_bytes(), DEFAULT_LIMITS)
texts = []
for block in reading.blocks:
    cells = dict.fromkeys(cell for row in block.rows for cell in row) if isinstance(block, Grid) else [block]
    texts += [cell.text for cell in cells]
document = recognise(reading, Source("scan.pdf", "0" * 64, reading.format), load_forms())
sys.stdout.buffer.write(pickle.dumps((document, "".join("".join(texts).split()))))
"""
_RAPIDOCR = """
import logging, sys, cv2
from rapidocr import RapidOCR
logging.disable()
read = RapidOCR()
for path in sys.argv[1:]:
    found = read(cv2.imread(path))
    print("".join(found.txts or ()))
"""


def _peer(tool: str, file: Path, count: int, text: str, folder: Path) -> None:
    """A program that recognises pictures of pages; it prints what it reads."""
    if tool == "tesseract" and shutil.which(tool) is None:
        print("tesseract is not installed")
        return
    pictures = []
    document = pypdfium2.PdfDocument(file)
    for number in range(count):
        pictures.append(str(folder / f"{number}.png"))
        document[number].render(scale=_RESOLUTION / 72).to_pil().save(pictures[-1])
    if tool == "rapidocr":
        output, seconds, memory = _run([sys.executable, "-c", _RAPIDOCR, *pictures])
    else:
        runs = [_run([tool, picture, "-", "-l", "chi_sim", "--psm", "4"]) for picture in pictures]
        output, seconds = b"".join(run[0] for run in runs), sum(run[1] for run in runs)
        memory = max(run[2] for run in runs)
    wanted = Counter(text)
    found = sum((wanted & Counter("".join(output.decode().split()))).values())
    print(
        f"{tool:36} {seconds / count:5.1f} s/page {memory:5d} MiB  characters {100 * found / sum(wanted.values()):.2f} %"
    )


def _run(command: list[str]) -> tuple[bytes, float, int]:
    """Output, seconds, and the most memory of any of its processes in MiB."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return out.read(), seconds, usage.ru_maxrss // _MEGABYTE


def _text(data: bytes) -> str:
    """All visible characters of a file."""
    parts = []
    for block in read_bytes(data, DEFAULT_LIMITS).blocks:
        if isinstance(block, Grid):
            parts += [cell.text for cell in dict.fromkeys(cell for row in block.rows for cell in row)]
        else:
            parts.append(block.text)
    return "".join("".join(parts).split())


def _compare(truth: Document, found: Document) -> tuple[list[str], list[str], int]:
    wanted, got = (document_json(document)["projects"] for document in (truth, found))
    said = {_row(note.place) for note in found.notes if note.code.startswith(_SAYING) and note.place}
    wrong, silent, total = [], [], 0
    for number, project in enumerate(wanted):
        have = dict(_leaves({key: got[number][key] for key in _FIELDS})) if number < len(got) else {}
        for path, value in _leaves({key: project[key] for key in _FIELDS}):
            total += 1
            if _plain(value) == _plain(have.get(path)):
                continue
            line = f"{number + 1}{path}: {json.dumps(value, ensure_ascii=False)} ≠ {json.dumps(have.get(path), ensure_ascii=False)}"
            wrong.append(line)
            place = _place(found, number, path)
            if place is None or _row(place) not in said:
                silent.append(line)
    return wrong, silent, total


def _plain(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield path, value
        return
    for key, item in items:
        yield from _leaves(item, f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}")


def _place(document: Document, number: int, path: str) -> Place | None:
    """Where the value of a path stands, as near as the document tells."""
    if number >= len(document.sheets):
        return None
    sheet = document.sheets[number]
    parts = path.removeprefix(".").split(".")
    if parts[0].startswith("indicators["):
        row = int(parts[0].removeprefix("indicators[").rstrip("]"))
        return sheet.indicators[row].places.get(parts[1]) if row < len(sheet.indicators) else None
    names = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    beside = [name for name in sheet.places if name.partition(".")[0] == parts[0]]
    beside.sort(key="budget.currency_unit".__eq__)  # the others stand in the same row of the form
    names = [*names, parts[0].partition("[")[0], *beside]
    return next((sheet.places[name] for name in names if name in sheet.places), None)


def _row(place: Place) -> tuple[int | None, int | None]:
    return place.table, place.row


if __name__ == "__main__":
    sys.exit(main())
