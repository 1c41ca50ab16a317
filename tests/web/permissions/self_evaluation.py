"""Self-evaluations and the samples that are scored again."""

from __future__ import annotations

from typing import Any

from tests.web.permissions.page import Page
from tests.web.permissions.people import AUTHORS, BUREAU, CALENDAR, FOREIGN_LOOKERS, LOOKERS, only
from tests.web.self_evaluation.papers import item_of, rescore_of

__all__ = ["SELF_EVALUATION"]


def _evaluated(state: str = "draft", **more: Any) -> dict[str, Any]:
    """The arguments of a page of a self-evaluation, for the own unit and a foreign one."""
    return {
        "arguments": lambda world: {"pk": item_of(world, 0, state).pk, **more},
        "foreign": lambda world: {"pk": item_of(world, -1, state).pk, **more},
    }


def _rescored(foreign_who: frozenset[str], *, is_done: bool = False) -> dict[str, Any]:
    return {
        "arguments": lambda world: {"pk": rescore_of(world, is_done=is_done).pk},
        "foreign": lambda world: {"pk": rescore_of(world, -1, is_done=is_done).pk},
        "foreign_who": foreign_who,
    }


_SAMPLE = {"arguments": lambda world: {"pk": rescore_of(world).sample_id}}
SELF_EVALUATION = {
    **{f"self_evaluation:{name}": Page(LOOKERS | {"other_preparer"}) for name in ("list", "export")},
    "self_evaluation:begin": Page(
        AUTHORS,
        method="post",
        data={"organization": "205001"},  # the code of the first unit
    ),
    "self_evaluation:window": Page(CALENDAR),
    "self_evaluation:document": Page(only(), lambda _world: {"file_format": "json"}),  # of no unit; see test_pages
    **{
        f"self_evaluation:{name}": Page(AUTHORS, method="post", foreign_who=only("other_preparer"), **_evaluated())
        for name in ("save", "check", "refresh")
    },
    "self_evaluation:submit": Page(AUTHORS, foreign_who=only("other_preparer"), **_evaluated()),
    "self_evaluation:withdraw": Page(
        AUTHORS, method="post", foreign_who=only("other_preparer"), **_evaluated("submitted")
    ),
    "self_evaluation:reopen": Page(AUTHORS, foreign_who=only("other_preparer"), **_evaluated("approved")),
    **{
        f"self_evaluation:{name}": Page(LOOKERS, foreign_who=FOREIGN_LOOKERS, **_evaluated("submitted"))
        for name in ("item", "print", "preview")
    },
    "self_evaluation:download": Page(
        LOOKERS, foreign_who=FOREIGN_LOOKERS, **_evaluated("submitted", file_format="json")
    ),
    "self_evaluation:report": Page(LOOKERS, foreign_who=FOREIGN_LOOKERS, **_evaluated("submitted", file_format="docx")),
    "self_evaluation:samples": Page(BUREAU),
    "self_evaluation:sample_new": Page(CALENDAR),
    "self_evaluation:sample": Page(BUREAU, **_SAMPLE),
    "self_evaluation:sample_export": Page(BUREAU, **_SAMPLE),
    "self_evaluation:rescore": Page(LOOKERS, **_rescored(FOREIGN_LOOKERS, is_done=True)),
    "self_evaluation:rescore_done": Page(
        only("finance_reviewer", "performance_office"), method="post", **_rescored(only("performance_office"))
    ),
}
