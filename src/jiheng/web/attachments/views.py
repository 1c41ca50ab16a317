"""Files at a place: a part of a page for htmx, back to the thing without it; and downloads."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.web.accounts.people import person
from jiheng.web.attachments.contents import FILE_SIZE, clean_name
from jiheng.web.attachments.owners import owner_of
from jiheng.web.attachments.selectors import Place, attachment_get, place_of
from jiheng.web.attachments.services import attachment_add, attachment_remove

__all__ = ["download", "files", "remove"]

_AT_ONCE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, owner: str, owner_id: int) -> HttpResponse:
    """The files at a place; POST adds some."""
    anchor = (request.POST if request.method == "POST" else request.GET).get("anchor", "")
    if not anchor.isprintable():
        raise Http404  # none of ours
    place = place_of(owner=owner, owner_id=owner_id, anchor=anchor, actor=request.user)
    if request.method != "POST":
        return render(request, "attachments/_files.html", {"place": place})
    if not place.may_change:
        raise PermissionDenied
    problems = _added(request, place)
    return _answer(request, place, problems)


def _added(request: HttpRequest, place: Place) -> list[str]:
    """Add what was sent; what could not be taken, in sentences."""
    sent = cast("list[UploadedFile[bytes]]", request.FILES.getlist("files"))
    if not sent:
        return [_("请选择文件")]
    problems = []
    for file in sent[:_AT_ONCE]:
        try:
            attachment_add(
                owner=place.owner, owner_id=place.owner_id, anchor=place.anchor, name=file.name or "",
                data=file.read(FILE_SIZE + 1), actor=person(request),
            )  # fmt: skip
        except ValidationError as error:
            problems += error.messages
    if len(sent) > _AT_ONCE:
        problems.append(_("一次最多传 {limit} 个文件，其余的没有传").format(limit=_AT_ONCE))
    return problems


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file away."""
    attachment = attachment_get(actor=request.user, pk=pk)
    attachment_remove(attachment=attachment, actor=person(request))
    place = place_of(owner=attachment.owner, owner_id=attachment.owner_id, anchor=attachment.anchor, actor=request.user)
    return _answer(request, place, [])


def _answer(request: HttpRequest, place: Place, problems: list[str]) -> HttpResponse:
    if request.headers.get("HX-Request"):
        now = place_of(owner=place.owner, owner_id=place.owner_id, anchor=place.anchor, actor=request.user)
        status = 422 if problems else 200
        return render(request, "attachments/_files.html", {"place": now, "problems": problems}, status=status)
    for problem in problems:
        messages.error(request, problem)
    return redirect(owner_of(place.owner).page(place.owner_id))


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to be saved: nothing of it is ever shown as a page of the site."""
    attachment = attachment_get(actor=request.user, pk=pk)
    response = HttpResponse(bytes(attachment.data), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=clean_name(attachment.name)) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
