"""Whatever stands in an address: no page falls over it, and nothing of it comes to life."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from tests.web.hostile.addresses import ADDRESSES, anything
from tests.web.hostile.answers import problems_of
from tests.web.hostile.places import PLACES
from tests.web.hostile.texts import DATES, encoded, packed
from tests.web.hostile.town import Town, taken_back
from tests.web.permissions import PAGES, STRANGER

pytestmark = pytest.mark.django_db
_ASKED = {name for name, kinds in ADDRESSES.items() if not kinds or name in PLACES}
_NUMBERS = ("9" * 5000, "-1", "0", "1.5", "٣", "²", "NaN", "9999999999999999999")
_ALWAYS = {"year", "page"}
_HUGE = (0, 10**30)
_SLUGS = ("x" * 3000, "-", "None")


@pytest.mark.parametrize("name", sorted(_ASKED))
@pytest.mark.sampled(3)
def test_a_question_that_makes_no_sense(name: str, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    person = min(PAGES[name].who - {STRANGER}, default=STRANGER)
    browser = town.browser("" if person == STRANGER else person)
    places = PLACES[name](town) if name in PLACES else [{}]
    if not places:
        pytest.skip("nothing to show")
    address = reverse(name, kwargs=places[0])
    asked = _asked_for(lambda: browser.get(address), monkeypatch)
    wrong = []
    texts = (*packed(90), *_NUMBERS, *DATES[:3]) if asked - _ALWAYS else _NUMBERS[:3]
    for text in texts:
        query = "&".join(f"{each}={encoded(text)}" for each in sorted(asked))
        wrong += _problems(browser, f"{address}?{query}")
    assert wrong == []


@pytest.mark.parametrize("name", [name for name, kinds in ADDRESSES.items() if kinds])
@pytest.mark.sampled(3)
def test_a_key_that_nothing_has(name: str, town: Town) -> None:
    person = min(PAGES[name].who - {STRANGER}, default="preparer")
    browser = town.browser(person)
    wrong = []
    is_number = set(ADDRESSES[name].values()) == {"IntConverter"}
    for number in _HUGE:
        for text in _SLUGS[:1] if is_number else _SLUGS:
            try:
                address = reverse(name, kwargs=anything(name, number, text))
            except NoReverseMatch:
                continue
            wrong += _problems(browser, address)
            wrong += _problems(browser, address, "post")
    assert wrong == []


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/%ff%fe",
        "/goals/%E2%80%AE/",
        "/organizations/people/?text=%%%000000",
        "//evil.example/",
        "/goals/1%0d%0aX:%20y",
        "/" + "x" * 9000,
    ],
)
def test_an_address_that_there_is_not(path: str, town: Town) -> None:
    assert _problems(town.browser("preparer"), path) == []


def test_headers_that_make_no_sense(town: Town) -> None:
    browser = town.browser("preparer")
    for value in ("javascript:hq7z()", "x" * 9000, "\x00", "<script>hq7z()</script>", "中文"):
        headers = {
            "Referer": value,
            "Accept-Language": value,
            "User-Agent": value,
            "HX-Request": value,
            "Accept": value,
        }
        response = browser.get(reverse("goals:list"), headers=headers)
        assert response.status_code == 200
        assert list(problems_of(response)) == []


def _problems(browser: Any, address: str, method: str = "get") -> list[str]:
    with taken_back():
        try:
            return [f"{address[:200]}: {each}" for each in problems_of(getattr(browser, method)(address))]
        except Exception as error:  # noqa: BLE001 - told with the address
            return [f"{method} {address[:200]}: {type(error).__name__}: {error}"[:400]]


def _asked_for(act: Any, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that a view looks for in its address."""
    names: set[str] = set()
    with monkeypatch.context() as patch:
        for method in ("get", "__getitem__", "__contains__", "getlist"):
            _note(patch, method, names)
        act()
    return names | _ALWAYS


def _note(patch: pytest.MonkeyPatch, method: str, names: set[str]) -> None:
    real = getattr(QueryDict, method)

    def noting(self: QueryDict, key: Any, *rest: Any) -> Any:
        if isinstance(key, str):
            names.add(key)
        return real(self, key, *rest)

    patch.setattr(QueryDict, method, noting, raising=False)
