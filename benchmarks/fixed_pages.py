"""An OFD file made of a document's printed pages: every character and line where its PDF has them.

What our PDF reader sees of the pages is written down as OFD, so that both files show the same.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import count, groupby, pairwise
from xml.sax.saxutils import escape

import pypdfium2  # type: ignore[import-untyped]  # it comes without types

from jiheng.readers.pages import Char, Page
from jiheng.readers.pdf.page import read_page

__all__ = ["build", "contents", "pages_of"]

_POINTS = 72 / 25.4
_ASCENT = 0.88  # of the size
_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DATE = (2025, 1, 1, 0, 0, 0)


def pages_of(pdf: bytes) -> tuple[list[Page], str]:
    """The pages of a PDF as the page model has them, and its keywords."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [read_page(document, index)[0] for index in range(len(document))]
        return pages, document.get_metadata_value("Keywords")
    finally:
        document.close()


def build(pdf: bytes) -> bytes:
    """The file."""
    pages, keywords = pages_of(pdf)
    size = f"0 0 {pages[0].width / _POINTS:.3f} {pages[0].height / _POINTS:.3f}"
    listed = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    info = f"<ofd:DocInfo><ofd:DocID>0</ofd:DocID><ofd:Keywords><ofd:Keyword>{keywords}</ofd:Keyword></ofd:Keywords></ofd:DocInfo>"
    parts = {
        "OFD.xml": f'<ofd:OFD {_NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody>{info}'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>999999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>{size}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
    }
    for n, content in enumerate(contents(pages)):
        layer = f'<ofd:Content><ofd:Layer ID="5" Type="Body">{content}</ofd:Layer></ofd:Content>'
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = f"<ofd:Page {_NAMESPACE}>{layer}</ofd:Page>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), _HEAD + part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def contents(pages: Sequence[Page], *, one_by_one: bool = False) -> list[str]:
    """The objects of each page: characters in runs, or `one_by_one`, each in an object of its own."""
    numbers = count(1000)
    return ["".join([*_lines(page, numbers), *_texts(page.chars, numbers, one_by_one=one_by_one)]) for page in pages]


def _lines(page: Page, numbers: Iterator[int]) -> Iterator[str]:
    across = [(r.start, r.at, r.end - r.start, 0.0) for r in page.horizontals]
    down = [(r.at, r.start, 0.0, r.end - r.start) for r in page.verticals]
    for line in [*across, *down]:
        x, y, width, height = (value / _POINTS for value in line)
        yield (
            f'<ofd:PathObject ID="{next(numbers)}" Boundary="{x:.4f} {y:.4f} {width or 0.25:.4f} {height or 0.25:.4f}" '
            f'LineWidth="0.25"><ofd:AbbreviatedData>M 0 0 L {width:.4f} {height:.4f}</ofd:AbbreviatedData></ofd:PathObject>'
        )


def _texts(chars: Sequence[Char], numbers: Iterator[int], *, one_by_one: bool) -> Iterator[str]:
    wide = [char for char in chars if "\u4e00" <= char.text <= "\u9fff"]
    for _, group in groupby(enumerate(chars), lambda item: item[0] if one_by_one else round(item[1].y0, 2)):
        run = [char for _, char in group]
        size = _size(run[0], wide) / _POINTS
        middle = (run[0].y0 + run[0].y1) / 2 / _POINTS
        steps = " ".join(f"{(after.x0 - char.x0) / _POINTS:.5f}" for char, after in pairwise(run))
        box = f"{run[0].x0 / _POINTS:.5f} {middle - size / 2:.5f} {(run[-1].x1 - run[0].x0) / _POINTS:.5f} {size:.5f}"
        code = f'X="0" Y="{_ASCENT * size:.5f}"' + (f' DeltaX="{steps}"' if steps else "")
        yield (
            f'<ofd:TextObject ID="{next(numbers)}" Boundary="{box}" Font="3" Size="{size:.5f}">'
            f"<ofd:TextCode {code}>{escape(''.join(char.text for char in run))}</ofd:TextCode></ofd:TextObject>"
        )


def _size(char: Char, wide: Sequence[Char]) -> float:
    """That of the nearest Chinese character, which fills a square: the boxes of others only tell how high they are."""
    near = min(wide, key=lambda other: 9 * abs(other.y1 - char.y1) + abs(other.x0 - char.x0), default=None)
    return near.x1 - near.x0 if near else char.y1 - char.y0
