"""`tools/pictures.py`: pages as pictures, for people to look at."""

import struct
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments):
    command = [sys.executable, ROOT / "tools" / "pictures.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_all_pages_stand_side_by_side(tmp_path):
    (source,) = (ROOT / "examples").glob("*.docx")
    made = run(source, "--out", tmp_path, "--formats", "pdf", "--width", "60", "--columns", "4")
    assert made.returncode == 0, made.stderr
    picture = (tmp_path / f"{source.stem}.pdf.png").read_bytes()
    assert (tmp_path / f"{source.stem}.pdf").read_bytes().startswith(b"%PDF")
    width, height = struct.unpack(">II", picture[16:24])
    start = picture.index(b"IDAT") + 4
    (size,) = struct.unpack(">I", picture[start - 8 : start - 4])
    pixels = zlib.decompress(picture[start : start + size])
    assert len(pixels) == height * (1 + 3 * width)
    pages = int(made.stdout.split()[-2])
    assert pages > 12
    rows = -(-pages // 4)
    assert (width - 12) // 4 in range(70, 75)
    assert (height - 12) // rows in range(95, 100)


def test_what_cannot_be_pictured_is_said(tmp_path):
    made = run(tmp_path / "missing.docx", "--out", tmp_path, "--formats", "pdf")
    assert made.returncode == 1
    assert made.stderr.startswith("missing.docx as pdf: ")
    assert len(made.stderr.splitlines()) == 1
