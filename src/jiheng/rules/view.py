"""A document as the rules look at it: what several rules need is worked out once a sheet, not once a rule."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.goals import Document, GoalSheet, Indicator
from jiheng.domain.target import Target, TargetKind
from jiheng.domain.taxonomy import Dimension, Level1
from jiheng.domain.text import normalise

__all__ = ["DocumentView", "IndicatorView", "SheetView"]

_PLACEHOLDER = "无"


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
    """

    __slots__ = ("columns", "indicators", "reference_budget", "rows", "sheet")

    def __init__(self, sheet: GoalSheet, columns: frozenset[str]) -> None:
        """`columns`: what the form asks for."""
        self.sheet = sheet
        self.columns = columns
        self.rows = [IndicatorView(number, indicator) for number, indicator in enumerate(sheet.indicators, 1)]
        self.indicators = [row for row in self.rows if not row.is_placeholder]
        # An unreadable total is not a blank one: the fiscal funds do not stand in for it.
        self.reference_budget: Decimal | None = None if "budget.total" in sheet.malformed else sheet.budget.reference

    def under(self, dimension: Dimension) -> Iterator[IndicatorView]:
        """The indicators of one dimension, placeholders left out."""
        return (row for row in self.indicators if row.dimension is dimension)


class DocumentView:
    """A document and the views of its sheets."""

    __slots__ = ("document", "sheets")

    def __init__(self, document: Document, sheets: list[SheetView]) -> None:
        """`sheets`: one a goal sheet, in order."""
        self.document = document
        self.sheets = sheets
