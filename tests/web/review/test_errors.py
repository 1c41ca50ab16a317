"""What somebody sees whose act came too late."""

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from jiheng.web.ui.errors import Conflict, ConflictPage, typed_texts

LATE = Conflict("goal-changed", "填报人在 14:02 改过这张表", lock=7)


def _answer(**headers):
    request = RequestFactory().post("/", {"opinion": "满意度没有单位", "password": "密码一二三"}, headers=headers)
    return ConflictPage(lambda _request: HttpResponse()).process_exception(request, LATE)


def test_a_program_gets_the_code_and_the_details():
    answer = _answer(Accept="application/json")
    assert answer.status_code == 409
    assert json.loads(answer.content) == {"code": "goal-changed", "message": "填报人在 14:02 改过这张表", "lock": 7}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_person_sees_what_happened_and_what_they_typed_but_no_password(headers):
    answer = _answer(**headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "填报人在 14:02 改过这张表" in page
    assert "满意度没有单位" in page
    assert "密码一二三" not in page
    assert ("<html" in page) is not bool(headers)


def test_a_part_of_a_page_leaves_the_rest_as_it_is():
    assert _answer(**{"HX-Request": "true"}).headers["HX-Retarget"] == "#main"


def test_the_way_back_leads_nowhere_else():
    page = _answer(Referer="https://elsewhere.example/").content.decode()
    assert "elsewhere" not in page


def test_other_mistakes_are_not_hidden():
    request = RequestFactory().get("/")
    assert ConflictPage(lambda _request: HttpResponse()).process_exception(request, KeyError("x")) is None
    assert typed_texts(request) == []
