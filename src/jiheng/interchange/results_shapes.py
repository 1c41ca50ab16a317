"""The shapes of the JSON of self-evaluation and monitoring tables; a public contract, as in `shapes`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from jiheng.interchange.shared_shapes import OrganizationJson, TargetJson

__all__ = [
    "EvaluatedTaskJson",
    "FundingJson",
    "MeasuredIndicatorJson",
    "MonitoredFundingJson",
    "MonitoredIndicatorJson",
    "MonitoringJson",
    "ResultsHeadJson",
    "ScoredIndicatorJson",
    "SelfEvaluationJson",
]


_Source = Literal["total", "fiscal", "carried_over", "special_account", "unit", "other"]


class ResultsHeadJson(TypedDict):
    """How a self-evaluation or monitoring table begins; the keys are described where they are used."""

    number: int
    form: str
    title: str | None
    organization: OrganizationJson | None
    department: OrganizationJson | None
    code: str | None
    name: str | None
    currency_unit: str | None


class MeasuredIndicatorJson(TypedDict):
    """How a row of either indicator grid begins; the keys are described where they are used."""

    level1: str | None
    level2: str | None
    name: str | None
    target: TargetJson | None
    actual: TargetJson | None


class FundingJson(TypedDict):
    """A line of 项目资金; amounts as strings in the source's own digits, a blank or a dash is null.

    Attributes:
        source: which money: 年度资金总额, 财政拨款, 上年结转资金, 财政专户管理资金, 单位资金, 其他资金.
        opening: 年初预算数.
        adjusted: 全年预算数.
        executed: 全年执行数.
        weight: 分值.
        rate: 执行率 in per cent, as printed, without the sign and without idle zeros.
        score: 得分.
        reason: 原因, where the form has it in this block.
    """

    source: _Source
    opening: str | None
    adjusted: str | None
    executed: str | None
    weight: str | None
    rate: str | None
    score: str | None
    reason: str | None


class ScoredIndicatorJson(MeasuredIndicatorJson):
    """A row of the indicator grid of a self-evaluation table; a blank cell is null.

    Attributes:
        level1: 一级指标.
        level2: 二级指标.
        name: 三级指标.
        target: 年度指标值; 指标性质, 指标值 and 度量单位 are joined where they stand apart.
        actual: 实际完成值.
        weight: 分值.
        score: 得分.
        reason: 偏差原因分析及改进措施.
    """

    weight: str | None
    score: str | None
    reason: str | None


class EvaluatedTaskJson(TypedDict):
    """One of a department's main tasks (年度主要任务); amounts as strings, a blank cell is null.

    Attributes:
        name: 任务名称.
        content: 主要内容.
        budget: 预算数.
        executed: 执行数.
        completion: 完成情况.
    """

    name: str | None
    content: str | None
    budget: str | None
    executed: str | None
    completion: str | None


class SelfEvaluationJson(ResultsHeadJson):
    """One project's self-evaluation table (项目支出绩效自评表), or a whole department's (部门整体支出绩效自评表).

    Attributes:
        number: of the table in its document, from 1.
        form: id of the official form it is written in.
        title: the heading above the table.
        organization: 实施单位.
        department: 主管部门.
        code: 项目编码.
        name: 项目名称.
        currency_unit: the unit of the amounts.
        funding: 项目资金, in printed order.
        expected_goals: 预期目标.
        actual_goals: 实际完成情况.
        indicators: the indicator grid, in printed order.
        total_weight: 总分值.
        total_score: 总得分.
        grade: 自评等级.
        process: 项目实施内容及过程概述.
        conclusion: 评价结论.
        problems: 存在问题.
        improvements: 改进措施.
        details: what else the form asks for, by printed label.
        tasks: 年度主要任务, of a whole department.
        malformed: path of each field that is not blank but could not be understood → what stands there; left out where
            there is none.
    """

    funding: list[FundingJson]
    expected_goals: str | None
    actual_goals: str | None
    indicators: list[ScoredIndicatorJson]
    total_weight: str | None
    total_score: str | None
    grade: str | None
    process: str | None
    conclusion: str | None
    problems: str | None
    improvements: str | None
    details: dict[str, str]
    tasks: list[EvaluatedTaskJson]
    malformed: NotRequired[dict[str, str]]


class MonitoredFundingJson(TypedDict):
    """A line of 项目资金 in mid-year.

    Attributes:
        source: which money, as in a self-evaluation table.
        opening: 年初预算数.
        executed: 1–N月执行数.
        rate: 1–N月执行率 in per cent, as printed, without the sign and without idle zeros.
        expected: 全年预计执行数.
    """

    source: _Source
    opening: str | None
    executed: str | None
    rate: str | None
    expected: str | None


class MonitoredIndicatorJson(MeasuredIndicatorJson):
    """A row of the indicator grid of a monitoring table; a blank cell is null.

    Attributes:
        level1: 一级指标.
        level2: 二级指标.
        name: 三级指标.
        target: 年度指标值.
        actual: 1–N月执行情况.
        expected: 全年预计完成情况.
        reasons: the ticked reasons: 经费保障, 制度保障, 人员保障, 硬件条件保障, 其他.
        explanation: 原因说明.
        possibility: 完成目标可能性: 确定能, 有可能, 完全不可能.
        remark: 备注.
    """

    expected: TargetJson | None
    reasons: list[Literal["funding", "institution", "staff", "equipment", "other"]]
    explanation: str | None
    possibility: Literal["certain", "possible", "impossible"] | None
    remark: str | None


class MonitoringJson(ResultsHeadJson):
    """One project's monitoring table (项目支出绩效目标执行监控表).

    Attributes:
        number: of the table in its document, from 1.
        form: id of the official form it is written in.
        title: the heading above the table.
        organization: 实施单位.
        department: 主管部门.
        code: 项目编码.
        name: 项目名称.
        currency_unit: the unit of the amounts.
        through_month: 7 for 1–7月; null where nothing says it.
        funding: 项目资金, in printed order.
        goals: 年度总体目标, without their numbers.
        indicators: the indicator grid, in printed order.
        details: what else the form asks for, by printed label.
        malformed: path of each field that is not blank but could not be understood → what stands there; left out where
            there is none.
    """

    through_month: int | None
    funding: list[MonitoredFundingJson]
    goals: list[str]
    indicators: list[MonitoredIndicatorJson]
    details: dict[str, str]
    malformed: NotRequired[dict[str, str]]
