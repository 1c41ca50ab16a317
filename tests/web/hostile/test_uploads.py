"""Hostile files through the pages that take files: a reason at the field, nothing kept, no harm done."""

from __future__ import annotations

import resource
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.hostile.answers import problems_of
from tests.web.hostile.files import NAMES, multipart, refused, strange
from tests.web.hostile.fillings import refusal_of
from tests.web.hostile.town import Town, taken_back

from jiheng.web.goals.models import Goal, Upload
from jiheng.web.organizations.models import Organization

pytestmark = pytest.mark.django_db
_GOALS, _PEOPLE = ("goals:import", "preparer"), ("organizations:import", "system")
_MONEY = ("execution:imports", "preparer")
_GROWTH = 250 * 1024  # kB that the server itself may have taken more at the end: nothing is expanded in it
REFUSED = refused()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("place", [_GOALS, _PEOPLE, _MONEY], ids=["goals", "organizations", "money"])
def test_a_hostile_file_gives_a_reason_and_leaves_nothing(name: str, place: tuple[str, str], town: Town) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    there = (Goal.objects.count(), Organization.objects.count())
    with taken_back():
        response = _bring(town, place, SimpleUploadedFile(name, REFUSED[name]))
        assert response.status_code == 422
        assert any(refusal_of(response)["file"])
        assert list(problems_of(response)) == []
        assert (Goal.objects.count(), Organization.objects.count()) == there
        assert not [each for each in Upload.objects.exclude(pk=town.upload.pk) if bytes(each.data)]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < _GROWTH


def test_a_damaged_file_is_read_or_refused(town: Town) -> None:
    for name, data in strange().items():
        for place in (_GOALS, _PEOPLE, _MONEY):
            with taken_back():
                response = _bring(town, place, SimpleUploadedFile(name, data))
                assert list(problems_of(response)) == [], name
                if response.status_code == 302:
                    preview = town.browser("preparer").get(response.url)
                    assert (preview.status_code, list(problems_of(preview))) == (200, []), name
                else:
                    assert any(refusal_of(response)["file"]), name


def test_what_a_file_is_called_leads_nowhere(town: Town) -> None:
    for name in NAMES:
        for place, person in (_GOALS, _PEOPLE, _MONEY):
            body, kind = multipart(name, b"x")
            with taken_back():
                response = town.browser(person).post(reverse(place), body, content_type=kind)
                assert response.status_code in {400, 422}, name
                assert list(problems_of(response)) == [], name
                for upload in Upload.objects.exclude(pk=town.upload.pk):
                    assert upload.name.isprintable()
                    assert "/" not in upload.name


@pytest.mark.parametrize("place", [_GOALS, _PEOPLE], ids=["goals", "organizations"])
def test_a_file_beyond_the_limit_is_refused_unread(place: tuple[str, str], town: Town) -> None:
    response = _bring(town, place, SimpleUploadedFile("大.txt", b"x" * (21 << 20)))
    assert response.status_code == 422
    assert "MB" in refusal_of(response)["file"][0]


def _bring(town: Town, place: tuple[str, str], file: SimpleUploadedFile) -> Any:
    name, person = place
    return town.browser(person).post(reverse(name), {"file": file})
