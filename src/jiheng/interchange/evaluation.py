"""Evaluation tables and ledgers of problems as JSON and back."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

from jiheng.domain.evaluation import EvaluatedIndicator, EvaluationTable
from jiheng.domain.rectification import COLUMNS, LedgerProblem, RectificationLedger
from jiheng.interchange.checked import Checked
from jiheng.interchange.read_results import organization_from_json
from jiheng.interchange.shared_shapes import OrganizationJson
from jiheng.interchange.texts import amount_text
from jiheng.interchange.write_results import malformed_json, organization_json

__all__ = [
    "EvaluatedIndicatorJson",
    "EvaluationTableJson",
    "LedgerJson",
    "LedgerProblemJson",
    "evaluation_table_from_json",
    "evaluation_table_json",
    "ledger_from_json",
    "ledger_json",
]

_MOST = 10**9


class EvaluatedIndicatorJson(TypedDict):
    """A row of the scored frame; a blank cell is null.

    Attributes:
        level1: 一级指标.
        level2: 二级指标.
        name: 三级指标.
        meaning: 指标解释.
        guidance: 指标说明 (评价要点).
        weight: 分值.
        standard: 评分标准.
        score: 得分.
        reason: 扣分原因.
    """

    level1: str | None
    level2: str | None
    name: str | None
    meaning: str | None
    guidance: str | None
    weight: str | None
    standard: str | None
    score: str | None
    reason: str | None


class EvaluationTableJson(TypedDict):
    """The scored frame of an evaluation (绩效评价指标评分表).

    Attributes:
        number: of the table in its document, from 1.
        form: id of the official form it is written in.
        title: the heading above the table.
        organization: 实施单位.
        department: 主管部门.
        code: 项目编码.
        name: 项目名称.
        evaluator: 评价机构.
        indicators: the frame, in printed order.
        total_weight: 总分值.
        total_score: 总得分.
        grade: 评价等级.
        details: what else the form asks for, by printed label.
        malformed: path of each field that is not blank but could not be understood → what stands there; left out where
            there is none.
    """

    number: int
    form: str
    title: str | None
    organization: OrganizationJson | None
    department: OrganizationJson | None
    code: str | None
    name: str | None
    evaluator: str | None
    indicators: list[EvaluatedIndicatorJson]
    total_weight: str | None
    total_score: str | None
    grade: str | None
    details: dict[str, str]
    malformed: NotRequired[dict[str, str]]


class LedgerProblemJson(TypedDict):
    """A row of a ledger of problems, in words as written; a blank cell is null.

    Attributes:
        ordinal: 序号.
        document: 文号.
        project: 项目名称.
        source: 问题来源.
        category: 问题类别.
        description: 问题描述.
        requirement: 整改要求.
        due: 整改时限.
        unit: 责任单位.
        person: 责任人.
        measures: 整改措施.
        result: 整改结果.
        finished: 完成日期.
        state: 是否销号.
        opinion: 审核意见.
        advice: 预算调整建议.
    """

    ordinal: str | None
    document: str | None
    project: str | None
    source: str | None
    category: str | None
    description: str | None
    requirement: str | None
    due: str | None
    unit: str | None
    person: str | None
    measures: str | None
    result: str | None
    finished: str | None
    state: str | None
    opinion: str | None
    advice: str | None


class LedgerJson(TypedDict):
    """A ledger of problems (绩效问题整改台账).

    Attributes:
        number: of the table in its document, from 1.
        form: id of the form it is written in.
        title: the heading above the table.
        organization: 填报单位.
        name: the one project that it is about.
        problems: the rows, in printed order.
        details: what else the form asks for, by printed label.
        malformed: path of each field that is not blank but could not be understood → what stands there; left out where
            there is none.
    """

    number: int
    form: str
    title: str | None
    organization: OrganizationJson | None
    name: str | None
    problems: list[LedgerProblemJson]
    details: dict[str, str]
    malformed: NotRequired[dict[str, str]]


def evaluation_table_json(table: EvaluationTable) -> EvaluationTableJson:
    """One scored frame."""
    return {
        "number": table.number,
        "form": table.form,
        "title": table.title,
        "organization": organization_json(table.organization),
        "department": organization_json(table.department),
        "code": table.code,
        "name": table.name,
        "evaluator": table.evaluator,
        "indicators": [_indicator_json(row) for row in table.indicators],
        "total_weight": amount_text(table.total_weight),
        "total_score": amount_text(table.total_score),
        "grade": table.grade,
        "details": dict(table.details),
        **malformed_json(table.malformed),
    }


def _indicator_json(row: EvaluatedIndicator) -> EvaluatedIndicatorJson:
    return {
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "meaning": row.meaning,
        "guidance": row.guidance,
        "weight": amount_text(row.weight),
        "standard": row.standard,
        "score": amount_text(row.score),
        "reason": row.reason,
    }


def evaluation_table_from_json(data: Checked) -> EvaluationTable:
    """One scored frame."""
    return EvaluationTable(
        number=data.get("number").integer(1, _MOST),
        form=data.get("form").words(),
        organization=data.get("organization").optional(organization_from_json),
        department=data.get("department").optional(organization_from_json),
        code=data.get("code").text(),
        name=data.get("name").text(),
        evaluator=data.get("evaluator").text(),
        indicators=data.get("indicators").each(_indicator),
        total_weight=data.get("total_weight").number(),
        total_score=data.get("total_score").number(),
        grade=data.get("grade").text(),
        malformed=data.get("malformed").mapping(),
        title=data.get("title").text(),
        details=data.get("details").mapping(),
    )


def _indicator(data: Checked) -> EvaluatedIndicator:
    return EvaluatedIndicator(
        level1=data.get("level1").text(),
        level2=data.get("level2").text(),
        name=data.get("name").text(),
        meaning=data.get("meaning").text(),
        guidance=data.get("guidance").text(),
        weight=data.get("weight").number(),
        standard=data.get("standard").text(),
        score=data.get("score").number(),
        reason=data.get("reason").text(),
    )


def ledger_json(table: RectificationLedger) -> LedgerJson:
    """One ledger."""
    return {
        "number": table.number,
        "form": table.form,
        "title": table.title,
        "organization": organization_json(table.organization),
        "name": table.name,
        "problems": [_problem_json(row) for row in table.problems],
        "details": dict(table.details),
        **malformed_json(table.malformed),
    }


def _problem_json(row: LedgerProblem) -> LedgerProblemJson:
    return {
        "ordinal": row.ordinal,
        "document": row.document,
        "project": row.project,
        "source": row.source,
        "category": row.category,
        "description": row.description,
        "requirement": row.requirement,
        "due": row.due,
        "unit": row.unit,
        "person": row.person,
        "measures": row.measures,
        "result": row.result,
        "finished": row.finished,
        "state": row.state,
        "opinion": row.opinion,
        "advice": row.advice,
    }


def ledger_from_json(data: Checked) -> RectificationLedger:
    """One ledger."""
    return RectificationLedger(
        number=data.get("number").integer(1, _MOST),
        form=data.get("form").words(),
        organization=data.get("organization").optional(organization_from_json),
        problems=data.get("problems").each(_problem),
        name=data.get("name").text(),
        malformed=data.get("malformed").mapping(),
        title=data.get("title").text(),
        details=data.get("details").mapping(),
    )


def _problem(data: Checked) -> LedgerProblem:
    values: dict[str, Any] = {column: data.get(column).text() for column in COLUMNS}
    return LedgerProblem(**values)
