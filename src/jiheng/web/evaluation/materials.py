"""What those who evaluate are given to read: goals, money, monitoring, self-evaluation, files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_noop

from jiheng.domain.goals import Document
from jiheng.web.attachments.models import Attachment
from jiheng.web.attachments.owners import Owner
from jiheng.web.attachments.selectors import attachments_of
from jiheng.web.evaluation.facts import approved_version
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.evaluation.policies import Standing, standing_of
from jiheng.web.execution.models import Source
from jiheng.web.execution.selectors import Sums, money_of, total_of
from jiheng.web.goals.mapping import document_of_parts
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.mapping import document_of
from jiheng.web.monitoring.models import Report
from jiheng.web.monitoring.selectors import history_of
from jiheng.web.organizations.policies import Actor
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.mapping import document_of_tables, table_of
from jiheng.web.self_evaluation.models import SelfEvaluationVersion
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.self_evaluation.selectors import results_of

__all__ = [
    "FOLDERS",
    "KINDS",
    "MATERIALS",
    "OWNERS",
    "PAPERS",
    "Materials",
    "evidence_get",
    "material_of",
    "materials_of",
]

MATERIALS, PAPERS = "evaluation-materials", "evaluation-papers"
"""Kinds of files: what everybody who evaluates may read, and what the evaluated side never sees."""
FOLDERS = (
    gettext_noop("前期准备"), gettext_noop("现场核查"), gettext_noop("问卷调查"), gettext_noop("访谈记录"),
    gettext_noop("数据核对"), gettext_noop("其他"),
)  # fmt: skip
KINDS = ("goal", "monitoring", "self-evaluation")
"""Papers of a project, as official forms."""
_SELF_EVALUATION = "self_evaluation"


class Materials(NamedTuple):
    """What there is of a project.

    Attributes:
        money: sums by source, and all of them together.
        rounds: see `monitoring.selectors.history_of`.
        result: the approved self-evaluation; evidence: the files that prove it.
    """

    goal: Goal
    version: int | None
    money: Mapping[Source, Sums]
    total: Sums
    rounds: list[dict[str, Any]]
    result: SelfEvaluationVersion | None
    evidence: list[Attachment]


def materials_of(evaluation: Evaluation) -> Materials | None:
    """Everything of the project; None of a whole unit, of which only files are supplied."""
    goal = evaluation.goal
    if goal is None:
        return None
    version, money = approved_version(goal), money_of(goal.pk)
    found = results_of([goal]).get(goal.pk)
    result = found.version if found else None
    evidence = list(attachments_of(_SELF_EVALUATION, result.item_id if result else 0))
    return Materials(
        goal, version.number if version else None, money, total_of(money), history_of(goal.pk), result, evidence
    )


def material_of(evaluation: Evaluation, kind: str, key: int) -> Document:
    """One of the papers as the official form: ``goal``, ``monitoring`` (key: the report's), ``self-evaluation``.

    Raises:
        Http404: there is none of that kind in this evaluation.
    """
    goal = evaluation.goal
    if goal is None:
        raise Http404
    made: Document | None = None
    if kind == "goal" and (version := approved_version(goal)):
        made = document_of_parts(evaluation.organization, evaluation.year, [version.content])
    elif kind == "monitoring":
        made = _monitoring(evaluation, goal, key)
    elif kind == "self-evaluation" and (found := results_of([goal]).get(goal.pk)):
        content = found.version.content
        table = table_of(content, reckon(content, regulation_of(evaluation.year)))
        made = document_of_tables([table], table.organization, evaluation.year)
    if made is None:
        raise Http404
    return made


def _monitoring(evaluation: Evaluation, goal: Goal, key: int) -> Document | None:
    reports = Report.objects.select_related("organization__parent", "goal", "round").filter(pk=key, goal=goal)
    report = reports.first()
    version = report.versions.order_by("-number").first() if report else None
    if report is None or version is None:
        return None
    return document_of(evaluation.organization, evaluation.year, [(report, version.content)])


def evidence_get(evaluation: Evaluation, pk: int) -> Attachment:
    """A file that proves the self-evaluation of the project.

    Raises:
        Http404: it is none of this project.
    """
    materials = materials_of(evaluation)
    known = {each.pk for each in materials.evidence} if materials else set()
    found = Attachment.objects.filter(pk=pk).first() if pk in known else None
    if found is None:
        raise Http404
    return found


# ── Files of the evaluation itself ────────────────────────────────────────────────────────────────────────────────────


def _standing(actor: Actor, pk: int) -> Standing | None:
    found = Evaluation.objects.select_related("organizer", "organization__parent").filter(pk=pk).first()
    return standing_of(actor, found) if found else None


def _sees_materials(actor: Actor, pk: int) -> bool:
    standing = _standing(actor, pk)
    return standing is not None and standing.sees_materials


def _supplies(actor: Actor, pk: int) -> bool:
    standing = _standing(actor, pk)
    return standing is not None and standing.may_supply


def _sees_papers(actor: Actor, pk: int) -> bool:
    standing = _standing(actor, pk)
    return standing is not None and standing.is_inside


def _writes_papers(actor: Actor, pk: int) -> bool:
    standing = _standing(actor, pk)
    return standing is not None and standing.may_write_papers


def _code(pk: int) -> str:
    return Evaluation.objects.values_list("organization__code", flat=True).get(pk=pk)


OWNERS = (
    Owner(MATERIALS, _sees_materials, _supplies, _code, lambda pk: reverse("evaluation:materials", args=[pk])),
    Owner(PAPERS, _sees_papers, _writes_papers, _code, lambda pk: reverse("evaluation:papers", args=[pk])),
)
