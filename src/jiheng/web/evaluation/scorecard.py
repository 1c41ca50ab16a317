"""The frame with everything that was given: by the experts, by the data, by the organizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from jiheng.regulations import Measure
from jiheng.web.evaluation.leaves import merged_levels, points_of, weight_of
from jiheng.web.evaluation.measures import Measured
from jiheng.web.evaluation.models import Assignment, Duty, Evaluation
from jiheng.web.evaluation.spread import Spread, spread

__all__ = ["Given", "Line", "Scorecard", "counted", "scorecard"]

_ZERO = Decimal(0)
_CENT = Decimal("0.01")


class Given(NamedTuple):
    """What one expert gave a leaf; `is_outlier` where nobody else thinks so."""

    score: Decimal | None
    reason: str
    is_outlier: bool


class Line(NamedTuple):
    """A leaf.

    Attributes:
        row: of the frame; spans: over how many rows its levels reach (`leaves.merged_levels`).
        measured: what was reckoned, None where nothing can be; proposed: the points that it would earn.
        given: by each counted expert, in their order.
        final, reason, deviation: of the organizer; deviation explains why it is not the median.
    """

    row: Mapping[str, str]
    spans: Mapping[str, int]
    weight: Decimal
    measured: Measured | None
    given: tuple[Given, ...]
    spread: Spread
    final: Decimal | None
    reason: str
    deviation: str

    @property
    def proposed(self) -> Decimal | None:
        """What the data would give."""
        return self.measured.points(self.weight) if self.measured else None

    @property
    def suggested(self) -> Decimal | None:
        """What the organizer's field begins with: the median of the experts, else what the data would give."""
        return self.proposed if self.spread.median is None else self.spread.median

    @property
    def deviates(self) -> bool:
        """The organizer gave something else than the experts."""
        return self.final is not None and self.spread.median is not None and self.final != self.spread.median

    @property
    def reasons(self) -> str:
        """The experts' reasons, one a line, each once."""
        return "\n".join(dict.fromkeys(each.reason for each in self.given if each.reason))


class Scorecard(NamedTuple):
    """All leaves.

    Attributes:
        experts: who counts; total: of the organizer's scores; averages: each expert's sum.
    """

    lines: tuple[Line, ...]
    experts: tuple[Assignment, ...]
    total: Decimal
    sums: tuple[Decimal, ...]

    @property
    def levels(self) -> list[tuple[str, Decimal, Decimal]]:
        """First level, its weight, what it got."""
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for line in self.lines:
            weight, score = found.get(line.row["level1"], (_ZERO, _ZERO))
            found[line.row["level1"]] = (weight + line.weight, score + (line.final or _ZERO))
        return [(name, weight, score) for name, (weight, score) in found.items()]

    @property
    def missing(self) -> list[str]:
        """What is still to be said before the result stands, in sentences."""
        said = []
        for line in self.lines:
            name = line.row["name"]
            if line.final is None:
                said.append(_("“{name}”还没有评分").format(name=name))
            elif line.final < line.weight and not line.reason:
                said.append(_("“{name}”得 {score} 分，没有写扣分原因").format(name=name, score=line.final))
            if line.deviates and not line.deviation:
                text = _("“{name}”与专家评分的中位数 {median} 不同，没有写理由")
                said.append(text.format(name=name, median=line.spread.median))
        return said


def counted(evaluation: Evaluation) -> list[Assignment]:
    """The experts who handed in and still take part."""
    found = evaluation.assignments.filter(duty=Duty.EXPERT, removed_at=None).exclude(handed_in_at=None)
    return list(found.select_related("user").order_by("id"))


def scorecard(evaluation: Evaluation, measures: Mapping[Measure, Measured]) -> Scorecard:
    """Everything that was given; the caller asks first whether it may be seen."""
    experts = counted(evaluation)
    rows: Sequence[Mapping[str, str]] = evaluation.frame
    spans = merged_levels(rows)
    lines = tuple(
        _line(row, span, experts, measures, evaluation.final_scores) for row, span in zip(rows, spans, strict=True)
    )
    sums = tuple(sum((line.given[number].score or _ZERO for line in lines), _ZERO) for number in range(len(experts)))
    total = sum((line.final or _ZERO for line in lines), _ZERO).quantize(_CENT, rounding=ROUND_HALF_UP)
    return Scorecard(lines, tuple(experts), total, sums)


def _line(
    row: Mapping[str, str], span: Mapping[str, int], experts: Sequence[Assignment],
    measures: Mapping[Measure, Measured], finals: Mapping[str, Any],
) -> Line:  # fmt: skip
    weight = weight_of(row) or _ZERO
    said = [expert.scores.get(row["id"]) or {} for expert in experts]
    points = {
        number: value for number, each in enumerate(said) if (value := points_of(each.get("score"), weight)) is not None
    }
    found = spread(points, weight)
    given = tuple(
        Given(points.get(number), str(each.get("reason") or ""), number in found.outliers)
        for number, each in enumerate(said)
    )
    final = finals.get(row["id"]) or {}
    return Line(
        row, span, weight, measures.get(Measure(row["measure"])) if row["measure"] else None, given, found,
        points_of(final.get("score"), weight), str(final.get("reason") or ""), str(final.get("deviation") or ""),
    )  # fmt: skip
