"""What a unit says it reached: the 项目支出绩效自评表 (财预〔2020〕10号, attachment 1) and its provincial variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from jiheng.domain.goals import Organization
from jiheng.domain.place import Place
from jiheng.domain.target import Target
from jiheng.domain.taxonomy import Category, classify

__all__ = ["EvaluatedTask", "FundSource", "FundingLine", "ScoredIndicator", "SelfEvaluation"]


class FundSource(StrEnum):
    """Which money a line of the funding block is about."""

    TOTAL = "total"
    """年度资金总额"""
    FISCAL = "fiscal"
    """其中：当年财政拨款 / 财政资金"""
    CARRIED_OVER = "carried_over"
    """上年结转资金"""
    SPECIAL_ACCOUNT = "special_account"
    """财政专户管理资金"""
    UNIT = "unit"
    """单位资金"""
    OTHER = "other"
    """其他资金"""


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One line of 项目资金; amounts in the table's currency unit, None where blank (or a dash).

    Attributes:
        opening: 年初预算数.
        adjusted: 全年预算数 (调整后预算数), the base of the execution rate.
        executed: 全年执行数 (预算执行数).
        weight: 分值, 10 on the total line.
        rate: 执行率 in per cent, as printed.
        score: 得分, as printed.
        reason: 未完成原因 or 偏差原因, where the form has it in this block.
    """

    source: FundSource
    opening: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    weight: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    reason: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ScoredIndicator:
    """One row of the indicator grid; a blank cell is None.

    Attributes:
        target: 年度指标值; where sign, value and unit stand in three columns they are joined as forms print them.
        actual: 实际完成值 as written.
        weight: 分值 / 权重, score: 得分, in points.
        reason: 偏差原因分析及改进措施.
    """

    level1: str | None
    level2: str | None
    name: str | None
    target: Target | None
    actual: Target | None
    weight: Decimal | None
    score: Decimal | None
    reason: str | None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    @property
    def category(self) -> Category:
        """Where the indicator belongs in the tree."""
        return classify(self.level1, self.level2)


@dataclass(frozen=True, slots=True)
class EvaluatedTask:
    """One of the year's main tasks (年度主要任务) of a department's 部门整体支出绩效自评表.

    Attributes:
        budget: 预算数, executed: 执行数, in the table's currency unit.
        completion: 完成情况.
    """

    name: str | None
    content: str | None
    budget: Decimal | None
    executed: Decimal | None
    completion: str | None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """A self-evaluation table of one project, or of a whole department (which has no name and no department above it).

    Attributes:
        tasks: 年度主要任务, of a whole department.
        department: 主管部门; organization: 实施单位.
        expected_goals, actual_goals: 预期目标, 实际完成情况.
        total_weight, total_score: the line 总分, as printed.
        malformed: path of each field that is not blank but could not be understood → what stands there.
        process: 实施内容及过程概述; conclusion, problems, improvements: 评价结论, 存在问题, 改进措施; grade: 自评等级.
        details: what else the form asks for, by printed label.
    """

    number: int
    form: str
    organization: Organization | None
    department: Organization | None
    code: str | None
    name: str | None
    currency_unit: str | None
    funding: tuple[FundingLine, ...]
    expected_goals: str | None
    actual_goals: str | None
    indicators: tuple[ScoredIndicator, ...]
    total_weight: Decimal | None
    total_score: Decimal | None
    malformed: Mapping[str, str] = field(default_factory=dict, hash=False)
    title: str | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    process: str | None = None
    conclusion: str | None = None
    problems: str | None = None
    improvements: str | None = None
    grade: str | None = None
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
    tasks: tuple[EvaluatedTask, ...] = ()
