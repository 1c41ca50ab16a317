"""Importing scans: recognised beside the site, shown as pictures, and what was hardly read is marked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests import ofd
from tests.web.goals.test_goal_import import EXAMPLE, bring

from jiheng.engine import read
from jiheng.errors import UnreadableSourceError
from jiheng.publishing import publish
from jiheng.readers import scan
from jiheng.web.goals import waiting
from jiheng.web.goals.models import Upload
from jiheng.web.goals.pictures import picture_of_page
from jiheng.web.goals.waiting import read_later

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")
pytest.importorskip("jiheng_fonts")
from tests.scans import encoded, in_pdf, picture  # noqa: E402 - it needs them

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
NAME = "主导产业招商活动经费"


@pytest.fixture(scope="module")
def page() -> bytes:
    """A scanned page, as a picture."""
    return bytes(encoded(picture(publish(read(EXAMPLE), "pdf", tables={1})), ".jpg"))


def test_a_scan_is_recognised_beside_the_site_and_its_pages_are_pictures(signed_in: Browser, page: bytes) -> None:
    browser = signed_in("preparer")
    _status, text = bring(browser, "扫描.jpg", page)
    assert "正在识别扫描件" in text
    upload = Upload.objects.get()
    assert (upload.state, upload.pages) == ("reading", 1)
    assert DBTaskResult.objects.count() == 1
    Upload.objects.update(pages_done=0)
    read_later.call(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.pages_done, upload.tables) == ("read", 1, 1)
    read_later.call(upload.pk)  # a worker that was killed after its work was written
    project = upload.document["projects"][0]
    project["confidence"] |= {"name": 0.5, "indicators[0].target": 0.71}
    Upload.objects.update(document=upload.document)
    text = browser.get(reverse("goals:import_preview", args=[upload.pk])).content.decode()
    assert NAME in text
    assert "识别没有把握（可信度 0.71）" in text
    shown = browser.get(reverse("goals:import_page", args=[upload.pk, 1]))
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.content.startswith(b"\x89PNG")
    assert page not in shown.content


def test_a_scan_thrown_away_is_not_read_on(signed_in: Browser, page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in("preparer")
    bring(browser, "扫描.pdf", in_pdf_of(page))
    upload = Upload.objects.get()

    def read_scan(_data: bytes, _name: str, _pages: int, tell: Callable[[int, int], None]) -> None:
        tell(1, 3)
        status = browser.get(reverse("goals:import_preview", args=[upload.pk])).content.decode()
        assert "已完成 1 / 3 页" in status
        browser.post(reverse("goals:import_discard", args=[upload.pk]))
        tell(2, 3)
        raise AssertionError("it was read on")

    monkeypatch.setattr(waiting, "read_scan", read_scan)
    read_later.call(upload.pk)
    assert not Upload.objects.exists()


def test_pages_of_images_and_of_scans_in_ofd_are_drawn_anew(page: bytes) -> None:
    shown = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    _, tiff = cv2.imencodemulti(".tiff", [shown, 255 - shown])
    drawn = [cv2.imdecode(np.frombuffer(picture_of_page(tiff.tobytes(), n), np.uint8), 0) for n in (1, 2)]
    assert [each.shape[1] for each in drawn] == [1000, 1000]
    assert drawn[0].mean() > 128 > drawn[1].mean()
    media = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>9.jpg</ofd:MediaFile></ofd:MultiMedia>'
    resources = f"<ofd:MultiMedias>{media}</ofd:MultiMedias>"
    scanned = ofd.document(ofd.image(0, 0, 210, 297, 9), resources=resources, extra={"Doc_0/Res/9.jpg": page})
    assert picture_of_page(scanned, 1).startswith(b"\x89PNG")
    for data, number in ((tiff.tobytes(), 3), (scanned, 2), (page[:500], 1)):
        with pytest.raises(UnreadableSourceError):
            picture_of_page(data, number)


def test_without_the_extra_one_line_names_it(signed_in: Browser, page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    status, text = bring(signed_in("preparer"), "扫描.jpg", page)
    assert status == 422
    assert "jiheng[ocr]" in text


def in_pdf_of(page: bytes) -> bytes:
    return in_pdf(cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR))
