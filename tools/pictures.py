"""Pictures of published documents, all pages side by side, for people to look at.

pictures.py INPUT… --out FOLDER     publish each input as .docx, .pdf, .xlsx and .html and make a contact sheet of each

LibreOffice prints the office formats, Chromium the web page; both have to be installed for theirs.
"""

from __future__ import annotations

import argparse
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from jiheng.engine import read
from jiheng.errors import JihengError
from jiheng.publishing import publish

FORMATS = ("docx", "pdf", "xlsx", "html")
OFFICE = ("soffice", "libreoffice")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 180
GAP = 12  # pixels between the pages
BACKGROUND = b"\xb4\xbc\xc8"


class Picture(NamedTuple):
    """Pixels in RGB, row by row."""

    width: int
    height: int
    rows: list[bytes]


class NoPictureError(Exception):
    """Why there is no picture."""


def main() -> int:
    """Make the pictures that the command line asks for; 1 when one of them could not be made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT")
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--width", type=int, default=360, help="pixels of an upright page (default: %(default)s)")
    parser.add_argument("--columns", type=int, default=5, help="pages in a row (default: %(default)s)")
    parser.add_argument("--pages", nargs="+", type=int, metavar="N", help="these pages only, from 1 (default: all)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    failed = False
    for path in options.inputs:
        for format_name in options.formats:
            target = options.out / f"{path.stem}.{format_name}.png"
            try:
                made = publish(read(path), format_name)
                pages = list(pictures(printed(made, format_name), options.width, options.pages))
            except (JihengError, NoPictureError, ImportError) as error:
                failed = True
                print(f"{path.name} as {format_name}: {error}", file=sys.stderr)
                continue
            target.with_suffix("").write_bytes(made)
            target.write_bytes(png(contact_sheet(pages, options.columns)))
            print(f"{target}: {len(pages)} pages")
    return int(failed)


def printed(data: bytes, format_name: str) -> bytes:
    """The published file as PDF, printed by the program that people open it with.

    Raises:
        NoPictureError: the program is not there or made nothing.
    """
    if format_name == "pdf":
        return data
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, f"page.{format_name}"), Path(folder, "page.pdf")
        source.write_bytes(data)
        if format_name == "html":
            command = [
                program(BROWSERS),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/user",
            ]
            command += ["--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri()]
        else:
            command = [program(OFFICE), "--headless", f"-env:UserInstallation={Path(folder, 'user').as_uri()}"]
            command += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise NoPictureError(f"{command[0]} took more than {SECONDS} seconds") from None
        if not made.exists():
            raise NoPictureError(f"{command[0]} printed nothing")
        return made.read_bytes()


def program(names: tuple[str, ...]) -> str:
    """The first of these programs that is installed.

    Raises:
        NoPictureError: none is.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise NoPictureError(f"none of {', '.join(names)} is installed")
    return found


def pictures(pdf: bytes, width: int, numbers: Container[int] | None = None) -> Iterator[Picture]:
    """The pages of a PDF, or those of these numbers; an upright A4 page becomes `width` pixels wide, others in proportion."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            if numbers is not None and number not in numbers:
                continue
            bitmap = page.render(scale=width / 595, rev_byteorder=True)
            pixels, stride, channels = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
            if channels != 3:
                raise NoPictureError(f"pages with {channels} channels are not expected")
            rows = [pixels[y * stride : y * stride + 3 * bitmap.width] for y in range(bitmap.height)]
            yield Picture(bitmap.width, bitmap.height, rows)
    finally:
        document.close()


def contact_sheet(pages: list[Picture], columns: int) -> Picture:
    """The pages in rows of so many, on a grey ground."""
    groups = [pages[start : start + columns] for start in range(0, len(pages), columns)]
    width = max((sum(page.width + GAP for page in group) for group in groups), default=0) + GAP
    rows = [BACKGROUND * width] * GAP
    for group in groups:
        for y in range(max(page.height for page in group)):
            line = b"".join(
                BACKGROUND * GAP + (page.rows[y] if y < page.height else BACKGROUND * page.width) for page in group
            )
            rows.append(line + BACKGROUND * (width - len(line) // 3))
        rows += [BACKGROUND * width] * GAP
    return Picture(width, len(rows), rows)


def png(picture: Picture) -> bytes:
    """The picture as a PNG file."""
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in picture.rows), 6)
    chunks = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


if __name__ == "__main__":
    sys.exit(main())
