"""Every score of a stored self-evaluation, by the regulation of its year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jiheng.domain.scores import Claim, ExecutionClaim, Method, Score, ScoreSheet, score_sheet, sums_by_group
from jiheng.domain.scoring import Achievement
from jiheng.domain.target import parse_target
from jiheng.regulations import Regulation
from jiheng.web.self_evaluation.weights import group_of, group_points

__all__ = ["ACHIEVEMENTS", "Group", "Reckoned", "claims_of", "execution_of", "number_of", "reckon"]

ACHIEVEMENTS = {"reached": Achievement.REACHED, "partly": Achievement.PARTLY, "missed": Achievement.MISSED}
"""What is stored → the verdict on a qualitative indicator."""

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_PER_CENT = Decimal(100)
_MOST = Decimal(1000)
"""A total or a rate beyond it says only that something was mistyped."""

_VOID = "—"
_Content = Mapping[str, Any]


class Group(NamedTuple):
    """A first level: what its rows weigh together, and what they should weigh; None where nothing is said of it."""

    name: str
    weight: Decimal
    proposed: Decimal | None


class Reckoned(NamedTuple):
    """The outcome.

    Attributes:
        grade: empty while there is no total.
        groups: the first levels in printed order; weight: what all indicators weigh together.
    """

    sheet: ScoreSheet
    grade: str
    groups: tuple[Group, ...]
    weight: Decimal

    @property
    def total(self) -> Decimal | None:
        """None while a score is missing."""
        return self.sheet.total

    @property
    def rate(self) -> Decimal | None:
        """Of execution, 1 for all, with four decimals."""
        rate = self.sheet.rate
        return None if rate is None else max(min(rate, _MOST), -_MOST).quantize(Decimal("0.0001"))

    def score_of(self, row: int) -> Score:
        """The score of a row."""
        return self.sheet.indicators[row]


def reckon(content: _Content, regulation: Regulation) -> Reckoned:
    """Score the content."""
    rows = content.get("indicators") or []
    claims = claims_of(content)
    sheet = score_sheet(execution_of(content), claims, regulation.scoring)
    if not rows or (sheet.total is not None and sheet.total > _MOST):
        sheet = sheet._replace(total=None)  # the money alone is no evaluation, nor are weights beyond all reason
    proposed = group_points(rows, regulation)
    sums = sums_by_group(claims)
    groups = tuple(Group(name, weight, proposed.get(name)) for name, weight in sums.items())
    grade = "" if sheet.total is None else regulation.grade(sheet.total).value
    return Reckoned(sheet, grade, groups, sum(sums.values(), Decimal(0)))


def execution_of(content: _Content) -> ExecutionClaim:
    """The money of all sources together."""
    opening, adjusted, executed = (_sum_of(content, name) for name in ("opening", "adjusted", "executed"))
    return ExecutionClaim(opening, adjusted, executed, reason=str(content.get("execution_reason") or ""))


def _sum_of(content: _Content, name: str) -> Decimal | None:
    amounts = [number_of(line.get(name)) for line in content.get("funding") or []]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def claims_of(content: _Content) -> list[Claim]:
    """The rows as claims, in their order."""
    return [_claim(row) for row in content.get("indicators") or []]


def number_of(text: Any) -> Decimal | None:
    """The number that was typed; None of a blank and of what is none."""
    clean = str(text if text is not None else "").strip()
    negative = clean.startswith("-")
    found = _NUMBER.fullmatch(clean.removeprefix("-").replace(",", "")) if len(clean) <= 24 else None
    return None if found is None else -Decimal(found[0]) if negative else Decimal(found[0])


def _claim(row: _Content) -> Claim:
    target, actual = str(row.get("target") or "").strip(), str(row.get("actual") or "").strip()
    floor = number_of(row.get("floor"))
    method = row.get("method") or ""
    return Claim(
        group=group_of(row),
        weight=number_of(row.get("weight")),
        target=parse_target(target) if target else None,
        actual=parse_target(actual) if actual else None,
        achievement=ACHIEVEMENTS.get(row.get("achievement") or ""),
        given=number_of(row.get("given")),
        target_was_low=bool(row.get("target_was_low")),
        not_applicable=(row.get("void_reason") or "").strip() or _VOID if row.get("is_void") else "",
        method=Method(method) if method in set(Method) else None,
        floor=None if floor is None else floor / _PER_CENT,
        reason=str(row.get("reason") or ""),
    )
