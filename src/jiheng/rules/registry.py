"""The explicit list of rules, in the order of the catalogue."""

from __future__ import annotations

from jiheng.rules.base import Rule
from jiheng.rules.completeness.budget_total_missing import BudgetTotalMissing

__all__ = ["RULES"]

_ORDERED: tuple[type[Rule], ...] = (
    BudgetTotalMissing,
)

RULES: dict[str, type[Rule]] = {rule.slug: rule for rule in _ORDERED}
"""Slug → rule."""
