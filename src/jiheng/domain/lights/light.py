"""What a light is, and the numbers that divide one colour from the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from jiheng.i18n import N_, _

__all__ = ["Colour", "Light", "LightRule", "light", "percent", "worst"]


class Colour(StrEnum):
    """The colours, the worst first; `rank` falls from red to none."""

    RED = "red"
    """It has failed or lags far behind: somebody has to act."""
    YELLOW = "yellow"
    """It may fail: look at it."""
    GREEN = "green"
    """As planned."""
    BLUE = "blue"
    """Far beyond what was planned: the target may be too low."""
    NONE = "none"
    """Nothing can be said yet."""

    @property
    def rank(self) -> int:
        """4 for red … 0 for none."""
        return 4 - tuple(Colour).index(self)

    @property
    def label(self) -> str:
        """The word that stands beside the colour."""
        return _(_LABELS[self])


_LABELS = {
    Colour.RED: N_("红灯"),
    Colour.YELLOW: N_("黄灯"),
    Colour.GREEN: N_("绿灯"),
    Colour.BLUE: N_("蓝灯"),
    Colour.NONE: N_("无灯"),
}


class Light(NamedTuple):
    """A colour and why.

    Attributes:
        template: the sentence, filled by `values` when read, so that it can be read in either language.
    """

    colour: Colour
    template: str
    values: dict[str, Any]

    @property
    def sentence(self) -> str:
        """The reason in the language in use."""
        words = {name: _(value) if name == "plan" else value for name, value in self.values.items()}
        return _(self.template).format(**words)


@dataclass(frozen=True, slots=True)
class LightRule:
    """Where one colour ends and the next begins; shares are of 1.

    Attributes:
        red_below, yellow_below: of what was due by that day (the common 60 % and 80 %).
        allowed_gap: so far behind the plan, as a share of the whole, nothing is said: 3 % spent where 5 % were planned.
        ahead: so far before the plan, spending is blue.
        exceeded: from this share of a target on it is blue.
        level_red_below: a rate below this share of its target is red, above it yellow.
        limit_tolerance: beyond its ceiling by up to this share an indicator is yellow, further red.
        warning_days: so many days before its date what is not done becomes yellow.
    """

    red_below: Decimal = Decimal("0.60")
    yellow_below: Decimal = Decimal("0.80")
    allowed_gap: Decimal = Decimal("0.10")
    ahead: Decimal = Decimal("0.30")
    exceeded: Decimal = Decimal("1.20")
    level_red_below: Decimal = Decimal("0.80")
    limit_tolerance: Decimal = Decimal("0.10")
    warning_days: int = 30


def light(colour: Colour, template: str, **values: Any) -> Light:
    """A light; the values are texts or whole numbers."""
    return Light(colour, template, values)


def percent(share: Decimal) -> str:
    """A share of 1 in per cent, with one decimal where it has one: ``58.3%``."""
    rounded = (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return f"{text.removesuffix('.0')}%"


def worst(lights: Iterable[Light]) -> Light | None:
    """The worst of several, the first of equals; None of none."""
    return max(lights, key=lambda each: each.colour.rank, default=None)
