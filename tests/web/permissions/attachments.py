"""Files beside what people write."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import AUTHORS, FOREIGN_LOOKERS, LOOKERS, only
from tests.web.rectification.cases import problem_of

from jiheng.web.attachments.services import attachment_add

__all__ = ["ATTACHMENTS"]


def _file(world: World, unit: int = 0) -> dict[str, Any]:
    problem = problem_of(world, unit)
    author = world.people["preparer" if unit == 0 else "other_preparer"]
    made = attachment_add(owner="problem", owner_id=problem.pk, name="a.pdf", data=b"%PDF-1.7", actor=author)
    return {"pk": made.pk}


def _owner(world: World, unit: int = 0) -> dict[str, Any]:
    return {"owner": "problem", "owner_id": problem_of(world, unit).pk}


ATTACHMENTS = {
    "attachments:files": Page(LOOKERS, _owner, foreign=lambda world: _owner(world, -1), foreign_who=FOREIGN_LOOKERS),
    "attachments:download": Page(LOOKERS, _file, foreign=lambda world: _file(world, -1), foreign_who=FOREIGN_LOOKERS),
    "attachments:remove": Page(
        AUTHORS, _file, "post", foreign=lambda world: _file(world, -1), foreign_who=only("other_preparer")
    ),
}
