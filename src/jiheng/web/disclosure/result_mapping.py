"""Published results ↔ the tables that they show."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jiheng.domain.evaluation import EvaluationTable
from jiheng.domain.goals import Document, Source
from jiheng.domain.self_evaluation import SelfEvaluation
from jiheng.forms import load_form, load_forms
from jiheng.interchange import document_from_json, document_json
from jiheng.interchange.checked import Checked
from jiheng.web.disclosure.mapping import PrintedForm
from jiheng.web.disclosure.models import Publication, PublishedResult, ResultKind
from jiheng.web.disclosure.words import fold
from jiheng.writers.form_table import printed_table
from jiheng.writers.html.headers import headed_rows

__all__ = ["printed_result", "result_texts", "results_of", "table_of_result"]

_SOURCE = Source("", "0" * 64, "json")
_KEYS = ("self_evaluations", "evaluations")
_TEXTS = {
    "expected_goals": "预期目标",
    "actual_goals": "实际完成情况",
    "process": "实施内容及过程概述",
    "conclusion": "评价结论",
    "problems": "存在问题",
    "improvements": "改进措施",
}
_HUNDRED = Decimal(100)
_MOST = Decimal(100_000)


def results_of(publication: Publication, document: Document) -> Iterator[PublishedResult]:
    """A row for search and for its own page of each table, not stored yet."""
    said = document_json(document)
    tables: list[SelfEvaluation | EvaluationTable] = [*document.self_evaluations, *document.evaluations]
    contents = [content for key in _KEYS for content in said[key]]  # type: ignore[literal-required] # two known keys
    for table, content in zip(tables, contents, strict=True):
        name = table.name or (publication.organization.name if isinstance(table, SelfEvaluation) else "")
        heads = [name, table.code or "", str(publication.organization)]
        yield PublishedResult(
            publication=publication,
            organization=publication.organization,
            year=publication.year,
            number=table.number,
            kind=_kind_of(table),
            code=(table.code or "")[:64],
            name=name[:255],
            evaluator=((table.evaluator or "") if isinstance(table, EvaluationTable) else "")[:120],
            score=table.total_score,
            grade=(table.grade or "")[:4],
            rate=_rate_of(table),
            title=fold("\n".join(heads)),
            text=fold("\n".join([*heads, *(text for _label, text in result_texts(table))])),
            content=content,
        )


def table_of_result(result: PublishedResult) -> SelfEvaluation | EvaluationTable:
    """The table that was published."""
    key = _KEYS[result.kind == ResultKind.EVALUATION]
    document = document_from_json(Checked({key: [result.content]}), _SOURCE, load_forms())
    tables: tuple[SelfEvaluation | EvaluationTable, ...] = document.self_evaluations or document.evaluations
    return tables[0]


def printed_result(table: SelfEvaluation | EvaluationTable) -> PrintedForm:
    """The printed form of a published table."""
    form = load_form(table.form)
    printed = printed_table(table, form)
    return PrintedForm(table.title or form.title, printed.widths, headed_rows(printed))


def result_texts(table: SelfEvaluation | EvaluationTable) -> Iterator[tuple[str, str]]:
    """Label and text of everything that search looks into, but for name and code."""
    if isinstance(table, EvaluationTable):
        if table.evaluator:
            yield "评价机构", table.evaluator
        for each in table.indicators:
            yield from _said(each.level2 or each.level1, (each.name, each.reason))
        return
    for name, label in _TEXTS.items():
        if text := getattr(table, name):
            yield label, text
    for task in table.tasks:
        yield from _said("年度主要任务", (task.name, task.content, task.completion))
    for row in table.indicators:
        target, actual = (value.raw if value else None for value in (row.target, row.actual))
        yield from _said(row.level2 or row.level1, (row.name, target, actual, row.reason))
    yield from table.details.items()


def _said(label: str | None, texts: tuple[str | None, ...]) -> Iterator[tuple[str, str]]:
    if text := "　".join(filter(None, texts)):
        yield label or "绩效指标", text


def _kind_of(table: SelfEvaluation | EvaluationTable) -> ResultKind:
    if isinstance(table, EvaluationTable):
        return ResultKind.EVALUATION
    return ResultKind.PROJECT if table.name else ResultKind.DEPARTMENT


def _rate_of(table: SelfEvaluation | EvaluationTable) -> Decimal | None:
    """Of execution, 1 for all."""
    rate = table.funding[0].rate if isinstance(table, SelfEvaluation) and table.funding else None
    return rate / _HUNDRED if rate is not None and abs(rate) / _HUNDRED < _MOST else None
