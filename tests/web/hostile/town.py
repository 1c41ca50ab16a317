"""A world in which every act of every form can be done, again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import transaction
from django.test import Client
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import PASSWORD, World, give_role, make_person, make_world
from tests.web.goals.conftest import typed_sheet
from tests.web.review.conftest import approve as approve_task
from tests.web.review.conftest import open_task

from jiheng.web.accounts.models import User
from jiheng.web.disclosure.models import Exemption, Publication
from jiheng.web.disclosure.services import publish
from jiheng.web.goals.models import Goal, GoalKind, Upload
from jiheng.web.goals.services import goal_create, goal_submit
from jiheng.web.goals.typed import typed_content
from jiheng.web.organizations.models import Role
from jiheng.web.review.models import Run
from jiheng.web.review.services import default_chain

__all__ = ["Town", "approve_until", "make_town", "open_task", "taken_back"]


@dataclass
class Town:
    """The world, and things in every state that forms ask for.

    Attributes:
        draft, department: of the first unit; submitted: waits for its leader; graded: waits for the finance division.
        approved: can be adjusted; public: a publication of the second unit.
        second: another leader of the first unit.
        upload: a file that was read.
        returned, withdrawn: made by `stored.spoil` only.
        sessions: of everybody; numbers: never twice the same.
        rules: the form of the page of rules, once somebody asked for it.
        kept: keys of what `stored` filled in, by what it is.
    """

    world: World
    draft: Goal
    department: Goal
    submitted: Run
    graded: Run
    approved: Goal
    public: Publication
    second: User
    upload: Upload
    returned: Run | None = None
    withdrawn: Publication | None = None
    sessions: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    rules: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    def browser(self, name: str) -> Client:
        """Of somebody who is signed in; of a stranger for an empty name."""
        client = Client()
        if name:
            client.cookies["sessionid"] = self.sessions[name]
        return client

    def sign_in(self) -> None:
        """Everybody, once: a session for each request would take longer than the request."""
        for name, person in self.world.people.items():
            self.let_in(person, name)

    def let_in(self, person: User, name: str = "") -> None:
        """One more, by that name or the login."""
        client = Client()
        client.force_login(person)
        self.sessions[name or person.login] = client.cookies["sessionid"].value

    def submit(self, name: str = "招商经费") -> Run:
        """A table of the first unit that was handed in."""
        preparer = self.world.people["preparer"]
        content = typed_content(typed_sheet(name=name), self.world.units[0], None)
        goal = goal_create(organization=self.world.units[0], year=self.world.year, actor=preparer, content=content)
        goal_submit(goal=goal, actor=preparer, explanation="测试")
        return Run.objects.get(subject_id=goal.pk)

    def exempted(self) -> Exemption:
        """What keeps the approved goal back."""
        goal = self.approved
        given = {"organization": goal.organization, "year": goal.year, "reason": "秘密", "given_by": goal.created_by}
        return Exemption.objects.get_or_create(goal_id=goal.pk, defaults=given)[0]


def make_town() -> Town:
    """Everything that forms ask for."""
    world = make_world()
    preparer, leader = world.people["preparer"], world.people["unit_leader"]
    leader.set_password(PASSWORD)
    leader.save()
    second = make_person("second_leader", "第二位负责人")
    give_role(second, world.units[0], Role.UNIT_LEADER)
    give_role(leader, world.units[1], Role.UNIT_LEADER)
    default_chain()
    at = {"organization": world.units[0], "year": world.year, "actor": preparer}
    draft = goal_create(**at, content=typed_content(typed_sheet(), world.units[0], None))
    department = goal_create(**at, kind=GoalKind.DEPARTMENT)
    approved = approve(world, make_sheet(world.units[0]))
    approve(world, make_sheet(world.units[1]), organization=world.units[1])
    public = publish(organization=world.units[1], year=world.year, actor=leader)
    upload = Upload.objects.create(
        organization=world.units[0], year=world.year, name="x.json", sha256="0" * 64, data=b"", original={},
        document={"projects": [draft.content]}, brought_by=preparer,
    )  # fmt: skip
    town = Town(world, draft, department, None, None, approved, public, second, upload)  # type: ignore[arg-type]
    town.submitted, town.graded = town.submit(), town.submit("培训经费")
    approve_until(town, town.graded, Role.FINANCE_REVIEWER)
    town.sign_in()
    return town


def approve_until(town: Town, run: Run, role: Role) -> None:
    """Step by step until it is the turn of `role`, whatever the checks say."""
    while (task := open_task(run)).role != role:
        approve_task(run, town.world.people[task.role], override="测试")


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done in here never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
