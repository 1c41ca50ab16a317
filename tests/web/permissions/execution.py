"""Money, and the files that are read for it."""

from __future__ import annotations

from tests.web.execution.money import approved as project_with_money
from tests.web.execution.money import table_at
from tests.web.permissions.page import Page
from tests.web.permissions.people import AUTHORS, FOREIGN_LOOKERS, LOOKERS, SIGNED_IN, only

__all__ = ["EXECUTION"]


def _money(method: str = "get", who: frozenset[str] = LOOKERS, foreign_who: frozenset[str] = FOREIGN_LOOKERS) -> Page:
    return Page(
        who, lambda world: {"pk": project_with_money(world).pk}, method,
        foreign=lambda world: {"pk": project_with_money(world, unit=-1).pk}, foreign_who=foreign_who,
    )  # fmt: skip


def _table(
    method: str = "get",
    who: frozenset[str] = LOOKERS,
    foreign_who: frozenset[str] = FOREIGN_LOOKERS,
    *,
    done: bool = True,
) -> Page:
    return Page(
        who, lambda world: {"pk": table_at(world, done=done).pk}, method,
        foreign=lambda world: {"pk": table_at(world, -1, done=done).pk}, foreign_who=foreign_who,
    )  # fmt: skip


_ENTERING = AUTHORS | {"department_reviewer", "performance_office"}
_ENTERING_FOREIGN = only("other_preparer", "performance_office")
EXECUTION = {
    **{f"execution:{name}": Page(SIGNED_IN) for name in ("list", "export", "imports")},
    **{f"execution:{name}": _money() for name in ("project", "movements", "chart")},
    **{f"execution:{name}": _money("post", _ENTERING, _ENTERING_FOREIGN) for name in ("save", "adjustment")},
    **{f"execution:{name}": _table() for name in ("import", "import_status", "import_rows")},
    **{
        f"execution:{name}": _table("post", only("preparer"), only("other_preparer"), done=False)
        for name in ("import_check", "import_take", "import_discard")
    },
    **{f"execution:{name}": _table("post", _ENTERING, _ENTERING_FOREIGN) for name in ("import_undo", "import_assign")},
}
