"""Reading the tables that were brought."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from jiheng.web.execution.models import ImportState, TableImport
from jiheng.web.execution.policies import visible_imports
from jiheng.web.organizations.policies import Actor

__all__ = ["table_get", "table_list"]

_SETTLED = (ImportState.DONE, ImportState.UNDONE)


def table_list(*, actor: Actor, year: int) -> QuerySet[TableImport]:
    """The files of a year that `actor` may see; one that is under way is its bringer's only."""
    found = visible_imports(actor, year).select_related("organization", "imported_by", "undone_by")
    return found.filter(state__in=_SETTLED) | found.filter(imported_by=actor.pk)


def table_get(*, actor: Actor, pk: int, own: bool = False) -> TableImport:
    """The file of that key; with `own` only one that `actor` brought.

    Raises:
        Http404: there is none, or `actor` may not see it.
    """
    year = TableImport.objects.filter(pk=pk).values_list("year", flat=True).first() or 0
    found = table_list(actor=actor, year=year)
    return get_object_or_404(found.filter(imported_by=actor.pk) if own else found, pk=pk)
