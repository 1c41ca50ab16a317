"""One warm compiler for each process; what it is given from outside is data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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

__all__ = ["serve", "write_pdf"]

_STANDARD: Final = "ua-1"  # accessible to those who have it read aloud
_EPOCH = 0  # the same content gives the same file
_STARTED: set[int] = set()  # the process in which the compiler runs
_SERVE = "import sys; sys.path[:] = {path!r}; from jiheng.writers.pdf.writer import serve; serve()"
_LOCK = Lock()  # the compiler serves one call at a time


def write_pdf(paper: Paper) -> bytes:
    """`paper` as a PDF file; the same bytes for the same paper.

    Raises:
        UnavailableError: typst or the fonts are not installed.
    """
    data = json.dumps(paper_data(paper), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _print_afresh(data) if _STARTED and os.getpid() not in _STARTED else _print_here(data)


def serve() -> None:
    """Print the data on standard input to standard output."""
    sys.stdout.buffer.write(_print_here(sys.stdin.buffer.read().decode()))


def _print_afresh(data: str) -> bytes:
    """In a process of its own: the threads of a warm compiler stay behind when a process forks, and would be waited for."""
    command = [sys.executable, "-c", _SERVE.format(path=sys.path)]
    return subprocess.run(command, input=data.encode(), stdout=subprocess.PIPE, check=True).stdout  # noqa: S603


def _print_here(data: str) -> bytes:
    _STARTED.add(os.getpid())
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
