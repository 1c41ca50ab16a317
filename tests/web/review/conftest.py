"""Something to review that is no goal, so that the review is tested by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.http import HttpRequest
from django.utils.html import format_html
from tests.web.factories import World, give_role, make_person

from jiheng.web.accounts.models import User
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.review import services, subjects
from jiheng.web.review.models import Run, StepState, Task

SUBJECT = "thing"
FINE = dict.fromkeys(("completeness", "relevance", "appropriateness", "feasibility"), "good")


@dataclass
class Thing:
    """What the registered subject remembers and answers.

    Attributes:
        heard: how runs ended, in order: ``(word, subject_id)``.
        errors, warnings: of every submission.
    """

    heard: list[tuple[str, int]] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0

    def hears(self, word: str) -> Callable[[Run], None]:
        """A callback that notes `word`."""
        return lambda run: self.heard.append((word, run.subject_id))


def render(run: Run, _request: HttpRequest) -> str:
    """A table of one cell."""
    return format_html('<table><tr><td data-anchor="name" data-label="项目名称">{}</td></tr></table>', run.title)


@pytest.fixture
def thing() -> Iterator[Thing]:
    """The subject, registered for the length of a test."""
    it = Thing()
    before = dict(subjects._SUBJECTS)
    subjects.register_subject(
        SUBJECT,
        on_approved=it.hears("approved"),
        on_returned=it.hears("returned"),
        on_stopped=it.hears("stopped"),
        on_withdrawn=it.hears("withdrawn"),
        open_errors=lambda _run: it.errors,
        counts=lambda _run: subjects.Counts(it.errors, it.warnings, 0),
        page=lambda run: f"/accounts/me/?thing={run.subject_id}",
        render=render,
        anchor_label=lambda _run, anchor: {"name": "项目名称"}.get(anchor, anchor),
    )
    yield it
    subjects._SUBJECTS.clear()
    subjects._SUBJECTS.update(before)


@pytest.fixture
def submit(world: World, thing: Thing) -> Callable[..., Run]:  # noqa: ARG001 - registered first
    """A function that hands in a version: ``submit(number=1, organization=…, version=1)``."""
    services.default_chain(subject=SUBJECT)

    def hand_in(number: int = 1, organization: Organization | None = None, version: int = 1, title: str = "") -> Run:
        return services.run_start(
            subject=SUBJECT, subject_id=number, version=version, digest="d" * 64, year=world.year,
            organization=organization or world.units[0], title=title or f"招商经费{number}",
            actor=world.people["preparer"],
        )  # fmt: skip

    return hand_in


@pytest.fixture
def leaders(world: World) -> list[User]:
    """The leader of the first unit, and a second one."""
    second = make_person("second_leader", "第二位负责人")
    give_role(second, world.units[0], Role.UNIT_LEADER)
    return [world.people["unit_leader"], second]


def open_task(run: Run) -> Task:
    """The one task of a run that is open."""
    return run.tasks.select_related("run").get(state=StepState.OPEN)


def approve(run: Run, actor: User, **said: object) -> None:
    """Approve the open task."""
    services.task_approve(task=open_task(run), actor=actor, **({"grades": FINE, "opinion": "", "override": ""} | said))


def approve_until(run: Run, world: World, role: Role | None) -> None:
    """Approve step by step until it is the turn of `role`; with None to the end."""
    while run.tasks.filter(state=StepState.OPEN).exists():
        task = open_task(run)
        if task.role == role:
            return
        approve(run, world.people[task.role])
