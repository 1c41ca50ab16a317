"""Files that mean harm, are broken, or are not what they are called."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from tests import old_word, pdf
from tests.pdf_lock import Lock
from tests.readers.specimens import specimens
from tests.readers.workbook import sheet, xlsx
from tests.shared import SHARED
from tests.word import p, package, tbl, tc, tr, xml

__all__ = ["NAMES", "multipart", "refused", "strange"]

_DATA = Path(__file__).parents[2] / "data"
_BOUNDARY = "b0undary"
NAMES = (
    b"../../../etc/passwd", b"..\\..\\windows\\win.ini", b"/etc/passwd", b"a\x00b.docx", b"<script>hq7z()</script>.docx",
    b'"; filename=x.docx', b"\xd6\xd0\xce\xc4.docx", "\u202excod.exe".encode(), b"CON", b"." * 300, b"x" * 3000, b"\xff\xfe",
    b"{{ hq7z }}.docx", b"=cmd|hq7z.xlsx", b"a%0d%0ab.docx",
)  # fmt: skip
"""What a browser that is none may say a file is called, as it goes over the line."""


def refused() -> dict[str, bytes]:
    """Name → content of files in which no reader finds goals: the answer is a reason."""
    whole, generator = package(p("甲") * 500), random.Random(7)
    nested = p("甲")
    for _level in range(25):
        nested = tbl(tr(tc(p("外") + nested), "旁"))
    return {
        "空.docx": b"",
        "空白.txt": b"\n\n  ",
        "随机.docx": b"\x01" + generator.randbytes(50_000),
        "随机.pdf": b"%PDF-1.7\n" + generator.randbytes(50_000),
        "随机.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + generator.randbytes(50_000),
        "半截.docx": whole[: len(whole) // 2],
        "炸弹.docx": _bomb(300),
        "表中表.docx": package(nested),
        "外部实体.docx": _document('<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
        "十亿大笑.docx": _document(f"<!DOCTYPE w [{_laughs()}]>", "&a9;"),
        "套娃.zip": _zip({"a.zip": _zip({"b.zip": _zip({"c.docx": whole})})}),
        "穿越.zip": _zip({"../../../tmp/x.docx": whole, "/etc/x.docx": whole}),
        "国标.zip": _zip({"中文".encode("gb18030").decode("cp437"): whole}),
        "材料.rar": b"Rar!\x1a\x07" + bytes(100),
        "程序.exe": b"MZ" + b"\x90" * 500,
        "图片.pdf": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "五千页.pdf": pdf.document(*["0 0 m"] * 5000),
        "加锁.pdf": pdf.document(pdf.text(60, 60, "甲"), lock=Lock("owner", "user")),
        "大表.xlsx": xlsx('<dimension ref="A1:XFD1048576"/>' + sheet(["甲", "乙"])),
        "脚本.html": b"<html><script>hq7z()</script><img src=x onerror=hq7z()><p>none</p></html>",
        "深.json": b'{"projects": ' * 10_000 + b"1" + b"}" * 10_000,
        "假.json": b'{"projects": [{"form": "hebei-project-goals", "budget": {"total": "9e999"}}]}',
        "坏流.doc": old_word.container({"WordDocument": generator.randbytes(5000), "1Table": b"x" * 5000}),
        **{f"密码.{kind}": (_DATA / f"protected.{kind}").read_bytes() for kind in ("doc", "docx", "xls", "xlsx")},
    }


def strange() -> dict[str, bytes]:
    """Name → content of files that are damaged or called something else: read or refused, either will do."""
    kinds = {kind: specimens(kind)[0][1] for kind in ("docx", "html", "pdf", "xls", "xlsx", "doc")}
    hostile = kinds["html"].replace("招商经费".encode("gb18030"), b"&lt;script&gt;hq7z()&lt;/script&gt;=1+1")
    flipped = bytearray(kinds["doc"])
    for place in range(600, len(flipped), 97):
        flipped[place] ^= 0x55
    folder = SHARED / "fixtures" / "external" / "doc"
    others = sorted(folder.glob("*.doc"), key=lambda path: path.stat().st_size)[:3] if folder.is_dir() else []
    return {
        "其实是网页.docx": hostile,
        "其实是表格.doc": kinds["xlsx"],
        "其实是文档.pdf": kinds["docx"],
        "改了几位.doc": bytes(flipped),
        "少了一截.xls": kinds["xls"][:-700],
        "少了一截.pdf": kinds["pdf"][:-300],
        **{path.name: path.read_bytes() for path in others},
    }


def multipart(name: bytes, data: bytes) -> tuple[bytes, str]:
    """A form with a file of that name, and its content type."""
    line, field = b"--%s\r\n" % _BOUNDARY.encode(), b"Content-Disposition: form-data; name="
    token = line + field + b'"token"\r\n\r\nx\r\n'
    file = line + field + b'"file"; filename="%s"\r\n\r\n' % name + data + b"\r\n"
    return token + file + line[:-2] + b"--\r\n", f"multipart/form-data; boundary={_BOUNDARY}"


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _bomb(megabytes: int) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _each in range(megabytes):
            part.write(b" " * (1 << 20))
    return stream.getvalue()


def _document(prologue: str, text: str) -> bytes:
    body = xml("document", f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>")
    return _zip({"word/document.xml": body.replace("<w:document", prologue + "<w:document").encode()})


def _laughs() -> str:
    return '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
