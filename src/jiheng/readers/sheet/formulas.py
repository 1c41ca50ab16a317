"""Formulas that are none: who types ``=100%`` or ``=1个`` as a target gets a formula, and loses the sign.

A formula that computes nothing – a single number, or words that mean nothing to the program – is read as it was typed.
"""

from __future__ import annotations

import re

__all__ = ["typed_text"]

_PERCENT = re.compile(r"\d+(?:\.\d+)?%")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORDS = re.compile(r"[^()\[\]!:+*/&^<>=\"'{}$]+")
_LONGEST = 100


def typed_text(formula: str, *, unknown_name: bool, is_plain: bool) -> str | None:
    """What was typed, None for a formula that computes.

    Args:
        formula: without the sign in front.
        unknown_name: it came to ``#NAME?``.
        is_plain: the cell has no number format; where it has one (an amount), a number is meant as a number.
    """
    text = formula.strip()
    if not text or len(text) > _LONGEST:
        return None
    if _PERCENT.fullmatch(text) or (is_plain and _NUMBER.fullmatch(text)) or (unknown_name and _WORDS.fullmatch(text)):
        return f"={text}"
    return None
