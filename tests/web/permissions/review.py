"""The review of what was handed in."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import FOREIGN_LOOKERS, LOOKERS, REVIEWERS, SIGNED_IN, SPEAKERS, only

from jiheng.web.goals.services import goal_create, goal_submit
from jiheng.web.review.models import Comment, Run
from jiheng.web.review.services import comment_add, default_chain

__all__ = ["REVIEW", "run_of"]


def run_of(world: World, unit: int = 0) -> Run:
    """A goal that was handed in."""
    default_chain()
    author = world.people["preparer"] if unit == 0 else world.people["other_preparer"]
    goal = goal_create(organization=world.units[unit], year=world.year, actor=author)
    goal_submit(goal=goal, actor=author, explanation="测试")
    return Run.objects.get(subject_id=goal.pk)


def _comment(world: World, unit: int = 0) -> Comment:
    run = run_of(world, unit)
    return comment_add(
        subject=run.subject, subject_id=run.subject_id, version=1, anchor="name", text="写全称", actor=run.started_by
    )


def _commented(run: Run) -> dict[str, Any]:
    return {"subject": run.subject, "subject_id": run.subject_id}


REVIEW = {
    "review:queue": Page(REVIEWERS),
    "review:queue_export": Page(REVIEWERS),
    "review:run_export": Page(SIGNED_IN),
    "review:batch": Page(REVIEWERS, method="post"),
    "review:run_list": Page(SIGNED_IN),  # an empty list for whoever may see none
    "review:run": Page(
        LOOKERS,
        lambda world: {"pk": run_of(world).pk},
        foreign=lambda world: {"pk": run_of(world, -1).pk},
        foreign_who=FOREIGN_LOOKERS,
    ),
    "review:withdraw": Page(
        only("preparer", "unit_leader"),
        lambda world: {"pk": run_of(world).pk},
        method="post",
        foreign=lambda world: {"pk": run_of(world, -1).pk},
        foreign_who=only("other_preparer"),
    ),
    **{
        f"review:{name}": Page(
            only("unit_leader"),
            lambda world: {"pk": run_of(world).tasks.get(order=1).pk},
            method="post",
            foreign=lambda world: {"pk": run_of(world, -1).tasks.get(order=1).pk},
        )
        for name in ("decide", "hand_over")
    },
    "review:comments": Page(
        LOOKERS,
        lambda world: _commented(run_of(world)),
        foreign=lambda world: _commented(run_of(world, -1)),
        foreign_who=FOREIGN_LOOKERS,
    ),
    "review:comment_resolve": Page(
        SPEAKERS,
        lambda world: {"pk": _comment(world).pk},
        method="post",
        foreign=lambda world: {"pk": _comment(world, -1).pk},
        foreign_who=only("other_preparer", "performance_office"),
    ),
    "review:chain": Page(only("performance_office"), lambda _world: {"subject": "goal"}),
}
