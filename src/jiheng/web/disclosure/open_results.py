"""The open data of results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy

from jiheng.domain.evaluation import EvaluatedIndicator
from jiheng.domain.self_evaluation import ScoredIndicator
from jiheng.web.disclosure.addresses import result_path
from jiheng.web.disclosure.models import PublishedResult
from jiheng.web.disclosure.open_tables import ADDRESS, OF_TABLE, ROW_NAMES, Field, Row, Table, chunks, head_of
from jiheng.web.disclosure.result_mapping import table_of_result

__all__ = ["RESULT_TABLES", "valid_results"]

_KIND = Field("kind", "string", gettext_lazy("project 为项目自评，department 为整体自评，evaluation 为部门或财政评价"))


def valid_results() -> Iterator[PublishedResult]:
    """All that is public, some at a time."""
    rows = PublishedResult.objects.filter(is_valid=True).select_related("organization", "publication__organization")
    return chunks(rows.defer("text", "title", "publication__document"))


def _results(root: str) -> Iterator[Row]:
    for each in valid_results():
        publication = each.publication
        yield [
            *head_of(each), each.kind, each.evaluator, each.score, each.grade,
            None if each.rate is None else each.rate * 100, publication.published_at,
            root + result_path(publication, each),
        ]  # fmt: skip


def _scores(_root: str) -> Iterator[Row]:
    for each in valid_results():
        rows: Sequence[ScoredIndicator | EvaluatedIndicator] = table_of_result(each).indicators
        for number, row in enumerate(rows, 1):
            said = (row.target, row.actual) if isinstance(row, ScoredIndicator) else (None, None)
            target, actual = (value.raw if value else None for value in said)
            yield [
                *head_of(each), each.kind, number, row.level1, row.level2, row.name, target, actual, row.weight,
                row.score, row.reason,
            ]  # fmt: skip


RESULT_TABLES = (
    Table(
        "results",
        gettext_lazy("绩效结果：自评和评价"),
        (
            *OF_TABLE, _KIND,
            Field("evaluator", "string", gettext_lazy("评价机构")),
            Field("score", "number", gettext_lazy("得分")),
            Field("grade", "string", gettext_lazy("等级")),
            Field("execution_rate", "number", gettext_lazy("预算执行率（%）")),
            Field("published_at", "datetime", gettext_lazy("公开时间")),
            ADDRESS,
        ),
        _results,
    ),
    Table(
        "result-indicators",
        gettext_lazy("绩效结果的各项指标"),
        (
            *OF_TABLE, _KIND, *ROW_NAMES,
            Field("target", "string", gettext_lazy("年度指标值，如表中所写")),
            Field("actual", "string", gettext_lazy("实际完成值，如表中所写")),
            Field("weight", "number", gettext_lazy("分值")),
            Field("score", "number", gettext_lazy("得分")),
            Field("reason", "string", gettext_lazy("偏差原因，或扣分原因")),
        ),
        _scores,
    ),
)  # fmt: skip
