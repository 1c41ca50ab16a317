"""What the checks say of a table, alone and beside the other tables of its unit and year.

Rules that compare tables need the others, and reading all of them while somebody types would be slow. The facts of
each (see `facts`) tell which ones could matter, mostly none; only those are read, and the rules themselves decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Document
from jiheng.engine import check
from jiheng.rules.base import DocumentRule
from jiheng.rules.registry import RULES
from jiheng.web.goals.facts import Facts, facts_of, is_handed_in, unit_facts
from jiheng.web.goals.mapping import document_of_parts, sheet_of
from jiheng.web.goals.models import Goal, GoalKind, GoalState

__all__ = ["MALFORMED", "Checked", "Other", "alike", "check_goal", "counts_of", "malformed_findings"]

MALFORMED = "malformed-value"
"""Stands where a finding has its rule, of text that is no number where one is needed; no rule of the catalogue."""
_ACROSS = frozenset(slug for slug, rule in RULES.items() if issubclass(rule, DocumentRule))
_ROW = re.compile(r"indicators\[(\d+)\]\.(.+)")
_QUOTED = 30
_Content = Mapping[str, Any]


class Other(NamedTuple):
    """Another table of the unit that a finding names.

    Attributes:
        pk: of the goal; number: of the table in the yearly document.
    """

    pk: int
    number: int
    name: str


class Checked(NamedTuple):
    """The findings of one table; `others`: the tables that they name, by their numbers."""

    findings: tuple[Finding, ...]
    others: Mapping[int, Other]

    def named_by(self, finding: Finding) -> list[Other]:
        """The other tables that a finding names, in order."""
        if finding.rule not in _ACROSS:
            return []
        numbers = (*finding.values.get("others", ()), finding.values.get("first"))  # as the rules call them
        return [self.others[number] for number in numbers if number in self.others]


def check_goal(goal: Goal, content: _Content | None = None, *, handed_in: bool = False) -> Checked:
    """What the checks say of a goal.

    Args:
        goal: stored or not yet.
        content: what is checked instead of the working copy: what is being typed, or a version.
        handed_in: compare with those tables only that reviewers have in hand, not with drafts.
    """
    content = goal.content if content is None else content
    if goal.kind == GoalKind.DEPARTMENT:
        document = document_of_parts(goal.organization, goal.year, [], content)
        return Checked(tuple(finding for finding in check(document) if finding.project is None), {})
    known = unit_facts(goal)
    number = next((each.number for each in known if each.pk == goal.pk), len(known) + 1)
    near = alike(facts_of(goal, content, number), known)
    near = [each for each in near if is_handed_in(each)] if handed_in else near
    document = _document(goal, content, number, near)
    found = [finding for finding in check(document) if finding.project == number]
    findings = (*malformed_findings(content), *(finding._replace(project=1) for finding in found))
    others = {each.number: Other(each.pk or 0, each.number, each.name) for each in near}
    return Checked(findings, others)


def alike(facts: Facts, known: list[Facts]) -> list[Facts]:
    """Those other tables that a rule could find alike; what may not enter the budget is compared with nothing."""
    return [each for each in known if each.pk != facts.pk and each.state != GoalState.STOPPED and facts.resembles(each)]


def counts_of(findings: tuple[Finding, ...]) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    return {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}


def _document(goal: Goal, content: _Content, number: int, near: list[Facts]) -> Document:
    """The table after those that it may be like: a rule that names the earlier of two tables names the other one."""
    contents = dict(Goal.objects.filter(pk__in=[each.pk for each in near]).values_list("pk", "content")) if near else {}
    others = (sheet_of(contents[each.pk], each.number) for each in near if each.pk in contents)
    document = document_of_parts(goal.organization, goal.year, ())
    return replace(document, sheets=(*others, sheet_of(content, number)))


def malformed_findings(content: _Content) -> Iterator[Finding]:
    """Errors for what is typed where a number is needed and is none: nothing can be reckoned with it."""
    for path, text in (content.get("malformed") or {}).items():
        row = _ROW.fullmatch(path)
        yield Finding(
            rule=MALFORMED,
            severity=Severity.ERROR,
            project=1,
            indicator=int(row[1]) + 1 if row else None,
            field=row[2] if row else path,
            template=_("“{text}”不是数，不能计算"),
            remedy_template=_("请只填数字，如 14.00"),
            values={"text": str(text)[:_QUOTED]},
        )
