"""What the three administrators may do to people; none of them alone can make a person and give them power."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from jiheng.web.accounts.models import Office, User

__all__ = ["may_give_roles", "may_make_people", "may_reset_password"]

Actor = User | AnonymousUser


def may_make_people(actor: Actor) -> bool:
    """The system administrator."""
    return _holds(actor, Office.SYSTEM)


def may_give_roles(actor: Actor) -> bool:
    """The security administrator: roles, unlocking, a second factor that was lost."""
    return _holds(actor, Office.SECURITY)


def may_reset_password(actor: Actor, person: User) -> bool:
    """The system administrator, but not of an administrator: who knows the password of another office holds both."""
    return may_make_people(actor) and not person.office


def _holds(actor: Actor, office: Office) -> bool:
    return isinstance(actor, User) and actor.is_active and actor.office == office
