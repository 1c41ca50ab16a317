"""Mails as Outlook saves them, built from bare structures: streams in folders in folders of an OLE container."""

import struct
from itertools import pairwise

_PAGE = 512
_LEAST = 4096  # shorter streams would have to lie elsewhere, so they are filled up
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM, _FOLDER, _ROOT = 2, 1, 5


def text(code: str, value: str) -> dict[str, bytes]:
    """A property that is a text."""
    return {f"__substg1.0_{code}001F": value.encode("utf-16-le")}


def attachment(name: str, content, *, code: str = "3707") -> dict:
    """An attached file, or an attached mail where `content` is one."""
    kind = "000D" if isinstance(content, dict) else "0102"
    return {**text(code, name), f"__substg1.0_3701{kind}": content}


def mail(*attachments: dict, html: bytes | None = None, subject: str = "来信") -> dict:
    """What a mail holds."""
    body = {"__substg1.0_10130102": html} if html else {}
    numbered = {f"__attach_version1.0_#{number:08X}": each for number, each in enumerate(attachments)}
    return {"__properties_version1.0": b"\0" * 32, **text("0037", subject), **body, **numbered}


def saved(content: dict) -> bytes:
    """The file."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries: list[list] = []

    def put(data):
        first, count = len(sectors), -(-len(data) // _PAGE)
        sectors.extend(data[n * _PAGE : (n + 1) * _PAGE].ljust(_PAGE, b"\0") for n in range(count))
        chain.extend([*range(first + 1, first + count), _END])
        return first

    def add(name, value, kind):
        number = len(entries)
        entries.append([name, kind, _FREE, _FREE, _END, 0])
        if isinstance(value, dict):
            children = [add(key, each, _FOLDER if isinstance(each, dict) else _STREAM) for key, each in value.items()]
            for one, next_one in pairwise(children):
                entries[one][2] = next_one
            entries[number][3] = children[0] if children else _FREE
        else:
            filled = value.ljust(_LEAST, b"\0")
            entries[number][4:] = [put(filled), len(filled)]
        return number

    add("Root Entry", content, _ROOT)
    first = put(b"".join(map(_entry, entries)))
    tables = 1
    while tables * 128 < len(sectors) + tables:
        tables += 1
    chain += [_TABLE] * tables
    chain += [_FREE] * (tables * 128 - len(chain))
    header = struct.pack("<8s16xHHHHH10xI", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, tables)
    header += struct.pack("<I4xIIIII", first, _LEAST, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(len(sectors), len(sectors) + tables), *[_FREE] * (109 - tables))
    return header + b"".join(sectors) + struct.pack(f"<{len(chain)}I", *chain)


def _entry(fields):
    name, kind, right, child, start, size = fields
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw) + 2, kind, 1, _FREE, right, child, start, size)
