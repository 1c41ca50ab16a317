"""Import from and export to Excel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiheng.web.accounts.selectors import signed_in
from jiheng.web.organizations import services, sheets
from jiheng.web.organizations.forms import ImportForm
from jiheng.web.organizations.services.exchange import Outcome, sheets_for

__all__ = ["export", "import_file", "import_keep", "template"]

_SALT = "organizations.import"
_HOUR = 3600
_SHOWN = 200  # problems on one page
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def import_file(request: HttpRequest) -> HttpResponse:
    """Bring a file; the answer is a preview, nothing is saved yet."""
    _require(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, with_passwords = form.cleaned_data["file"], form.cleaned_data["with_passwords"]
        try:
            rows = sheets.read(file.read())
        except ValidationError as error:
            form.add_error("file", error)
        else:
            outcome = services.import_rows(
                rows=rows, with_passwords=with_passwords, keep=False, actor=signed_in(request)
            )
            kept = {"rows": rows, "with_passwords": with_passwords, "user": request.user.pk}
            package = "" if outcome.problems else signing.dumps(kept, salt=_SALT, compress=True)
            return _preview(request, outcome, name=file.name, package=package)
    context = {"form": form, "sheets": [sheets.SHEETS[title] for title in sheets_for(signed_in(request))]}
    return render(request, "organizations/import.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def import_keep(request: HttpRequest) -> HttpResponse:
    """Save what the preview showed. It is checked once more: the tree may have changed in between."""
    _require(request)
    try:
        kept = signing.loads(request.POST.get("package", ""), salt=_SALT, max_age=_HOUR)
    except signing.BadSignature:
        kept = {}
    if kept.get("user") != request.user.pk:
        messages.error(request, _("预览已经过期，没有保存任何内容。请重新选择文件"))
        return redirect("organizations:import")
    rows = [sheets.Row(*row) for row in kept["rows"]]
    outcome = services.import_rows(
        rows=rows, with_passwords=kept["with_passwords"], keep=True, actor=signed_in(request)
    )
    if outcome.problems:
        return _preview(request, outcome, name="", package="")
    return render(request, "organizations/passwords.html", {"passwords": outcome.passwords, "counts": outcome.counts})


@login_required
def template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in."""
    _require(request)
    return _file(sheets.write(dict.fromkeys(sheets_for(signed_in(request)), ())), "template")


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything that an import would take."""
    _require(request)
    return _file(services.export_file(actor=signed_in(request)), f"organizations-{timezone.localdate():%Y%m%d}")


def _require(request: HttpRequest) -> None:
    if not sheets_for(signed_in(request)):
        raise PermissionDenied


def _preview(request: HttpRequest, outcome: Outcome, **more: Any) -> HttpResponse:
    context = {"outcome": outcome, "problems": outcome.problems[:_SHOWN], **more}
    return render(request, "organizations/import_preview.html", context, status=422 if outcome.problems else 200)


def _file(data: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.xlsx"'
    return HttpResponse(data, content_type=_XLSX, headers={"Content-Disposition": disposition})
