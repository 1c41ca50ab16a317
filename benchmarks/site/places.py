"""The offices of a large city and their people, the same every time; places are called by numbers, people by what they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from jiheng.web.accounts.models import User
from jiheng.web.organizations.models import Cycle, Division, Kind, Membership, Organization, Phase, Role
from jiheng.web.review.services import default_chain

__all__ = ["PASSWORD", "Places", "Unit", "make_places", "years"]

PASSWORD = "压力-测试-2027"
DIVISIONS = 10
OFFICERS = 5
_EXPERTS = 12
_DEPARTMENTS = 100
_FIRST_DEPARTMENT = 201
_FIELDS = ("教育", "交通", "卫生", "文化", "农业", "水务", "住建", "民政", "环保", "科技")


class Unit(NamedTuple):
    """A unit that writes goals, and who decides about them: keys of people in the order of the chain."""

    organization: Organization
    preparer: int
    deciders: tuple[int, int, int, int]


class Places(NamedTuple):
    """Who there is.

    Attributes:
        bureau, office: keys of the finance bureau and of one of its performance office; experts: of people.
    """

    units: list[Unit]
    bureau: int
    office: int
    experts: list[int]


def years() -> tuple[int, int, int]:
    """The two years that are published, and the one that is being written."""
    today = timezone.localdate()
    last = today.year + (today.month >= 7)
    return last - 2, last - 1, last


def make_places(count: int) -> Places:
    """One bureau with its divisions, a hundred departments, units up to `count` organizations; roles for everything."""
    _make_years()
    default_chain()
    password = make_password(PASSWORD)  # one for all: to make it is slow on purpose
    bureau = Organization.objects.create(kind=Kind.BUREAU, code="001", name="财政局")
    divisions = [Division.objects.create(bureau=bureau, name=f"{field}处") for field in _FIELDS[:DIVISIONS]]
    reviewers = _people("f", divisions, password)
    officers = _people("b", range(OFFICERS), password)
    experts = _people("e", range(_EXPERTS), password)
    Membership.objects.bulk_create(
        [
            Membership(user=user, organization=bureau, role=Role.FINANCE_REVIEWER, division=division)
            for user, division in zip(reviewers, divisions, strict=True)
        ]
        + [Membership(user=user, organization=bureau, role=Role.PERFORMANCE_OFFICE) for user in officers]
        + [Membership(user=user, organization=bureau, role=Role.EXPERT) for user in experts]
    )
    departments = _make_departments(bureau, divisions, min(_DEPARTMENTS, max(1, (count - 1) // 2)))
    organizations = _make_units(departments, count - 1 - len(departments))
    heads = dict(zip(departments, _hold("d", departments, Role.DEPARTMENT_REVIEWER, password), strict=True))
    preparers = _hold("p", organizations, Role.PREPARER, password)
    leaders = _hold("l", organizations, Role.UNIT_LEADER, password)
    units = []
    for number, (organization, preparer, leader) in enumerate(zip(organizations, preparers, leaders, strict=True)):
        department = departments[number % len(departments)]
        finance = reviewers[(number % len(departments)) % len(divisions)]
        chain = (leader.pk, heads[department].pk, finance.pk, officers[number % OFFICERS].pk)
        units.append(Unit(organization, preparer.pk, chain))
    return Places(units, bureau.pk, officers[0].pk, [each.pk for each in experts])


def _make_years() -> None:
    now = timezone.now()
    *published, current = years()
    for year in published:
        cycle = Cycle.objects.create(year=year, approved_on=date(year, 1, 20))
        opens_at = timezone.make_aware(datetime(year - 1, 10, 15, 9))  # noqa: DTZ001 - by make_aware
        Phase.objects.create(cycle=cycle, name="一上", opens_at=opens_at, due_at=opens_at + timedelta(days=26))
    cycle = Cycle.objects.create(year=current)
    Phase.objects.create(cycle=cycle, name="一上", opens_at=now - timedelta(days=7), due_at=now + timedelta(days=60))


def _make_departments(bureau: Organization, divisions: list[Division], count: int) -> list[Organization]:
    return Organization.objects.bulk_create(
        Organization(
            kind=Kind.DEPARTMENT, code=str(_FIRST_DEPARTMENT + number), parent=bureau,
            name=f"{_FIELDS[number % len(_FIELDS)]}第{number // len(_FIELDS) + 1}局",
            division=divisions[number % len(divisions)],
        )
        for number in range(count)
    )  # fmt: skip


def _make_units(departments: list[Organization], count: int) -> list[Organization]:
    def made() -> Iterator[Organization]:
        for number in range(count):
            department = departments[number % len(departments)]
            place = number // len(departments) + 1
            code, name = f"{department.code}{place:03d}", f"{department.name}直属第{place}中心"
            yield Organization(kind=Kind.UNIT, code=code, name=name, parent=department)

    return Organization.objects.bulk_create(made())


def _hold(letter: str, organizations: list[Organization], role: Role, password: str) -> list[User]:
    people = _people(letter, [each.code for each in organizations], password)
    Membership.objects.bulk_create(
        Membership(user=user, organization=organization, role=role)
        for user, organization in zip(people, organizations, strict=True)
    )
    return people


def _people(letter: str, keys: object, password: str) -> list[User]:
    """A person a key; their login is the letter and the key, of a division its number."""
    logins = [f"{letter}{each.pk if isinstance(each, Division) else each}" for each in keys]  # type: ignore[attr-defined]
    return User.objects.bulk_create(User(login=login, name=f"审核人{login}", password=password) for login in logins)
