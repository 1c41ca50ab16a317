"""统一社会信用代码 (GB 32100-2015): 18 characters, the last of them a check character."""

from __future__ import annotations

__all__ = ["is_credit_code"]

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BASE = len(_SIGNS)
_LENGTH = 18


def is_credit_code(code: str) -> bool:
    """Whether the characters are among those that are used, and the last one fits the others."""
    if len(code) != _LENGTH or any(sign not in _SIGNS for sign in code):
        return False
    weighed = sum(_SIGNS.index(sign) * pow(3, place, _BASE) for place, sign in enumerate(code[:-1]))
    return _SIGNS[-weighed % _BASE] == code[-1]
