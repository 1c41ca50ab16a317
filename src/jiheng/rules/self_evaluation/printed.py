"""The money columns of a self-evaluation table as printed, and how exactly its scores are."""

from __future__ import annotations

from decimal import Decimal

from jiheng.domain.self_evaluation import FundingLine

__all__ = ["MONEY_COLUMNS", "SCORE_TOLERANCE", "rate_base"]

SCORE_TOLERANCE = Decimal("0.005")
"""Scores have two decimals; what is printed within half of the last one is the same score."""

MONEY_COLUMNS = {"opening": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}


def rate_base(line: FundingLine) -> str:
    """The label of the column that the execution rate of `line` is measured by."""
    return MONEY_COLUMNS["opening" if line.adjusted is None else "adjusted"]
