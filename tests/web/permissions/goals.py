"""Goals and their files."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import AUTHORS, FOREIGN_LOOKERS, LOOKERS, REVIEWERS, SIGNED_IN, WRITERS, only
from tests.web.permissions.review import run_of

from jiheng.publishing import publish
from jiheng.web.goals.models import Goal
from jiheng.web.goals.selectors import document_of
from jiheng.web.goals.services import goal_create
from jiheng.web.goals.uploads import upload_bring

__all__ = ["GOALS"]


def _draft(world: World, unit: int = 0) -> dict[str, Any]:
    author = world.people["preparer"] if unit == 0 else world.people["other_preparer"]
    return {"pk": goal_create(organization=world.units[unit], year=world.year, actor=author).pk}


def _handed_in(world: World, unit: int = 0) -> dict[str, Any]:
    return {"pk": run_of(world, unit).subject_id}


def _approved(world: World, unit: int = 0) -> dict[str, Any]:
    pk = run_of(world, unit).subject_id
    Goal.objects.filter(pk=pk).update(state="approved")
    return {"pk": pk}


def _upload(world: World) -> dict[str, Any]:
    author = world.people["preparer"]
    goal_create(organization=world.units[0], year=world.year, actor=author)
    data = publish(document_of(world.units[0], world.year), "json")
    [made] = upload_bring(organization=world.units[0], year=world.year, name="x", data=data, actor=author)
    return {"pk": made.pk}


def _draft_page(method: str = "get") -> Page:
    return Page(AUTHORS, _draft, method, foreign=lambda world: _draft(world, -1), foreign_who=only("other_preparer"))


def _paper_page(**more: Any) -> Page:
    return Page(
        LOOKERS,
        lambda world: _handed_in(world) | more,
        foreign=lambda world: _handed_in(world, -1) | more,
        foreign_who=FOREIGN_LOOKERS,
    )


GOALS = {
    "goals:overview": Page(SIGNED_IN),
    "goals:progress": Page(REVIEWERS - {"unit_leader"} | {"auditor"}, lambda _world: {"key": "units"}),
    "goals:list": Page(SIGNED_IN),  # an empty list for whoever may see none
    "goals:export": Page(SIGNED_IN),
    "goals:new": Page(WRITERS),
    "goals:new_copy": _draft_page("post"),
    "goals:new_department": Page(WRITERS, method="post"),
    "goals:template": Page(SIGNED_IN, lambda _world: {"form": "hebei-project-goals"}),
    "goals:document": Page(WRITERS, lambda _world: {"file_format": "json"}),
    "goals:import": Page(WRITERS),
    "goals:import_preview": Page(only("preparer"), _upload),
    "goals:import_page": Page(only(), lambda world: _upload(world) | {"number": 1}),  # no PDF has no pages
    "goals:import_discard": Page(only("preparer"), _upload, method="post"),
    "goals:import_take": Page(only("preparer"), _upload, method="post"),
    "goals:parse_target": Page(SIGNED_IN, method="post"),
    "goals:save": _draft_page("post"),
    "goals:check": _draft_page("post"),
    "goals:submit": _draft_page(),
    "goals:delete": _draft_page("post"),
    "goals:goal": _paper_page(),
    "goals:asides": _paper_page(),
    "goals:print": _paper_page(),
    "goals:preview": _paper_page(),
    "goals:download": _paper_page(file_format="json"),
    "goals:versions": _paper_page(),
    "goals:compare": _paper_page(),
    "goals:withdraw": Page(
        AUTHORS, _handed_in, "post", foreign=lambda world: _handed_in(world, -1), foreign_who=only("other_preparer")
    ),
    "goals:adjust": Page(
        AUTHORS, _approved, foreign=lambda world: _approved(world, -1), foreign_who=only("other_preparer")
    ),
    "goals:rule": Page(SIGNED_IN, lambda _world: {"slug": "target-unit-missing"}),
}
