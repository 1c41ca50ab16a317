"""Organizations, people, roles, and the calendar of a year."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import CALENDAR, SECURITY, SIGNED_IN, SYSTEM, only

__all__ = ["ORGANIZATIONS"]


def _preparer(world: World) -> dict[str, Any]:
    return {"pk": world.people["preparer"].pk}


def _held(world: World) -> dict[str, Any]:
    person = world.people["preparer"]
    return {"pk": person.pk, "membership": person.memberships.get().pk}


def _year(world: World) -> dict[str, Any]:
    return {"year": world.year}


_BOTH = only(SYSTEM, SECURITY)
ORGANIZATIONS = {
    "organizations:list": Page(_BOTH),
    "organizations:new": Page(only(SYSTEM)),
    "organizations:edit": Page(only(SYSTEM), lambda world: {"pk": world.units[0].pk}),
    "organizations:division_new": Page(only(SYSTEM)),
    "organizations:division_edit": Page(only(SYSTEM), lambda world: {"pk": world.division.pk}),
    "organizations:people": Page(_BOTH),
    "organizations:person_new": Page(only(SYSTEM)),
    "organizations:person": Page(_BOTH, _preparer),
    "organizations:person_edit": Page(only(SYSTEM), _preparer),
    "organizations:person_password": Page(only(SYSTEM), _preparer, method="post"),
    "organizations:person_unlock": Page(only(SECURITY), _preparer, method="post"),
    "organizations:second_factor_remove": Page(only(SECURITY), _preparer, method="post"),
    "organizations:role_give": Page(only(SECURITY), _preparer, method="post"),
    "organizations:role_take": Page(only(SECURITY), _held, method="post"),
    "organizations:office": Page(only(SECURITY), _preparer, method="post", data={"office": "audit"}),
    "organizations:import": Page(_BOTH),
    "organizations:import_keep": Page(_BOTH, method="post"),
    "organizations:template": Page(_BOTH),
    "organizations:export": Page(_BOTH),
    "organizations:years": Page(SIGNED_IN),
    "organizations:cycle_new": Page(CALENDAR),
    "organizations:cycle": Page(CALENDAR, _year),
    "organizations:phase_new": Page(CALENDAR, _year),
    "organizations:phase": Page(CALENDAR, lambda world: {"pk": world.phase.pk}),
    "organizations:phase_delete": Page(CALENDAR, lambda world: {"pk": world.phase.pk}, method="post"),
}
