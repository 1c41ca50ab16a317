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


def drafts_from(browser: Client, *numbers: str) -> list[Goal]:
    """Drafts made of tables of the example."""
    bring(browser, "上年.docx", EXAMPLE.read_bytes())
    browser.post(reverse("goals:import_take", args=[Upload.objects.get().pk]), {"table": numbers})
    return list(Goal.objects.order_by("pk"))


def change(goal: Goal, **values: object) -> None:
    Goal.objects.filter(pk=goal.pk).update(content={**goal.content, **values})


def test_a_draft_that_is_there_is_brought_up_to_date(signed_in: Browser) -> None:
    browser = signed_in("preparer")
    first, third = drafts_from(browser, "1", "3")
    change(first, purpose="旧的用途")
    _status, page = bring(browser, "上年.docx", EXAMPLE.read_bytes())
    assert '<option value="update" selected>' in page
    assert "旧的用途" in page
    assert "与现有草稿内容相同" in page  # the third one
    taken = {"way-1": "update", "lock-1": first.lock, "way-3": "skip"}
    browser.post(reverse("goals:import_take", args=[Upload.objects.get().pk]), taken)
    assert [goal.pk for goal in Goal.objects.order_by("pk")] == [first.pk, third.pk]
    updated = Goal.objects.get(pk=first.pk)
    assert updated.content["purpose"] == first.content["purpose"]
    assert updated.lock == first.lock + 1


def test_another_draft_is_made_only_when_it_is_wanted(signed_in: Browser) -> None:
    browser = signed_in("preparer")
    (first,) = drafts_from(browser, "1")
    change(first, purpose="旧的用途")
    bring(browser, "上年.docx", EXAMPLE.read_bytes())
    browser.post(reverse("goals:import_take", args=[Upload.objects.get().pk]), {"way-1": "create"})
    assert list(Goal.objects.values_list("code", flat=True)) == [first.code] * 2


@pytest.mark.parametrize(("state", "reason"), [("submitted", "先撤回"), ("approved", "已批复"), ("stopped", "未通过")])
def test_what_was_handed_in_is_not_overwritten(signed_in: Browser, state: str, reason: str) -> None:
    browser = signed_in("preparer")
    (first,) = drafts_from(browser, "1")
    Goal.objects.update(state=state)
    _status, page = bring(browser, "上年.docx", EXAMPLE.read_bytes())
    assert reason in page
    assert '<option value="skip" selected>' in page
    address = reverse("goals:import_take", args=[Upload.objects.get().pk])
    browser.post(address, {"way-1": "update", "table": ["2"]})  # what the page does not offer
    assert Goal.objects.get().content == first.content


def test_a_colleagues_save_since_the_preview_is_not_overwritten(signed_in: Browser) -> None:
    browser = signed_in("preparer")
    (first,) = drafts_from(browser, "1")
    change(first, purpose="旧的用途")
    bring(browser, "上年.docx", EXAMPLE.read_bytes())
    Goal.objects.update(lock=7)
    address = reverse("goals:import_take", args=[Upload.objects.get().pk])
    answer = browser.post(address, {"way-1": "update", "lock-1": first.lock, "table": ["2"]}, follow=True)
    assert "改过这张表" in answer.content.decode()
    assert Goal.objects.get().content["purpose"] == "旧的用途"  # and nothing else was taken
    assert Upload.objects.exists()


def test_a_table_without_code_is_known_by_its_name(signed_in: Browser) -> None:
    browser = signed_in("preparer")
    (first,) = drafts_from(browser, "1")
    Goal.objects.update(code="")
    change(first, code=None)
    _status, page = bring(browser, "上年.docx", EXAMPLE.read_bytes())
    assert '<option value="update" selected>' in page


def test_the_department_part_is_brought_up_to_date(signed_in: Browser) -> None:
    browser = signed_in("preparer")
    bring(browser, "上年.docx", EXAMPLE.read_bytes())
    browser.post(reverse("goals:import_take", args=[Upload.objects.get().pk]), {"department": "on"})
    part = Goal.objects.get()
    change(part, safeguards="旧的措施")
    bring(browser, "上年.docx", EXAMPLE.read_bytes())
    browser.post(reverse("goals:import_take", args=[Upload.objects.get().pk]), {"way-0": "update"})
    assert Goal.objects.get().content == part.content


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
