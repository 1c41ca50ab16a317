"""What administrators do to people: make, change, unlock, give a first password."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts import policies
from jiheng.web.accounts.models import Office, User
from jiheng.web.audit.services import record

__all__ = ["first_administrators", "password_reset", "person_change", "person_create", "person_unlock"]

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another on paper
_GROUPS, _GROUP = 4, 4


class _Quick(Argon2PasswordHasher):
    """For a password of 79 random bits, which nobody guesses however fast: a thousand people are imported in a second.

    It holds until the first sign-in only, and the one that follows is hashed in full.
    """

    time_cost, memory_cost, parallelism = 1, 1024, 1


@transaction.atomic
def person_create(
    *, login: str, name: str, email: str = "", with_password: bool = True, actor: User
) -> tuple[User, str]:
    """Make a person without any role; the person, and the first password (empty for the identity provider's people).

    Raises:
        PermissionDenied: `actor` is not the system administrator.
        ValidationError: the login is taken or a value does not fit.
    """
    if not policies.may_make_people(actor):
        raise PermissionDenied
    return _make(login=login, name=name, email=email, office=Office.NONE, with_password=with_password, actor=actor)


def _make(
    *, login: str, name: str, email: str, office: Office, with_password: bool, actor: User | None
) -> tuple[User, str]:
    person = User(login=login, name=name, email=email, office=office)
    password = _give_password(person) if with_password else ""
    if not with_password:
        person.set_unusable_password()
    if User.objects.filter(login__iexact=login).exists():
        raise ValidationError({"login": _("账号“{login}”已经有人用了").format(login=login)})
    person.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:  # somebody was quicker
        raise ValidationError({"login": _("账号“{login}”已经有人用了").format(login=login)}) from error
    record("person.created", actor=actor, subject=person, after=_said(person))
    return person, password


@transaction.atomic
def person_change(*, person: User, name: str, email: str, is_active: bool, actor: User) -> User:
    """Change how a person is called or reached, or whether they may sign in at all.

    Raises:
        PermissionDenied: `actor` is not the system administrator.
        ValidationError: a value does not fit; oneself or the last of an office cannot be put out of use.
    """
    if not policies.may_make_people(actor):
        raise PermissionDenied
    row = User.objects.select_for_update().get(pk=person.pk)
    before = _said(row)
    if not is_active and row.is_active and row.office:
        raise ValidationError({"is_active": _("管理员不能停用，请安全管理员先免去其职务")})
    row.name, row.email, row.is_active = name, email, is_active
    row.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)
    row.save(update_fields=["name", "email", "is_active"])
    if _said(row) != before:
        record("person.changed", actor=actor, subject=row, before=before, after=_said(row))
    return row


@transaction.atomic
def password_reset(*, person: User, actor: User | None) -> str:
    """Give a person a first password again; it is returned this one time, and has to be changed at once.

    `actor` is None for whoever sits at the server itself.

    Raises:
        PermissionDenied: `actor` is not the system administrator, or the person is an administrator.
    """
    if actor is not None and not policies.may_reset_password(actor, person):
        raise PermissionDenied
    password = _give_password(person)
    person.save(update_fields=["password", "must_change_password"])
    User.objects.filter(pk=person.pk).update(failed_attempts=0, locked_until=None)
    record("person.password-reset", actor=actor, subject=person)
    return password


@transaction.atomic
def person_unlock(*, person: User, actor: User | None) -> None:
    """Let somebody try again who gave a wrong password too often; `actor` is None for whoever sits at the server itself.

    Raises:
        PermissionDenied: `actor` is not the security administrator.
    """
    if actor is not None and not policies.may_give_roles(actor):
        raise PermissionDenied
    User.objects.filter(pk=person.pk).update(failed_attempts=0, locked_until=None)
    record("person.unlocked", actor=actor, subject=person)


@transaction.atomic
def first_administrators() -> list[tuple[User, str]]:
    """The three administrators of a new installation with their first passwords; nothing where there is one already."""
    if User.objects.exclude(office=Office.NONE).exists():
        return []
    offices = [office for office in Office if office]
    return [
        _make(login=office.value, name=str(office.label), email="", office=office, with_password=True, actor=None)
        for office in offices
    ]


def _give_password(person: User) -> str:
    password = "-".join("".join(secrets.choice(_LETTERS) for _each in range(_GROUP)) for _group in range(_GROUPS))
    hasher = _Quick()
    person.password = hasher.encode(password, hasher.salt())
    person.must_change_password = True
    return password


def _said(person: User) -> dict[str, object]:
    return {"login": person.login, "name": person.name, "email": person.email, "is_active": person.is_active}
