"""Workbooks built from bare XML and bare records, so that a test shows the very construct it is about."""

import io
import struct
import zipfile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsx(*sheets, styles="", strings=(), properties="", states=(), namespace=_MAIN):
    """A .xlsx; each sheet is the XML inside its ``<worksheet>``."""
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}" {state}/>'
        for n, state in enumerate([*states, *[""] * (len(sheets) - len(states))], 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    relations += f'<Relationship Id="t" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    root = f'<Relationship Id="w" Type="{_OFFICE}/officeDocument" Target="/xl/workbook.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{_OFFICE}">{properties}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{namespace}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{"".join(f"<si>{s}</si>" for s in strings)}</sst>',
    }
    for number, content in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{namespace}">{content}</worksheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet(*rows, merged=(), style=0, columns=""):
    """The XML of a sheet from rows of values: None is no cell, a number a number, XML itself, the rest a text."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + at)}{number}", value, style) for at, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    ranges = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    return f"{columns}<sheetData>{''.join(lines)}</sheetData><mergeCells>{ranges}</mergeCells>"


def _cell(reference, value, style):
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'
    if value.startswith("<"):
        return value
    if not value:
        return f'<c r="{reference}" s="{style}"/>'
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'


def formats(*codes):
    """Styles 1, 2 … with these number formats."""
    listed = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>' for n, code in enumerate(codes)
    )
    used = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    return f'<numFmts>{listed}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs>'


FRAMED = '<borders><border/><border><left style="thin"/></border></borders><cellXfs><xf/><xf borderId="1"/></cellXfs>'
"""Styles of which 1 has a border."""


def record(kind, *pieces, pack=""):
    """A record of a .xls; with `pack`, of values packed so."""
    body = struct.pack(f"<{pack}", *pieces) if pack else b"".join(pieces)
    return struct.pack("<HH", kind, len(body)) + body


def wide(text):
    """A text with its length and flags, two bytes a character."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def stream(cells, *, version=0x0600, before=b"", strings=None):
    """The stream of a workbook with one sheet."""
    begin = record(0x0809, version, 5, 0, 0, pack="HHHH")
    shared = b""
    if strings is not None:
        pieces = strings if isinstance(strings, list) else [struct.pack("<II", 9, 9) + strings]
        shared = record(0xFC, pieces[0]) + b"".join(record(0x3C, piece) for piece in pieces[1:])
    head = begin + before + shared
    name = "表".encode("utf-16-le") if version == 0x0600 else "表".encode("gb18030")
    tail = bytes([1, 1]) + name if version == 0x0600 else bytes([2]) + name
    offset = len(head) + 4 + 6 + len(tail) + 4
    listed = record(0x85, struct.pack("<IBB", offset, 0, 0) + tail)
    return head + listed + record(0x0A) + record(0x0809, version, 16, 0, 0, pack="HHHH") + cells + record(0x0A)


def xls(content, name="Workbook"):
    """A container with one stream; large enough that it needs no short sectors."""
    content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
    count = len(content) // 512
    nothing = 0xFFFFFFFF
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, nothing, 0, len(content)) + bytes(256)
    tables = -(-(count + 2) // 128)
    chain = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6s", 0x3E, 3, 0xFFFE, 9, 6, b"")
    header += struct.pack("<IIIIIIIII", 0, tables, count, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = [count + 1 + n for n in range(tables)]
    header += struct.pack(f"<{len(listed)}I", *listed).ljust(436, b"\xff")
    return header + content + directory.ljust(512, b"\0") + table


def _entry(label, kind, child, start, size):
    raw = label.encode("utf-16-le")
    nothing = 0xFFFFFFFF
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw) + 2, kind, 1, nothing, nothing, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
