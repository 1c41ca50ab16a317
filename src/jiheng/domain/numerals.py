"""Chinese numerals: 三, 十二, 两百, 一万五千, 二〇二四."""

from __future__ import annotations

__all__ = ["CHINESE_DIGITS", "chinese_to_int", "int_to_chinese"]

_ZEROS = "零〇○"
_DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_SCALES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = (("亿", 100_000_000), ("万", 10_000))
CHINESE_DIGITS = "".join(_DIGITS) + "".join(_SCALES) + "".join(char for char, _size in _GROUPS)
"""Every character that a numeral may hold."""

_LONGEST = 24
"""一千一百一十一亿… is shorter; what is longer writes no number that a person would."""

_DIGIT_NAMES = "零一二三四五六七八九"


def chinese_to_int(text: str) -> int | None:
    """The number that `text` writes, or None where it is no well-formed numeral.

    Digits without scales are read one by one where a zero shows that they are meant so (二〇二四); 三五 is “three or
    five”. A last digit without its scale is one place below the scale before it: 两千五 is 2500, 两千零五 is 2005.
    """
    if not text or len(text) > _LONGEST or any(char not in CHINESE_DIGITS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        if len(text) > 1 and not any(zero in text for zero in _ZEROS):
            return None
        return int("".join(str(_DIGITS[char]) for char in text))
    return _grouped(text, _GROUPS)


def _grouped(text: str, groups: tuple[tuple[str, int], ...]) -> int | None:
    """Cut at 亿, then at 万; what is between is below 10,000."""
    if not groups:
        return _section(text)
    (char, size), *lower = groups
    head, found, tail = text.partition(char)
    if not found:
        return _grouped(text, tuple(lower))
    high = _grouped(head, tuple(lower))
    if len(tail) == 1 and tail not in _ZEROS:
        low = _DIGITS.get(tail, 0) * size // 10 or None
    else:
        low = _grouped(tail, tuple(lower)) if tail else 0
    return None if high is None or low is None else high * size + low


def _section(text: str) -> int | None:
    """A numeral below 10,000; None where its scales do not fall or two digits stand side by side."""
    total = 0
    scale = 10_000
    digit: int | None = None
    after_zero = False
    for char in text:
        if char in _SCALES:
            if _SCALES[char] >= scale or (digit is None and char != "十"):  # 百姓, 千家万户
                return None
            scale = _SCALES[char]
            total += (1 if digit is None else digit) * scale
            digit, after_zero = None, False
        elif char not in _DIGITS or digit is not None or (after_zero and char in _ZEROS):
            return None
        elif char in _ZEROS:
            after_zero = True
        else:
            digit = _DIGITS[char]
    if digit is None:
        return None if after_zero or not text else total
    return total + digit * (1 if after_zero or scale == 10_000 else scale // 10)


def int_to_chinese(number: int) -> str:
    """A number from 1 to 9999 as headings are counted: 3 is 三, 12 is 十二, 105 is 一百零五."""
    if not 0 < number < 10_000:
        raise ValueError(number)
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += _DIGIT_NAMES[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text
