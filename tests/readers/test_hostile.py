"""Files from outside that mean harm, or are merely broken: one clear reason, little memory, no crash."""

import contextlib
import io
import os
import resource
import subprocess
import sys
import zipfile

import pytest
from tests.timing import within
from tests.word import p, package, tbl, tc, tr, xml

from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes


def refused(data, limits=DEFAULT_LIMITS):
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value.code


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def document(prologue="", text="甲"):
    body = xml("document", f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>")
    return zipped(**{"word/document.xml": body.replace("<w:document", prologue + "<w:document")})


@pytest.mark.parametrize("data", [b"", b"\n\n  ", b"\0" * 1000])
def test_nothing_inside(data):
    assert refused(data) == "empty"


def test_random_bytes_are_no_text():
    generator = __import__("random").Random(7)
    for size in (50, 1000, 100_000):
        assert refused(b"\x01" + generator.randbytes(size)) == "binary"


@pytest.mark.parametrize("keep", [0.02, 0.5, 0.95, 0.999])
def test_a_truncated_package(keep):
    whole = package(p("甲") * 500)
    assert refused(whole[: int(len(whole) * keep)]) == "damaged-zip"


def test_a_package_with_a_flipped_byte_is_read_or_refused():
    whole = package("".join(p(f"第{n}段") for n in range(200)))
    for position in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[position] ^= 0x55
        with contextlib.suppress(UnreadableSourceError):  # most flips are refused, not all matter
            assert read_bytes(bytes(broken), DEFAULT_LIMITS).format == "docx"


def test_a_zip_that_is_no_word_document():
    assert refused(zipped(**{"a.txt": "甲"})) == "not-word"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="ppt/presentation.xml"/></Relationships>'
    assert refused(zipped(**{"_rels/.rels": relations, "ppt/presentation.xml": "<p/>"})) == "unsupported"


def test_a_main_part_of_another_name_is_found():
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>'
    body = xml("document", "<w:body>" + p("甲") + "</w:body>")
    assert (
        read_bytes(zipped(**{"_rels/.rels": relations, "word/document2.xml": body}), DEFAULT_LIMITS).blocks[0].text
        == "甲"
    )


def test_broken_xml_names_its_part():
    with pytest.raises(UnreadableSourceError, match=r"word/document\.xml"):
        read_bytes(zipped(**{"word/document.xml": "<w:document"}), DEFAULT_LIMITS)


def test_an_external_entity_is_not_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    doctype = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file://{secret}">]>'
    assert refused(document(doctype, "&e;")) == "external-entities"


def test_a_billion_laughs():
    entities = '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    with within(2):
        assert refused(document(f"<!DOCTYPE w [{entities}]>", "&a9;")) == "external-entities"


def test_a_zip_bomb_is_not_expanded():
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(b" " * 1024 * 1024)
    assert len(stream.getvalue()) < 1024 * 1024
    assert refused(stream.getvalue()) == "too-large-inside"


def test_a_zip_bomb_that_lies_about_its_size():
    honest = zipped(**{"word/document.xml": xml("document", "<w:body>" + p("甲" * 100_000) + "</w:body>")})
    size = len(xml("document", "<w:body>" + p("甲" * 100_000) + "</w:body>").encode())
    lying = honest.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    assert refused(lying) in {"damaged-zip", "damaged-xml"}


def test_too_many_parts():
    assert refused(zipped(**{f"word/{n}.xml": "" for n in range(60)}), Limits(parts=50)) == "too-many-parts"


def test_an_encrypted_zip():
    data = bytearray(package(p("甲")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    assert refused(bytes(data)) == "encrypted"


def ole(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + stream.encode("utf-16-le") + b"\0" * 600


def test_old_and_protected_office_files_are_named():
    assert refused(ole("EncryptedPackage")) == "encrypted"
    assert refused(ole("WordDocument")) == "damaged-ole"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"Rar!\x1a\x07", "archive"), (b"\x89PNG\r\n", "damaged-image"), (b"7z\xbc\xaf\x27\x1c", "container")],
)
def test_other_formats_are_named(data, code):
    assert refused(data + b"x" * 50) == code


def test_tables_in_tables_in_tables():
    body = p("甲")
    for _ in range(25):
        body = tbl(tr(tc(p("外") + body), "旁"))
    assert refused(package(body)) == "too-deep"


def test_elements_nested_a_thousand_times():
    assert (
        refused(package("<w:sdt><w:sdtContent>" * 1000 + p("甲") + "</w:sdtContent></w:sdt>" * 1000)) == "damaged-xml"
    )


def test_more_cells_than_any_table_has():
    rows = tr(tc("甲", span=1000)) * 60
    assert refused(package(tbl(rows)), Limits(cells=50_000)) == "too-many-cells"


def test_a_text_beyond_the_limit():
    assert refused(b"a" * 2000, Limits(text_size=1000)) == "too-large"


@pytest.mark.parametrize("kind", ["text", "bomb"])
def test_memory_stays_bounded(kind, tmp_path):
    """The real command on a 200 MB text and on a package with 2 GB inside, with 400 MB of address space to live in."""
    path = tmp_path / "大.docx"
    if kind == "text":
        with path.open("wb") as stream:
            stream.truncate(0)
            block = "项目绩效目标\n".encode() * 50_000
            while stream.tell() < 200 * 1024 * 1024:
                stream.write(block)
    else:
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("word/document.xml", "w", force_zip64=True) as part,
        ):
            zeros = b"\0" * (16 * 1024 * 1024)
            for _ in range(128):
                part.write(zeros)
    limit = 400 * 1024 * 1024
    run = subprocess.run(
        [sys.executable, "-c", "from jiheng.cli.main import entry; entry()", "read", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert run.returncode == 2
    lines = run.stderr.strip().splitlines()
    assert len(lines) == 1
    assert str(path) in lines[0]
    assert "MB" in lines[0]
