"""What people with bad intentions, bad luck or a bad program put into fields.

Each text carries `MARK`: where it comes out again it is known, and where a page would run it, it names a function
of that name.
"""

from __future__ import annotations

from urllib.parse import quote

__all__ = ["DATES", "LONG", "MARK", "NUMBERS", "TEXTS", "encoded", "packed"]

MARK = "hq7z"

TEXTS = {
    "script": "<script>hq7z()</script>",
    "image": '"><img src=x onerror=hq7z()>',
    "attribute": "' onfocus=hq7z() autofocus x='",
    "drawing": "<svg/onload=hq7z() hq7z>",
    "closing": "</textarea></script><b hq7z>",
    "comment": "--><hq7z><!--",
    "cdata": "]]>&hq7z;&#0;<!ENTITY",
    "link": "javascript:hq7z()",
    "data link": "data:text/html,<b hq7z>",
    "template": "{{ hq7z }}{% hq7z %}",
    "format": "{hq7z}{0.x}%(hq7z)s%s%n",
    "json": '"],"hq7z":{"\\u0027":1}}',
    "formula": "=cmd|'/C hq7z'!A0",
    "plus": "+1+1 hq7z",
    "minus": "-1+1 hq7z",
    "at": "@SUM(1) hq7z",
    "wide formula": "＝1+1 hq7z",
    "tab formula": "\t=1+1 hq7z",
    "return formula": "\r=1+1 hq7z",
    "line formula": "hq7z\n=1+1",
    "hidden formula": "\x00=1+1 hq7z",
    "zero": "hq7z\x00hq7z",
    "controls": "hq7z\x01\x08\x0b\x1f\x7f\x85\x9f",
    "surrogate": "hq7z\ud800\udfffx\udc00",
    "no characters": "hq7z\uffff\ufffe\ufdd0\U0010ffff",
    "bidi": "hq7z\u202egpj.exe\u2066\u200f",
    "no width": "\ufeffhq7z\u200b\u200d\u2060\u00ad",
    "four bytes": "hq7z😀👩\u200d👩\u200d👧🀄𠮷\U000e0041",
    "combining": "hq7ze" + "\u0301\u0489" * 12,
    "lines": "hq7z\u2028\u2029\u0085\x0c",
    "path": "../../etc/passwd%00hq7z",
    "other path": "C:\\hq7z\\..\\NUL:$I30",
    "header": "hq7z\r\nSet-Cookie: a=b",
    "query": "'; DROP TABLE hq7z; --",
    "wildcard": "%hq7z_\\[a-z]*?",
    "typst": '#read("/etc/passwd")#hq7z $ @a',
    "typst code": "#{hq7z} *_`= <x> \\ /* // ~ [",
    "terminal": "\x1b[31mhq7z\x1b]0;x\x07",
    "shell": "$(hq7z)`hq7z`;|&",
    "addresses": "hq7z@a.b,<c@d.e>,",
}  # fmt: skip

LONG = {
    "empty": "",
    "blank": " \t\u3000\u200b\xa0 ",
    "255": "长" * 255,
    "256": "长" * 256,
    "10 kB": "hq7z长" * 1500,
    "combining": "hq7ze" + "\u0301" * 5000,
}

NUMBERS = (
    "9e999", "1" * 400, "NaN", "-Infinity", "-1", "0", "1.5", "1_0", "0x10", "１２", "²", "壹", str(2**31), str(2**63),
)  # fmt: skip

DATES = (
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "-2026-01-01", "٢٠٢٦-٠١-٠١", "2026-1-1x",
    "0001-01-01T00:00", "9999-12-31T23:59", "2026-06-01T25:61", "1900-01-01T00:00", "99999999999999999999",
)  # fmt: skip


def packed(room: int) -> list[str]:
    """All texts, as many in one as fit into `room` characters; those with a NUL, which are refused, by themselves."""
    packs = [""]
    for text in TEXTS.values():
        if "\x00" in text:
            packs.insert(0, text)
        elif packs[-1] and len(packs[-1]) + 1 + len(text) <= room:
            packs[-1] += f" {text}"
        else:
            packs.append(text)
    return [text for text in packs if text]


def encoded(text: str) -> str:
    """`text` as part of an address or a form; even what is no character goes over the line as bytes."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
