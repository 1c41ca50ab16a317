"""Automatic list numbers: Word prints them, but they stand nowhere in the text."""

from __future__ import annotations

from lxml import etree

from jiheng.readers.docx.names import Names
from jiheng.readers.docx.package import Package
from jiheng.readers.docx.styles import Styles
from jiheng.readers.word import ListCounters, ListLevel

__all__ = ["Numbering"]

_MAX_LEVELS = 9
_LONGEST = 64  # of the pattern of a number: a longer one only serves to make much of little


class Numbering:
    """Counts list items as Word does; the part is parsed at the first numbered paragraph."""

    def __init__(self, package: Package, names: Names) -> None:
        """`package`: where ``numbering.xml`` may lie."""
        self._package = package
        self._names = names
        self._num_pr, self._val = names("numPr"), names("val")
        self._lists: dict[str, dict[int, ListLevel]] | None = None
        self._abstract: dict[str, str] = {}
        self._counters = ListCounters()

    def label(self, properties: etree._Element, styles: Styles) -> str:
        """The number printed before the paragraph with these ``w:pPr``, empty where there is none."""
        listed = properties.find(self._num_pr)
        if listed is not None:
            number, depth = listed.find(self._names("numId")), listed.find(self._names("ilvl"))
            list_id = number.get(self._val, "0") if number is not None else "0"
            text = depth.get(self._val, "0") if depth is not None else "0"
            level = int(text) if text.isdigit() else 0
        elif (style := styles.of(properties)).numbering is not None:
            list_id, level = style.numbering
        else:
            return ""
        if list_id == "0" or level >= _MAX_LEVELS:  # 0 takes the paragraph out of its list
            return ""
        if self._lists is None:
            self._lists = self._load()
        levels = self._lists.get(list_id)
        if not levels or level not in levels:
            return ""
        # Lists that share one definition go on counting where the other stopped.
        return self._counters.next(self._abstract.get(list_id, list_id), level, levels)

    def _load(self) -> dict[str, dict[int, ListLevel]]:
        part = self._package.beside_main("numbering.xml")
        if part is None:
            return {}
        w = self._names
        root = self._package.parse(part)
        definitions = {
            element.get(w("abstractNumId"), ""): self._levels(element) for element in root.iter(w("abstractNum"))
        }
        lists = {}
        for element in root.iter(w("num")):
            reference = element.find(w("abstractNumId"))
            if reference is None:
                continue
            list_id, abstract = element.get(w("numId"), ""), reference.get(self._val, "")
            levels = dict(definitions.get(abstract, {}))
            overrides = element.findall(w("lvlOverride"))
            for override in overrides:
                start = override.find(w("startOverride"))
                depth = override.get(w("ilvl"), "0")
                if start is not None and depth.isdigit() and int(depth) in levels:
                    levels[int(depth)] = levels[int(depth)]._replace(start=_int(start.get(self._val)))
                levels.update(self._levels(override))
            lists[list_id] = levels
            self._abstract[list_id] = list_id if overrides else f"abstract {abstract}"
        return lists

    def _levels(self, parent: etree._Element) -> dict[int, ListLevel]:
        w = self._names
        levels = {}
        for element in parent.findall(w("lvl")):
            depth = element.get(w("ilvl"), "0")
            values = [element.find(w(name)) for name in ("numFmt", "lvlText", "start")]
            form, pattern, start = (None if item is None else item.get(self._val) for item in values)
            if depth.isdigit():
                levels[int(depth)] = ListLevel(form or "decimal", (pattern or "")[:_LONGEST], _int(start))
        return levels


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1
