"""What a rule is."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.goals import GoalSheet, Indicator
from jiheng.domain.place import Place
from jiheng.domain.self_evaluation import ScoredIndicator, SelfEvaluation
from jiheng.rules.view import DocumentView, IndicatorView, ScoredIndicatorView, SelfEvaluationView, SheetView

__all__ = ["DocumentRule", "Rule", "SelfEvaluationRule", "SheetRule"]

_FUNDING = re.compile(r"funding\[([0-9]+)\]\.(\w+)")


class Rule:
    """One check. The docstring of a rule is its documentation page (see `jiheng.rules.page`).

    Attributes:
        slug: the permanent public name; it never changes its meaning and is never used again.
        severity: unless the configuration says otherwise.
        message: what is wrong, a template.
        remedy: what to do, a template filled by the same values.
        basis: keys of ``basis.toml``, the official ground.
    """

    slug: ClassVar[str]
    severity: ClassVar[Severity]
    message: ClassVar[str]
    remedy: ClassVar[str]
    basis: ClassVar[tuple[str, ...]]

    def finding(
        self,
        sheet: SheetView | SelfEvaluationView,
        field: str,
        indicator: IndicatorView | ScoredIndicatorView | None = None,
        *,
        fix: Fix | None = None,
        message: str | None = None,
        remedy: str | None = None,
        **values: Any,
    ) -> Finding:
        """A finding at `field` of the table or, with `indicator`, of that row; `values` fill message and remedy.

        A rule that finds the same defect in two ways gives the templates of the second one as `message` and `remedy`.
        """
        table = sheet.sheet if isinstance(sheet, SheetView) else sheet.evaluation
        place = _place(table if indicator is None else indicator.indicator, field)
        return Finding(
            self.slug,
            self.severity,
            table.number,
            None if indicator is None else indicator.number,
            field,
            message or self.message,
            remedy or self.remedy,
            values,
            place if place is not None or indicator is None else _place(indicator.indicator, "name"),
            fix,
        )


class SheetRule(Rule):
    """A rule that looks at one goal sheet at a time."""

    @abstractmethod
    def check(self, sheet: SheetView) -> Iterator[Finding]:
        """Yield what is wrong with `sheet`, in the order of the form."""


class SelfEvaluationRule(Rule):
    """A rule that looks at one self-evaluation table at a time."""

    @abstractmethod
    def check(self, table: SelfEvaluationView) -> Iterator[Finding]:
        """Yield what is wrong with `table`, in the order of the form."""


class DocumentRule(Rule):
    """A rule that compares the sheets of one document."""

    @abstractmethod
    def check(self, document: DocumentView) -> Iterator[Finding]:
        """Yield what is wrong across `document`, in the order of its sheets."""


def _place(owner: GoalSheet | Indicator | SelfEvaluation | ScoredIndicator, field: str) -> Place | None:
    if isinstance(owner, SelfEvaluation) and (line := _FUNDING.fullmatch(field)):
        places = owner.funding[int(line[1])].places
        return places.get(line[2]) or next(iter(places.values()), None)  # a blank cell may have no place of its own
    if isinstance(owner, SelfEvaluation) and field == "indicators" and field not in owner.places:
        return next((place for row in owner.indicators for place in row.places.values()), None)
    # A field may be finer than the cell it stands in: target.unit is in the cell of target, goals[1] maybe in goals.
    places = owner.places
    while field not in places and "." in field:
        field = field.rpartition(".")[0]
    return places.get(field) or places.get(field.partition("[")[0])
