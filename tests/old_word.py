"""Word 97-2003 files built from bare structures, so that a test shows the very construct it is about."""

import struct
from typing import NamedTuple

_PAGE = 512
_START = 2048
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def sprm(code: int, operand: int | bytes) -> bytes:
    """A modifier; a number becomes as many bytes as the code asks for."""
    size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
    if isinstance(operand, int):
        operand = (operand & (1 << 8 * size) - 1).to_bytes(size, "little")
    return struct.pack("<H", code) + operand


class P(NamedTuple):
    """A paragraph: text with the mark that ends it, modifiers, number of its style, character runs.

    `runs` are (first character, last one + 1, modifiers).
    """

    text: str
    properties: bytes = b""
    style: int = 0
    runs: tuple[tuple[int, int, bytes], ...] = ()


IN_TABLE = sprm(0x2416, 1)
HIDDEN, DELETED = sprm(0x083C, 1), sprm(0x0800, 1)


def depth(level: int) -> bytes:
    """A paragraph in a table in a table …"""
    return IN_TABLE + sprm(0x6649, level)


def definition(edges, flags=()) -> bytes:
    """The modifier that gives a row its cells: 1 first of merged ones, 2 merged, 0x60 begins downwards, 0x20 goes on."""
    count = len(edges) - 1
    flags = [*flags, *[0] * (count - len(flags))]
    content = bytes([count]) + struct.pack(f"<{count + 1}h", *edges)
    content += b"".join(struct.pack("<H18x", flag) for flag in flags)
    return sprm(0xD608, struct.pack("<H", len(content) + 1) + content)


def row(*cells, edges=None, flags=(), more=b"", runs=()) -> list[P]:
    """A row of a table; a cell is text or the paragraphs of a table in it."""
    paragraphs = []
    for cell in cells:
        inner, text = (cell, "") if isinstance(cell, list) else ([], cell)
        lines = text.split("\n")
        paragraphs += [*inner, *(P(line + "\r", IN_TABLE) for line in lines[:-1]), P(lines[-1] + "\x07", IN_TABLE)]
    edges = edges or [1000 * n for n in range(len(cells) + 1)]
    return [*paragraphs, P("\x07", IN_TABLE + sprm(0x2417, 1) + definition(edges, flags) + more, runs=runs)]


def inner_row(*cells: str) -> list[P]:
    """A row of a table in a table."""
    end = sprm(0x244C, 1) + definition([500 * n for n in range(len(cells) + 1)])
    return [*(P(text + "\r", depth(2) + sprm(0x244B, 1)) for text in cells), P("\r", depth(2) + end)]


def style(
    name: str, built_in: int = 0xFFE, base: int = 0xFFF, properties: bytes = b"", characters: bytes = b""
) -> bytes:
    """An entry of the style sheet."""
    entry = struct.pack("<HHHHH", built_in, 1 | base << 4, 2, 0, 0)
    entry += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    for part in (b"\0\0" + properties, characters):
        entry += struct.pack("<H", len(part)) + part + b"\0" * (len(part) % 2)
    return struct.pack("<H", len(entry)) + entry


def level(form: int, text: str, start: int = 1) -> bytes:
    """A level of a list; a character below 9 stands for the number of that level."""
    return struct.pack("<iB23x", start, form) + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def document(
    *paragraphs,
    styles=(),
    lists=(),
    fonts=(),
    one_byte=False,
    order=None,
    changes=None,
    lists_of_changes=(),
    flags=0,
    version=193,
) -> bytes:
    """A .doc.

    Args:
        paragraphs: a `P`, its text, or a list of them.
        styles: entries of the style sheet; numbers count from 0.
        lists: for each list the levels.
        fonts: names.
        one_byte: whether text is stored as Windows-1252.
        order: the order in which paragraphs lie in the file, which has a piece for each then.
        changes: number of paragraph → number in `lists_of_changes` that its piece carries.
        lists_of_changes: modifiers.
        flags: of the file information block.
        version: of the program that wrote it.
    """
    flat = []
    for item in paragraphs:
        flat += item if isinstance(item, list) else [P(item + "\r") if isinstance(item, str) else item]
    text, places = _text(flat, order or range(len(flat)), "cp1252" if one_byte else "utf-16-le")
    stored = sorted(range(len(flat)), key=places.__getitem__)
    papx = [(*places[n], struct.pack("<H", flat[n].style) + flat[n].properties) for n in stored]
    chpx = [run for n in stored for run in _stretches(flat[n], *places[n], 1 if one_byte else 2)]
    characters, text = _pages(chpx, text, _characters)
    properties, text = _pages(papx, text, _paragraphs)
    lengths = [len(p.text.encode("utf-16-le")) // 2 for p in flat]
    pieces = [(lengths[n], places[n][0], (changes or {}).get(n)) for n in range(len(flat))]
    parts = {
        12: (characters, b""),
        13: (properties, b""),
        33: (_pieces(pieces, one_byte, lists_of_changes), b""),
        1: (struct.pack("<HHH14x", 18, len(styles), 10) + b"".join(styles), b""),
        15: (struct.pack("<HH", len(fonts), 0) + b"".join(map(_font, fonts)), b""),
        **_lists(lists),
    }
    table, header = bytearray(16), bytearray(text[:_START])
    struct.pack_into("<HH6xH", header, 0, 0xA5EC, version, 0x0200 | flags)
    struct.pack_into("<H28xH12xi", header, 0x20, 14, 22, sum(lengths))
    for part, (content, outside) in parts.items():
        struct.pack_into("<II", header, 0x9A + 8 * part, len(table), len(content))
        table += content + outside
    return container({"WordDocument": bytes(header) + text[_START:], "1Table": bytes(table)})


def _text(flat, order, codec):
    """The text stream, and of each paragraph the bytes where it begins and ends there."""
    text, places = b"\0" * _START, {}
    for number in order:
        content = flat[number].text.encode(codec)
        places[number] = len(text), len(text) + len(content)
        text += content
    return text + b"\0" * (-len(text) % _PAGE), places


def _stretches(paragraph, start, end, step):
    """The character runs of a paragraph without gaps."""
    at = start
    for first, last, properties in paragraph.runs:
        yield from ((at, start + first * step, b""), (start + first * step, start + last * step, properties))
        at = start + last * step
    yield at, end, b""


def _lists(lists):
    heads = b"".join(struct.pack("<i22xBx", n + 1, len(levels) == 1) for n, levels in enumerate(lists))
    uses = b"".join(struct.pack("<i12x", n + 1) for n in range(len(lists))) + b"\xff" * 4 * len(lists)
    return {
        73: (struct.pack("<H", len(lists)) + heads, b"".join(b"".join(levels) for levels in lists)),
        74: (struct.pack("<I", len(lists)) + uses, b""),
    }


def _pages(runs, text, pack):
    """The index of the pages, and the text stream with them."""
    runs = [run for run in runs if run[0] < run[1]]
    bounds, numbers = [], []
    while runs:
        count = min(len(runs), 8)
        page = None
        while page is None:
            page = pack(runs[:count])
            count -= page is None
        numbers.append(len(text) // _PAGE)
        bounds.append(runs[0][0])
        last = runs[count - 1][1]
        text += page
        runs = runs[count:]
    return struct.pack(f"<{len(bounds) + 1}I{len(numbers)}I", *bounds, last, *numbers), text


def _page(runs, entry, pack_one):
    head = 4 * (len(runs) + 1) + entry * len(runs)
    page = bytearray(_PAGE)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *(run[0] for run in runs), runs[-1][1])
    at = _PAGE - 2
    for number, run in enumerate(runs):
        content = pack_one(run[2])
        if not content:
            continue
        at = (at - len(content)) // 2 * 2
        if at < head:
            return None
        page[at : at + len(content)] = content
        page[4 * (len(runs) + 1) + entry * number] = at // 2
    page[-1] = len(runs)
    return bytes(page)


def _paragraphs(runs):
    def one(properties):
        properties += b"\0" * (len(properties) % 2)
        return bytes([0, len(properties) // 2]) + properties

    return _page(runs, 13, one)


def _characters(runs):
    return _page(runs, 1, lambda properties: bytes([len(properties)]) + properties if properties else b"")


def _pieces(pieces, one_byte, lists):
    positions = [0]
    entries = b""
    for length, place, change in pieces:
        positions.append(positions[-1] + length)
        where = 0x40000000 | place * 2 if one_byte else place
        entries += struct.pack("<HIH", 0, where, 0 if change is None else change << 1 | 1)
    table = struct.pack(f"<{len(positions)}I", *positions) + entries
    changes = b"".join(b"\x01" + struct.pack("<H", len(block)) + block for block in lists)
    return changes + b"\x02" + struct.pack("<I", len(table)) + table


def _font(name):
    entry = b"\0" * 39 + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(entry)]) + entry


def container(streams: dict[str, bytes]) -> bytes:
    """An OLE container with these streams."""
    sectors, chain = [], []

    def put(content):
        """Store it; the number of its first sector."""
        first, count = len(sectors), -(-len(content) // _PAGE)
        sectors.extend(content[n * _PAGE : (n + 1) * _PAGE].ljust(_PAGE, b"\0") for n in range(count))
        chain.extend([*range(first + 1, first + count), _END])
        return first

    directory = [_entry("Root Entry", 5, _FREE, 1, _END, size=0)]
    for number, (name, content) in enumerate(streams.items(), 1):
        long = content.ljust(4096, b"\0")  # shorter ones would have to lie elsewhere
        right = number + 1 if number < len(streams) else _FREE
        directory.append(_entry(name, 2, right, _FREE, put(long), size=len(long)))
    first = put(b"".join(directory))
    tables = 1
    while tables * 128 < len(sectors) + tables:
        tables += 1
    chain += [_TABLE] * tables
    chain += [_FREE] * (tables * 128 - len(chain))
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header = struct.pack("<8s16xHHHHH10xI", signature, 0x3E, 3, 0xFFFE, 9, 6, tables)
    header += struct.pack("<I4xIIIII", first, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(len(sectors), len(sectors) + tables), *[_FREE] * (109 - tables))
    return header + b"".join(sectors) + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name, kind, right, child, start, *, size):
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child, start, size)


def word_95(text: str) -> bytes:
    """A file of Word 95: all in one stream, at other offsets."""
    body, start = text.encode("cp1252"), 1024
    end = start + len(body)
    size = end + -end % _PAGE
    page = struct.pack("<II503xB", start, end, 1)
    pages = struct.pack("<IIH", start, end, size // _PAGE) + struct.pack("<IIH", start, end, size // _PAGE + 1)
    style_sheet = struct.pack("<HHH14x", 18, 0, 10)
    header = bytearray(start)
    struct.pack_into("<HH", header, 0, 0xA5DC, 104)
    struct.pack_into("<III", header, 0x18, start, end, size + 2 * _PAGE + 64)
    struct.pack_into("<I", header, 0x34, len(body))
    tail = size + 2 * _PAGE
    struct.pack_into("<IIII", header, 0x58, *(tail, len(style_sheet)) * 2)
    tail += len(style_sheet)
    struct.pack_into("<IIII", header, 0xB8, tail, 10, tail + 10, 10)
    return container({"WordDocument": bytes(header) + body + b"\0" * (size - end) + page * 2 + style_sheet + pages})
