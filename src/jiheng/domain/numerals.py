"""Chinese numerals: 三, 十二, 两百, 一万五千, 二〇二四."""

from __future__ import annotations

__all__ = ["CHINESE_DIGITS", "chinese_to_int"]

_DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_SCALES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
CHINESE_DIGITS = "".join(_DIGITS) + "".join(_SCALES) + "".join(_GROUPS)


def chinese_to_int(text: str) -> int | None:
    """The number that `text` writes, or None where it is no well-formed numeral."""
    if not text or any(char not in CHINESE_DIGITS for char in text):
        return None
    if all(char in _DIGITS for char in text):  # read digit by digit: 二〇二四
        return int("".join(str(_DIGITS[char]) for char in text))
    total = group = 0
    digit: int | None = None
    for char in text:
        if char in _DIGITS:
            if digit:  # 三五个 is a range in speech, not 35
                return None
            digit = _DIGITS[char]
        elif char in _SCALES:
            group += (1 if digit is None else digit) * _SCALES[char]
            digit = None
        else:
            if not group and digit is None:
                return None
            total = (total + group + (digit or 0)) * _GROUPS[char]
            group, digit = 0, None
    return total + group + (digit or 0)
