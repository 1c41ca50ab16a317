"""Files beside what people write: who may, what is taken, how it comes back."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import old_word

from jiheng.web.attachments.contents import FILE_SIZE, clean_name, suits
from jiheng.web.attachments.models import Attachment
from jiheng.web.attachments.owners import Owner, register_owner
from jiheng.web.attachments.selectors import attachments_of, places_of
from jiheng.web.attachments.services import MOST, attachment_add, attachment_remove
from jiheng.web.audit.models import Entry

PDF = b"%PDF-1.7\n1 0 obj\n"
THING = 7


@pytest.fixture
def thing(world):
    """Something that the preparer writes and the leader may look at."""
    writer, reader = world.people["preparer"], world.people["unit_leader"]
    register_owner(
        Owner(
            "test_thing",
            may_see=lambda actor, key: key == THING and actor in {writer, reader},
            may_change=lambda actor, key: key == THING and actor == writer,
            organization=lambda _key: world.units[0].code,
            page=lambda _key: "/",
        )
    )
    return {"owner": "test_thing", "owner_id": THING}


def _package(part, content="<x/>"):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(part, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("验收单.pdf", PDF),
        ("照片.JPG", b"\xff\xd8\xff\xe0"),
        ("合同.docx", _package("word/document.xml")),
        ("明细.xlsx", _package("xl/workbook.xml")),
        ("名单.csv", "姓名,人数\n张,1\n".encode("gb18030")),
        ("全部.zip", _package("x.txt")),
        ("批复.ofd", _package("OFD.xml")),
        ("说明.odt", _package("mimetype", "application/vnd.oasis.opendocument.text")),
        ("明细.ods", _package("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
        ("旧文.rtf", b"{\\rtf1 x}"),
        ("来信.eml", b"From: a@b\nTo: c@d\nSubject: x\n\nx"),
        ("来信.msg", old_word.container({"__properties_version1.0": b"x" * 64})),
        ("材料.7z", b"7z\xbc\xaf\x27\x1c\0\4"),
        ("扫描.TIFF", b"II*\0\x08"),
        ("照片.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
    ],
)
def test_papers_pictures_and_tables_are_taken(name, data):
    assert suits(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("病毒.exe", b"MZ\x90"),
        ("其实是程序.pdf", b"MZ\x90"),
        ("其实是网页.txt", b"<html><script>alert(1)</script>"),
        ("画.svg", b"<svg/>"),
        ("其实是表.docx", _package("xl/workbook.xml")),
        ("断了.zip", b"PK\x03\x04"),
        ("没有后缀", PDF),
        ("空.pdf", b""),
        ("其实是表.odt", _package("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
        ("其实是文.ods", _package("content.xml")),
        ("其实是网页.eml", b"<html><script>alert(1)</script>"),
        ("其实是网页.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n"),
        ("其实是图.webp", b"RIFF\x10\0\0\0WAVEfmt "),
        ("其实是文档.msg", old_word.container({"WordDocument": b"x" * 64})),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, data):
    assert not suits(name, data)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\资料\\验收单.pdf", "验收单.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("表\u202efdp.exe.pdf", "表fdp.exe.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("长" * 300 + ".pdf", "长" * 112 + ".pdf"),
    ],
)
def test_names_are_made_safe(name, kept):
    assert clean_name(name) == kept


def test_a_file_comes_back_as_a_download_and_never_as_a_page(thing, signed_in):
    browser = signed_in("preparer")
    address = reverse("attachments:files", kwargs=thing)
    sent = {"files": SimpleUploadedFile("验收单.pdf", PDF), "anchor": "indicators[2]"}
    answer = browser.post(address, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "验收单.pdf" in answer.content.decode()
    file = Attachment.objects.get()
    assert (file.anchor, file.size) == ("indicators[2]", len(PDF))
    download = browser.get(reverse("attachments:download", args=[file.pk]))
    assert download.content == PDF
    assert download.headers["Content-Type"] == "application/octet-stream"
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert download.headers["X-Content-Type-Options"] == "nosniff"


def test_several_at_once_and_what_cannot_be_taken_is_named(thing, signed_in):
    files = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.exe", b"MZ"), SimpleUploadedFile("c.png", b"x")]
    address = reverse("attachments:files", kwargs=thing)
    answer = signed_in("preparer").post(address, {"files": files}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert [name in text for name in ("a.pdf", "b.exe", "c.png")] == [True] * 3
    assert [each.name for each in attachments_of(**thing)] == ["a.pdf"]


def test_who_may_look_may_not_change_and_strangers_learn_nothing(thing, world, signed_in):
    file = attachment_add(**thing, name="a.pdf", data=PDF, actor=world.people["preparer"])
    with pytest.raises(PermissionDenied):
        attachment_add(**thing, name="b.pdf", data=PDF, actor=world.people["unit_leader"])
    with pytest.raises(PermissionDenied):
        attachment_remove(attachment=file, actor=world.people["unit_leader"])
    address = reverse("attachments:download", args=[file.pk])
    assert signed_in("unit_leader").get(address).status_code == 200
    assert signed_in("other_preparer").get(address).status_code == 404


def test_a_file_that_was_taken_away_is_not_listed_but_still_there(thing, world, signed_in):
    file = attachment_add(**thing, name="a.pdf", data=PDF, actor=world.people["preparer"])
    browser = signed_in("preparer")
    answer = browser.post(reverse("attachments:remove", args=[file.pk]), headers={"HX-Request": "true"})
    assert "a.pdf" not in answer.content.decode()
    assert not attachments_of(**thing).exists()
    assert browser.get(reverse("attachments:download", args=[file.pk])).content == PDF
    said = list(
        Entry.objects.filter(action__startswith="attachment.").order_by("number").values_list("action", flat=True)
    )
    assert said == ["attachment.added", "attachment.removed"]


def test_the_same_file_is_kept_once_and_too_much_is_refused(thing, world):
    actor = world.people["preparer"]
    first = attachment_add(**thing, name="a.pdf", data=PDF, actor=actor)
    assert attachment_add(**thing, name="b.pdf", data=PDF, actor=actor) == first
    with pytest.raises(ValidationError, match="20 MB"):
        attachment_add(**thing, name="c.pdf", data=PDF + b"x" * FILE_SIZE, actor=actor)
    Attachment.objects.bulk_create(
        Attachment(**thing, name="x.pdf", size=1, sha256=str(n), data=b"x", added_by=actor) for n in range(MOST - 1)
    )
    with pytest.raises(ValidationError, match=str(MOST)):
        attachment_add(**thing, name="d.pdf", data=PDF + b"2", actor=actor)


def test_the_files_of_many_places_take_one_query(thing, world, django_assert_num_queries):
    actor = world.people["preparer"]
    for number in range(3):
        attachment_add(
            **thing, name=f"{number}.pdf", data=PDF + b"%d" % number, actor=actor, anchor=f"indicators[{number}]"
        )
    with django_assert_num_queries(1):
        places = places_of(**thing, anchors=["", *(f"indicators[{n}]" for n in range(3))], actor=actor)
    assert [[file.name for file in place.files] for place in places.values()] == [[], ["0.pdf"], ["1.pdf"], ["2.pdf"]]
