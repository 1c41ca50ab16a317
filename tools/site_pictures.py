"""Pictures of the site, made by walking through a fresh demo, for people to look at.

site_pictures.py --out FOLDER                   every step of a sheet's way through the office, of a project's way through its
                                                year, and the public pages on a phone
site_pictures.py --out FOLDER --only NAME…      these only, named site-NAME.png, small files as the README shows them

Chromium and the development packages have to be installed.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import struct
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.config.settings")

EXAMPLE = ROOT / "examples" / "云溪经济开发区2025年绩效目标.docx"
YEAR = "year-"
"""Begins the names of the pictures of a project's year."""
PHONE = {"width": 390, "height": 844}
PUBLIC = {
    "start": "/public/",
    "found": "/public/?q={word}",
    "organizations": "/public/organizations/",
    "organization": "/public/organizations/301001/",
    "document": "/public/documents/301001/{year}/1/",
    "project": "/public/documents/301001/{year}/1/2/",
    "data": "/public/data/",
    "verify": "/public/verify/",
}
OTHERS = {
    "tianbao": ("/goals/4/versions/", "/goals/4/compare/", "/rules/ratio-over-100/", "/goals/0/", "/accounts/me/"),
    "chushi": ("/", "/goals/", "/organizations/years/"),
    "jixiao": ("/", "/review/runs/", "/disclosure/"),
    "xitong": ("/", "/organizations/", "/organizations/people/"),
    "anquan": ("/organizations/people/",),
    "rizhi": ("/audit/",),
}
"""Pages beside the way, as these people of the demo see them."""
FEW_COLOURS = """async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false });
  context.drawImage(image, 0, 0);
  const { data: pixels } = context.getImageData(0, 0, width, height);
  const exact = new Uint32Array(width * height).map((_, dot) => pixels[4 * dot] << 16 | pixels[4 * dot + 1] << 8 | pixels[4 * dot + 2]);
  const often = new Map();
  for (const colour of exact) often.set(colour, (often.get(colour) ?? 0) + 1);
  const kept = [...often].sort((one, other) => other[1] - one[1]).slice(0, 100).map(([colour]) => colour);
  for (const step of [5, 15, 17, 51]) {
    const table = new Map(kept.map((colour, number) => [colour, number]));
    const rounded = (colour, shift) => Math.round((colour >> shift & 255) / step) * step << shift;
    const dots = Uint8Array.from(exact, (colour) => {
      const shown = table.has(colour) ? colour : rounded(colour, 16) | rounded(colour, 8) | rounded(colour, 0);
      if (!table.has(shown)) table.set(shown, table.size);
      return table.get(shown);
    });
    if (table.size <= 256) return { width, height, colours: [...table.keys()], dots: dots.toBase64() };
  }
}"""
"""A picture → its pixels as numbers of a table of at most 256 colours: the hundred most frequent, the others rounded."""


class Camera:
    """Takes the pictures; those that nobody asked for are not kept."""

    def __init__(self, folder: Path, only: list[str]) -> None:
        self._folder, self._only = folder, only
        self._number = 0

    def __call__(self, page: Any, name: str, *, whole: bool = False) -> None:
        self._number += 1
        if self._only and name not in self._only:
            return
        page.evaluate("() => { scrollTo(0, 0); return document.fonts.ready; }")
        path = self._folder / (f"site-{name}.png" if self._only else f"{self._number:02d}-{name}.png")
        taken = page.screenshot(full_page=whole, animations="disabled", caret="hide")
        path.write_bytes(_small(page, taken) if self._only else taken)
        print(path)


def _small(page: Any, picture: bytes) -> bytes:
    """The same picture as a PNG file with a table of colours: a third of the size."""
    blank = page.context.new_page()
    found = blank.evaluate(FEW_COLOURS, base64.b64encode(picture).decode())
    blank.close()
    width, height, dots = found["width"], found["height"], base64.b64decode(found["dots"])
    rows = b"".join(b"\0" + dots[width * line : width * (line + 1)] for line in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(colour.to_bytes(3) for colour in found["colours"])),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def main() -> int:
    """Walk and take pictures; 1 where a page had an error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="keep these pictures only")
    parser.add_argument("--file", type=Path, default=EXAMPLE, help="what is imported (default: %(default)s)")
    parser.add_argument("--project", default="智慧园区管理平台运行维护", help="the table of it that is approved")
    parser.add_argument("--word", default="园区", help="what the visitor looks for")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium")
    if program is None:
        print("chromium is not installed", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "static").mkdir()  # whitenoise warns where there is none
        os.environ["JIHENG_HOME"] = folder
        return walk(program, Path(folder), options)


def walk(program: str, folder: Path, options: argparse.Namespace) -> int:
    """All that is wanted; 1 where a page had an error."""
    import django  # noqa: PLC0415 - its folder is known only now

    django.setup()
    camera = Camera(options.out, options.only)
    of_year = [name.startswith(YEAR) for name in options.only]
    problems = []
    if not all(of_year) or not of_year:
        problems += walk_office(program, folder / "demo", options, camera)
    if any(of_year) or not of_year:
        problems += walk_year(program, folder, camera)
    for problem in problems:
        print(f"script error: {problem}", file=sys.stderr)
    return int(bool(problems))


def walk_year(program: str, folder: Path, camera: Camera) -> list[str]:
    """A fiscal year of an office in this process, whose clock is moved; errors of scripts."""
    from django.core.management import call_command  # noqa: PLC0415 - not before the setup
    from pytest_django.live_server_helper import LiveServer  # noqa: PLC0415 - as above
    from tests.web.clock import moved_clock  # noqa: PLC0415 - as above
    from tests.web.factories import make_world  # noqa: PLC0415 - as above
    from tests.web.journey import chromium  # noqa: PLC0415 - as above
    from tests.web.year_journey import FIRST_DAY, Year  # noqa: PLC0415 - as above

    from jiheng.web.review.services import default_chain  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    server = LiveServer("127.0.0.1:0")
    try:
        with moved_clock(FIRST_DAY) as clock, chromium(program) as browser:
            world = make_world()
            default_chain()
            year = Year(browser, server.url, world, clock, look=camera)
            year.live(folder)
            year.leave()
            return year.problems
    finally:
        server.stop()


def walk_office(program: str, folder: Path, options: argparse.Namespace, camera: Camera) -> list[str]:
    """A sheet's way through a fresh demo; errors of scripts."""
    from tests.web.installations import PASSWORD, Installation  # noqa: PLC0415 - not before the setup
    from tests.web.journey import Journey, chromium  # noqa: PLC0415 - as above

    folder.mkdir()
    with Installation(folder).serving("--demo") as server, chromium(program) as browser:
        journey = Journey(browser, server.address, PASSWORD, project=options.project, word=options.word, look=camera)
        journey.walk(options.file)
        for person, addresses in OTHERS.items():
            page = journey.person(person)
            for address in addresses:
                page.goto(address)
                camera(page, f"{person}{address.rstrip('/').replace('/', '-')}")
        page = journey.stranger(PHONE)
        for name, address in PUBLIC.items():
            page.goto(address.format(word=options.word, year=journey.year))
            camera(page, f"phone-{name}", whole=True)
    return journey.problems


if __name__ == "__main__":
    sys.exit(main())
