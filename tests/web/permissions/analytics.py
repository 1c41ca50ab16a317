"""The year in pictures, the life of a project."""

from __future__ import annotations

from typing import Any

from tests.web.execution.money import approved as project_with_money
from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import FOREIGN_LOOKERS, LOOKERS

__all__ = ["ANALYTICS"]


def _life(world: World, unit: int = 0) -> dict[str, Any]:
    return {"pk": project_with_money(world, unit=unit).pk}


ANALYTICS = {
    **{f"analytics:{name}": Page(LOOKERS | {"other_preparer"}) for name in ("overview", "groups")},
    "analytics:chart": Page(LOOKERS, lambda world: _life(world) and {"key": "spending"}),
    "analytics:life": Page(LOOKERS, _life, foreign=lambda world: _life(world, -1), foreign_who=FOREIGN_LOOKERS),
}
