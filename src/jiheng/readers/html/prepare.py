"""A parsed page reduced to what is shown and to what gives it structure: blocks, line breaks, tables, fields.

Pages that office programs save wrap every word in elements of its own. Taking these out in one stroke of the library is
several times faster than walking through them.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from jiheng.domain.note import Note
from jiheng.readers.html.lines import TAB

__all__ = ["prepare", "style_of"]

_DROPPED = (
    "head", "script", "style", "title", "noscript", "noframes", "template", "iframe", "object", "embed", "applet",
    "svg", "math", "audio", "video", "canvas", "map", "button", "datalist", "rt", "rp", "xml", "frameset",
)  # fmt: skip
_INLINE = (
    "font", "span", "a", "b", "i", "u", "strong", "em", "big", "small", "s", "strike", "ins", "sub", "sup", "tt", "code",
    "kbd", "samp", "var", "cite", "q", "abbr", "acronym", "label", "nobr", "wbr", "bdo", "bdi", "mark", "time", "data",
    "ruby", "rb", "o:p", "img",
)  # fmt: skip
# What marks an element that may have to go, as it stands in the source of the page and as XPath. Asking for the style of
# every element of a large page takes as long as parsing it, so only what the source holds is asked for.
_MARKS = (
    ("hidden", "@hidden"),
    ("<del", "self::del"),
    ("header", "self::div[@title = 'header']"),
    ("footer", "self::div[@title = 'footer']"),
    ("display", "contains(@style, 'isplay') or contains(@style, 'ISPLAY')"),
    ("visibility", "contains(@style, 'isib') or contains(@style, 'ISIB')"),
    ("mso-hide", "contains(@style, 'mso-hide')"),
    ("mso-tab-count", "contains(@style, 'mso-tab-count')"),
    ("mso-element", "contains(@style, 'mso-element')"),
)
_GONE = "hidden-element"
_RUNNING = frozenset({"header", "footer"})  # how LibreOffice marks what stands on every page
_HIDING = re.compile(r"display:none|visibility:hidden|mso-hide:all")
_REPEATED = re.compile(r"mso-element:(?:header|footer)")
_STYLE_LIMIT = 500_000
_SELECTOR = re.compile(r"[\w-]*([.#])([\w-]+)")
_EXCERPT = 40


def style_of(element: etree._Element) -> str:
    """The element's own style, in small letters without white space."""
    style = element.get("style")
    return "".join(style.lower().split()) if style else ""


def prepare(root: etree._Element, source: str) -> list[Note]:
    """Take out of the page what nobody sees and what means nothing; notes say what text was hidden.

    Args:
        root: the parsed page; it is changed.
        source: the text that it was parsed from.
    """
    names = _hidden_names(root)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    notes: list[Note] = []
    # From the end, so that what is hidden inside something hidden is taken out, and noted, once.
    for element in reversed(_marked(root, source, names)):
        tag, style = element.tag, style_of(element)
        if tag in {"html", "body"}:
            continue  # a body is hidden only until a script has run
        if tag == "del":
            _remove(element, "deleted-text", notes)
        elif "hidden" in element.attrib or _HIDING.search(style) or _is_named(element, names):
            _remove(element, "hidden-text", notes)
        elif _REPEATED.search(style) or (tag == "div" and element.get("title") in _RUNNING):
            _remove(element, None, notes)
        elif "mso-tab-count" in style:
            _empty(element)
            element.text = TAB
        elif "display:block" in style and tag in _INLINE:
            element.tag = "div"
    etree.strip_elements(root, _GONE, with_tail=False)
    etree.strip_tags(root, *_INLINE)
    notes.reverse()
    return notes


def _marked(root: etree._Element, source: str, names: dict[str, set[str]]) -> list[etree._Element]:
    source = source.lower()
    marks = [path for word, path in _MARKS if word in source]
    marks += ["@class"] if names["."] else []
    marks += ["@id"] if names["#"] else []
    found: Any = root.xpath(f"//*[{' or '.join(marks)}]") if marks else []
    return list(found)


def _remove(element: etree._Element, code: str | None, notes: list[Note]) -> None:
    text = " ".join("".join(map(str, element.itertext())).split())
    if text and code:
        notes.append(Note(code, {"text": text[:_EXCERPT]}))
    _empty(element)
    element.tag = _GONE


def _empty(element: etree._Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def _hidden_names(root: etree._Element) -> dict[str, set[str]]:
    """The classes (``.``) and ids (``#``) that the page's own style sheet hides."""
    names: dict[str, set[str]] = {".": set(), "#": set()}
    css = "\n".join("".join(map(str, style.itertext())) for style in root.iter("style"))[:_STYLE_LIMIT]
    first, *rest = css.replace("<!--", "").replace("-->", "").split("/*")
    css = first + "".join(piece.partition("*/")[2] for piece in rest)
    depth = 0
    for piece in css.split("}"):
        opened = piece.split("{")
        depth += len(opened) - 1
        # What stands deeper is meant for print or for small screens.
        if depth == 1 and len(opened) == 2 and _HIDING.search("".join(opened[1].lower().split())):
            for selector in opened[0].split(","):
                if match := _SELECTOR.fullmatch(selector.strip()):
                    names[match[1]].add(match[2])
        depth = max(depth - 1, 0)
    return names


def _is_named(element: etree._Element, names: dict[str, set[str]]) -> bool:
    return element.get("id") in names["#"] or not names["."].isdisjoint((element.get("class") or "").split())
