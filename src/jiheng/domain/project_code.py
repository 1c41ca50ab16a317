"""The 21-character project code (项目编码) and its check character.

``13073024P00045710004Y`` = region 130730 (GB/T 2260) · year 24 · ``P`` · serial 000457 · type 1 · sequence 0004 ·
check ``Y``. The rule of the check character was worked out from 29 published codes, all of which satisfy it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

__all__ = ["ALPHABET", "CodeScheme", "ProjectCode", "check_character", "parse_project_code"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters that carry a value, in the order of their values (no I, O, S, V, Z)."""

_VALUES = {char: value for value, char in enumerate(ALPHABET)}
_CHECKED = re.compile(rf"(\d{{6}})(\d\d)P([{ALPHABET}]{{6}})(\d)(\d{{4}})([{ALPHABET}])", re.ASCII)
_SICHUAN = re.compile(r"(51\d{4})(\d\d)([A-OQ-Z])(\d{12})", re.ASCII)
_LEGACY = re.compile(r"(\d{6})(\d\d)([0-9A-Z]{13})", re.ASCII)
_LAST_LEGACY_YEAR = 21


class CodeScheme(StrEnum):
    """Which system issued a code."""

    CHECKED = "checked"
    """Since 2022: ``P`` in place 9 and a check character at the end."""
    LEGACY = "legacy"
    """Before 2022: region, year and 13 random characters; no check is known."""
    SICHUAN = "sichuan"
    """Region 51, year, a letter for the kind of project, 12 digits; no check is known."""
    MALFORMED = "malformed"
    """None of the known shapes."""


class ProjectCode(NamedTuple):
    """A code taken apart; `region` and `year` are None where the shape is unknown."""

    text: str
    scheme: CodeScheme
    region: str | None
    year: int | None
    expected_check: str | None
    """The check character that the first 20 characters call for (`CHECKED` only)."""

    @property
    def is_valid(self) -> bool:
        """A known shape and, where there is one, the right check character."""
        return self.scheme is not CodeScheme.MALFORMED and self.expected_check in (None, self.text[-1])


def check_character(first20: str) -> str:
    """The check character behind the first 20 characters of a code.

    Raises:
        ValueError: not 20 characters, or one that carries no value.
    """
    if len(first20) != 20:
        raise ValueError(first20)
    try:
        weighted = sum(_VALUES[char] * pow(3, place, 31) for place, char in enumerate(first20))
    except KeyError as error:
        raise ValueError(first20) from error
    return ALPHABET[(30 - weighted) % 31]


def parse_project_code(text: str) -> ProjectCode:
    """Take a code apart; total over all strings."""
    if match := _CHECKED.fullmatch(text):
        return ProjectCode(text, CodeScheme.CHECKED, match[1], 2000 + int(match[2]), check_character(text[:20]))
    if (match := _SICHUAN.fullmatch(text)) is not None:
        return ProjectCode(text, CodeScheme.SICHUAN, match[1], 2000 + int(match[2]), None)
    match = _LEGACY.fullmatch(text)
    # A P in place 9 claims the check character; a damaged one must not pass as a code of the old system.
    if match and int(match[2]) <= _LAST_LEGACY_YEAR and text[8] != "P":
        return ProjectCode(text, CodeScheme.LEGACY, match[1], 2000 + int(match[2]), None)
    return ProjectCode(text, CodeScheme.MALFORMED, None, None, None)
