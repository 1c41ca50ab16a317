"""What was found wrong and what became of it: the ledger of problems (问题整改台账)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from jiheng.domain.goals import Organization
from jiheng.domain.place import Place

__all__ = ["COLUMNS", "LedgerProblem", "RectificationLedger"]


@dataclass(frozen=True, slots=True)
class LedgerProblem:
    """One row of the ledger, all in words as written; a blank cell is None.

    Attributes:
        ordinal: 序号; document: 文号 of the notice; project: 项目名称.
        source: 来源: 绩效监控, 单位自评, 部门评价, 财政评价, 审计 …
        category: 问题类别; description: 问题描述.
        requirement: 整改要求; due: 整改时限.
        unit: 责任单位; person: 责任人.
        measures: 整改措施; result: 整改结果; finished: 完成日期; state: 是否销号.
        opinion: 审核意见; advice: 预算调整建议.
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
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


COLUMNS = tuple(each.name for each in fields(LedgerProblem) if each.name != "places")
"""The names of a problem's columns in printed order."""


@dataclass(frozen=True, slots=True)
class RectificationLedger:
    """The problems of one unit, department or region.

    Attributes:
        organization: whose ledger it is (填报单位).
        name: of the one project that it is about, mostly None.
        malformed: path of each field that is not blank but could not be understood → what stands there.
        details: what else the form asks for, by printed label.
    """

    number: int
    form: str
    organization: Organization | None
    problems: tuple[LedgerProblem, ...]
    name: str | None = None
    malformed: Mapping[str, str] = field(default_factory=dict, hash=False)
    title: str | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
