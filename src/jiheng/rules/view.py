"""A document as the rules look at it: what several rules need is worked out once a sheet, not once a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from jiheng.domain.achievement import Outcome, outcome
from jiheng.domain.goals import Document, GoalSheet, Indicator
from jiheng.domain.self_evaluation import FundingLine, FundSource, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import Target, TargetKind
from jiheng.domain.taxonomy import Dimension, Level1
from jiheng.domain.text import normalise
from jiheng.forms import Form, load_forms

__all__ = ["DocumentView", "IndicatorView", "ScoredIndicatorView", "SelfEvaluationView", "SheetView"]

_PLACEHOLDER = "无"
_STROKES = frozenset({"/", "-", "--", "—", "——", "－", "／", "\\"})
_NOT_APPLICABLE = frozenset({_PLACEHOLDER, "不适用", "本指标不适用此项目"}) | _STROKES
_NO_REASON = frozenset({"", "无", "无偏差"}) | _STROKES


class IndicatorView:
    """One indicator with its normalised texts (blank: the empty string) and its place in the tree.

    Attributes:
        number: the row's number in its table, from 1.
        is_placeholder: the name or the target is 无; such a row is nobody's business but `indicator-placeholder`'s.
        quantity: the target if it is quantitative, else None.
        quality: the target if it is qualitative, else None.
    """

    __slots__ = (
        "basis", "description", "dimension", "indicator", "is_placeholder", "level1", "name", "number",
        "quality", "quantity", "target", "target_text",
    )  # fmt: skip

    def __init__(self, number: int, indicator: Indicator) -> None:
        """Normalise once."""
        self.number = number
        self.indicator = indicator
        self.level1: Level1 | None
        self.dimension: Dimension | None
        self.level1, self.dimension = indicator.category
        self.name = normalise(indicator.name or "")
        self.description = normalise(indicator.description or "")
        self.basis = normalise(indicator.basis or "")
        target = indicator.target
        self.target: Target | None = target
        self.target_text = normalise(target.raw) if target else ""
        self.is_placeholder = _PLACEHOLDER in (self.name, self.target_text)
        kind = target.kind if target else None
        self.quantity: Target | None = target if kind is TargetKind.QUANTITATIVE else None
        self.quality: Target | None = target if kind is TargetKind.QUALITATIVE else None


class SheetView:
    """One goal sheet.

    Attributes:
        rows: every indicator.
        indicators: the indicators that are no placeholders.
        reference_budget: in 万元 (see `Budget.reference`).
        columns: the indicator fields that the sheet's form has (``name``, ``description``, ``target``, ``basis``).
        output: the dimensions that it asks for.
    """

    __slots__ = ("columns", "indicators", "output", "reference_budget", "rows", "sheet")

    def __init__(self, sheet: GoalSheet, form: Form) -> None:
        """`form`: the one it is written in."""
        self.sheet = sheet
        self.columns = form.columns
        self.output = form.output
        self.rows = [IndicatorView(number, indicator) for number, indicator in enumerate(sheet.indicators, 1)]
        self.indicators = [row for row in self.rows if not row.is_placeholder]
        # An unreadable total is not a blank one: the fiscal funds do not stand in for it.
        self.reference_budget: Decimal | None = None if "budget.total" in sheet.malformed else sheet.budget.reference

    def under(self, dimension: Dimension) -> Iterator[IndicatorView]:
        """The indicators of one dimension, placeholders left out."""
        return (row for row in self.indicators if row.dimension is dimension)


class ScoredIndicatorView:
    """One row of a self-evaluation table.

    Attributes:
        number: the row's number in its table, from 1.
        name: normalised.
        is_void: nothing is filled in, or 无: the row promises nothing, so that no blank of it is missing.
        quantity: the target if it is quantitative, else None.
        actual: what was reached; None where blank or struck out.
        has_reason: why the target was missed is told.
    """

    __slots__ = ("actual", "has_reason", "indicator", "is_void", "malformed", "name", "number", "quantity")

    def __init__(self, number: int, indicator: ScoredIndicator, malformed: Mapping[str, str]) -> None:
        """Normalise once; `malformed` as of the table."""
        self.number = number
        self.indicator = indicator
        self.malformed = malformed
        self.name = normalise(indicator.name or "")
        self.has_reason = normalise(indicator.reason or "") not in _NO_REASON
        target, actual = indicator.target, indicator.actual
        self.quantity: Target | None = target if target and target.kind is TargetKind.QUANTITATIVE else None
        written = normalise(actual.raw) if actual else ""
        self.actual: Target | None = None if written in _STROKES or not written else actual
        promised = normalise(target.raw) if target else ""
        filled = (self.name, promised, written, indicator.weight is not None, indicator.score is not None)
        self.is_void = (
            self.name in _NOT_APPLICABLE
            or promised in _NOT_APPLICABLE
            or not (any(filled) or self.is_malformed("weight") or self.is_malformed("score"))
        )

    @property
    def outcome(self) -> Outcome | None:
        """How the target ended; None where that cannot be told."""
        if self.quantity is None:
            return None
        return outcome(self.quantity, self.actual, self.indicator.category.dimension)

    def is_malformed(self, field: str) -> bool:
        """Whether something stands in the cell that could not be understood."""
        return bool(self.malformed) and f"indicators[{self.number - 1}].{field}" in self.malformed


class SelfEvaluationView:
    """One self-evaluation table.

    Attributes:
        rows: every indicator; indicators: those that are not void.
        total: position and line of 年度资金总额; None where the form prints none.
        execution: positions and lines that are scored: the total, else each line that has a weight or a score.
    """

    __slots__ = ("columns", "evaluation", "execution", "indicators", "rows", "total")

    def __init__(self, evaluation: SelfEvaluation, columns: frozenset[str] | None) -> None:
        """`columns`: what the form asks for, None where it is not known."""
        self.evaluation = evaluation
        self.columns = columns
        self.rows = [
            ScoredIndicatorView(number, indicator, evaluation.malformed)
            for number, indicator in enumerate(evaluation.indicators, 1)
        ]
        self.indicators = [row for row in self.rows if not row.is_void]
        lines = list(enumerate(evaluation.funding))
        self.total: tuple[int, FundingLine] | None = next(
            (entry for entry in lines if entry[1].source is FundSource.TOTAL), None
        )
        self.execution: list[tuple[int, FundingLine]] = (
            [self.total]
            if self.total
            else [entry for entry in lines if entry[1].weight is not None or entry[1].score is not None]
        )

    def asks(self, column: str) -> bool:
        """Whether the form has the indicator column."""
        return self.columns is None or any(name.partition(".")[0] == column for name in self.columns)

    def is_malformed(self, field: str) -> bool:
        """Whether something stands in the field that could not be understood."""
        return field in self.evaluation.malformed


class DocumentView:
    """A document and the views of its tables."""

    __slots__ = ("document", "self_evaluations", "sheets")

    def __init__(self, document: Document) -> None:
        """One view a table, in order."""
        forms = load_forms()
        self.document = document
        self.sheets = [SheetView(sheet, forms[sheet.form]) for sheet in document.sheets]
        self.self_evaluations = [
            SelfEvaluationView(table, forms[table.form].columns if table.form in forms else None)
            for table in document.self_evaluations
        ]
