"""Tables as CSV that spreadsheet programs open as what they are: text stays text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

__all__ = ["Cell", "csv_lines", "csv_response", "safe_text"]

_BOM = "\ufeff"  # without it Excel takes UTF-8 for the local encoding
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_IN_NAMES, _LONGEST = "-–_（）()〔〕、", 60  # characters, of three bytes at most
Cell = str | int | Decimal | datetime | None
"""What a cell can hold."""


def safe_text(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet program would take it for a formula."""
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of the file, one at a time; numbers without thousands marks, times with their zone."""
    writer = csv.writer(_Echo())
    yield _BOM + writer.writerow([_cell(text) for text in heading])  # rounds stand there by their names
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """A download that is made while it is sent; `name` with its suffix."""
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=_file_name(name)) or ""
    )
    return response


def _file_name(name: str) -> str:
    """`name` with a stem that every file system takes: what people typed may stand in it."""
    stem, _dot, suffix = name.rpartition(".")
    clean = "".join(sign if sign.isalnum() or sign in _IN_NAMES else "-" for sign in stem)
    return f"{clean[:_LONGEST]}.{suffix}"


class _Echo:
    """Gives back what is written instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return "" if value is None else str(value)
