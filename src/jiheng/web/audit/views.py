"""The log's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiheng.web.accounts.people import person
from jiheng.web.audit.policies import may_read
from jiheng.web.audit.selectors import entries

__all__ = ["entry_list"]

_PAGE = 100


@login_required
def entry_list(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, filtered by what the address says."""
    actor = person(request)
    if not may_read(actor):
        raise PermissionDenied
    wanted = {name: request.GET.get(name, "") for name in ("text", "action", "organization")}
    page = Paginator(entries(actor=actor, **wanted), _PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/entry_list.html", {"page_obj": page, "wanted": wanted})
