"""Self-evaluations as documents of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404

from jiheng.domain.goals import Document
from jiheng.domain.goals import Organization as DomainOrganization
from jiheng.domain.self_evaluation import SelfEvaluation as Table
from jiheng.web.organizations.policies import Actor
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation.content import PROJECT_FORMS
from jiheng.web.self_evaluation.mapping import document_of_tables, table_of
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.self_evaluation.selectors import version_for

__all__ = ["document_for", "document_of", "unit_document"]


def document_of(item: SelfEvaluation, content: Mapping[str, Any], form: str = "") -> Document:
    """The document of one table."""
    return document_of_tables([_table(item, content, 1, form)], _unit(item), item.year)


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
    """All tables of one unit."""
    known = list(items)
    tables = []
    for number, item in enumerate(known, 1):
        version = version_for(actor, item)
        tables.append(_table(item, version.content if version else item.content, number, ""))
    return document_of_tables(tables, _unit(known[0]), known[0].year)


def _table(item: SelfEvaluation, content: Mapping[str, Any], number: int, form: str) -> Table:
    return table_of(content, reckon(content, regulation_of(item.year)), number=number, form=form)


def _unit(item: SelfEvaluation) -> DomainOrganization:
    return DomainOrganization(item.organization.code, item.organization.name)
