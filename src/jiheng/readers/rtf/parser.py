"""Groups and control words: where text goes, in which encoding, and whether it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import Limits
from jiheng.readers.rtf.destinations import DESTINATIONS, SIGNS, SKIPPED, Target
from jiheng.readers.rtf.fields import Field
from jiheng.readers.rtf.scanner import Kind, Scanner, Token
from jiheng.readers.rtf.state import UNSET, State
from jiheng.readers.rtf.story import Flow, Item, ParagraphStyle, RowDefinition
from jiheng.readers.rtf.tables import Definition, Font, ListTable, StyleSheet, codec_of_page
from jiheng.readers.rtf.texts import Text, Unseen, whole

__all__ = ["Parser"]

_DEEPEST = 5000
_ESCAPED = b"\\{}"
_CHARACTER = re.compile(rb"\\u(-?[0-9]{1,5}) ?(\\'[0-9a-fA-F]{2}|\?)")
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": ""}


class Parser:
    """Reads a file from its first brace to its last. `items` are its paragraphs and tables."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Nothing read yet."""
        self.notes: list[Note] = []
        self.styles = StyleSheet()
        self.lists = ListTable()
        self._limits = limits
        self._fonts: dict[int, Font] = {}
        self._font = Font()
        self._definition = Definition()
        self._state = State()
        self._stack: list[State] = []
        self._flow = Flow(limits)
        self._text = Text()
        self._default_font: int | None = None
        self._page = "cp1252"
        self._skip = 0
        self._boxes = 0  # text boxes in text boxes
        self._unseen = Unseen(self.notes)
        self._words = self._handlers()
        self._scanner = Scanner(data[max(data.find(b"{"), 0) :], frozenset(self._words))

    def read(self) -> list[Item]:
        """All paragraphs and tables of the main text.

        Raises:
            UnreadableSourceError: beyond the limits.
        """
        while token := self._scanner.next():
            self._token(token)
            if not self._stack:
                break
        self._flush()
        if self._stack:
            self.notes.append(Note("cut-off", {}))
            while self._stack:
                self._close()
        if self._flow.has_text:
            self._end_paragraph()
        self._unseen.say()
        if self._text.damaged:
            self.notes.append(Note("encoding-damaged", {"count": self._text.damaged}))
        return self._flow.close()

    def _token(self, token: Token) -> None:
        kind, value, number = token
        if kind == Kind.TEXT:
            self._bytes(value)
        elif kind == Kind.HEX:
            self._bytes(bytes.fromhex(value.decode()))
        elif kind == Kind.BRACE:
            self._flush()
            self._skip = 0
            self._open() if value == b"{" else self._close()
        elif kind == Kind.CHARACTERS:
            self._characters(value)
        elif kind in (Kind.WORD, Kind.STAR):
            self._word(value, number, is_starred=kind == Kind.STAR)
        elif value in _ESCAPED:
            self._bytes(value)
        elif value in b"\r\n":
            self._word(b"par", None, is_starred=False)
        elif value in _SYMBOLS:
            self._sign(_SYMBOLS[value])

    def _bytes(self, data: bytes) -> None:
        """Text in an encoding, without what only stands for a program without Unicode."""
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if data and self._state.target is not Target.NOWHERE:
            self._text.add_bytes(data)

    def _sign(self, text: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        self._put(text)

    def _flush(self) -> None:
        """Decode the bytes so far: what comes next may be in another encoding."""
        if self._text.is_pending:
            self._put(self._text.take(self._font_in_use(), self._page))

    def _font_in_use(self) -> Font | None:
        number = self._default_font if self._state.font is None else self._state.font
        return None if number is None else self._fonts.get(number)

    def _put(self, text: str) -> None:
        """Text where it belongs."""
        state = self._state
        target = state.target
        if not text or target is Target.NOWHERE:
            return
        if target is Target.BODY:
            self._show(text, state)
        elif target is Target.FONTS:
            self._font.name = (self._font.name + text).removesuffix(";").strip()
        elif target is Target.STYLES:
            self._definition.name = (self._definition.name + text).removesuffix(";").strip()
        elif target is Target.LEVEL_TEXT and state.level_text is not None:
            state.level_text.append(text)
        elif target is Target.LABEL:
            self._flow.add_label(text)
        elif target is Target.INSTRUCTION and state.field is not None:
            state.field.add_instruction(text)

    def _show(self, text: str, state: State) -> None:
        if state.is_deleted or state.is_hidden:
            self._unseen.add("deleted-text" if state.is_deleted else "hidden-text", text)
            return
        self._unseen.say()
        if state.field is not None:
            state.field.has_result()
        self._flow.add(text, in_contents=state.field is not None and state.field.is_contents)

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise UnreadableSourceError("too-deep", limit=_DEEPEST)
        self._stack.append(self._state)
        self._state = replace(self._state, box=None, opens_field=False)
        if self._state.target is Target.STYLES:
            self._definition = Definition()  # of no use unless it gets a number

    def _close(self) -> None:
        if not self._stack:
            return
        state, self._state = self._state, self._stack.pop()
        if state.opens_field and state.field is not None and (sign := state.field.sign()):
            self._put(sign)
        if state.box is not None:
            if self._flow.has_text:
                self._flow.end_paragraph(state.style)
            self._boxes -= 1
            items, self._flow = self._flow.close(), state.box
            self._flow.add_box(items)
        if state.level_text is not None and self._state.level_text is None:
            self.lists.word(b"leveltext", None, whole("".join(state.level_text)))

    def _word(self, word: bytes, number: int | None, *, is_starred: bool) -> None:
        if word == b"bin":
            self._scanner.skip(number or 0)
            return
        if word == b"u" and number is not None:
            self._flush()
            self._unicode(number)
            return
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        if word in SIGNS:
            self._sign(SIGNS[word])
        elif word in DESTINATIONS:
            self._enter(word)
        elif word in self._words:
            self._words[word](number)
        elif word in SKIPPED or is_starred or (word.startswith(b"m") and word.endswith(b"Pr")):
            self._scanner.skip_group()
        elif self._state.target is not Target.BODY:
            self._define(word, number)

    def _characters(self, data: bytes) -> None:
        """Characters with one sign each for programs without Unicode."""
        self._flush()
        if self._skip or self._state.fallback != 1:
            for number, sign in _CHARACTER.findall(data):
                self._unicode(int(number))
                self._bytes(bytes.fromhex(sign[2:].decode()) if len(sign) > 1 else sign)
                self._flush()
            return
        codes = [int(number) & 0xFFFF for number, _sign in _CHARACTER.findall(data)]
        self._put(self._text.signs(codes, self._font_in_use()))

    def _unicode(self, number: int) -> None:
        if self._skip:  # it stands for another one
            self._skip -= 1
            return
        self._skip = self._state.fallback
        self._put(self._text.sign(number & 0xFFFF, self._font_in_use()))

    def _enter(self, word: bytes) -> None:
        target = DESTINATIONS[word]
        if word == b"nesttableprops":
            self._state.is_inner = True
        elif target is not None and self._state.target is not Target.NOWHERE:
            self._state.target = target
            if target is Target.LEVEL_TEXT:
                self._state.level_text = []

    def _define(self, word: bytes, number: int | None) -> None:
        """A word of a table of fonts, styles or lists."""
        target = self._state.target
        if target is Target.FONTS:
            if word == b"fcharset":
                self._font.charset = number or 0
            elif word == b"cpg":
                self._font.page = number
        elif target is Target.LISTS:
            self.lists.word(word, number)
        elif target is Target.OVERRIDES:
            self.lists.override_word(word, number)
        elif target is Target.STYLES and word == b"sbasedon":
            self._definition.base = number

    def _handlers(self) -> dict[bytes, Callable[[int | None], None]]:
        return {
            b"ansicpg": self._code_page,
            b"mac": lambda _number: self._code_page(10000),
            b"pc": lambda _number: self._code_page(437),
            b"pca": lambda _number: self._code_page(850),
            b"deff": self._set_default_font,
            b"f": self._set_font,
            b"plain": self._plain,
            b"v": self._hide,
            b"deleted": self._delete,
            b"mvf": self._delete,
            b"uc": self._set_fallback,
            b"upr": self._enter_old,
            b"ud": self._enter_new,
            b"par": lambda _number: self._end_paragraph(),
            b"sect": lambda _number: self._end_paragraph(),
            b"pard": self._reset_paragraph,
            b"s": self._set_style,
            b"outlinelevel": self._set_outline,
            b"ls": self._set_list,
            b"ilvl": self._set_level,
            b"intbl": self._set_in_table,
            b"itap": self._set_depth,
            b"cell": lambda _number: self._end_cell(1),
            b"nestcell": lambda _number: self._end_cell(2),
            b"row": lambda _number: self._end_row(1),
            b"nestrow": lambda _number: self._end_row(2),
            b"trowd": self._new_row,
            b"trleft": self._set_left,
            b"cellx": self._define_cell,
            b"clmrg": lambda _number: self._merge(across=True),
            b"clvmrg": lambda _number: self._merge(across=False),
            b"field": self._open_field,
            b"fldrslt": lambda _number: None,
            b"shptxt": self._open_box,
            b"dptxbxtext": self._open_box,
        }

    def _code_page(self, number: int | None) -> None:
        self._page = codec_of_page(number or 0) or self._page

    def _set_default_font(self, number: int | None) -> None:
        self._default_font = number

    def _set_font(self, number: int | None) -> None:
        if self._state.target is Target.FONTS:
            self._font = self._fonts[number or 0] = Font()
        else:
            self._state.font = number

    def _plain(self, _number: int | None) -> None:
        self._state.font = None
        self._state.is_hidden = self._state.is_deleted = False

    def _hide(self, number: int | None) -> None:
        self._state.is_hidden = number != 0

    def _delete(self, number: int | None) -> None:
        self._state.is_deleted = number != 0

    def _set_fallback(self, number: int | None) -> None:
        self._state.fallback = min(max(number if number is not None else 1, 0), 100)

    def _enter_old(self, _number: int | None) -> None:
        self._state.around, self._state.target = self._state.target, Target.NOWHERE

    def _enter_new(self, _number: int | None) -> None:
        self._state.target = self._state.around

    def _reset_paragraph(self, _number: int | None) -> None:
        self._state.style, self._state.in_table = UNSET, False

    def _set_style(self, number: int | None) -> None:
        if self._state.target is Target.STYLES:
            self._definition = self.styles.definitions[number or 0] = Definition()
        else:
            self._state.style = self._state.style._replace(style=number or 0)

    def _set_outline(self, number: int | None) -> None:
        if self._state.target is Target.STYLES:
            self._definition.outline = number
        else:
            self._state.style = self._state.style._replace(outline=number)

    def _set_list(self, number: int | None) -> None:
        if self._state.target is Target.OVERRIDES:
            self.lists.override_word(b"ls", number)
        elif self._state.target is Target.STYLES:
            self._definition.list_number = number
        else:
            self._state.style = self._state.style._replace(list_number=number)

    def _set_level(self, number: int | None) -> None:
        if self._state.target is Target.STYLES:
            self._definition.level = number or 0
        else:
            self._state.style = self._state.style._replace(level=number or 0)

    def _set_in_table(self, number: int | None) -> None:
        self._state.in_table = number != 0

    def _set_depth(self, number: int | None) -> None:
        self._state.style = self._state.style._replace(depth=max(number or 0, 0))

    def _paragraph_style(self, least: int = 0) -> ParagraphStyle:
        style = self._state.style
        return style._replace(depth=max(style.depth, int(self._state.in_table), least))

    def _end_paragraph(self) -> None:
        if self._state.target is Target.BODY:
            self._unseen.say()
            self._flow.end_paragraph(self._paragraph_style())

    def _end_cell(self, least: int) -> None:
        if self._state.target is Target.BODY:
            style = self._paragraph_style(least)
            self._flow.end_cell(style._replace(depth=1) if least == 1 else style)

    def _end_row(self, least: int) -> None:
        if self._state.target is Target.BODY:
            self._flow.end_row(1 if least == 1 else max(self._state.style.depth, least))

    def _new_row(self, _number: int | None) -> None:
        if self._state.is_inner:
            self._flow.inner_row = RowDefinition()
        else:
            self._flow.row = RowDefinition()

    @property
    def _row(self) -> RowDefinition:
        return self._flow.inner_row if self._state.is_inner else self._flow.row

    def _set_left(self, number: int | None) -> None:
        self._row.left = number or 0

    def _define_cell(self, number: int | None) -> None:
        self._row.end_cell(number or 0)

    def _merge(self, *, across: bool) -> None:
        if across:
            self._row.is_across = True
        else:
            self._row.is_down = True

    def _open_field(self, _number: int | None) -> None:
        self._state.field = Field(self._state.field)
        self._state.opens_field = True

    def _open_box(self, _number: int | None) -> None:
        if self._state.box is not None:
            return
        self._boxes += 1
        if self._boxes > self._limits.nesting:
            raise UnreadableSourceError("too-deep", limit=self._limits.nesting)
        self._state.target = Target.BODY
        self._state.box, self._flow = self._flow, Flow(self._limits)
        self._state.style, self._state.in_table, self._state.is_inner = UNSET, False, False
