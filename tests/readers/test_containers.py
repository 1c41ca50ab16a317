"""Archives and mails: every file inside by its name, locked ones with a password, and nothing that does harm."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from email.message import EmailMessage

import py7zr
import pytest
import pyzipper
from tests import outlook

from jiheng import engine
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.containers import members
from jiheng.readers.limits import MEGABYTE

FILES = {"甲/a.txt": b"1" * 1000, "b.txt": b"", "c.txt": b"x"}
PAGE = b"<table>" + b"<tr><td>1<td>2<td>3</tr>" * 6 + b"</table>"


def found(data, name="报送", passwords=(), **settings):
    """Path → content, or the code of the reason why there is none."""
    result = {}
    for member in members(lambda: data, name=name, passwords=passwords, **settings):
        try:
            result[str(member.path)] = member.error.code if member.error else member.load()
        except UnreadableSourceError as error:
            result[str(member.path)] = error.code
    return result


def outcome(data, **settings):
    """What is found, or the code of the reason why nothing is."""
    try:
        return found(data, **settings)
    except UnreadableSourceError as error:
        return error.code


def refusal(data, **settings):
    with pytest.raises(UnreadableSourceError) as caught:
        found(data, **settings)
    return caught.value.code


def tar(entries, mode="w", *, links=(), encoding="utf-8"):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as target:
        for name, content in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            target.addfile(info, io.BytesIO(content))
        for name, kind in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            target.addfile(info)
    return stream.getvalue()


def seven_zip(entries, password=None, **settings):
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w", password=password, **settings) as target:
        for name, content in entries:
            target.writestr(content, name)
    return stream.getvalue()


def zipped(entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return stream.getvalue()


def aes_zip(entries, password):
    stream = io.BytesIO()
    with pyzipper.AESZipFile(stream, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as target:
        target.setpassword(password.encode())
        for name, content in entries.items():
            target.writestr(name, content)
    return stream.getvalue()


def old_lock(name, content, password):
    """A zip with one file locked as programs have done since 1989."""
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = []
    for number in range(256):
        value = number
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)

    def update(byte):
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 255]
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 255]

    for byte in password:
        update(byte)
    locked = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(content) >> 24]) + content:
        mask = keys[2] | 2
        locked.append(byte ^ (mask * (mask ^ 1) >> 8) & 255)
        update(byte)
    plain = bytearray(zipped({name: bytes(locked)}))
    sum_, size = zlib.crc32(content).to_bytes(4, "little"), len(content).to_bytes(4, "little")
    for at, flag in ((0, 6), (plain.index(b"PK\1\2"), 8)):
        plain[at + flag] |= 1
        plain[at + flag + 8 : at + flag + 12] = sum_
        plain[at + flag + 16 : at + flag + 20] = size
    return bytes(plain)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_archives_however_they_are_packed(mode):
    assert found(tar(FILES, mode)) == FILES


def test_links_and_devices_are_told_and_never_followed():
    data = tar(
        {"a.txt": b"x"}, links=[("链.txt", tarfile.SYMTYPE), ("硬.txt", tarfile.LNKTYPE), ("设备", tarfile.CHRTYPE)]
    )
    assert found(data) == {"a.txt": b"x", "链.txt": "link", "硬.txt": "link", "设备": "link"}
    link = zipfile.ZipInfo("链.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    assert found(zipped({"a.txt": b"x", link: "/etc/passwd"})) == {"a.txt": b"x", "链.txt": "link"}


def test_names_never_lead_out_of_the_folder():
    data = tar({"../../a.txt": b"1", "/b.txt": b"2", "C:\\c.txt": b"3"})
    assert found(data) == {"a.txt": b"1", "b.txt": b"2", "c.txt": b"3"}


def test_names_in_the_encoding_of_chinese_windows():
    assert found(tar({"绩效.txt": b"x"}, encoding="gbk")) == {"绩效.txt": b"x"}


def test_a_single_packed_file_is_called_after_its_archive():
    assert found(gzip.compress(b"a") + gzip.compress(b"b"), name="表.docx.gz") == {"表.docx": b"ab"}
    assert found(bz2.compress(b"a"), name="表.txt.bz2") == {"表.txt": b"a"}
    assert found(lzma.compress(b"a"), name="表.txt.xz") == {"表.txt": b"a"}


def test_archives_and_mails_in_one_another():
    inner = tar({"底.txt": b"x"}, "w:gz")
    message = EmailMessage()
    message["To"] = "x@example.org"
    message.add_attachment(inner, maintype="application", subtype="gzip", filename="处.tgz")
    data = zipped({"局.7z": seven_zip([("来信.eml", message.as_bytes())]), "a.txt": b"1", "假.gz": b"no"})
    assert found(data) == {"a.txt": b"1", "假.gz": b"no", "局.7z/来信.eml/处.tgz/底.txt": b"x"}


def test_seven_zip_with_names_twice_and_links():
    data = seven_zip([("x.txt", b"1"), ("空.txt", b""), ("x.txt", b"22"), ("甲\\乙.txt", b"3")])
    assert found(data) == {"x.txt": b"1", "x（2）.txt": b"22", "空.txt": b"", "甲/乙.txt": b"3"}


@pytest.mark.parametrize(
    "make",
    [
        lambda password: seven_zip([("a.txt", b"x" * 99)], password),
        lambda password: seven_zip([("a.txt", b"x" * 99)], password, header_encryption=True),
        lambda password: aes_zip({"a.txt": b"x" * 99}, password),
        lambda password: old_lock("a.txt", b"x" * 99, password.encode("gbk")),
    ],
    ids=["7z", "7z with its names", "zip with AES", "zip of old"],
)
def test_locked_archives_open_with_one_of_the_passwords(make):
    data = make("密码")
    assert found(data, passwords=("错", "密码")) == {"a.txt": b"x" * 99}
    for passwords, code in (((), "locked"), (("错",), "wrong-password")):
        assert outcome(data, passwords=passwords) in (code, {"a.txt": code})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(bytes(300 * MEGABYTE), 1), "too-large-inside"),
        (gzip.compress(b"abc")[:-9], "damaged-zip"),
        (tar({"a.txt": bytes(2000)})[:1024], "damaged-zip"),
        (seven_zip([("a.txt", b"x")])[:-9], "damaged-zip"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(99), "archive"),
        (b"PK\3\4" + bytes(99), "damaged-zip"),
    ],
    ids=["bomb", "gzip cut off", "tar cut off", "7z cut off", "rar", "zip cut off"],
)
def test_what_cannot_be_opened_is_said(data, code):
    assert refusal(data) == code


def test_too_many_files_are_too_many():
    limits = DEFAULT_LIMITS._replace(parts=3)
    entries = {f"{n}.txt": b"" for n in range(4)}
    for data in (zipped(entries), tar(entries), tar(entries, "w:gz"), seven_zip(entries.items())):
        assert refusal(data, limits=limits) == "too-many-parts"


def test_a_file_that_is_no_container_is_its_own_content():
    assert found(b"abc") == {".": b"abc"}
    (member,) = engine.contents(b"abc")
    assert member.load() == b"abc"


def mail(*attachments, html=None):
    message = EmailMessage()
    message["Subject"], message["To"] = "报送", "x@example.org"
    message.set_content("见附件")
    if html:
        message.add_alternative(html.decode(), subtype="html")
    for name, content, *kind in attachments:
        maintype, subtype = (*kind, "application/octet-stream")[0].split("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message


def test_attachments_of_a_mail_and_of_the_mails_in_it():
    message = mail(("绩效目标表.docx", b"1"), ("winmail.dat", b"2", "application/ms-tnef"), html=b"<p>hello</p>")
    message.add_attachment(mail(("内.xls", b"3")))
    assert found(message.as_bytes()) == {"绩效目标表.docx": b"1", "winmail.dat": "tnef", "报送.eml/内.xls": b"3"}


def test_a_mail_whose_text_is_a_table():
    (name,) = found(mail(html=PAGE).as_bytes())
    assert name == "正文.html"


def test_names_as_old_programs_write_them():
    part = (
        "--q\nContent-Type: application/octet-stream{}\nContent-Disposition: attachment{}\n"
        "Content-Transfer-Encoding: base64\n\neA==\n"
    )
    body = (
        part.format("", '; filename="甲.doc"')
        + part.format('; name="=?gb2312?B?0tLpRi54bHM=?="', "")
        + part.format("", "; filename*=gb2312''%B1%FB.txt")
        + part.format("", '; filename="../../etc/丁.txt"')
    )
    head = 'To: x\nSubject: y\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="q"\n\n'
    data = (head + body + "--q--\n").encode("gb18030")
    assert found(data) == dict.fromkeys(("甲.doc", "乙镕.xls", "丙.txt", ".._.._etc_丁.txt"), b"x")


def test_mails_that_outlook_saved():
    long = b"x" * 5000
    inner = outlook.mail(outlook.attachment("内.xls", long), subject="转发")
    data = outlook.saved(
        outlook.mail(
            outlook.attachment("绩效目标表.docx", long),
            outlook.attachment("SHORT~1.TXT", long, code="3704"),
            outlook.attachment("转发", inner),
            outlook.attachment("winmail.dat", long),
            html=PAGE,
        )
    )
    result = found(data)
    assert result.pop("正文.html").startswith(PAGE)
    assert result == {"绩效目标表.docx": long, "SHORT~1.TXT": long, "转发.msg/内.xls": long, "winmail.dat": "tnef"}


def test_pictures_of_the_text_are_no_attachments():
    message = mail(("a.txt", b"1"), html=b'<img src="cid:x">')
    message.add_attachment(b"2", maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<x>")
    message.add_attachment(b"3", maintype="image", subtype="png", filename="scan.png")
    assert found(message.as_bytes()) == {"a.txt": b"1", "scan.png": b"3"}
    logo = outlook.attachment("logo.png", b"x" * 5000) | outlook.text("3712", "x@y")
    scan = outlook.attachment("scan.png", b"x" * 5000) | outlook.text("3712", "z")
    assert list(found(outlook.saved(outlook.mail(logo, scan, html=b"<img src=cid:x@y>")))) == ["scan.png"]


def test_mails_in_mails_without_end():
    inner = outlook.mail(outlook.attachment("底.txt", b"x" * 5000))
    for _ in range(20):
        inner = outlook.mail(outlook.attachment("套", inner))
    assert list(found(outlook.saved(inner)).values()) == ["too-deep-mail"]
    message = mail(("底.txt", b"x"))
    for _ in range(20):
        outer = mail()
        outer.add_attachment(message)
        message = outer
    assert list(found(message.as_bytes()).values()) == ["archive-too-deep"]


@pytest.mark.parametrize("kind", ["gzip", "tar", "7z", "eml", "msg"])
def test_a_container_is_not_read_as_one_document(kind):
    data = {
        "gzip": gzip.compress(b"x"),
        "tar": tar(FILES),
        "7z": seven_zip(FILES.items()),
        "eml": mail(("a.txt", b"x")).as_bytes(),
        "msg": outlook.saved(outlook.mail()),
    }[kind]
    with pytest.raises(UnreadableSourceError) as caught:
        engine.read(data)
    assert (caught.value.code, caught.value.values["format"]) == ("container", kind)
