"""Every form with every hostile text in every field: refused with a message at the field, or taken and shown harmlessly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from tests.web.factories import World
from tests.web.hostile.addresses import ADDRESSES, anything
from tests.web.hostile.answers import content_of, problems_of
from tests.web.hostile.fillings import FILLINGS, Filling, refusal_of
from tests.web.hostile.texts import DATES, LONG, NUMBERS, encoded, packed
from tests.web.hostile.town import Town, taken_back
from tests.web.permissions import PAGES, STRANGER

from jiheng.web.organizations.models import Cycle, Phase

pytestmark = pytest.mark.django_db
_FREE = [name for name, filling in FILLINGS.items() if filling.free]
_STRICT = [name for name, filling in FILLINGS.items() if filling.strict]
_LENIENT = [name for name, filling in FILLINGS.items() if filling.lenient]
_NONSENSE = 400  # characters of hostile texts at once, where any of them is nonsense


def test_every_address_that_reads_a_form_has_an_entry(world: World) -> None:
    assert [name for name in ADDRESSES if name not in FILLINGS and _reads_a_form(name, world)] == []


@pytest.mark.parametrize("name", FILLINGS)
@pytest.mark.sampled(2)
def test_every_entry_is_read_and_would_be_taken(name: str, town: Town) -> None:
    filling = FILLINGS[name]
    with taken_back():
        browser = filling.open(town) if filling.open else town.browser(filling.person)
        response = _post(browser, reverse(name, kwargs=filling.place(town)), filling, filling.values(town), {})
        assert _was_read(response.wsgi_request)
        assert (refusal_of(response) == {}) is filling.is_good, refusal_of(response)


@pytest.mark.parametrize("name", _FREE)
@pytest.mark.sampled(2)
def test_any_text_is_taken_or_refused_where_it_stands(name: str, town: Town) -> None:
    filling = FILLINGS[name]
    sent = [*packed(filling.room), *LONG.values()]
    assert _problems(name, sent, filling.free, town) == []


@pytest.mark.parametrize("name", _STRICT)
@pytest.mark.sampled(4)
def test_nonsense_in_a_field_with_a_meaning_is_refused_there(name: str, town: Town) -> None:
    assert _problems(name, packed(_NONSENSE), FILLINGS[name].strict, town, refused=True) == []


@pytest.mark.parametrize("name", FILLINGS)
@pytest.mark.sampled(4)
def test_fields_that_are_not_there(name: str, town: Town) -> None:
    filling = FILLINGS[name]
    fields = (*filling.free, *filling.strict, *filling.lenient)
    wrong = []
    with _prepared(name, town):
        for field in () if filling.is_json else fields:
            wrong += [f"{field}: {each}" for each in _sent(name, {field: None}, town)]
    assert wrong == []


@pytest.mark.parametrize("name", _LENIENT)
@pytest.mark.sampled(4)
def test_nonsense_where_nobody_types_does_no_harm(name: str, town: Town) -> None:
    assert _problems(name, packed(_NONSENSE), FILLINGS[name].lenient, town) == []


@pytest.mark.parametrize("name", [name for name in FILLINGS if FILLINGS[name].numbers])
@pytest.mark.sampled(4)
def test_numbers_beyond_all_reason(name: str, town: Town) -> None:
    assert _problems(name, NUMBERS, FILLINGS[name].numbers, town) == []


@pytest.mark.parametrize("name", [name for name in FILLINGS if FILLINGS[name].dates])
@pytest.mark.sampled(4)
def test_days_that_no_calendar_has(name: str, town: Town) -> None:
    wrong = []
    with _prepared(name, town):
        for field in FILLINGS[name].dates:
            for day in DATES:
                with taken_back():
                    wrong += [
                        f"{field} {day}: {each}" for each in _problems_sending(name, {field: day}, town, refused=False)
                    ]
                    wrong += [f"{field} {day}: {each}" for each in _stumbling(town, day)]
    assert wrong == []


@pytest.mark.parametrize("name", _FREE)
@pytest.mark.sampled(4)
def test_ten_megabytes_are_refused_with_a_reason(name: str, town: Town) -> None:
    assert _problems(name, ["x" * (10 << 20)], FILLINGS[name].free[:1], town, refused=True) == []


def test_more_than_any_form_has_is_an_answer_with_words(town: Town) -> None:
    response = town.browser("preparer").post(reverse("goals:new"), {"form": "x" * (13 << 20)})
    assert response.status_code == 400
    assert "太大" in response.content.decode()


def _stumbling(town: Town, day: str) -> Iterator[str]:
    """Pages on which the days of the year stand, and what goes wrong there with a day of the year."""
    stored = {*Cycle.objects.values_list("approved_on"), *Phase.objects.values_list("opens_at", "due_at")}
    for name in (
        ()
        if day[:4] not in str(stored)
        else ("organizations:years", "goals:overview", "goals:new", "disclosure:state", "disclosure:export")
    ):
        try:
            yield from problems_of(town.browser("preparer").get(reverse(name)))
        except Exception as error:  # noqa: BLE001 - as below
            yield f"{name}: {type(error).__name__}: {error}"


def _problems(name: str, texts: Any, fields: tuple[str, ...], town: Town, *, refused: bool = False) -> list[str]:
    """What is wrong with the answers to a form with each of `texts` in all of `fields`."""
    wrong = []
    with _prepared(name, town):
        for text in texts:
            said = _sent(name, dict.fromkeys(fields, text), town, refused=refused)
            wrong += [f"{text[:60]!r}: {each}" for each in said]
    return wrong


@contextmanager
def _prepared(name: str, town: Town) -> Iterator[None]:
    """What the form is about is made once for all that is sent to it, and is gone afterwards."""
    with taken_back():
        FILLINGS[name].place(town)
        FILLINGS[name].values(town)
        yield


def _sent(name: str, changes: dict[str, Any], town: Town, *, refused: bool = False) -> list[str]:
    with taken_back():
        return list(_problems_sending(name, changes, town, refused=refused))


def _problems_sending(name: str, changes: dict[str, Any], town: Town, *, refused: bool) -> Iterator[str]:
    filling = FILLINGS[name]
    try:
        browser = filling.open(town) if filling.open else town.browser(filling.person)
        response = _post(browser, reverse(name, kwargs=filling.place(town)), filling, filling.values(town), changes)
        said = refusal_of(response)
        yield from problems_of(response)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told with the text that did it
        yield f"{type(error).__name__}: {error}"[:200]
        return
    yield from (f"not on the page: {text}" for text in _unsaid(response, said))
    if refused and not filling.is_json and not set(changes) <= set(said) and not (response.status_code == 302 and said):
        yield f"{response.status_code}, not refused at {sorted(set(changes) - set(said))}: {said}"
    if refused and not said:
        yield f"{response.status_code}, taken"
    if (extra := set(said) - {"", *changes}) and set(changes) == set(filling.free) and not filling.is_json:
        yield f"refused where nothing hostile stood: {extra}"


def _unsaid(response: Any, said: dict[str, list[str]]) -> Iterator[str]:
    """Messages that the person does not get to see; those of a page that leads on are seen on the next one."""
    if response.headers.get("Content-Type", "").startswith("text/html") and response.status_code != 302:
        page = content_of(response).decode()
        texts = [text for texts in said.values() for text in texts]
        yield from (text for text in texts if escape(text) not in page and text not in page)


def _post(browser: Client, address: str, filling: Filling, values: dict[str, Any], changes: dict[str, Any]) -> Any:
    if filling.is_json:
        left = filling.chosen if set(changes) == set(filling.free) else ()
        changed = {**values, **{key: _everywhere(values[key], text, left) for key, text in changes.items()}}
        return browser.post(address, json.dumps(changed), content_type="application/json")
    if "file" in values and "file" not in changes:
        plain = {key: encoded(text or "") for key, text in changes.items()}
        return browser.post(address, values | plain)
    pairs = {**{key: str(value) for key, value in values.items() if key != "file"}, **changes}
    body = "&".join(f"{key}={encoded(text)}" for key, text in pairs.items() if text is not None)
    return browser.post(address, body, content_type="application/x-www-form-urlencoded")


def _everywhere(value: Any, text: str, left: tuple[str, ...]) -> Any:
    """The value with `text` for every text in it, but for the keys `left`; what is too much for a cell only once."""
    if isinstance(value, dict) and len(text) > 1 << 20:
        return {**value, "name": text}
    if isinstance(value, dict):
        return {key: part if key in left else _everywhere(part, text, left) for key, part in value.items()}
    return [_everywhere(part, text, left) for part in value] if isinstance(value, list) else text


def _reads_a_form(name: str, world: World) -> bool:
    """Whether the view asks for what was sent, when somebody sends it who may."""
    browser = Client()
    browser.force_login(world.people["preparer"])
    with taken_back():
        if browser.post(reverse(name, kwargs=anything(name))).status_code == 405:
            return False
    page = PAGES[name]
    people, arguments = (page.who, page.arguments) if page.who or not page.foreign else (page.foreign_who, page.foreign)
    with taken_back():
        if (person := min(people - {STRANGER}, default="")) in world.people:
            browser.force_login(world.people[person])
        return _was_read(browser.post(reverse(name, kwargs=arguments(world))).wsgi_request)


def _was_read(request: Any) -> bool:
    return hasattr(request, "_post") or hasattr(request, "_body")
