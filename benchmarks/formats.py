"""What is compared in which format, and what we promise of it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["CELLS", "CHECK", "FORMATS", "OURS", "OWN", "Format", "Peer", "Promise", "tools"]

OURS = "jiheng"
CELLS = "jiheng cells"
CHECK = "jiheng check"


@dataclass(frozen=True)
class Peer:
    """A tool that is run.

    Attributes:
        file: of `peers/`, without .py.
        environment: what it needs, `peers/<environment>.txt`; ours where None.
        does_less: than reading a table as it shows, by what it was made for; it is measured, and held against no promise.
    """

    file: str
    environment: str | None = None
    does_less: bool = False


OWN = {OURS: Peer("jiheng"), CELLS: Peer("jiheng_cells")}


@dataclass(frozen=True)
class Promise:
    """`ours` takes at most `limit` of the time of `theirs`, on each document or on the many in one call alone."""

    theirs: str
    limit: float
    ours: str = OURS
    many: bool = False
    title: str = "读取 read"


@dataclass(frozen=True)
class Format:
    """One section of the benchmark.

    Attributes:
        peers: name on the screen → the peer, for what is compared with us; ours come on top.
        promises: about time; that of the fastest accurate tool goes without saying.
        as_exact_as: the tool whose share of exact cells ours is held against.
        many: this many files in one call are measured as well.
        slow: its tools take seconds a call, so that a third of the rounds must do.
        by_names: what was read is measured by the names of the indicators in a text, not by exact cells.
        typed: its cells hold numbers, so that 18 is 18.00, and 0.25 is 25%.
    """

    peers: dict[str, Peer]
    promises: tuple[Promise, ...] = ()
    as_exact_as: str | None = None
    many: int = 0
    slow: bool = False
    by_names: bool = False
    typed: bool = False
    own: dict[str, Peer] = field(default_factory=OWN.copy)


FORMATS = {
    "docx": Format(
        {
            "kreuzberg": Peer("docx/kreuzberg", "kreuzberg"),
            "python-docx": Peer("docx/python_docx", "python-docx"),
            "markitdown": Peer("docx/markitdown", "markitdown"),
            "docling": Peer("docx/docling", "docling"),
        },
        promises=(
            Promise("kreuzberg", 1.5),
            Promise("python-docx", 0.5),
            Promise(OURS, 0.2, ours=CHECK, title="检查 check"),
        ),
        by_names=True,
        own={**OWN, CHECK: Peer("jiheng_check")},
    ),
    "doc": Format(
        {
            "LibreOffice": Peer("doc/libreoffice"),
            "antiword": Peer("doc/antiword"),
            "kreuzberg": Peer("doc/kreuzberg", "kreuzberg"),
        },
        promises=(Promise("LibreOffice", 0.1, many=True),),
        as_exact_as="LibreOffice",
        many=20,
        slow=True,
    ),
    "pdf": Format(
        {
            "pdfplumber": Peer("pdf/pdfplumber", "pdfplumber"),
            "camelot": Peer("pdf/camelot", "camelot"),
            "PyMuPDF": Peer("pdf/pymupdf", "pymupdf"),
        },
        promises=(Promise("pdfplumber", 0.2),),
        as_exact_as="pdfplumber",
        slow=True,
    ),
    "rtf": Format(
        {
            "LibreOffice": Peer("doc/libreoffice"),
            "kreuzberg": Peer("rtf/kreuzberg", "kreuzberg"),
        },
        as_exact_as="LibreOffice",
        slow=True,
    ),
    "odt": Format(
        {
            "LibreOffice": Peer("doc/libreoffice"),
            "kreuzberg": Peer("odt/kreuzberg", "kreuzberg"),
        },
        as_exact_as="LibreOffice",
        slow=True,
    ),
    "xlsx": Format(
        {
            "openpyxl": Peer("xlsx/openpyxl", "openpyxl"),
            "calamine": Peer("xlsx/calamine", "calamine", does_less=True),
        },
        typed=True,
    ),
    "html": Format({"pandas": Peer("html/pandas", "pandas")}, typed=True),
}


def tools() -> list[str]:
    """The names of everything we are compared with."""
    return list(dict.fromkeys(name for each in FORMATS.values() for name in each.peers))
