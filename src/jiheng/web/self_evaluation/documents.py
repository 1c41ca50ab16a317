"""Self-evaluations as documents of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404

from jiheng.domain.goals import Document
from jiheng.domain.goals import Organization as DomainOrganization
from jiheng.web.organizations.policies import Actor
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.content import PROJECT_FORMS
from jiheng.web.self_evaluation.mapping import document_of_tables, table_of
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation, SelfEvaluationVersion
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.self_evaluation.selectors import version_for
from jiheng.web.submissions.policies import writes_for

__all__ = ["document_for", "document_of", "unit_document"]


def document_of(item: SelfEvaluation, content: Mapping[str, Any], form: str = "") -> Document:
    """The document of one table."""
    table = table_of(content, reckon(content, regulation_of(item.year)), form=form)
    return document_of_tables([table], _unit(item), item.year)


def document_for(actor: Actor, item: SelfEvaluation, number: str = "", form: str = "") -> Document:
    """The same of the version of that number, else of what `actor` may see.

    Raises:
        Http404: there is no such version or form.
    """
    if form and (form not in PROJECT_FORMS or item.kind != Kind.PROJECT):
        raise Http404
    version = version_for(actor, item, number)
    return document_of(item, version.content if version else item.content, form)


def unit_document(actor: Actor, items: Iterable[SelfEvaluation]) -> Document:
    """All tables of one unit: the working copies for whoever writes them, else what was handed in last."""
    known = list(items)
    first = known[0]
    regulation = regulation_of(first.year)
    sees_drafts = writes_for(actor, first.organization_id, first.year)
    handed_in = {} if sees_drafts else _newest(known)
    contents = [handed_in.get(item.pk, item.content) for item in known]
    tables = [table_of(each, reckon(each, regulation), number=number) for number, each in enumerate(contents, 1)]
    return document_of_tables(tables, _unit(first), first.year)


def _newest(items: Iterable[SelfEvaluation]) -> dict[int, Mapping[str, Any]]:
    versions = SelfEvaluationVersion.objects.filter(item__in=[item.pk for item in items]).order_by("number")
    return dict(versions.values_list("item", "content"))


def _unit(item: SelfEvaluation) -> DomainOrganization:
    return DomainOrganization(item.organization.code, item.organization.name)
