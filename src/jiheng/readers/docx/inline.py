"""The text of a Word paragraph: what a reader of the printed page would see."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from jiheng.domain.note import Note
from jiheng.readers.docx.names import MATH_TEXT, Names
from jiheng.readers.symbols import symbol

__all__ = ["Inline"]

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFF = frozenset({"0", "false", "off"})
_EXCERPT = 40


@dataclass(slots=True)
class _Field:
    """An open field: its instruction, and whether its result has begun."""

    instruction: str = ""
    shows: bool = False


class Inline:
    """Joins the runs of paragraphs; keeps the state of fields, which may reach over paragraphs.

    Tracked insertions count, deletions do not (a note says so); of a field only its result is text; text boxes are
    put aside (`take_boxes`), to be read behind the paragraph that anchors them.
    """

    def __init__(self, names: Names, notes: list[Note]) -> None:
        """`notes`: where remarks go."""
        w = names
        self._notes = notes
        self._boxes: list[etree._Element] = []
        self._fields: list[_Field] = []  # the open ones, outermost first
        self._val = w("val")
        self._r, self._t, self._r_pr, self._p_pr = w("r"), w("t"), w("rPr"), w("pPr")
        self._vanish = w("vanish")
        self._box = w("txbxContent")
        self._symbol_char, self._symbol_font = w("char"), w("font")
        self._field_type = w("fldCharType")
        self._instruction, self._field = w("instrText"), w("fldChar")
        self._symbol = w("sym")
        self._base = w("rubyBase")
        self._ruby = w("ruby")
        self._marks = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
        self._through = w.of(
            "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"
        )
        self._deleted = w.of("del", "moveFrom")
        self._drawn = w.of("drawing", "pict", "object") | {_ALTERNATE}
        self._deleted_text = w("delText")

    @property
    def in_contents(self) -> bool:
        """Whether the text just read belongs to a generated table of contents."""
        return any(field.instruction.lstrip().startswith("TOC") for field in self._fields)

    def abandon_instructions(self) -> None:
        """Forget fields whose result has not begun: no instruction holds a table, so their marks are broken."""
        self._fields = [field for field in self._fields if field.shows]

    def text(self, paragraph: etree._Element) -> str:
        """The paragraph's text; a manual line break is a line break."""
        parts: list[str] = []
        self._collect(paragraph, parts)
        return parts[0] if len(parts) == 1 else "".join(parts)

    def take_boxes(self) -> list[etree._Element]:
        """The contents of the text boxes met since the last call."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def deleted(self, element: etree._Element) -> None:
        """Say what a tracked deletion held."""
        text = "".join(item.text or "" for item in element.iter(self._deleted_text, self._t)).strip()
        if text:
            self._notes.append(Note("deleted-text", {"text": text[:_EXCERPT]}))

    def _collect(self, parent: etree._Element, parts: list[str]) -> None:
        for child in parent:
            tag = child.tag
            if tag == self._r:
                self._run(child, parts)
            elif tag in self._through:
                self._collect(child, parts)
            elif tag in self._deleted:
                self.deleted(child)
            elif tag in self._drawn:
                self._drawing(child)
            elif tag.endswith(("}oMath", "}oMathPara")):
                parts.extend(item.text or "" for item in child.iter(MATH_TEXT))

    def _run(self, run: etree._Element, parts: list[str]) -> None:
        for item in run:
            tag = item.tag
            if tag == self._t:
                if item.text and self._fields and self._in_instruction():
                    self._notes.append(Note("hidden-text", {"text": item.text.strip()[:_EXCERPT]}))
                elif item.text:
                    parts.append(item.text)
            elif tag == self._r_pr:
                if item.find(self._vanish) is not None and self._hidden(item):
                    self._skip(run)
                    return
            elif tag in self._marks:
                parts.append(self._marks[tag])
            else:
                self._rare(item, parts)

    def _rare(self, item: etree._Element, parts: list[str]) -> None:
        tag = item.tag
        if tag == self._field:
            self._field_char(item)
        elif tag == self._instruction and self._fields:
            self._fields[-1].instruction += item.text or ""
        elif tag == self._symbol:
            parts.append(self._symbol_text(item))
        elif tag == self._ruby:
            for base in item.iter(self._base):
                self._collect(base, parts)
        elif tag in self._drawn:
            self._drawing(item)

    def _in_instruction(self) -> bool:
        return any(not field.shows for field in self._fields)

    def _field_char(self, item: etree._Element) -> None:
        kind = item.get(self._field_type)
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _hidden(self, properties: etree._Element) -> bool:
        vanish = properties.find(self._vanish)
        return vanish is not None and vanish.get(self._val, "1") not in _OFF

    def _skip(self, run: etree._Element) -> None:
        """A hidden run: its text is not shown, but field marks in it still open and close fields."""
        for item in run:
            if item.tag == self._field:
                self._field_char(item)
        if text := "".join(item.text or "" for item in run.iter(self._t)).strip():
            self._notes.append(Note("hidden-text", {"text": text[:_EXCERPT]}))

    def _symbol_text(self, item: etree._Element) -> str:
        try:
            code = int(item.get(self._symbol_char, ""), 16)
        except ValueError:
            return ""
        return symbol(code, item.get(self._symbol_font, ""))

    def _drawing(self, element: etree._Element) -> None:
        if element.tag == _ALTERNATE:
            # The same drawing twice, for new and for old programs: one is enough.
            branch = element.find(_CHOICE)
            if branch is None or next(branch.iter(self._box), None) is None:
                branch = element.find(_FALLBACK)
            if branch is None:
                return
            element = branch
        boxes = element.iter(self._box)
        outer = next(boxes, None)
        if outer is not None:
            self._boxes.append(outer)
            inside = set(outer.iter(self._box))
            self._boxes.extend(box for box in boxes if box not in inside)
