"""What there is of results to publish: approved self-evaluations and final evaluations, as a document and its reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from jiheng.domain.evaluation import EvaluationTable
from jiheng.domain.goals import Document, Source
from jiheng.domain.self_evaluation import SelfEvaluation as SelfEvaluationTable
from jiheng.web.disclosure.models import Exemption, ResultExemption, ResultKind
from jiheng.web.evaluation.mapping import table_of as evaluation_table_of
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.evaluation.models import State as EvaluationState
from jiheng.web.evaluation.reporting import report_of
from jiheng.web.goals.mapping import domain_organization
from jiheng.web.organizations.models import Organization
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.mapping import table_of
from jiheng.web.self_evaluation.models import SelfEvaluationVersion
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.writers.report import report_docx, report_pdf

__all__ = ["ApprovedResult", "approved_results", "report_files", "results_document"]

_SOURCE = Source("", "0" * 64, "json")
_REPORTS = {"docx": report_docx, "pdf": report_pdf}


class ApprovedResult(NamedTuple):
    """A result that stands.

    Attributes:
        key: of the self-evaluation, or of the evaluation.
        goal: key of the project's goals; None of a whole organization.
        at: when it was approved, or became final.
        source: what it was taken from.
    """

    kind: ResultKind
    key: int
    goal: int | None
    organization: Organization
    year: int
    name: str
    score: Decimal | None
    grade: str
    at: datetime | None
    source: SelfEvaluationVersion | Evaluation


def approved_results(organization: Organization, year: int) -> list[ApprovedResult]:
    """What stands now, the exempted among it, in the order of the document: the organization, its projects, evaluations."""
    return [*_self_evaluations(organization, year), *_evaluations(organization, year)]


def results_document(organization: Organization, year: int) -> Document:
    """What would be published: all that stands, but for the exempted."""
    regulation = regulation_of(year)
    own: list[SelfEvaluationTable] = []
    others: list[EvaluationTable] = []
    for number, result in enumerate(_open(organization, year), 1):
        if isinstance(result.source, Evaluation):
            on = timezone.localdate(result.at) if result.at else None
            others.append(replace(evaluation_table_of(result.source.content or {}, on), number=number))
        else:
            content = result.source.content
            own.append(table_of(content, reckon(content, regulation), number=number))
    return Document(
        year, domain_organization(organization), None, (), _SOURCE, title=f"{organization.name}\n{year}年度绩效结果",
        self_evaluations=tuple(own), evaluations=tuple(others),
    )  # fmt: skip


def report_files(organization: Organization, year: int) -> dict[int, dict[str, bytes]]:
    """Number of an evaluation's table in that document → format → its report."""
    found = {}
    for number, result in enumerate(_open(organization, year), 1):
        if isinstance(result.source, Evaluation):
            report = report_of(result.source.content or {})
            found[number] = {name: write(report) for name, write in _REPORTS.items()}
    return found


def _open(organization: Organization, year: int) -> list[ApprovedResult]:
    own = {"organization": organization, "year": year}
    goals = set(Exemption.objects.filter(**own).values_list("goal_id", flat=True))
    exempted = set(ResultExemption.objects.filter(**own).values_list("kind", "source_id"))
    return [
        each
        for each in approved_results(organization, year)
        if each.goal not in goals and (each.kind, each.key) not in exempted
    ]


def _self_evaluations(organization: Organization, year: int) -> Iterator[ApprovedResult]:
    approved = SelfEvaluationVersion.objects.filter(
        is_approved=True, item__organization=organization, item__year=year
    ).select_related("item").defer("item__content")  # fmt: skip
    newest = {version.item_id: version for version in approved.order_by("item__kind", "item__goal", "item", "number")}
    for version in newest.values():
        item = version.item
        yield ApprovedResult(
            ResultKind(item.kind), item.pk, item.goal_id, organization, year, str(item), version.total, version.grade,
            version.approved_at, version,
        )  # fmt: skip


def _evaluations(organization: Organization, year: int) -> Iterator[ApprovedResult]:
    final = Evaluation.objects.filter(organization=organization, year=year, state=EvaluationState.FINAL)
    for each in final.filter(content__isnull=False).order_by("by", "goal", "pk"):
        yield ApprovedResult(
            ResultKind.EVALUATION, each.pk, each.goal_id, organization, year, each.name, each.final_score, each.grade,
            each.finished_at, each,
        )  # fmt: skip
