"""The log's pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from jiheng.web.accounts.selectors import signed_in
from jiheng.web.audit.actions import action_label
from jiheng.web.audit.export import exported
from jiheng.web.audit.forms import FilterForm
from jiheng.web.audit.policies import may_read
from jiheng.web.audit.selectors import entries

__all__ = ["entry_export", "entry_list"]

_PAGE = 100


@login_required
def entry_list(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, filtered by what the address says."""
    if not may_read(request.user):
        raise PermissionDenied
    form = FilterForm(request.GET)
    page = Paginator(entries(actor=signed_in(request), wanted=form.wanted), _PAGE).get_page(request.GET.get("page"))
    lines = [(entry, action_label(entry.action)) for entry in page]
    return render(request, "audit/entry_list.html", {"page_obj": page, "lines": lines, "form": form})


@login_required
def entry_export(request: HttpRequest) -> HttpResponseBase:
    """The filtered entries as CSV, oldest first; that they were taken out is itself an entry."""
    lines = exported(actor=request.user, wanted=FilterForm(request.GET).wanted)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y%m%d}.csv"'
    return response
