"""How a project was evaluated by others: the scored frame 决策–过程–产出–效益 (财预〔2020〕10号, attachment 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jiheng.domain.goals import Organization
from jiheng.domain.place import Place

__all__ = ["EvaluatedIndicator", "EvaluationTable"]


@dataclass(frozen=True, slots=True)
class EvaluatedIndicator:
    """One row of the frame; a blank cell is None.

    Attributes:
        meaning: 指标解释.
        guidance: 指标说明, what to look at (评价要点).
        weight: 分值, score: 得分, in points.
        standard: 评分标准.
        reason: 扣分原因.
    """

    level1: str | None
    level2: str | None
    name: str | None
    meaning: str | None
    guidance: str | None
    weight: Decimal | None
    standard: str | None
    score: Decimal | None
    reason: str | None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EvaluationTable:
    """The scored frame of one project, policy or department.

    Attributes:
        department: 主管部门; organization: 实施单位 (被评价单位).
        evaluator: 评价机构.
        total_weight, total_score: the line 总分, as printed; grade: 评价等级.
        malformed: path of each field that is not blank but could not be understood → what stands there.
        details: what else the form asks for, by printed label.
    """

    number: int
    form: str
    organization: Organization | None
    department: Organization | None
    code: str | None
    name: str | None
    evaluator: str | None
    indicators: tuple[EvaluatedIndicator, ...]
    total_weight: Decimal | None
    total_score: Decimal | None
    grade: str | None = None
    malformed: Mapping[str, str] = field(default_factory=dict, hash=False)
    title: str | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
