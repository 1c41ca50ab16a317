"""The shapes of the JSON of documents, a public contract: a key is never renamed or removed, only added.

The published JSON Schemas are generated from these classes (``tools/schemas.py``); their docstrings are what it says
about each shape and key.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from jiheng.interchange.evaluation import EvaluationTableJson, LedgerJson
from jiheng.interchange.results_shapes import MonitoringJson, SelfEvaluationJson
from jiheng.interchange.shared_shapes import OrganizationJson, PlaceJson, TargetJson

__all__ = [
    "BudgetJson",
    "ConfidenceJson",
    "DepartmentJson",
    "DocumentJson",
    "ErrorJson",
    "EvaluationTableJson",
    "IndicatorJson",
    "LedgerJson",
    "MediumTermJson",
    "MonitoringJson",
    "NoteJson",
    "OrganizationJson",
    "PlaceJson",
    "PlanStepJson",
    "ProjectJson",
    "ReadOutput",
    "SelfEvaluationJson",
    "SourceJson",
    "SubGoalJson",
    "TargetJson",
    "TaskJson",
    "WeightedIndicatorJson",
]


class SourceJson(TypedDict):
    """The file that a document was read from.

    Attributes:
        path: as given on the command line.
        sha256: digest of the file's bytes, hexadecimal.
        format: what the content is, whatever the file is called.
    """

    path: str
    sha256: str
    format: str


class SubGoalJson(TypedDict):
    """A goal by function (分项绩效目标).

    Attributes:
        title: the item's heading.
        goal: the text behind 绩效目标.
        indicators: the text behind 绩效指标; null where the item has no such label.
    """

    title: str | None
    goal: str | None
    indicators: str | None


class DepartmentJson(TypedDict):
    """The text part of the yearly document (整体绩效目标).

    Attributes:
        overall_goals: 总体绩效目标.
        sub_goals: 分项绩效目标, in order.
        safeguards: 工作保障措施.
    """

    overall_goals: str | None
    sub_goals: list[SubGoalJson]
    safeguards: str | None


class BudgetJson(TypedDict):
    """Amounts as strings in the source's own digits; a blank or unreadable cell is null.

    Attributes:
        total: 预算数.
        fiscal: 财政资金.
        other: 其他资金.
        currency_unit: the unit of the amounts, for example 万元.
    """

    total: str | None
    fiscal: str | None
    other: str | None
    currency_unit: str | None


class PlanStepJson(TypedDict):
    """A column of the spending plan (资金支出计划).

    Attributes:
        month: 3 for 3月底.
        percent: cumulative per cent without the sign and without idle zeros; null where blank or unreadable.
    """

    month: int
    percent: str | None


class IndicatorJson(TypedDict):
    """A row of the indicator grid; a blank cell is null.

    Attributes:
        level1: 一级指标.
        level2: 二级指标.
        name: 三级指标.
        description: 绩效指标描述.
        target: 指标值.
        basis: 指标值确定依据.
    """

    level1: str | None
    level2: str | None
    name: str | None
    description: str | None
    target: TargetJson | None
    basis: str | None


class WeightedIndicatorJson(IndicatorJson):
    """A row of the indicator grid on a form that has weights.

    Attributes:
        level1: 一级指标.
        level2: 二级指标.
        name: 三级指标.
        description: 绩效指标描述.
        target: 指标值.
        basis: 指标值确定依据.
        weight: 分值权重, in points.
        remark: 备注.
    """

    weight: str | None
    remark: str | None


class MediumTermJson(TypedDict):
    """What a form with medium-term columns says of the whole project beside the year.

    Attributes:
        budget: 中期资金总额 and its parts.
        carried_over: of it, 上年结转.
        goals: 中期目标, without their numbers.
        indicators: the medium-term half of the indicator grid.
    """

    budget: BudgetJson
    carried_over: str | None
    goals: list[str]
    indicators: list[IndicatorJson | WeightedIndicatorJson]


class TaskJson(TypedDict):
    """One of a department's main tasks (年度主要任务).

    Attributes:
        name: 任务名称.
        content: 主要内容.
        budget: 预算金额.
    """

    name: str | None
    content: str | None
    budget: BudgetJson


class ProjectJson(TypedDict):
    """One project's goal table (项目绩效目标表), or a whole department's (部门整体支出绩效目标表).

    Attributes:
        number: of the table in its document, from 1.
        form: id of the official form it is written in.
        title: the heading above the table.
        organization: 预算单位, 实施单位.
        department: 主管部门; null where the form does not ask for it.
        code: 项目编码.
        name: 项目名称.
        budget: 预算数, 财政资金, 其他资金.
        purpose: 预算规模及资金用途.
        spending_plan: 资金支出计划, in printed order.
        goals: 绩效目标, without their numbers.
        indicators: the indicator grid, in printed order.
        carried_over: of the budget, 上年结转; null where the form does not ask for it.
        execution_weight: 执行率分值, in points; null where the form does not ask for it.
        medium_term: null where the form has no medium-term columns.
        tasks: 年度主要任务, of a whole department.
        details: what else the form asks for, by printed label.
        malformed: path of each field that is not blank but could not be understood → what stands there; left out where
            there is none.
        confidence: of a table read from a picture, path of each value → how surely it was read, 0 to 1; left out of
            others.
    """

    number: int
    form: str
    title: str | None
    organization: OrganizationJson | None
    department: OrganizationJson | None
    code: str | None
    name: str | None
    budget: BudgetJson
    purpose: str | None
    spending_plan: list[PlanStepJson]
    goals: list[str]
    indicators: list[IndicatorJson | WeightedIndicatorJson]
    carried_over: str | None
    execution_weight: str | None
    medium_term: MediumTermJson | None
    tasks: list[TaskJson]
    details: dict[str, str]
    malformed: NotRequired[dict[str, str]]
    confidence: NotRequired[dict[str, float]]


class ConfidenceJson(TypedDict, total=False):
    """The last key of a goal table that was read from a picture; it is described there."""

    confidence: dict[str, float]


class NoteJson(TypedDict):
    """What could not be understood while reading, said instead of guessed.

    Attributes:
        code: what kind of note; for programs.
        message: one sentence; for people, in the language of the call.
        values: what the message says of this document, by name; for programs. Left out where it says nothing of it.
        place: where, in the file that was read; null for the document as a whole.
    """

    code: str
    message: str
    values: NotRequired[dict[str, str | int | None]]
    place: PlaceJson | None


class DocumentJson(TypedDict):
    """What one file says.

    Attributes:
        source: the file.
        title: the document's title, where it has one.
        fiscal_year: the year of the budget; null, with a note, where nothing says it.
        organization: the unit that the document is of.
        department: the text part; null where there is none.
        projects: one entry a goal table.
        self_evaluations: one entry a self-evaluation table (项目支出绩效自评表).
        monitoring: one entry a monitoring table (项目支出绩效目标执行监控表).
        evaluations: one entry a scored frame of an evaluation (绩效评价指标评分表).
        rectification: one entry a ledger of problems (绩效问题整改台账).
        notes: remarks about reading.
    """

    source: SourceJson
    title: str | None
    fiscal_year: int | None
    organization: OrganizationJson | None
    department: DepartmentJson | None
    projects: list[ProjectJson]
    self_evaluations: list[SelfEvaluationJson]
    monitoring: list[MonitoringJson]
    evaluations: list[EvaluationTableJson]
    rectification: list[LedgerJson]
    notes: list[NoteJson]


class ErrorJson(TypedDict):
    """A file that gave no document.

    Attributes:
        path: the file.
        code: the cause; for programs.
        message: cause and remedy in one line; for people.
    """

    path: str
    code: str
    message: str


class ReadOutput(TypedDict):
    """Output of `jiheng read --format json`.

    Attributes:
        documents: one entry a file that could be read.
        errors: one entry a file that could not.
    """

    documents: list[DocumentJson]
    errors: list[ErrorJson]
