"""Lights as they are stored and as they are shown: the sentence is made when it is read, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from jiheng.domain.lights import Colour, Light

__all__ = ["SIGNS", "ShownLight", "light_json", "light_of", "shown"]

SIGNS = {Colour.RED: "✕", Colour.YELLOW: "▲", Colour.GREEN: "✓", Colour.BLUE: "◆", Colour.NONE: "○"}
"""A sign beside each colour, for whoever cannot tell the colours apart."""


class ShownLight(NamedTuple):
    """A light for a page: `rule` says where its colours begin and end, empty where nobody asked."""

    colour: str
    sentence: str
    rule: str = ""

    @property
    def sign(self) -> str:
        """The sign."""
        return SIGNS[Colour(self.colour)]

    @property
    def label(self) -> str:
        """The word."""
        return Colour(self.colour).label


def light_json(light: Light) -> dict[str, Any]:
    """What is stored of a light."""
    values = {name: str(value) for name, value in light.values.items()}
    return {"colour": light.colour.value, "template": light.template, "values": values}


def light_of(stored: Mapping[str, Any]) -> Light:
    """The light that was stored."""
    return Light(Colour(stored["colour"]), stored["template"], dict(stored["values"]))


def shown(light: Light | Mapping[str, Any], rule: str = "") -> ShownLight:
    """A light, or what was stored of one, for a page."""
    known = light if isinstance(light, Light) else light_of(light)
    return ShownLight(known.colour.value, known.sentence, rule)
