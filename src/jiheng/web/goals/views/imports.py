"""Importing a file: bring it, compare what was recognised with the original, take over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jiheng.errors import JihengError
from jiheng.web.accounts.people import person
from jiheng.web.goals.forms import UploadForm
from jiheng.web.goals.models import Upload, UploadState
from jiheng.web.goals.pictures import picture_of_page
from jiheng.web.goals.plans import DEPARTMENT, Way
from jiheng.web.goals.selectors_overview import writes
from jiheng.web.goals.uploads import preview_of, upload_bring, upload_discard, upload_get, upload_take, uploads_of
from jiheng.web.goals.views.lists import organization_for
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.ui.errors import Conflict

__all__ = ["import_discard", "import_new", "import_page", "import_preview", "import_take"]

_DIGITS = 9
_LISTED = 200
_TOLD = 5  # of the files that give nothing; the list shows all


@login_required
@sensitive_post_parameters("password")
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose a file; and what was brought of late."""
    year = chosen_year(request)
    organization = organization_for(request, year)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        brought = upload_bring(
            organization=organization, year=year, name=file.name, data=file.read(), actor=person(request),
            password=form.cleaned_data["password"],
        )  # fmt: skip
        if any(upload.state != UploadState.FAILED for upload in brought):
            return _brought(request, brought)
        for upload in brought[:_TOLD]:
            form.add_error("file", _("{name}：{problem}").format(name=upload.name, problem=upload.problem))
    found = uploads_of(request.user).select_related("organization").defer("data", "document", "original")
    rows = list(found.order_by("-pk")[:_LISTED])
    context = {
        "form": form,
        "organization": organization,
        "writes": list(writes(request.user, year)),
        "uploads": rows,
        "is_busy": any(row.state == UploadState.READING for row in rows),
    }
    return render(request, "goals/import_new.html", context, status=422 if form.errors else 200)


def _brought(request: HttpRequest, brought: list[Upload]) -> HttpResponse:
    """To the only file, or to the list of several."""
    if len(brought) == 1:
        return redirect("goals:import_preview", brought[0].pk)
    failed = sum(upload.state == UploadState.FAILED for upload in brought)
    text = _("里面有 {count} 份文件，请逐份核对、导入")
    if failed:
        text = _("里面有 {count} 份文件，其中 {failed} 份没有读出；其余的请逐份核对、导入")
    messages.success(request, text.format(count=len(brought), failed=failed))
    return redirect("goals:import")


@login_required
@require_safe
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was recognised beside the original; how far a scan is that is still being read."""
    upload = upload_get(actor=person(request), pk=pk)
    if not upload.document:
        return render(request, "goals/import_waiting.html", {"upload": upload})
    if request.headers.get("HX-Request"):  # the page that waited
        return HttpResponse(headers={"HX-Refresh": "true"})
    original = upload.original or {}
    context = {
        "upload": upload,
        "preview": preview_of(upload),
        "original": original,
        "pages": range(1, int(original.get("pages", 0)) + 1),
    }
    return render(request, "goals/import_preview.html", context)


@login_required
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a file away."""
    actor = person(request)
    upload_discard(upload=upload_get(actor=actor, pk=pk), actor=actor)
    return redirect("goals:import")


@login_required
@require_safe
def import_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of the original as a picture: drawn in a process of its own, the file itself is never served."""
    upload = upload_get(actor=person(request), pk=pk)
    if not 1 <= number <= int((upload.original or {}).get("pages", 0)):
        raise Http404
    try:
        picture = picture_of_page(bytes(upload.data), number)
    except JihengError:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@login_required
@require_POST
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Do with each table what was chosen: make a goal of it, bring one up to date, leave it."""
    upload = upload_get(actor=person(request), pk=pk)
    if not upload.document:
        raise Http404
    ways = _ways(request)
    if all(way is Way.SKIP for way in ways.values()):
        messages.warning(request, _("没有勾选要导入的表"))
        return redirect("goals:import_preview", pk)
    try:
        taken = upload_take(upload=upload, ways=ways, actor=person(request), locks=_locks(request))
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return redirect("goals:import_preview", pk)
    made = [*taken.created, *taken.updated]
    text = _("已从“{name}”导入 {count} 张")
    if taken.updated:
        text = _("已从“{name}”导入 {count} 张，更新 {updated} 张")
    count, updated = len(taken.created), len(taken.updated)
    messages.success(request, text.format(name=upload.name, count=count, updated=updated))
    return redirect("goals:goal", made[0].pk) if len(made) == 1 else redirect("goals:list")


def _ways(request: HttpRequest) -> dict[int, Way]:
    """What was chosen: a tick makes a new goal, ``way-3`` says what to do with the third table."""
    ways = {number: Way.CREATE for text in request.POST.getlist("table") if (number := _number(text))}
    if "department" in request.POST:
        ways[DEPARTMENT] = Way.CREATE
    chosen = _numbered(request, "way-")
    return ways | {number: Way(text) for number, text in chosen.items() if text in set(Way)}


def _locks(request: HttpRequest) -> dict[int, int]:
    """The locks of the goals as the page showed them, ``lock-3``."""
    locks = {number: _number(text) for number, text in _numbered(request, "lock-").items()}
    return {number: lock for number, lock in locks.items() if lock is not None}


def _numbered(request: HttpRequest, prefix: str) -> dict[int, str]:
    """What was sent for each table."""
    sent = {_number(name.removeprefix(prefix)): request.POST[name] for name in request.POST if name.startswith(prefix)}
    return {number: str(text) for number, text in sent.items() if number is not None}


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None
