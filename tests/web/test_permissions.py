"""Who may open which page: every address of the site, for every kind of person and for a stranger.

A new address without an entry in `tests.web.permissions` fails. An entry says who gets in; everyone else must be
refused, be it that they have to sign in, that they may not (403), or that for them there is no such thing (404).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.factories import PEOPLE, World
from tests.web.permissions import PAGES, STRANGER, Arguments, Page

_REFUSED = {401, 403, 404}
_DOCUMENTED = ("api-v1:openapi-json", "api-v1:openapi-view", "api-v1:api-root")


def _names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            # The operations of the API are walked by token in tests/web/api/test_api_permissions.py.
            if not prefix.startswith("api-v1:") or f"{prefix}{pattern.name}" in _DOCUMENTED:
                yield f"{prefix}{pattern.name}"


ADDRESSES = sorted(set(_names(get_resolver().url_patterns)))


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    assert [name for name in ADDRESSES if name not in PAGES] == []
    assert [name for name in PAGES if name not in ADDRESSES] == []


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name in PAGES])
def test_only_the_named_people_get_in(name: str, world: World) -> None:
    page = PAGES[name]
    assert _admitted(name, page, page.arguments, world) == page.who


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name in PAGES and PAGES[name].foreign])
def test_what_is_foreign_stays_closed(name: str, world: World) -> None:
    page = PAGES[name]
    assert page.foreign is not None
    assert _admitted(name, page, page.foreign, world) == page.foreign_who


def _admitted(name: str, page: Page, arguments: Arguments, world: World) -> set[str]:
    address = reverse(name, kwargs=arguments(world))
    return {person for person in (*PEOPLE, STRANGER) if _gets_in(address, page, world.people.get(person))}


def _gets_in(address: str, page: Page, person: Any) -> bool:
    browser = Client(raise_request_exception=True)
    with transaction.atomic():  # what one person does must not be in the way of the next
        if person is not None:
            browser.force_login(person)
        response = getattr(browser, page.method)(address, page.data or {})
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{address}: {response.status_code}"
    to_sign_in = response.status_code == 302 and response.url.startswith(reverse("accounts:sign_in") + "?next=")
    return response.status_code not in _REFUSED and not to_sign_in
