"""A small finance bureau with everything a test needs; people are called what they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from jiheng.web.accounts.models import Office, User
from jiheng.web.organizations.models import Cycle, Division, Kind, Membership, Organization, Phase, Role

__all__ = ["PASSWORD", "PEOPLE", "YEAR", "World", "give_role", "make_organization", "make_person", "make_world"]

YEAR = 2027
PASSWORD = "按时-填报-2027"
PEOPLE = (*Role.values, "other_preparer", *(office for office in Office.values if office))
"""The people of a world: one of every role, a preparer of a foreign unit, the three administrators."""


@dataclass
class World:
    """What `make_world` made.

    Attributes:
        departments: two of the bureau, each with two units; the first is in the charge of `division`, the other of
            `other_division`.
        units: the people of the world act for the first one and for what is above it; ``other_preparer`` for the last.
        people: by the names of `PEOPLE`.
    """

    year: int
    bureau: Organization
    departments: list[Organization]
    units: list[Organization]
    division: Division
    other_division: Division
    cycle: Cycle
    phase: Phase
    people: dict[str, User]


def make_world(year: int = YEAR) -> World:
    """A bureau with two divisions, two departments, four units, a person of every kind, a year whose window is open."""
    bureau = make_organization("001", "财政局", Kind.BUREAU)
    division, other_division = (
        Division.objects.create(bureau=bureau, name=name) for name in ("教科文处", "经济建设处")
    )
    departments = [
        make_organization("205", "教育局", Kind.DEPARTMENT, bureau, division),
        make_organization("214", "交通运输局", Kind.DEPARTMENT, bureau, other_division),
    ]
    units = [
        make_organization(f"{department.code}00{number}", f"{department.name}第{number}单位", Kind.UNIT, department)
        for department in departments
        for number in (1, 2)
    ]
    now = timezone.now()
    cycle = Cycle.objects.create(year=year)
    phase = Phase.objects.create(
        cycle=cycle, name="一上", opens_at=now - timedelta(days=7), due_at=now + timedelta(days=12)
    )
    people = {office.value: make_person(office.value, office.label, office=office) for office in Office if office}
    homes = {
        Role.PREPARER: units[0], Role.UNIT_LEADER: units[0], Role.EXPERT: units[0],
        Role.DEPARTMENT_REVIEWER: departments[0],
        Role.FINANCE_REVIEWER: bureau, Role.PERFORMANCE_OFFICE: bureau, Role.AUDITOR: bureau,
    }  # fmt: skip
    for role, home in homes.items():
        people[role.value] = make_person(role.value, role.label)
        give_role(people[role.value], home, role, division=division if role == Role.FINANCE_REVIEWER else None)
    people["other_preparer"] = make_person("other_preparer", "外单位填报人")
    give_role(people["other_preparer"], units[-1], Role.PREPARER)
    return World(year, bureau, departments, units, division, other_division, cycle, phase, people)


def make_organization(
    code: str, name: str, kind: Kind, parent: Organization | None = None, division: Division | None = None
) -> Organization:
    """An organization."""
    return Organization.objects.create(code=code, name=name, kind=kind, parent=parent, division=division)


def make_person(login: str, name: object = "", *, office: Office = Office.NONE, password: str | None = None) -> User:
    """A person without a role; tests sign them in with ``force_login``, with a password where that is the point."""
    return User.objects.create_user(login, password, name=str(name or login), office=office)


def give_role(
    person: User, organization: Organization, role: Role, *, year: int | None = None, division: Division | None = None
) -> Membership:
    """A role, straight into the table; the site does it through `organizations.services.role_give`."""
    return Membership.objects.create(user=person, organization=organization, role=role, year=year, division=division)
