"""The tree, the people and their roles as the rows of an Excel file: what an export writes, an import takes."""

from __future__ import annotations

from collections.abc import Iterable

from jiheng.web.accounts.models import User
from jiheng.web.organizations.models import Division, Kind, Membership, Organization, Role
from jiheng.web.organizations.policies import Actor, may_manage_people
from jiheng.web.organizations.sheets import DIVISIONS, KINDS, NO, ORGANIZATIONS, PEOPLE, ROLE_NAMES, ROLES, YES

__all__ = ["exported"]


def exported(*, actor: Actor, sheets: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """The rows of an export, by titles of sheets; the same as an import takes."""
    makers = {
        DIVISIONS.title: _division_rows,
        ORGANIZATIONS.title: _organization_rows,
        PEOPLE.title: _person_rows,
        ROLES.title: _role_rows,
    }
    return {title: makers[title]() for title in sheets} if may_manage_people(actor) else {}


def _division_rows() -> list[dict[str, str]]:
    found = Division.objects.select_related("bureau").order_by("bureau__code", "name")
    return [{"bureau": division.bureau.code, "name": division.name} for division in found]


def _organization_rows() -> list[dict[str, str]]:
    found = Organization.objects.select_related("parent", "division").order_by("code")
    return [
        {
            "kind": KINDS[Kind(each.kind)],
            "code": each.code,
            "name": each.name,
            "parent": each.parent.code if each.parent else "",
            "division": each.division.name if each.division else "",
            "is_active": YES if each.is_active else NO,
        }
        for each in found
    ]


def _person_rows() -> list[dict[str, str]]:
    return [
        {"login": each.login, "name": each.name, "email": each.email, "is_active": YES if each.is_active else NO}
        for each in User.objects.order_by("login")
    ]


def _role_rows() -> list[dict[str, str]]:
    found = Membership.objects.select_related("user", "organization", "division")
    return [
        {
            "login": each.user.login,
            "organization": each.organization.code,
            "role": ROLE_NAMES[Role(each.role)],
            "year": str(each.year or ""),
            "division": each.division.name if each.division else "",
        }
        for each in found.order_by("organization__code", "user__login", "role")
    ]
