"""One warm compiler for each process; what it is given from outside is data."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from threading import Lock
from typing import TYPE_CHECKING, Final

from jiheng.errors import UnavailableError
from jiheng.writers.paper import Paper
from jiheng.writers.pdf.data import paper_data
from jiheng.writers.pdf.fonts import fonts_with, missing, usual_fonts
from jiheng.writers.pdf.text import set_alone

if TYPE_CHECKING:
    import typst

__all__ = ["write_pdf"]

_STANDARD: Final = "ua-1"  # accessible to those who have it read aloud
_EPOCH = 0  # the same content gives the same file
_LOCK = Lock()  # the compiler serves one call at a time


def write_pdf(paper: Paper) -> bytes:
    """`paper` as a PDF file; the same bytes for the same paper.

    Raises:
        UnavailableError: typst or the fonts are not installed.
    """
    data = json.dumps(paper_data(paper), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    try:
        rare = missing(data)
        if not rare:
            return _print(_compiler(), data)
        with fonts_with(rare) as fonts:
            return _print(_new_compiler(fonts), set_alone(data, rare))
    except ImportError:
        raise UnavailableError("no-pdf") from None


def _print(compiler: typst.Compiler, data: str) -> bytes:
    import typst  # noqa: PLC0415  # an optional component

    with _LOCK:
        try:
            return _compile(compiler, data, [_STANDARD])
        except typst.TypstError:
            # Some text says what the standard forbids, such as a character without meaning; the file is good without it.
            return _compile(compiler, data, [])


def _compile(compiler: typst.Compiler, data: str, standards: list[typst.PDFStandard]) -> bytes:
    made = compiler.compile(_template(), sys_inputs={"paper": data}, pdf_standards=standards, timestamp=_EPOCH)
    assert isinstance(made, bytes)  # it is a list for pictures of pages only
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return _new_compiler(usual_fonts())


def _new_compiler(fonts: typst.Fonts) -> typst.Compiler:
    import typst  # noqa: PLC0415  # an optional component

    return typst.Compiler(_template(), font_paths=fonts)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return resources.files(__package__).joinpath("template.typ").read_bytes()
