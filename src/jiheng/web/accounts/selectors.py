"""Reading people."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from jiheng.web.accounts import policies
from jiheng.web.accounts.models import SecondFactor, User

__all__ = ["account", "person_get", "person_list", "signed_in"]


def signed_in(request: HttpRequest) -> User:
    """Whoever sent the request, for views behind ``login_required``.

    Raises:
        PermissionDenied: nobody is signed in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def account(user: User) -> dict[str, Any]:
    """What a person's own page shows."""
    return {
        "memberships": list(user.memberships.select_related("organization", "division").order_by("organization__code")),
        "second_factor": SecondFactor.objects.filter(user=user).first(),
        "has_password": user.has_usable_password(),
    }


def person_list(*, actor: policies.Actor, text: str = "") -> QuerySet[User]:
    """The people, for the administrators who deal with them; by login."""
    if not (policies.may_make_people(actor) or policies.may_give_roles(actor)):
        return User.objects.none()
    found = User.objects.order_by("login")
    return found.filter(Q(login__icontains=text) | Q(name__contains=text)) if text else found


def person_get(*, actor: policies.Actor, pk: int) -> User:
    """A person.

    Raises:
        User.DoesNotExist: there is none, or it is nothing to `actor`.
    """
    return person_list(actor=actor).get(pk=pk)
