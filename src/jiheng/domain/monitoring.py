"""How a project goes in mid-year: the 项目支出绩效目标执行监控表 (财预〔2019〕136号)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from jiheng.domain.goals import Organization
from jiheng.domain.place import Place
from jiheng.domain.self_evaluation import FundSource
from jiheng.domain.target import Target
from jiheng.domain.taxonomy import Category, classify

__all__ = ["DeviationReason", "MonitoredFunding", "MonitoredIndicator", "MonitoringReport", "Possibility"]


class DeviationReason(StrEnum):
    """Why an indicator lags behind, as the form of 2019 groups the reasons (偏差原因分析)."""

    FUNDING = "funding"
    """经费保障"""
    INSTITUTION = "institution"
    """制度保障"""
    STAFF = "staff"
    """人员保障"""
    EQUIPMENT = "equipment"
    """硬件条件保障"""
    OTHER = "other"
    """其他"""


class Possibility(StrEnum):
    """Whether the target will be met by the end of the year (完成目标可能性)."""

    CERTAIN = "certain"
    """确定能"""
    POSSIBLE = "possible"
    """有可能"""
    IMPOSSIBLE = "impossible"
    """完全不可能"""


@dataclass(frozen=True, slots=True)
class MonitoredFunding:
    """One line of 项目资金; amounts in the table's currency unit, None where blank (or a dash).

    Attributes:
        opening: 年初预算数.
        executed: 1–N月执行数.
        rate: 1–N月执行率 in per cent, as printed.
        expected: 全年预计执行数.
    """

    source: FundSource
    opening: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    expected: Decimal | None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MonitoredIndicator:
    """One row of the indicator grid; a blank cell is None.

    Attributes:
        target: 年度指标值.
        actual: 1–N月执行情况.
        expected: 全年预计完成情况.
        reasons: the groups of reasons that are ticked.
        explanation: 原因说明.
        possibility: 完成目标可能性.
        remark: 备注.
    """

    level1: str | None
    level2: str | None
    name: str | None
    target: Target | None
    actual: Target | None
    expected: Target | None
    reasons: tuple[DeviationReason, ...]
    explanation: str | None
    possibility: Possibility | None
    remark: str | None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    @property
    def category(self) -> Category:
        """Where the indicator belongs in the tree."""
        return classify(self.level1, self.level2)


@dataclass(frozen=True, slots=True)
class MonitoringReport:
    """A monitoring table of one project.

    Attributes:
        department: 主管部门; organization: 实施单位.
        through_month: up to the end of which month, 7 for 1–7月; None where no column says it.
        goals: 年度总体目标, without their numbers.
        malformed: path of each field that is not blank but could not be understood → what stands there.
        details: what else the form asks for, by printed label.
    """

    number: int
    form: str
    organization: Organization | None
    department: Organization | None
    code: str | None
    name: str | None
    currency_unit: str | None
    through_month: int | None
    funding: tuple[MonitoredFunding, ...]
    goals: tuple[str, ...]
    indicators: tuple[MonitoredIndicator, ...]
    malformed: Mapping[str, str] = field(default_factory=dict, hash=False)
    title: str | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
