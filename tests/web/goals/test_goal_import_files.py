"""Importing what holds files or is locked: each document by itself, what cannot be read with the reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.web.goals.test_goal_import import EXAMPLE, bring

from jiheng.engine import read
from jiheng.publishing import publish
from jiheng.web.audit.models import Entry
from jiheng.web.goals import uploads
from jiheng.web.goals.models import Goal, Upload, UploadState
from jiheng.web.goals.waiting import read_later

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
NAME = "主导产业招商活动经费"


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def mail(name: str, data: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["To"] = "报送", "office@example.org"
    message.set_content("请查收")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def states() -> dict[str, str]:
    return dict(Upload.objects.values_list("name", "state"))


@pytest.fixture(scope="module")
def docx() -> bytes:
    return publish(read(EXAMPLE), "docx", tables={1})


def test_each_document_of_an_archive_has_its_own_preview(signed_in: Browser, docx: bytes) -> None:
    browser = signed_in("preparer")
    files = {
        "甲/目标.docx": docx,
        "说明.txt": "没有表".encode(),
        "__MACOSX/._a.docx": b"x",
        "a.exe": b"MZ",
        "b.docx": docx,
    }
    _status, text = bring(browser, "报送.zip", zipped(files))
    assert states() == {
        "报送.zip › 甲 › 目标.docx": "read", "报送.zip › 说明.txt": "failed", "报送.zip › b.docx": "read",
    }  # fmt: skip
    assert "其中 1 份没有读出" in text
    assert "没有找到绩效目标表" in text
    first = Upload.objects.get(name__contains="甲")
    assert first.tables == 1
    assert first.sha256 == Upload.objects.get(name__contains="b.docx").sha256
    browser.post(reverse("goals:import_take", args=[first.pk]), {"table": ["1"]})
    assert Goal.objects.get().name == NAME
    assert Entry.objects.get(action="goals.imported").after["file"] == "报送.zip › 甲 › 目标.docx"
    browser.post(reverse("goals:import_discard", args=[Upload.objects.get(state="failed").pk]))
    assert list(states()) == ["报送.zip › b.docx"]


def test_the_only_document_of_a_mail_is_shown_at_once(signed_in: Browser, docx: bytes) -> None:
    _status, text = bring(signed_in("preparer"), "来信.eml", mail("目标.docx", docx))
    assert "导入预览 · 来信.eml › 目标.docx" in text
    assert NAME in text


def locked(docx: bytes) -> bytes:
    pyzipper = pytest.importorskip("pyzipper")
    stream = io.BytesIO()
    with pyzipper.AESZipFile(stream, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword("暗号7".encode())
        archive.writestr("甲.docx", docx)
        archive.writestr("乙.docx", docx)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("password", "said"),
    [("", "文件设有密码。请填写密码再传"), ("错的", "密码不对，没有打开"), ("暗号7", "里面有 2 份文件")],
)
def test_a_locked_archive_asks_for_its_password(signed_in: Browser, docx: bytes, password: str, said: str) -> None:
    file = SimpleUploadedFile("密.zip", locked(docx))
    answer = signed_in("preparer").post(reverse("goals:import"), {"file": file, "password": password}, follow=True)
    text = answer.content.decode()
    assert said in text
    assert "--password" not in text
    assert Upload.objects.count() == (2 if password == "暗号7" else 1)
    assert not password or password not in text
    assert not password or password not in str(list(Upload.objects.values()) + list(DBTaskResult.objects.values()))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("炸弹.zip", zipped({f"{n}.docx": bytes(15 << 20) for n in range(6)})),
        ("太多.zip", zipped({f"{n}.txt": b"x" for n in range(60)})),
        ("空.zip", zipped({"a.exe": b"MZ"})),
        ("套娃.eml", mail("1.eml", mail("2.eml", mail("3.eml", mail("4.eml", mail("5.eml", b"x")))))),
        ("断.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
        ("空.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
    ids=["bomb", "many", "nothing", "mails", "7z", "msg"],
)
def test_hostile_containers_give_one_clear_line(signed_in: Browser, name: str, data: bytes) -> None:
    status, text = bring(signed_in("preparer"), name, data)
    assert status == 422
    assert text.count('class="problem"') == 1
    assert not [upload for upload in Upload.objects.all() if bytes(upload.data)]


def test_paths_out_of_an_archive_lead_nowhere(signed_in: Browser, docx: bytes) -> None:
    bring(signed_in("preparer"), "../x/报.zip", zipped({"../../tmp/a.docx": docx, "C:\\<b>b<\\b>.docx": docx}))
    assert set(states()) == {"报.zip › tmp › a.docx", "报.zip › <b>b< › b>.docx"}


def test_what_is_not_read_in_a_few_seconds_is_read_beside_the_site(
    signed_in: Browser, docx: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_AT_ONCE", 0.0)
    browser = signed_in("preparer")
    _status, text = bring(browser, "报送.zip", zipped({"a.docx": docx, "b.txt": b"x"}))
    assert set(states().values()) == {UploadState.READING}
    assert 'hx-select="#files"' in text
    waits = Upload.objects.get(name__endswith="a.docx")
    assert "正在读取" in browser.get(reverse("goals:import_preview", args=[waits.pk])).content.decode()
    assert browser.post(reverse("goals:import_take", args=[waits.pk]), {"table": ["1"]}).status_code == 404
    for upload in Upload.objects.all():
        read_later.call(upload.pk)
    assert sorted(states().values()) == ["failed", "read"]
    waiting_page = browser.get(reverse("goals:import_preview", args=[waits.pk]), headers={"HX-Request": "true"})
    assert waiting_page.headers["HX-Refresh"] == "true"
