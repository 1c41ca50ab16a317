"""Organizations, people, roles, and the calendar of a year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web.hostile.fillings.filling import Filling, pk_of
from tests.web.hostile.town import Town

from jiheng.web.organizations.sheets import write

__all__ = ["ORGANIZATIONS"]


def _unit(town: Town) -> dict[str, Any]:
    number = next(town.numbers)
    return {"kind": "unit", "code": f"H{number:05}", "name": "新单位", "parent": town.world.departments[0].pk}


def _person(town: Town) -> dict[str, Any]:
    return {"login": f"p{next(town.numbers)}", "name": "新人", "email": "p@example.org", "is_active": "on"}


def _phase(town: Town) -> dict[str, Any]:
    start = timezone.localtime() + timedelta(days=40 + 2 * next(town.numbers))
    times = {name: (start + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for name, days in _WINDOW.items()}
    return {"name": "二上", "reason": "推迟", **times}


_WINDOW = {"opens_at": 0, "due_at": 1}


def _workbook(town: Town) -> dict[str, Any]:
    rows = {"单位": [{"kind": "预算单位", "code": "205009", "name": "新", "parent": town.world.departments[0].code}]}
    return {"file": SimpleUploadedFile("x.xlsx", write(rows))}


_preparer = pk_of(lambda town: town.world.people["preparer"])


ORGANIZATIONS: dict[str, Filling] = {
    "organizations:new": Filling(
        "system", values=_unit, free=("name",), strict=("kind", "code", "parent", "division"), numbers=("parent", "division"),
        room=120
    ),
    "organizations:edit": Filling(
        "system", pk_of(lambda town: town.world.units[1]), lambda town: _unit(town) | {"is_active": "on"},
        free=("name",), strict=("code", "parent", "division"), lenient=("is_active",), numbers=("parent", "division"),
        room=120,
    ),
    "organizations:division_new": Filling(
        "system", values=lambda town: {"bureau": town.world.bureau.pk, "name": "某处"},
        free=("name",), strict=("bureau",),
    ),
    "organizations:division_edit": Filling(
        "system", pk_of(lambda town: town.world.other_division), lambda _town: {"name": "某处"}, free=("name",)
    ),
    "organizations:person_new": Filling("system", values=_person, free=("login", "name"), strict=("email",)),
    "organizations:person_edit": Filling(
        "system", pk_of(lambda town: town.world.people["expert"]), _person, free=("name",), strict=("email",)
    ),
    "organizations:role_give": Filling(
        "security", _preparer,
        lambda town: {"role": "expert", "organization": town.world.units[2].code, "year": "", "division": ""},
        strict=("role", "organization", "year", "division"), numbers=("organization", "year", "division"),
    ),
    "organizations:office": Filling(
        "security", _preparer, lambda _town: {"office": "audit"}, lenient=("office",), is_good=False
    ),
    "organizations:import": Filling(
        "system", values=_workbook, strict=("file",),
        lenient=("with_passwords",),
    ),
    "organizations:import_keep": Filling("system", values=lambda _town: {"package": "x"}, lenient=("package",), is_good=False),
    "organizations:cycle_new": Filling(
        "performance_office", values=lambda town: {"year": 2040 + next(town.numbers) % 50}, strict=("year",), numbers=("year",),
    ),
    "organizations:cycle": Filling(
        "performance_office", lambda town: {"year": town.world.year}, lambda _town: {"approved_on": "2027-01-20"},
        strict=("approved_on",), dates=("approved_on",),
    ),
    "organizations:phase_new": Filling(
        "performance_office", lambda town: {"year": town.world.year}, _phase,
        free=("name",), strict=("opens_at", "due_at"), dates=("opens_at", "due_at"), room=32,
    ),
    "organizations:phase": Filling(
        "performance_office", pk_of(lambda town: town.world.cycle.phases.last()), _phase,
        free=("name", "reason"), strict=("opens_at", "due_at"), dates=("opens_at", "due_at"), room=32,
    ),
}  # fmt: skip
