"""The most used pages, and whose eyes they are looked at with: of each page several, so that no one object is the measure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

import contents
from jiheng.web.accounts.models import User
from jiheng.web.disclosure.models import Publication
from jiheng.web.goals.models import Goal, GoalKind, GoalState
from jiheng.web.monitoring.models import Report
from jiheng.web.organizations.models import Membership, Role
from jiheng.web.rectification.models import Notice
from jiheng.web.review.models import Run, RunState, StepState, Task
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.submissions.models import State
from places import years

__all__ = ["Page", "Visit", "choose", "editors", "importer"]

_VISITS = 12
_SEARCHES = {
    "一个字": "路",
    "两个字": "招商",
    "四个字": "道路养护",
    "少见的词": contents.RARE,
    "到处都有的词": "满意度",
}


class Visit(NamedTuple):
    """Who looks at what; nobody has to sign in for the public side."""

    login: str
    path: str


class Page(NamedTuple):
    """A page under the name that the report gives it; `weight` is how often it is looked at among the others."""

    name: str
    visits: list[Visit]
    weight: int = 1


def choose() -> list[Page]:
    """The pages of this database, the same ones every time."""
    return [*_until_approval(), *_afterwards()]


def _until_approval() -> list[Page]:
    """Goals, their review, what is public of them."""
    chance = random.Random(1)
    year = years()[-1]
    preparers, offices, divisions, departments = (
        _holders(role, chance)
        for role in (Role.PREPARER, Role.PERFORMANCE_OFFICE, Role.FINANCE_REVIEWER, Role.DEPARTMENT_REVIEWER)
    )
    goals = Goal.objects.filter(year=year, kind=GoalKind.PROJECT)
    published = Publication.objects.filter(withdrawn_at=None).select_related("organization").order_by("pk")
    documents = chance.sample(list(published.values_list("organization__code", "year", "number")), _VISITS)
    return [
        Page("待办 · 填报人 to-do, preparer", _same("/", preparers), 3),
        Page("待办 · 绩效处 overview, performance office", _same("/", offices)),
        Page("目标清单 · 填报人 goal list, preparer", _same("/goals/", preparers), 2),
        Page("目标清单 · 绩效处 goal list, performance office", _same("/goals/", offices)),
        Page("编辑 editor", _of_goals(goals.filter(state=GoalState.DRAFT), chance), 4),
        Page("目标（已批复） goal, approved", _of_goals(goals.filter(state=GoalState.APPROVED), chance), 2),
        Page("审核清单 · 处室 review queue, division", _same("/review/", divisions), 2),
        Page("审核清单 · 部门 review queue, department", _same("/review/", departments)),
        Page("审核 review page", _reviews(year, chance), 4),
        Page("公开情况 · 部门 disclosure, department", _same("/disclosure/", departments)),
        Page("公众首页 public start", [Visit("", "/public/")], 4),
        Page("公众：单位 organization", [Visit("", f"/public/organizations/{code}/") for code, *_rest in documents], 2),
        Page("公众：文件 document", [Visit("", "/public/documents/{}/{}/{}/".format(*each)) for each in documents]),
        Page("公众：项目 project", [Visit("", "/public/documents/{}/{}/{}/3/".format(*each)) for each in documents], 2),
        *(
            Page(f"检索：{name} search, {word}", [Visit("", f"/public/?q={quote(word)}")])
            for name, word in _SEARCHES.items()
        ),
    ]


def _afterwards() -> list[Page]:
    """What follows: of the year that is over, but for the monitoring, which goes on."""
    chance = random.Random(4)
    _first, over, current = years()
    preparers, offices = (_holders(role, chance) for role in (Role.PREPARER, Role.PERFORMANCE_OFFICE))
    reports = Report.objects.filter(year=current, state=State.DRAFT)
    papers = SelfEvaluation.objects.filter(year=over, state=State.DRAFT)
    menders = _writers(Notice.objects.filter(year=over), "goal__created_by__login", chance)
    goals = Goal.objects.filter(year=over, kind=GoalKind.PROJECT, self_evaluations__state=State.APPROVED)
    was, now = f"?year={over}", f"?year={current}"
    monitored = _writers(reports, "goal__created_by__login", chance)
    return [
        Page("预算执行 · 填报人 execution, preparer", _same(f"/execution/{was}", preparers), 2),
        Page("预算执行 · 绩效处 execution, performance office", _same(f"/execution/{was}", offices)),
        Page("监控清单 · 填报人 monitoring, preparer", _same(f"/monitoring/{now}", monitored), 2),
        Page("监控清单 · 绩效处 monitoring, performance office", _same(f"/monitoring/{now}", offices)),
        Page("监控表 monitoring report", _editors(reports, "/monitoring/reports/{}/", chance), 4),
        Page("自评清单 · 填报人 self-evaluation, preparer", _same(f"/self-evaluation/{was}", preparers), 2),
        Page("自评清单 · 绩效处 self-evaluation, performance office", _same(f"/self-evaluation/{was}", offices)),
        Page("自评表 self-evaluation editor", _editors(papers, "/self-evaluation/{}/", chance), 4),
        Page("评价清单 · 绩效处 evaluation, performance office", _same(f"/evaluation/{was}", offices)),
        Page("整改 · 填报人 rectification, preparer", _same(f"/rectification/{was}", menders)),
        Page("整改 · 绩效处 rectification, performance office", _same(f"/rectification/{was}", offices)),
        Page("项目全过程 life of a project", _editors(goals, "/analytics/projects/{}/", chance), 2),
        Page("分析 · 绩效处 analytics, performance office", _same(f"/analytics/{was}", offices)),
    ]


def editors(count: int) -> list[Visit]:
    """So many people, each with a draft of their own."""
    drafts = Goal.objects.filter(year=years()[-1], kind=GoalKind.PROJECT, state=GoalState.DRAFT)
    first = {organization: pk for pk, organization in drafts.order_by("-pk").values_list("pk", "organization")}
    return _visits(Goal.objects.filter(pk__in=list(first.values())[:count]))


def importer() -> Visit:
    """Somebody who brings a file."""
    return Visit(_logins(Role.PREPARER)[-1], "/goals/import/")


def _holders(role: Role, chance: random.Random) -> list[str]:
    logins = _logins(role)
    return chance.sample(logins, min(_VISITS, len(logins)))


def _logins(role: Role) -> list[str]:
    return list(Membership.objects.filter(role=role).order_by("pk").values_list("user__login", flat=True))


def _same(path: str, logins: Iterable[str]) -> list[Visit]:
    return [Visit(login, path) for login in logins]


def _of_goals(goals: Callable[..., object] | object, chance: random.Random) -> list[Visit]:
    keys = list(goals.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]
    return _visits(Goal.objects.filter(pk__in=chance.sample(keys, min(_VISITS, len(keys)))))


def _visits(goals: object) -> list[Visit]:
    found = goals.order_by("pk").values_list("created_by__login", "pk")  # type: ignore[attr-defined]
    return [Visit(login, f"/goals/{pk}/") for login, pk in found]


def _writers(rows: Any, login: str, chance: random.Random) -> list[str]:
    """Some of those whose login stands there."""
    logins = sorted(set(rows.values_list(login, flat=True)))
    return chance.sample(logins, min(_VISITS, len(logins)))


def _editors(rows: Any, path: str, chance: random.Random) -> list[Visit]:
    """Some of the papers or goals, each looked at by whoever writes there."""
    login = "created_by__login" if rows.model is Goal else "goal__created_by__login"
    found = list(rows.order_by("pk").values_list(login, "pk"))
    return [Visit(each, path.format(pk)) for each, pk in chance.sample(found, min(_VISITS, len(found)))]


def _reviews(year: int, chance: random.Random) -> list[Visit]:
    """Submissions that wait for a division, and somebody of it."""
    waiting = Task.objects.filter(state=StepState.OPEN, role=Role.FINANCE_REVIEWER, run__year=year)
    keys = list(waiting.filter(run__state=RunState.RUNNING).order_by("pk").values_list("run", flat=True))
    reviewers = {
        each.division_id: each.user.login
        for each in Membership.objects.filter(role=Role.FINANCE_REVIEWER).select_related("user")
    }
    runs = Run.objects.filter(pk__in=chance.sample(keys, min(_VISITS, len(keys))))
    found = runs.select_related("organization__parent").order_by("pk")
    return [Visit(reviewers[run.organization.parent.division_id], f"/review/runs/{run.pk}/") for run in found]  # type: ignore[union-attr]


def user_of(login: str) -> User:
    """Who signs in with `login`."""
    return User.objects.get(login=login)
