"""A world with more of everything: what is there once is there `count` times, and every list has as many rows.

`grow` may be called again with a larger number; it adds what is missing. Rows are written straight into the tables, as
the services would need minutes for it, but they are such as the services leave behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from tests.web.disclosure.approved import make_sheet
from tests.web.factories import World
from tests.web.queries.growth_disclosure import grow_disclosed_results
from tests.web.queries.growth_evaluation import grow_evaluation
from tests.web.queries.growth_execution import grow_execution
from tests.web.queries.growth_monitoring import grow_monitoring
from tests.web.queries.growth_rectification import grow_rectification, grow_results
from tests.web.queries.growth_self_evaluation import grow_self_evaluation
from tests.web.queries.rows import fill as _fill
from tests.web.queries.rows import with_values as _with

from jiheng.web.accounts.models import Attempts, SecondFactor, User
from jiheng.web.api.models import ApiToken, Scope, StoredAnswer
from jiheng.web.audit.services import record
from jiheng.web.disclosure.models import Exemption, Part, Publication, PublishedFile, PublishedProject
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Upload, Version
from jiheng.web.organizations.models import Cycle, Division, Kind, Membership, Organization, Phase, Role
from jiheng.web.review.models import Comment, Run, RunState, Step, StepState, Task
from jiheng.web.review.services import default_chain
from jiheng.web.submissions.digests import digest_of

__all__ = ["FEW_BY_NATURE", "grow", "leave_room"]

FEW_BY_NATURE = {"audit.head", "review.chain", "notices.jobrun", "notices.preference"}
"""Models of which there are never many rows, or never many of one person."""

_ROOM = 1_000_000
_GROWN = "成长"
_OFTEN = 8
"""How often a goal was handed in at most; with more, files that are read 500 rows at a time would take two reads."""
_REVIEWERS = (Role.UNIT_LEADER, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE)
_SUBJECT = "goal"


def leave_room() -> None:
    """Let runs begin at a million: what is made up of the past comes before them, as it would have."""
    somebody, somewhere = User.objects.first(), Organization.objects.first()
    assert somebody
    assert somewhere
    last = Run.objects.create(
        pk=_ROOM, subject=_SUBJECT, subject_id=0, version=1, year=1, organization=somewhere, started_by=somebody
    )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Run]):
            cursor.execute(statement)
    last.delete()


def grow(world: World, count: int) -> None:
    """Let there be `count` of everything that there is one of."""
    _grow_tree(world, count)
    _grow_people(world, count)
    _grow_goals(world, count)
    _grow_histories(count)
    _grow_publications(world, count)
    if apps.is_installed("jiheng.web.notices"):
        _grow_notices(world, count)
    grow_monitoring(world, count)
    grow_self_evaluation(world, count)
    grow_evaluation(world, count)
    grow_rectification(world, count)
    grow_results(world, count)
    grow_execution(world, count)
    grow_disclosed_results(world, count)
    _grow_programs(world, count)
    for number in range(count):
        record("test.done", actor=world.people["preparer"], subject=world.units[0], after={"number": number})


def _grow_tree(world: World, count: int) -> None:
    bureau, department = world.bureau, world.departments[0]
    _fill(Division.objects.filter(bureau=bureau), count, lambda n: Division(bureau=bureau, name=f"处室{n}"))
    divisions = cycle(Division.objects.all())
    _fill(bureau.children, count, lambda n: _office(f"{500 + n}", Kind.DEPARTMENT, bureau, next(divisions)))
    _fill(department.children, count, lambda n: _office(f"{department.code}{500 + n}", Kind.UNIT, department))
    _fill(Cycle.objects, count, lambda n: Cycle(year=world.year - n))
    past = timezone.now() - timedelta(days=900)
    for held in Cycle.objects.all():
        _fill(held.phases, count, lambda n, held=held: _window(held, n, past))


def _office(code: str, kind: Kind, parent: Organization, division: Division | None = None) -> Organization:
    return Organization(code=code, name=f"单位{code}", kind=kind, parent=parent, division=division)


def _window(held: Cycle, number: int, past: Any) -> Phase:
    opens = past + timedelta(days=number)
    return Phase(cycle=held, name=f"阶段{number}", opens_at=opens, due_at=opens + timedelta(hours=8))


def _grow_people(world: World, count: int) -> None:
    _fill(
        User.objects, count + 2 * len(world.people), lambda n: User(login=f"person{n}", name=f"人员{n}", password="!")
    )
    units = list(world.departments[0].children.all())
    others = User.objects.filter(login__startswith="person").order_by("pk")
    roles = cycle((Role.PREPARER, Role.UNIT_LEADER))
    held = [Membership(user=each, organization=place, role=next(roles))
            for each, place in zip(others, cycle(units), strict=False)]  # fmt: skip
    for name in ("preparer", "unit_leader"):
        held += [Membership(user=world.people[name], organization=place, role=name) for place in units]
    for name in Role.values:
        home = world.people[name].memberships.order_by("pk").first()
        assert home
        held += [
            Membership(user=home.user, organization=home.organization, role=name, year=1900 + n, division=home.division)
            for n in range(count)
        ]
    known = set(Membership.objects.values_list("user_id", "organization_id", "role", "year"))
    Membership.objects.bulk_create(
        each for each in held if (each.user_id, each.organization_id, each.role, each.year) not in known
    )
    factors = SecondFactor.objects.values("user")
    missing = User.objects.filter(login__startswith="person").exclude(pk__in=factors)
    SecondFactor.objects.bulk_create(SecondFactor(user=each, secret="x", last_step=0) for each in missing)
    _fill(Attempts.objects, count, lambda n: Attempts(key=f"login {n}", since=timezone.now()))


def _grow_goals(world: World, count: int) -> None:
    author = world.people["preparer"]
    default_chain()
    _fill(Step.objects, count, _step)
    for place in world.departments[0].children.order_by("pk"):
        content = content_of(make_sheet(place))
        made = Goal(organization=place, year=world.year, content=content, created_by=author, changed_by=author)
        is_first = place.pk == world.units[0].pk
        states = [each for each in GoalState.values if each != GoalState.SUBMITTED] if is_first else [GoalState.DRAFT]
        for state in states:
            _fill_goals(made, state, count if is_first else 1)
        if is_first:  # at every step of the review
            _fill_goals(made, GoalState.SUBMITTED, count * len(_REVIEWERS))
        if not place.goals.filter(kind=GoalKind.DEPARTMENT).exists():
            _with(made, kind=GoalKind.DEPARTMENT, content={}).save()
    fresh = Goal.objects.filter(name__startswith=_GROWN, versions=None).exclude(state=GoalState.DRAFT)
    for number, goal in enumerate(fresh.order_by("pk")):
        _hand_in(goal, world, number % len(_REVIEWERS) if goal.state == GoalState.SUBMITTED else len(_REVIEWERS))
    _fill(Exemption.objects, count, lambda n: _exemption(world, n))
    _fill(Upload.objects, count, lambda n: Upload(
        organization=world.units[0], year=world.year, name=f"{n}.json", sha256="0", data=b"", problem="空的",
        brought_by=author,
    ))  # fmt: skip


def _fill_goals(made: Goal, state: str, count: int) -> None:
    found = Goal.objects.filter(organization=made.organization, state=state, name__startswith=_GROWN)
    _fill(found, count, lambda n: _with(made, name=f"{_GROWN}{state}{n}", code=f"{state}{n}", state=state))


def _step(number: int) -> Step:
    return Step(
        chain=default_chain(), order=number + 1, name=f"步骤{number}", role=_REVIEWERS[number % len(_REVIEWERS)]
    )


def _exemption(world: World, number: int) -> Exemption:
    leader = world.people["unit_leader"]
    key = world.units[0].goals.filter(state=GoalState.APPROVED).order_by("pk")[number].pk
    return Exemption(organization=world.units[0], year=world.year, goal_id=key, reason="国家秘密", given_by=leader)


def _hand_in(goal: Goal, world: World, step: int) -> None:
    """A version and its run, which has come to that step."""
    is_approved = goal.state == GoalState.APPROVED
    digest, now = digest_of(goal.content), timezone.now()
    Version.objects.create(
        goal=goal, number=1, content=goal.content, digest=digest, submitted_by=goal.created_by,
        is_approved=is_approved, approved_at=now if is_approved else None,
    )  # fmt: skip
    state = RunState.RUNNING if goal.state == GoalState.SUBMITTED else RunState(goal.state)
    run = Run.objects.create(
        subject=_SUBJECT, subject_id=goal.pk, version=1, digest=digest, organization=goal.organization, year=goal.year,
        title=goal.name, started_by=goal.created_by, state=state,
    )  # fmt: skip
    tasks = []
    for order, role in enumerate(_REVIEWERS):
        task = Task(run=run, order=order + 1, name=str(role.label), role=role)
        if order < step:
            task.state, task.decided_by, task.decided_at = StepState.APPROVED, world.people[role], now
        elif order == step:
            task.state, task.opened_by, task.opened_at = StepState.OPEN, world.people[role], now
        tasks.append(task)
    Task.objects.bulk_create(tasks)


def _grow_histories(count: int) -> None:
    """What the tables of permissions handed in was handed in before, returned, and talked about."""
    numbers = iter(range(1 + Run.objects.filter(pk__lt=_ROOM).count(), _ROOM))
    last: dict[int, Version] = {version.goal_id: version for version in Version.objects.order_by("number")}
    made = Run.objects.filter(pk__gt=_ROOM, subject=_SUBJECT).exclude(title__startswith=_GROWN)
    for run in list(made.prefetch_related("tasks")):
        version = last.get(run.subject_id)
        if version and version.number == run.version:
            _hand_in_before(run, version, min(count, _OFTEN), numbers)
        mine = {"subject": run.subject, "subject_id": run.subject_id}
        said = {"author": run.started_by, "text": "请改", "anchor": "name", "version": 1}
        _fill(Comment.objects.filter(**mine), count, lambda _n, known=mine | said: Comment(**known))


def _hand_in_before(run: Run, version: Version, count: int, numbers: Iterator[int]) -> None:
    """Make `run` the last of `count` runs, each for a version of its own."""
    has = version.number
    if has >= count:
        return
    earlier = range(has, count)
    Version.objects.filter(pk=version.pk).update(number=count)
    Run.objects.filter(pk=run.pk).update(version=count)
    Version.objects.bulk_create(
        _with(version, number=number, is_approved=False, approved_at=None) for number in earlier
    )
    runs = [_with(run, key=next(numbers), version=number, state=RunState.RETURNED) for number in earlier]
    Run.objects.bulk_create(runs)
    closed = {"state": StepState.RETURNED, "decided_by": run.started_by, "decided_at": timezone.now()}
    Task.objects.bulk_create(_with(task, run=each, **closed) for each in runs for task in run.tasks.all())


def _grow_publications(world: World, count: int) -> None:
    known = Publication.objects.filter(
        organization=world.units[0], year=world.year, part=Part.GOALS, withdrawn_at=None
    ).first()
    if known is None:
        return
    author, project = world.people["unit_leader"], known.projects.order_by("pk").first()
    assert project
    made = []
    for number in range(count):
        taken_back = {"withdrawn_at": timezone.now(), "withdrawn_by": author, "withdrawal": "有误"}
        made += [_with(known, year=world.year - 1 - number), _with(known, number=1000 + number, **taken_back)]
    made += [_with(known, organization=place) for place in world.departments[0].children.exclude(pk=world.units[0].pk)]
    taken = set(Publication.objects.values_list("organization", "year", "number"))
    made = [each for each in made if (each.organization_id, each.year, each.number) not in taken]
    Publication.objects.bulk_create(made)
    places = {"is_valid": True}
    PublishedProject.objects.bulk_create(
        _with(project, publication=each, year=each.year, organization=each.organization,
              **places | {"is_valid": each.withdrawn_at is None})
        for each in made
    )  # fmt: skip
    PublishedFile.objects.bulk_create(
        _with(file, publication=each, data=b"x", sha256=f"{each.pk}", sm3=f"{each.pk}")
        for each in made for file in known.files.all()
    )  # fmt: skip
    _fill(known.projects, count, lambda n: _with(project, number=1000 + n))


def _grow_notices(world: World, count: int) -> None:
    from jiheng.web.notices.models import Mail, Notice, Reminder, ReminderRule

    now = timezone.now()
    for person in world.people.values():
        told = {"user": person, "kind": "goal.returned", "title": "已退回", "url": "/", "created_at": now}
        _fill(person.notices, count, lambda n, told=told: Notice(**told, key=f"growth {n}"))
    _fill(Mail.objects, count, lambda _n: Mail(user=world.people["preparer"], created_at=now, due_at=now))
    sender = world.people["performance_office"]
    _fill(Reminder.objects, count, lambda n: Reminder(
        organization=world.units[0], year=world.year, day=date(2020, 1, 1) + timedelta(days=n), sent_by=sender,
        sent_at=now,
    ))  # fmt: skip
    without = Phase.objects.filter(reminder_rule=None)
    ReminderRule.objects.bulk_create(ReminderRule(phase=phase, days=[3]) for phase in without)


def _grow_programs(world: World, count: int) -> None:
    later = timezone.now() + timedelta(days=9)
    for person in world.people.values():
        _fill(person.api_tokens, count, lambda n, person=person: ApiToken(
            user=person, name=f"程序{n}", digest=f"{person.pk} {n}", hint="jh_", scopes=Scope.values, expires_at=later,
        ))  # fmt: skip
    token = ApiToken.objects.first()
    assert token
    _fill(StoredAnswer.objects, count, lambda n: StoredAnswer(token=token, key=f"{n}", fingerprint="0"))
