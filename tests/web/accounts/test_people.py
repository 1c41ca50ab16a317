"""What the three administrators do to people, and what they cannot."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from tests.web.factories import World, make_person

from jiheng.web.accounts.models import Office, User
from jiheng.web.accounts.services import (
    first_administrators,
    password_reset,
    person_change,
    person_create,
    person_unlock,
)
from jiheng.web.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> User:
    return make_person("system", office=Office.SYSTEM)


def test_a_person_signs_in_with_the_first_password_and_must_change_it(system: User, client: Client) -> None:
    person, password = person_create(login="li01", name="填报人", actor=system)
    response = client.post("/accounts/sign-in/", {"login": "li01", "password": password}, follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/me/"
    assert "初始密码" in response.text
    entry = Entry.objects.get(action="person.created")
    assert entry.after["login"] == person.login
    assert password not in str(entry.after)


def test_a_person_of_the_identity_provider_has_no_password(system: User, client: Client) -> None:
    person, password = person_create(login="li01", name="填报人", with_password=False, actor=system)
    assert password == ""
    assert not person.has_usable_password()
    assert client.post("/accounts/sign-in/", {"login": "li01", "password": ""}).status_code == 422


def test_logins_differ_by_more_than_case(system: User) -> None:
    person_create(login="li01", name="填报人", actor=system)
    with pytest.raises(ValidationError, match="已经有人用了"):
        person_create(login="LI01", name="另一人", actor=system)


def test_only_the_system_administrator_makes_people(world: World) -> None:
    for name, person in world.people.items():
        if name != "system":
            with pytest.raises(PermissionDenied):
                person_create(login="new", name="新人", actor=person)
    assert not User.objects.filter(login="new").exists()


def test_nobody_takes_another_office_by_its_password(world: World) -> None:
    """Whoever could give the security administrator a new password would hold both offices."""
    for office in ("security", "audit", "system"):
        with pytest.raises(PermissionDenied):
            password_reset(person=world.people[office], actor=world.people["system"])


def test_an_administrator_cannot_be_put_out_of_use(world: World) -> None:
    with pytest.raises(ValidationError):
        person_change(
            person=world.people["audit"], name="审计管理员", email="", is_active=False, actor=world.people["system"]
        )


def test_a_new_password_ends_sessions_and_unlocks(world: World, client: Client) -> None:
    person = world.people["preparer"]
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(failed_attempts=3)
    password_reset(person=person, actor=world.people["system"])
    assert client.get("/accounts/me/").status_code == 302
    assert User.objects.get(pk=person.pk).failed_attempts == 0


def test_the_security_administrator_unlocks(world: World) -> None:
    person = world.people["preparer"]
    User.objects.filter(pk=person.pk).update(locked_until="2099-01-01T00:00Z")
    with pytest.raises(PermissionDenied):
        person_unlock(person=person, actor=world.people["system"])
    person_unlock(person=person, actor=world.people["security"])
    assert User.objects.get(pk=person.pk).locked_until is None


def test_a_new_installation_gets_three_administrators_once() -> None:
    made = first_administrators()
    assert {person.office for person, _password in made} == {"system", "security", "audit"}
    assert len({password for _person, password in made}) == 3
    assert first_administrators() == []


def test_the_first_password_is_shown_once_and_not_kept_by_the_browser(world: World, client: Client) -> None:
    client.force_login(world.people["system"])
    page = client.post("/organizations/people/new/", {"login": "li01", "name": "<b>新人</b>", "with_password": "on"})
    password = page.context["passwords"][0][2]
    assert password in page.text
    assert "<b>新人" not in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert password not in client.get(f"/organizations/people/{User.objects.get(login='li01').pk}/").text
