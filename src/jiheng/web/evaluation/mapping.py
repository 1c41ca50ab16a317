"""A frozen content ↔ the domain: the 绩效评价指标评分表 that the writers print and the readers read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jiheng.domain.evaluation import EvaluatedIndicator, EvaluationTable
from jiheng.domain.goals import Document, Organization, Source

__all__ = ["FORM", "document_of", "table_of"]

FORM = "national-evaluation"
_SOURCE = Source("", "0" * 64, "json")


def table_of(content: Mapping[str, Any], on: date | None = None) -> EvaluationTable:
    """The scored frame; `on`: the day that it prints as 评价日期."""
    rows = content["frame"]
    return EvaluationTable(
        number=1,
        form=FORM,
        organization=_organization(content["organization"]),
        department=_organization(content["department"]),
        code=content["code"] or None,
        name=content["name"],
        evaluator=content["evaluator"],
        indicators=tuple(
            EvaluatedIndicator(
                level1=row["level1"] or None,
                level2=row["level2"] or None,
                name=row["name"] or None,
                meaning=row["meaning"] or None,
                guidance=row["guidance"] or None,
                weight=_number(row["weight"]),
                standard=row["standard"] or None,
                score=_number(row["score"]),
                reason=row["reason"] or None,
            )
            for row in rows
        ),
        total_weight=sum((_number(row["weight"]) or Decimal(0) for row in rows), Decimal(0)),
        total_score=_number(content["total"]),
        grade=content["grade"] or None,
        details={"评价日期": f"{on.year}年{on.month}月{on.day}日"} if on else {},
    )


def document_of(content: Mapping[str, Any], on: date | None = None) -> Document:
    """The document with that table alone."""
    return Document(
        content["year"], _organization(content["organization"]), None, (), _SOURCE, evaluations=(table_of(content, on),)
    )


def _organization(said: Mapping[str, str] | None) -> Organization | None:
    return Organization(said["code"], said["name"]) if said else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
