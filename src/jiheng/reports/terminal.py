"""Styled lines on a terminal: Chinese text wrapped at the right widths, plain where nobody looks at colours."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TextIO

from jiheng.reports.labels import clean

__all__ = [
    "Line",
    "Span",
    "line",
    "print_lines",
    "shorten",
    "terminal_width",
    "text_width",
    "wants_color",
    "wrap",
    "wrap_text",
]

STYLES = {
    "": "",
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "path": "bold underline",
    "strong": "bold",
    "dim": "dim",
    "good": "green",
}

# Marks that must not begin a line stay with what is before them, marks that must not end one with what comes after.
_CLOSING = "，。、；：！？）》〉”’】」』〕…%％,.;:!?)]}"
_OPENING = "（《〈“‘【「『〔([{≥≤¥"
_TOKEN = re.compile(
    rf"\n|[^\S\n]+|[{re.escape(_OPENING)}]*(?:[!-~\u00a1-\u02ff]+|\S)[{re.escape(_CLOSING)}]*",
)


class Span(NamedTuple):
    """A piece of a line; `style` is a key of `STYLES`."""

    text: str
    style: str = ""


class Line(NamedTuple):
    """A line; where it is too long, its rest is indented by `hang`."""

    spans: tuple[Span, ...]
    hang: int = 0


def line(*parts: Span | str, indent: int = 0, hang: int = 0) -> Line:
    """A line from spans and plain texts; `hang` comes on top of `indent`."""
    spans = (part if isinstance(part, Span) else Span(part) for part in parts)
    start = (Span(" " * indent),) if indent else ()
    return Line((*start, *(Span(clean(span.text).replace("\t", " "), span.style) for span in spans)), indent + hang)


def text_width(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


@lru_cache(maxsize=8192)
def _char_width(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200b\u200d\ufe0f\ufeff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shorten(text: str, room: int) -> str:
    """`text` on one line of at most `room` columns; what is cut off leaves a sign."""
    flat = " ".join(text.split())
    if text_width(flat) <= room:
        return flat
    used, kept = 1, 0
    while kept < len(flat) and used + _char_width(flat[kept]) <= room:
        used += _char_width(flat[kept])
        kept += 1
    return flat[:kept] + "…"


def wrap_text(text: str, room: int) -> list[str]:
    """`text` in lines of at most `room` columns, as few and as equally long as can be."""
    rows = _wrapped(text, room)
    if len(rows) > 1 and "\n" not in text:
        # A last line of one character is hard on the eye: narrower lines, as long as they are no more.
        for narrower in range(-(-text_width(text) // len(rows)), room):
            if len(balanced := _wrapped(text, narrower)) == len(rows):
                return balanced
    return rows


def _wrapped(text: str, room: int) -> list[str]:
    return ["".join(span.text for span in row) for row in wrap(Line((Span(text),)), room)]


def wrap(long: Line, room: int) -> Iterator[list[Span]]:
    """A line as lines of at most `room` columns."""
    if not any("\n" in span.text for span in long.spans) and (
        sum(len(span.text) for span in long.spans) * 2 <= room
        or sum(text_width(span.text) for span in long.spans) <= room
    ):
        yield list(long.spans)
        return
    row: list[Span] = []
    used = 0
    for text, style in _pieces(long.spans, max(room - long.hang, 2)):
        size = text_width(text)
        if text == "\n" or (used + size > room and used > long.hang):
            yield _trimmed(row)
            row, used = ([Span(" " * long.hang)] if long.hang else []), long.hang
            if text.isspace():
                continue
        row.append(Span(text, style))
        used += size
    yield _trimmed(row)


def _pieces(spans: Sequence[Span], room: int) -> Iterator[Span]:
    # What is to stay together; a word that no line can hold is cut.
    for text, style in spans:
        for match in _TOKEN.finditer(text):
            piece = match[0]
            while text_width(piece) > room and not piece.isspace():
                kept = max(_fitting(piece, room), 1)
                yield Span(piece[:kept], style)
                piece = piece[kept:]
            yield Span(piece, style)


def _fitting(text: str, room: int) -> int:
    used = 0
    for position, char in enumerate(text):
        used += _char_width(char)
        if used > room:
            return position
    return len(text)


def _trimmed(row: list[Span]) -> list[Span]:
    while row and row[-1].text.isspace():
        row.pop()
    return row


def wants_color(file: TextIO) -> bool:
    """Whether colours help: somebody looks at a terminal and has not asked for none (see no-color.org)."""
    return file.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width(file: TextIO) -> int | None:
    """The columns of the terminal that `file` is; None where it is none."""
    return shutil.get_terminal_size().columns if file.isatty() else None


def print_lines(lines: Iterable[Line], file: TextIO, *, width: int | None, color: bool) -> None:
    """Write `lines`; `width` None wraps nothing."""
    rows = (row for each in lines for row in wrap(each, width or sys.maxsize))
    if color:
        _print_styled(rows, file)
    else:
        file.writelines("".join(span.text for span in row).rstrip() + "\n" for row in rows)


def _print_styled(rows: Iterable[list[Span]], file: TextIO) -> None:
    from rich.console import Console  # noqa: PLC0415 - takes longer to load than a document to check; not for a pipe
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(file=file, force_terminal=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
    for row in rows:
        console.print(Text.assemble(*((span.text, STYLES[span.style]) for span in row)))
