"""Dates and times in spreadsheets: a count of days since the end of 1899, or of 1903."""

from __future__ import annotations

from datetime import datetime, timedelta

__all__ = ["date_text", "is_date_token"]

_LAST = 2_958_465  # 31 December 9999
_LEAP_BUG = 60  # the day that spreadsheets believe 29 February 1900 to have been
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - a list of words reads best as words
_WEEKDAYS = "一二三四五六日"
_ELAPSED = {"h": 3600, "m": 60, "s": 1}
_Token = tuple[str, str]


def is_date_token(kind: str, text: str) -> bool:
    """Whether a token of a format code belongs to a date or a time."""
    return kind in {"date", "half"} or (kind == "bracket" and _is_elapsed(text))


def _is_elapsed(text: str) -> bool:
    return bool(text) and len(set(text.lower())) == 1 and text[0].lower() in _ELAPSED


def date_text(value: float, section: list[_Token], *, since_1904: bool) -> str | None:
    """`value` as a date or time under one section of a format; None where it is none."""
    if not 0 <= value <= _LAST:
        return None
    places = max(
        (len(text.partition(".")[2]) for kind, text in section if kind == "date" and text[0] in "sS"), default=0
    )
    moment = _moment(value, places, since_1904=since_1904)
    is_halved = any(kind == "half" for kind, _ in section)
    parts: list[str] = []
    for index, (kind, text) in enumerate(section):
        if kind == "date":
            parts.append(_part(moment, _meant(section, index), is_halved=is_halved))
        elif kind == "half":
            morning, _, evening = text.partition("/")
            parts.append(morning if moment.hour < 12 else evening)
        elif kind == "bracket" and _is_elapsed(text):
            elapsed = round(value * 86400) // _ELAPSED[text[0].lower()]
            parts.append(str(elapsed).zfill(len(text)))
        elif kind == "literal" or (kind == "mark" and text in "/.,"):
            parts.append(text)
    return "".join(parts).strip()


def _moment(value: float, places: int, *, since_1904: bool) -> datetime:
    first = (1904, 1, 1) if since_1904 else (1899, 12, 31 if value < _LEAP_BUG else 30)
    start = datetime(*first)  # noqa: DTZ001 - spreadsheets know no time zones
    unit = 10 ** max(0, 6 - places)
    microseconds = round(value * 86_400_000_000 / unit) * unit
    end = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 - as above
    return min(start + timedelta(microseconds=microseconds), end) if value + 1462 < _LAST else end


def _meant(section: list[_Token], index: int) -> str:
    """The token at `index`; an ``m`` beside hours or seconds means minutes and becomes ``M``."""
    token = section[index][1].lower()
    if token[0] == "m" and len(token) <= 2:
        earlier = next((t for k, t in reversed(section[:index]) if is_date_token(k, t) and k != "half"), "")
        later = next((t for k, t in section[index + 1 :] if is_date_token(k, t) and k != "half"), "")
        if earlier[:1].lower() == "h" or later[:1].lower() == "s":
            return token.upper()
    return token


def _part(moment: datetime, token: str, *, is_halved: bool) -> str:
    letter, width = token[0], len(token.partition(".")[0])
    if letter in "ye":
        return f"{moment.year % 100:02}" if width <= 2 and letter == "y" else str(moment.year)
    if letter == "m" and width >= 3:
        return _MONTHS[moment.month - 1]
    if letter == "a" or (letter == "d" and width >= 3):
        return ("星期" if width == 4 else "周") + _WEEKDAYS[moment.weekday()]
    hour = (moment.hour % 12 or 12) if is_halved else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "M": moment.minute, "s": moment.second}[letter]
    text = f"{number:02}" if width >= 2 else str(number)
    places = len(token.partition(".")[2])
    return f"{text}.{moment.microsecond:06}"[: len(text) + 1 + places] if places else text
