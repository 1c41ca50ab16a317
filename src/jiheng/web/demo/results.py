"""Use of results in the demo: one decision that the unit knows and has answered, one that waits to be told."""

from __future__ import annotations

import re
from decimal import Decimal

from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.organizations.models import Role
from jiheng.web.organizations.policies import holders
from jiheng.web.results.facts import case_of
from jiheng.web.results.selectors import decision_of
from jiheng.web.results.services import decision_answer, decisions_accept, decisions_publish, goal_decide

__all__ = ["make_results"]

_YEAR = re.compile(r"20\d\d")
_VIEW = "招标流程已经提前，明年一季度即可支付，建议适当保留。"


def make_results(year: int) -> None:
    """Decisions about the approved projects of `year`."""
    approved = Goal.objects.filter(year=year, kind=GoalKind.PROJECT, versions__is_approved=True, is_deleted=False)
    goals = list(approved.distinct().select_related("organization__parent").order_by("pk"))
    for goal in goals:
        _followed(goal)
    if len(goals) < 2:
        return
    office = holders(goals[0].organization, year, Role.PERFORMANCE_OFFICE)[0]
    case = case_of(goals[0])
    percent = case.proposal.percent / 2 if case.proposal.action == "cut" else Decimal(5)
    goal_decide(goal=goals[0], actor=office, action="cut", percent=percent, reason="采购延误属客观原因，减半压减。")
    decisions_publish(year=year, actor=office)
    decision = decision_of(goals[0])
    author = holders(goals[0].organization, year, Role.PREPARER)[0]
    if decision is not None:
        decision_answer(decision=decision, actor=author, text=_VIEW)
    decisions_accept(goals=goals[1:2], actor=office)


def _followed(goal: Goal) -> None:
    """The same project's goals of the next year say which ones they follow, as those that were carried on do."""
    following = Goal.objects.filter(
        organization=goal.organization_id, year=goal.year + 1, kind=GoalKind.PROJECT, is_deleted=False, previous=None
    )
    name = _YEAR.sub("", goal.name)
    alike = [each.pk for each in following.only("pk", "name") if _YEAR.sub("", each.name) == name]
    Goal.objects.filter(pk__in=alike[:1]).update(previous=goal)
