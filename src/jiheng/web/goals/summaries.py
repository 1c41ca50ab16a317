"""What lists show of a goal, taken from its content; and the counts of the tables that it is like."""

from __future__ import annotations

from jiheng.domain.finding import Severity
from jiheng.forms import load_form
from jiheng.web.goals.checking import alike, check_goal, counts_of
from jiheng.web.goals.facts import Facts, facts_of, indicator_digest, unit_facts
from jiheng.web.goals.mapping import amount_of, sheet_of
from jiheng.web.goals.models import Goal, GoalKind

__all__ = ["SUMMARY", "recount_alike", "stored_facts", "summarise"]

SUMMARY = ("code", "name", "amount", "errors", "warnings", "infos", "indicator_set")
"""The columns that `summarise` fills."""


def summarise(goal: Goal) -> None:
    """Fill the columns for lists from the content; nothing is stored."""
    if goal.kind == GoalKind.PROJECT:
        sheet = sheet_of(goal.content)
        form = load_form(sheet.form)
        name = sheet.name or (form.name if "name" in form.absent else "")
        goal.code, goal.name = (sheet.code or "")[:64], name[:255]
        goal.amount = amount_of(sheet)
        goal.indicator_set = indicator_digest(goal.content)
    _count(goal)


def stored_facts(goal: Goal) -> Facts | None:
    """By what other tables are found like this one, as it is stored; None of a department part."""
    return facts_of(goal, goal.content, 0) if goal.kind == GoalKind.PROJECT else None


def recount_alike(goal: Goal, *facts: Facts | None) -> None:
    """Count anew what is wrong with the tables that this one is or was like.

    Args:
        goal: what was saved.
        facts: of the goal before and after; where they are the same nothing changed for the others.
    """
    known = [each for each in facts if each is not None]
    if not known or (len(known) > 1 and len({each.keys for each in known}) == 1):
        return
    stored = unit_facts(goal)
    keys = {other.pk for each in known for other in alike(each, stored) if other.pk is not None}
    for other in Goal.objects.filter(pk__in=keys).select_related("organization"):
        _count(other)
        Goal.objects.filter(pk=other.pk).update(errors=other.errors, warnings=other.warnings, infos=other.infos)


def _count(goal: Goal) -> None:
    counts = counts_of(check_goal(goal).findings)
    goal.errors, goal.warnings, goal.infos = (
        counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    )
