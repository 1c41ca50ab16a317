"""Importing files: what was recognised is shown before anything is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.factories import World

from jiheng.engine import read
from jiheng.publishing import publish
from jiheng.web.goals.models import Goal, Upload

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
EXAMPLE = Path(__file__).parents[3] / "examples" / "云溪经济开发区2025年绩效目标.docx"


def bring(browser: Client, name: str, data: bytes) -> tuple[int, str]:
    response = browser.post(reverse("goals:import"), {"file": SimpleUploadedFile(name, data)}, follow=True)
    return response.status_code, response.content.decode()


def test_preview_shows_tables_and_original_and_saves_nothing(signed_in: Browser) -> None:
    status, page = bring(signed_in("preparer"), "上年.docx", EXAMPLE.read_bytes())
    assert status == 200
    assert "主导产业招商活动经费" in page
    assert "原文" in page
    assert "云溪经济开发区管理委员会" in page  # the file names another organization
    assert not Goal.objects.exists()


def test_only_ticked_tables_are_taken(signed_in: Browser, world: World) -> None:
    browser = signed_in("preparer")
    bring(browser, "上年.docx", EXAMPLE.read_bytes())
    upload = Upload.objects.get()
    browser.post(reverse("goals:import_take", args=[upload.pk]), {"table": ["1", "3"], "department": "on"})
    taken = Goal.objects.order_by("pk")
    assert [goal.kind for goal in taken] == ["project", "project", "department"]
    assert {goal.organization for goal in taken} == {world.units[0]}
    assert taken[0].content["organization"]["name"] == world.units[0].name
    assert not Upload.objects.exists()


def test_nothing_ticked_takes_nothing(signed_in: Browser) -> None:
    browser = signed_in("preparer")
    bring(browser, "上年.docx", EXAMPLE.read_bytes())
    upload = Upload.objects.get()
    browser.post(reverse("goals:import_take", args=[upload.pk]))
    assert Upload.objects.exists()
    assert not Goal.objects.exists()


def test_pages_of_a_pdf_are_pictures(signed_in: Browser) -> None:
    pytest.importorskip("jiheng_fonts")
    browser = signed_in("preparer")
    status, page = bring(browser, "上年.pdf", publish(read(EXAMPLE), "pdf", tables={1}))
    assert status == 200
    address = reverse("goals:import_page", args=[Upload.objects.get().pk, 1])
    assert address in page
    picture = browser.get(address)
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert browser.get(reverse("goals:import_page", args=[Upload.objects.get().pk, 99])).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.docx", b" "),
        ("坏.docx", b"PK\x03\x04" + b"\x00" * 50),
        ("坏.pdf", b"%PDF-1.7\n" + b"<<" * 5000),
        ("程序.exe", b"MZ" + b"\x90" * 500),
        ("网页.html", b"<html><script>alert(1)</script><p>no table</p></html>"),
        ("../../etc/<b>x</b>.json", b'{"documents": [' * 1000),
    ],
)
def test_hostile_files_give_one_clear_line(signed_in: Browser, name: str, data: bytes) -> None:
    status, page = bring(signed_in("preparer"), name, data)
    assert status == 422
    assert page.count('class="problem"') == 1
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert not Goal.objects.exists()


def test_an_upload_is_its_owners_alone(signed_in: Browser) -> None:
    bring(signed_in("preparer"), "上年.docx", EXAMPLE.read_bytes())
    upload = Upload.objects.get()
    for person in ("unit_leader", "other_preparer", "performance_office"):
        browser = signed_in(person)
        assert browser.get(reverse("goals:import_preview", args=[upload.pk])).status_code == 404
        assert browser.post(reverse("goals:import_take", args=[upload.pk])).status_code == 404


def test_readers_import_nothing(signed_in: Browser) -> None:
    assert signed_in("auditor").get(reverse("goals:import")).status_code == 403
