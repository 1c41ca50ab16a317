"""Small PDF files, written by hand: text in a Chinese standard font, lines, boxes, pictures."""

import zlib

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)
PICTURE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nx\nendstream"
SIZE = 10
A4 = (595, 842)


def text(x, y, content, size=SIZE, matrix=(1, 0, 0, 1)):
    """`content` with its top left corner at x, y from the top left of the page (`matrix`: how it is turned)."""
    a, b, c, d = matrix
    code = content.encode("utf-16-be").hex()
    return f"BT /F {size} Tf {a} {b} {c} {d} {x} {{{y} + {size * 0.88}}} Tm <{code}> Tj ET"


def line(x0, y0, x1, y1):
    return f"{x0} {{{y0}}} m {x1} {{{y1}}} l S"


def box(x, y, width, height):
    """A filled box."""
    return f"{x} {{{y + height}}} {width} {height} re f"


def cells(xs, ys, rows, *, skip=(), padding=5, size=SIZE):
    """A ruled table: `rows` of texts (None: covered by the cell before or above), each line of a text on its own line.

    `skip` names the borders that are left out: ("h", row, column) below a cell, ("v", row, column) on its right.
    """
    rows_of, columns_of = range(len(ys) - 1), range(len(xs) - 1)
    parts = [
        line(xs[c], ys[r], xs[c + 1], ys[r]) for r in range(len(ys)) for c in columns_of if ("h", r - 1, c) not in skip
    ]
    parts += [
        line(xs[c], ys[r], xs[c], ys[r + 1]) for c in range(len(xs)) for r in rows_of if ("v", r, c - 1) not in skip
    ]
    for y, row in zip(ys, rows, strict=False):
        for x, content in zip(xs, row, strict=False):
            pieces = enumerate((content or "").split("\n"))
            parts += [text(x + padding, y + 4 + n * size * 1.3, piece, size) for n, piece in pieces if piece]
    return "\n".join(parts)


def document(*pages, size=A4, rotate=0, box=None, extra="", trailer=b"", lock=None):
    """A file of pages; a page is a sequence of drawing instructions (or one string of them). `lock` encrypts it."""
    objects = [b"", b"", FONT, PICTURE]
    kids = []
    for page in pages:
        content = page if isinstance(page, str) else "\n".join(page)
        stream = zlib.compress(_upwards(content, size[1]).encode("latin-1"))
        kids.append(len(objects) + 1)
        media = box or (0, 0, *size)
        objects.append(
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[{' '.join(map(str, media))}]/Rotate {rotate}{extra}"
                f"/Resources<</Font<</F 3 0 R>>/XObject<</P 4 0 R>>>>/Contents {len(objects) + 2} 0 R>>"
            ).encode()
        )
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + b"\nendstream")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{n} 0 R' for n in kids)}]>>".encode()
    if lock:
        objects = [lock.encrypt(number, content) for number, content in enumerate(objects, 1)]
        trailer += lock.trailer
    return _file(objects, trailer)


def _upwards(content, height):
    """Instructions with y from the bottom, as PDF wants them: `{y}` and `{y + z}` are y from the top."""
    pieces = content.split("{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        y, rest = piece.split("}", 1)
        out.append(f"{height - sum(float(part) for part in y.split('+')):.2f}{rest}")
    return "".join(out)


def _file(objects, trailer):
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R" % (len(objects) + 1) + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
