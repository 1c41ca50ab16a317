"""Stored self-evaluations → the domain's tables, which the writers print and the checks read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from jiheng.domain.goals import Document, Organization, Source
from jiheng.domain.scores.score import plain
from jiheng.domain.scoring import execution_rate, half_up
from jiheng.domain.self_evaluation import EvaluatedTask, FundingLine, FundSource, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import parse_target
from jiheng.web.self_evaluation.content import DEPARTMENT_FORM
from jiheng.web.self_evaluation.reckoning import ACHIEVEMENTS, Reckoned, execution_of, number_of

__all__ = ["document_of_tables", "table_of"]

_SOURCE = Source("", "0" * 64, "json")
_FOLDED = {
    FundSource.CARRIED_OVER: FundSource.FISCAL,
    FundSource.SPECIAL_ACCOUNT: FundSource.OTHER,
    FundSource.UNIT: FundSource.OTHER,
}
"""The form of a whole unit has two lines only."""
_VOID = "不适用"
_SAID_OF_MONEY = "预算执行情况说明："
_SAID_OF_PROCESS = "实施内容及过程："
_WITH_REASON = "sichuan-self-evaluation"
"""It has a column for the reason beside the money."""
_WITHOUT_PROCESS = "yunnan-self-evaluation"
"""With that field it would be taken for another province's."""
_OTHER = "其他需要说明的问题"
_TEXTS = ("expected_goals", "actual_goals", "process", "conclusion", "problems", "improvements")
_Content = Mapping[str, Any]


def document_of_tables(tables: Iterable[SelfEvaluation], organization: Organization | None, year: int) -> Document:
    """The document with these tables, numbered through."""
    return Document(year, organization, None, (), _SOURCE, self_evaluations=tuple(tables))


def table_of(content: _Content, reckoned: Reckoned, *, number: int = 1, form: str = "") -> SelfEvaluation:
    """The table of a stored content with its scores.

    Args:
        content: see `content`.
        reckoned: its scores.
        number: of the table in its document.
        form: to print it in, its own where empty.
    """
    head = content.get("head") or {}
    chosen = form or content["form"]
    is_whole = chosen == DEPARTMENT_FORM
    reason = str(content.get("execution_reason") or "").strip()
    texts: dict[str, Any] = {name: str(content.get(name) or "").strip() or None for name in _TEXTS}
    remarks = []
    if reason and chosen != _WITH_REASON:
        remarks.append(f"{_SAID_OF_MONEY}{reason}")
    if chosen == _WITHOUT_PROCESS and texts["process"]:
        remarks.append(f"{_SAID_OF_PROCESS}{texts['process']}")
        texts["process"] = None
    return SelfEvaluation(
        number=number,
        form=chosen,
        organization=_organization(head.get("organization")),
        department=None if is_whole else _organization(head.get("department")),
        code=head.get("code") or None,
        name=head.get("name") or None,
        currency_unit="万元",
        funding=_funding(content, reckoned, reason, is_folded=is_whole),
        indicators=tuple(_row(content, reckoned, index) for index in range(len(content.get("indicators") or []))),
        total_weight=reckoned.sheet.full,
        total_score=reckoned.total,
        grade=reckoned.grade or None,
        details={_OTHER: "\n".join(remarks)} if remarks else {},
        tasks=tuple(map(_task, content.get("tasks") or [])),
        **texts,
    )


def _organization(said: Mapping[str, Any] | None) -> Organization | None:
    return Organization(said.get("code") or None, said.get("name") or None) if said else None


def _funding(content: _Content, reckoned: Reckoned, reason: str, *, is_folded: bool) -> tuple[FundingLine, ...]:
    score, total = reckoned.sheet.execution, execution_of(content)
    first = FundingLine(
        FundSource.TOTAL, _printed(total.opening), _printed(total.adjusted), _printed(total.executed), score.weight,
        _per_cent(total.opening, total.adjusted, total.executed), score.points, reason or None,
    )  # fmt: skip
    sums: dict[FundSource, list[Mapping[str, Any]]] = {}
    for line in content.get("funding") or []:
        source = FundSource(line["source"])
        sums.setdefault(_FOLDED.get(source, source) if is_folded else source, []).append(line)
    return (first, *(_part(source, sums[source]) for source in FundSource if source in sums))


def _part(source: FundSource, lines: Iterable[Mapping[str, Any]]) -> FundingLine:
    sums = execution_of({"funding": list(lines)})
    amounts = (_printed(sums.opening), _printed(sums.adjusted), _printed(sums.executed))
    return FundingLine(source, *amounts, None, _per_cent(sums.opening, sums.adjusted, sums.executed), None)


def _per_cent(opening: Decimal | None, adjusted: Decimal | None, executed: Decimal | None) -> Decimal | None:
    rate = execution_rate(opening, adjusted, executed)
    return None if rate is None else half_up(rate * 100)


def _printed(amount: Decimal | None) -> Decimal | None:
    """With two decimals at least."""
    return amount if amount is None or amount != half_up(amount) else half_up(amount)


def _row(content: _Content, reckoned: Reckoned, index: int) -> ScoredIndicator:
    row, score = content["indicators"][index], reckoned.score_of(index)
    verdict = ACHIEVEMENTS.get(row.get("achievement") or "")
    actual = str(row.get("actual") or "").strip() or (verdict.value if verdict else "")
    reason = str(row.get("reason") or "").strip()
    if row.get("is_void"):
        actual, reason = _VOID, f"{_VOID}：{row.get('void_reason') or ''}"
    points = score.points
    has_weight = number_of(row.get("weight")) is not None
    return ScoredIndicator(
        level1=row.get("level1") or None,
        level2=row.get("level2") or None,
        name=row.get("name") or None,
        target=parse_target(row["target"]) if row.get("target") else None,
        actual=parse_target(actual) if actual else None,
        weight=Decimal(plain(score.weight)) if has_weight else None,
        score=None if points is None else Decimal(plain(points)),
        reason=reason or None,
    )


def _task(task: Mapping[str, Any]) -> EvaluatedTask:
    return EvaluatedTask(
        task.get("name") or None, task.get("content") or None, _printed(number_of(task.get("budget"))),
        _printed(number_of(task.get("executed"))), task.get("completion") or None,
    )  # fmt: skip
