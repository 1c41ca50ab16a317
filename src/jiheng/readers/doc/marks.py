"""What of the text is shown: without the codes of fields, tracked deletions and hidden text.

Positions stay: what is not shown is overwritten by a sign that the last step (`clean`) takes out.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jiheng.domain.note import Note
from jiheng.readers.doc.paragraphs import Paragraphs
from jiheng.readers.doc.pieces import Pieces
from jiheng.readers.doc.runs import Runs
from jiheng.readers.doc.sprm import modifiers
from jiheng.readers.doc.styles import FONTS, Styles
from jiheng.readers.symbols import TYPED, decode, symbol, symbol_font

__all__ = ["Shown", "Sources", "clean", "show"]

_GONE = "\ufdd0"  # Unicode promises that it is no character
_PARAGRAPH = re.compile(r"[^\r\x07\x0c]+")
_FIELD_MARK = re.compile("[\x13-\x15]")
_PARAGRAPH_END = re.compile("[\r\x07\x0c]")
_CELL_MARK = re.compile("\x07")
_SIGN = re.compile(r"\(")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\ufdd0]")
_BEGIN, _SEPARATOR = "\x13", "\x14"
_SIGNS: dict[int, str | None] = {code: None for code in (*range(32), ord(_GONE)) if code != 9}
_SIGNS |= {0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-"}
_DELETED, _HIDDEN, _SYMBOL, _STYLE = 0x0800, 0x083C, 0x6A09, 0x4A30
_AS_STYLE, _NOT_AS_STYLE = 0x80, 0x81
_DEFAULT_STYLE = 10
_EXCERPT = 40


_Edit = tuple[int, int, str]
"""Begin, end, the sign that stands there instead; none for what is gone."""


class _Change(NamedTuple):
    start: int
    end: int
    kind: int
    sign: str = ""


class _Kind(NamedTuple):
    """What modifiers do to text; with `against_style` only where the style does, or does not, hide it."""

    code: int
    sign: str = ""
    against_style: bool | None = None
    style: int = _DEFAULT_STYLE


class _Field(NamedTuple):
    """An open field: where it begins, cells ended before it, where its result begins."""

    begin: int
    cells: int
    result: int | None = None


Spans = tuple[tuple[int, int], ...]


class Shown(NamedTuple):
    """The text with what is not shown overwritten, where tables of contents stand, and tracked deletions."""

    text: str
    contents: Spans
    deleted: Spans

    def in_contents(self, start: int, end: int) -> bool:
        """Whether the paragraph there belongs to a generated table of contents."""
        at = bisect_right(self.contents, (end,)) - 1
        return at >= 0 and start < self.contents[at][1]

    def is_deleted(self, position: int) -> bool:
        """Whether the character at `position` is a tracked deletion."""
        at = bisect_right(self.deleted, (position + 1,)) - 1
        return at >= 0 and position < self.deleted[at][1]


class Sources(NamedTuple):
    """Where to look."""

    pieces: Pieces
    characters: Runs
    paragraphs: Paragraphs
    styles: Styles
    fonts: Sequence[str]


def show(sources: Sources, stories: Iterable[tuple[int, int]], notes: list[Note]) -> Shown:
    """What is shown of the text of the `stories`; the rest of the text is as it was. Deletions are noted."""
    pieces = sources.pieces
    codes: list[_Edit] = []
    contents: list[tuple[int, int]] = []
    changes: list[_Change] = []
    for start, end in stories:
        _fields(pieces.text, start, end, codes, contents)
        changes.extend(_joined(_changes(sources, start, end)))
    text = _overwrite(pieces.text, [*codes, *_typed_signs(sources)])
    if changes:
        notes.extend(_notes(text, changes))
        text = _overwrite(text, [edit for change in changes for edit in _edits(text, change)])
    deleted = [(change.start, change.end) for change in changes if change.kind == _DELETED]
    return Shown(text, _merged(contents), _merged(deleted))


def clean(text: str, *, has_pairs: bool) -> str:
    """The text of a paragraph without the marks that are no text."""
    if _SPECIAL.search(text):
        text = text.translate(_SIGNS)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if has_pairs else text


def _overwrite(text: str, edits: Iterable[_Edit]) -> str:
    """Replace each stretch by as many times the sign given, or the sign of what is gone."""
    parts: list[str] = []
    done = 0
    for begin, end, sign in sorted(edits):
        start = max(begin, done)
        if start < end:
            parts += (text[done:start], (sign or _GONE) * (end - start))
            done = end
    return "".join((*parts, text[done:])) if parts else text


def _typed_signs(sources: Sources) -> Iterator[_Edit]:
    """Signs that stand in the text as codes of a symbol font: that of the run, of its style or its paragraph's."""
    text = sources.pieces.text
    known: dict[tuple[bytes, int], str] = {}
    end, style = -1, 0  # of the paragraph
    for match in TYPED.finditer(text):
        if match.start() > end:
            mark = _PARAGRAPH_END.search(text, match.start())
            end = mark.start() if mark else len(text)
            style = sources.paragraphs.ending_at(end).style if mark else 0
        offset, _piece = sources.pieces.at(match.start())
        run = sources.characters.at(offset)
        key = run.properties if run else b"", style
        if key not in known:
            known[key] = symbol_font(_fonts(sources, *key))
        if (sign := decode(match[0], known[key])) != match[0]:
            yield *match.span(), sign


def _fonts(sources: Sources, properties: bytes, paragraph_style: int) -> Iterator[str]:
    """Names of the fonts that a run may be set in, those that count most first."""
    own = [
        (code, int.from_bytes(properties[start : start + 2], "little"))
        for code, start, _end in modifiers(properties)
        if code in (*FONTS, _STYLE)
    ]
    numbers = [number for code, number in reversed(own) if code != _STYLE]
    styles = [number for code, number in own if code == _STYLE]
    for style in (*styles, paragraph_style):
        numbers += sources.styles.numbered(style).fonts
    yield from (sources.fonts[number] for number in numbers if number < len(sources.fonts))


def _edits(text: str, change: _Change) -> Iterator[_Edit]:
    # A run may reach over the end of a paragraph, which stays, and only a parenthesis stands for a sign.
    pattern = _SIGN if change.kind == _SYMBOL else _PARAGRAPH
    for match in pattern.finditer(text, change.start, change.end):
        yield *match.span(), change.sign


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _fields(text: str, start: int, end: int, codes: list[_Edit], contents: list[tuple[int, int]]) -> None:
    """Find the stretches of field codes, and those of tables of contents.

    No code holds the end of a cell: where one seems to, marks are missing, and its text counts.
    """
    marks = [match.start() for match in _FIELD_MARK.finditer(text, start, end)]
    if not marks:
        return
    cells = [match.start() for match in _CELL_MARK.finditer(text, start, end)]
    opened: list[_Field] = []
    for at in marks:
        ended = bisect_right(cells, at)
        if text[at] == _BEGIN:
            opened.append(_Field(at, ended))
        elif opened:
            begin, before, result = opened.pop()
            if result is None and ended == before:
                codes.append((begin, at + 1, ""))
            if text[at] == _SEPARATOR:
                opened.append(_Field(begin, before, at if result is None else result))
            elif result is not None and text[begin + 1 : begin + 20].lstrip().startswith("TOC"):
                contents.append((begin, at))


def _changes(sources: Sources, start: int, end: int) -> Iterator[_Change]:
    """Stretches that are deleted, hidden or a sign of a symbol font."""
    known: dict[bytes, list[_Kind]] = {}
    for piece in sources.pieces.pieces:
        first, last = max(piece.start, start), min(piece.end, end)
        if first >= last:
            continue
        if piece.changes:
            yield from _resolved(sources, first, last, _kinds(piece.changes, sources.fonts))
        origin = piece.offset - piece.start * piece.step
        for run in sources.characters.between(origin + first * piece.step, origin + last * piece.step):
            kinds = known.get(run.properties)
            if kinds is None:
                kinds = known[run.properties] = _kinds(run.properties, sources.fonts)
            if kinds:
                begin = max((run.start - origin) // piece.step, first)
                yield from _resolved(sources, begin, min((run.end - origin) // piece.step, last), kinds)


def _resolved(sources: Sources, start: int, end: int, kinds: Iterable[_Kind]) -> Iterator[_Change]:
    for kind in kinds:
        if kind.against_style is not None:
            number = kind.style
            if number == _DEFAULT_STYLE:
                match = _PARAGRAPH_END.search(sources.pieces.text, start)
                number = sources.paragraphs.ending_at(match.start()).style if match else 0
            if sources.styles.numbered(number).is_hidden is kind.against_style:
                continue
        yield _Change(start, end, kind.code, kind.sign)


def _kinds(block: bytes, fonts: Sequence[str]) -> list[_Kind]:
    kinds: dict[int, _Kind] = {}
    style = _DEFAULT_STYLE
    for code, start, _end in modifiers(block):
        if code in (_DELETED, _HIDDEN):
            value = block[start]
            kinds.pop(code, None)
            if value in (_AS_STYLE, _NOT_AS_STYLE):
                kinds[code] = _Kind(code, "", value == _NOT_AS_STYLE)
            elif value:
                kinds[code] = _Kind(code)
        elif code == _SYMBOL:
            font, sign = struct.unpack_from("<HH", block, start)
            kinds[code] = _Kind(code, symbol(sign, fonts[font]) if font < len(fonts) else symbol(sign))
        elif code == _STYLE:
            style = block[start] | block[start + 1] << 8
    # A deletion says it all; the other kinds would only say it again.
    found = [kinds[_DELETED]] if _DELETED in kinds else list(kinds.values())
    return [kind._replace(style=style) for kind in found]


def _joined(changes: Iterable[_Change]) -> Iterator[_Change]:
    last: _Change | None = None
    for change in changes:
        if last and last.end == change.start and (last.kind, last.sign) == (change.kind, change.sign):
            last = last._replace(end=change.end)
            continue
        if last:
            yield last
        last = change
    if last:
        yield last


def _notes(text: str, changes: Iterable[_Change]) -> Iterator[Note]:
    for change in changes:
        if change.kind == _SYMBOL:
            continue
        name = "deleted-text" if change.kind == _DELETED else "hidden-text"
        for match in _PARAGRAPH.finditer(text, change.start, change.end):
            if words := clean(match[0], has_pairs=False).strip():
                yield Note(name, {"text": words[:_EXCERPT]})
