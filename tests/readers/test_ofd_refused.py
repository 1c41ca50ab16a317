"""OFD files that are broken, locked or mean harm; signatures, and what was changed after them."""

import base64
import contextlib
import hashlib
import io
import zipfile

import pytest
from tests.ofd import NAMESPACE, document, image, packed, page_part, parts, text
from tests.readers.laid_out import blocks_of, lines, notes, reading
from tests.timing import within

from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.readers.limits import Limits
from jiheng.readers.ofd.images import page_images
from jiheng.readers.ofd.reader import read_here

PAGE = "Doc_0/Pages/Page_0/Content.xml"


def refused(data, limits=DEFAULT_LIMITS):
    with pytest.raises(UnreadableSourceError) as caught:
        reading(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value.code


def _changed(part, content):
    return packed(parts(lines("甲。"), lines("乙。")) | {part: content})


# ── Broken and locked ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keep", [0.02, 0.5, 0.95])
def test_a_truncated_file(keep):
    whole = document(lines("甲。"))
    assert refused(whole[: int(len(whole) * keep)]) == "damaged-zip"


def test_an_encrypted_package():
    assert refused(_changed("Encryptions.xml", "<Encryptions/>")) == "encrypted"


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml"])
def test_a_part_without_which_nothing_is_known(part):
    assert refused(_changed(part, "<broken")) == "damaged-ofd"


def test_a_package_without_a_document():
    assert refused(packed({"OFD.xml": f'<OFD xmlns="{NAMESPACE}"/>'})) == "damaged-ofd"


def test_a_damaged_page_is_told_and_the_others_are_read():
    broken = _changed(PAGE, "<broken")
    assert blocks_of(broken) == ["乙。"]
    assert notes(broken) == [("damaged-pages", {"pages": "1"})]
    missing = parts(lines("甲。"), lines("乙。"), lines("丙。"))
    del missing[PAGE], missing["Doc_0/Pages/Page_1/Content.xml"]
    assert notes(packed(missing)) == [("damaged-pages", {"pages": "1–2"})]


def test_no_page_is_whole():
    made = parts(lines("甲。"))
    del made[PAGE]
    assert refused(packed(made)) == "damaged-ofd"


def test_entities_are_not_resolved():
    secret = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><Page xmlns="{NAMESPACE}">&e;</Page>'
    assert refused(_changed("Doc_0/Document.xml", secret)) == "external-entities"
    assert blocks_of(_changed(PAGE, secret)) == ["乙。"]


def test_damaged_resources_cost_what_they_hold_only():
    assert blocks_of(_changed("Doc_0/PublicRes.xml", "<broken")) == ["甲。", "乙。"]


@pytest.mark.parametrize("size", ["0", "-3", "1e400", "nan", "", "x"])
def test_absurd_numbers(size):
    page = text(20, 30, "绩效目标").replace('Size="3.5"', f'Size="{size}"')
    wild = f'<ofd:TextObject Boundary="{size} 1 2 3" Size="3" CTM="1 0 0 {size} 0 0"><ofd:TextCode X="{size}">乙</ofd:TextCode></ofd:TextObject>'
    assert "绩效目标" in blocks_of(document(page + wild))


# ── Too much ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pages_beyond_the_limit():
    made = parts(lines("甲。"))
    many = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 20
    made["Doc_0/Document.xml"] = made["Doc_0/Document.xml"].replace("<ofd:Pages>", f"<ofd:Pages>{many}")
    assert refused(packed(made), Limits(pages=10)) == "too-many-pages"


def test_drawings_that_multiply_are_stopped_at_once():
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{n + 1}" Boundary="0 0 210 297"/>' * 60
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(30, 37)
    )
    start = '<ofd:CompositeObject ResourceID="30" Boundary="0 0 210 297"/>'
    data = document(start, resources=f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>")
    assert len(data) < 20_000
    with within(5), pytest.raises(UnreadableSourceError) as caught:
        read_bytes(data, Limits(cpu_seconds=1))
    assert caught.value.code in {"too-many-objects", "too-slow"}


def test_templates_on_many_pages_count_on_each():
    made = parts(lines("甲。"), common='<ofd:TemplatePage ID="20" BaseLoc="T.xml"/>')
    made["Doc_0/T.xml"] = page_part("".join(text(20, 20, "乙" * 1000) for _ in range(200)))
    use = '<ofd:Template TemplateID="20"/>'
    made[PAGE] = page_part(lines("甲。"), before=use)
    many = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 50
    made["Doc_0/Document.xml"] = made["Doc_0/Document.xml"].replace("<ofd:Pages>", f"<ofd:Pages>{many}")
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(packed(made), Limits(cpu_seconds=1))
    assert caught.value.code in {"too-many-objects", "too-slow", "too-much-memory"}


def test_a_flipped_byte_is_read_or_refused():
    whole = document(lines("甲。", "乙。"))
    for position in range(0, len(whole), 23):
        broken = bytearray(whole)
        broken[position] ^= 0x55
        with contextlib.suppress(UnreadableSourceError):
            read_here(bytes(broken), DEFAULT_LIMITS)


# ── Scans ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pages_that_are_pictures_are_handed_on():
    resources = '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    made = parts(image(0, 0, 210, 297), lines("甲。"), resources=resources) | {"Doc_0/Res/p.png": b"PNG"}
    data = packed(made)
    assert read_here(data, DEFAULT_LIMITS) == (None, [1])
    (page,) = page_images(data, [1], DEFAULT_LIMITS)
    assert (page.number, round(page.width), round(page.height)) == (1, 595, 842)
    ((content, matrix),) = page.images
    assert content == b"PNG"
    assert [round(value) for value in matrix] == [595, 0, 0, 842, 0, 0]


# ── Signatures ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _signed(algorithm="sm3", method="1.2.156.10197.1.401", value=b""):
    made = parts(lines("甲。"), body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>")
    digest = base64.b64encode(hashlib.new(algorithm, made[PAGE].encode()).digest()).decode()
    start = f'xmlns:ofd="{NAMESPACE}"'
    made["Doc_0/Signs/Signatures.xml"] = (
        f'<ofd:Signatures {start}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>'
    )
    made["Doc_0/Signs/Sign_0/Signature.xml"] = (
        f'<ofd:Signature {start}><ofd:SignedInfo><ofd:Provider ProviderName="签名软件"/>'
        "<ofd:SignatureDateTime>20250107101500Z</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="{method}"><ofd:Reference FileRef="/{PAGE}"><ofd:CheckValue>{digest}'
        "</ofd:CheckValue></ofd:Reference></ofd:References></ofd:SignedInfo>"
        "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    )
    if value:
        made["Doc_0/Signs/Sign_0/SignedValue.dat"] = value
    return made


def _der(tag, *contents):
    content = b"".join(contents)
    length = len(content)
    return bytes([tag, length]) + content if length < 128 else bytes([tag, 0x82]) + length.to_bytes(2) + content


SEAL = _der(
    0x30,
    _der(0x30, _der(0x16, b"ES"), _der(0x02, b"\4"), _der(0x16, b"MAKER")),
    _der(0x16, b"99990100000001"),
    _der(0x30, _der(0x02, b"\1"), _der(0x0C, "云溪经济开发区管理委员会".encode()), b"\0" * 200),
)


@pytest.mark.parametrize(
    ("algorithm", "method"),
    [("sm3", "1.2.156.10197.1.401"), ("sm3", "SM3"), ("sha1", "1.3.14.3.2.26"), ("sha256", "SHA256"), ("md5", "")],
)
def test_a_signature_is_listed_and_the_parts_it_covers_are_compared(algorithm, method):
    if algorithm not in hashlib.algorithms_available:
        pytest.skip("the cryptographic library of this machine has no SM3")
    made = _signed(algorithm, method)
    signed = ("signed", {"who": "签名软件", "when": "2025-01-07", "count": 1})
    assert notes(packed(made)) == [signed]
    made[PAGE] = made[PAGE].replace("甲", "乙")
    changed = ("changed-since-signed", {"who": "签名软件", "count": 1, "parts": f"/{PAGE}"})
    assert notes(packed(made)) == [signed, changed]


def test_a_seal_tells_its_own_name():
    assert notes(packed(_signed(value=b"\x30\x82\0\0" + SEAL)))[0][1]["who"] == "云溪经济开发区管理委员会"


@pytest.mark.parametrize("length", range(0, len(SEAL), 7))
def test_a_seal_that_breaks_off(length):
    assert notes(packed(_signed(value=SEAL[:length])))[0][1]["who"] in {"签名软件", "云溪经济开发区管理委员会"}


def test_signatures_that_are_not_there_are_told():
    made = _signed()
    del made["Doc_0/Signs/Sign_0/Signature.xml"]
    assert notes(packed(made)) == [("signature-damaged", {})]
    made["Doc_0/Signs/Signatures.xml"] = "<broken"
    assert notes(packed(made)) == [("signature-damaged", {})]
    unknown = _signed(method="crc32")
    unknown[PAGE] = unknown[PAGE].replace("甲", "乙")
    assert [code for code, _ in notes(packed(unknown))] == ["signed"]


def test_a_bomb_in_the_package_is_not_expanded():
    stream = io.BytesIO(document(lines("甲。")))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("Doc_0/Pages/Page_0/Content.xml.bak", b"\0" * 1000)
        package.writestr("Doc_0/big.xml", b" " * (40 * 1024 * 1024))
    assert blocks_of(stream.getvalue()) == ["甲。"]
