"""Material, working papers, the report, the unit's opinion of it, and files to download."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from jiheng.errors import JihengError
from jiheng.publishing import publish
from jiheng.web.accounts.people import person
from jiheng.web.attachments.contents import clean_name
from jiheng.web.attachments.selectors import place_of, places_of
from jiheng.web.evaluation import services
from jiheng.web.evaluation.mapping import document_of
from jiheng.web.evaluation.materials import FOLDERS, KINDS, MATERIALS, PAPERS, evidence_get, material_of, materials_of
from jiheng.web.evaluation.models import Opinion, ReportVersion, State
from jiheng.web.evaluation.policies import Standing
from jiheng.web.evaluation.reporting import SECTIONS, drafts, heading, report_of
from jiheng.web.evaluation.selectors import reports_for
from jiheng.web.evaluation.views.common import done, frame_of, got, key_of, lock_of, problems_told
from jiheng.web.goals.files import FILE_TYPES, file_answer
from jiheng.web.ui.errors import Conflict
from jiheng.writers.report import report_docx, report_pdf

__all__ = [
    "evidence",
    "material",
    "materials",
    "opinion_answer",
    "opinion_say",
    "papers",
    "report",
    "report_edit",
    "report_file",
    "report_make",
    "table_file",
]

# The page is somebody's text: it runs nothing, sends nothing, and is of no origin.
_PAPER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_WRITERS = {"docx": report_docx, "pdf": report_pdf}
_HTML = "html"


@login_required
@require_safe
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """What those who evaluate are given to read."""
    standing = got(request, pk)
    if not standing.sees_materials:
        raise PermissionDenied
    context = {
        "materials": materials_of(standing.evaluation),
        "place": place_of(owner=MATERIALS, owner_id=pk, actor=person(request)),
        "shown": _shown(request.GET.get("show", "")),
    }
    return render(request, "evaluation/materials.html", frame_of(request, standing, **context))


def _shown(text: str) -> tuple[str, int] | None:
    """Which paper is to be shown in the page: ``monitoring:12``; None for anything else."""
    kind, _colon, number = text.partition(":")
    key = key_of(number)
    return (kind, key) if kind in KINDS and key is not None else None


@login_required
@require_safe
@xframe_options_sameorigin
def material(request: HttpRequest, pk: int, kind: str, key: int, file_format: str) -> HttpResponse:
    """One of the papers: as the printed page, or as a file."""
    standing = got(request, pk)
    if not standing.sees_materials:
        raise PermissionDenied
    document = material_of(standing.evaluation, kind, key)
    if file_format != _HTML:
        return file_answer(document, file_format, f"{standing.evaluation.name}-{kind}")
    headers = {"Content-Security-Policy": _PAPER_POLICY, "Cache-Control": "no-store"}
    return HttpResponse(publish(document, _HTML), content_type=FILE_TYPES[_HTML], headers=headers)


@login_required
@require_safe
def evidence(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """A file that proves the self-evaluation, to be saved."""
    standing = got(request, pk)
    if not standing.sees_materials:
        raise PermissionDenied
    found = evidence_get(standing.evaluation, attachment)
    return _saved(bytes(found.data), "application/octet-stream", clean_name(found.name))


def _saved(data: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {
        "Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
    }  # fmt: skip
    return HttpResponse(data, content_type=content_type, headers=headers)


@login_required
@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The working papers, by folder."""
    standing = got(request, pk)
    if not standing.is_inside:
        raise PermissionDenied
    places = places_of(owner=PAPERS, owner_id=pk, anchors=FOLDERS, actor=person(request))
    folders = [(_(name), places[name]) for name in FOLDERS]
    return render(request, "evaluation/papers.html", frame_of(request, standing, folders=folders))


# ── The report ────────────────────────────────────────────────────────────────────────────────────────────────────────


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of the report, and what was said of them."""
    standing = got(request, pk)
    if not standing.sees_reports and not standing.is_unit:
        raise PermissionDenied
    found = reports_for(standing)
    asked = next((each.pk for each in found if each.sent_at), None)
    context = {
        "reports": found,
        "asked": asked if standing.may_say_opinion else None,
        "formats": [("docx", "Word"), ("pdf", "PDF")],
        "table_formats": [("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("json", "JSON")],
    }
    return render(request, "evaluation/report.html", frame_of(request, standing, **context))


@login_required
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of the report; sections that nobody wrote begin with what the data say."""
    standing = got(request, pk)
    if not standing.may_write_papers:
        raise PermissionDenied
    if request.method != "POST":
        return _editor(request, standing, standing.evaluation.narrative)
    drafted = drafts(standing.evaluation)
    typed = {key: request.POST.get(key, "").replace("\r\n", "\n").strip() for key in SECTIONS}
    # What was left as it was drafted goes on following the data.
    kept = {key: "" if text == drafted[key].strip() else text for key, text in typed.items()}
    try:
        services.narrative_save(
            evaluation=standing.evaluation, texts=kept, lock=lock_of(request), actor=person(request)
        )
    except Conflict as conflict:
        if conflict.code != "changed":
            raise
        problems_told(request, conflict)
        return _editor(request, standing, typed, status=409)
    except ValidationError as error:
        problems_told(request, error)
        return _editor(request, standing, typed, wrong=frozenset(error.message_dict), status=422)
    if "keep" in request.POST:
        return report_make(request, pk)
    messages.success(request, _("已保存"))
    return redirect("evaluation:report_edit", pk)


def _editor(
    request: HttpRequest,
    standing: Standing,
    texts: dict[str, str],
    *,
    wrong: frozenset[str] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    drafted = drafts(standing.evaluation)
    sections = [
        (
            key,
            heading(key),
            texts.get(key) or drafted[key],
            bool(texts.get(key)) and texts[key] != drafted[key],
            key in wrong,
        )
        for key in SECTIONS
    ]
    return render(request, "evaluation/report_edit.html", frame_of(request, standing, sections=sections), status=status)


@login_required
@require_POST
def report_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the report as it is as a version."""
    standing = got(request, pk)
    note = request.POST.get("note", "")
    done(
        request,
        lambda: services.report_make(evaluation=standing.evaluation, note=note, actor=person(request)), _("已成稿"),
    )  # fmt: skip
    return redirect("evaluation:report", pk)


def _report_of(request: HttpRequest, pk: int, number: int) -> ReportVersion:
    """The version of that number, for whom it is there."""
    standing = got(request, pk)
    found = get_object_or_404(ReportVersion.objects.filter(evaluation=standing.evaluation), number=number)
    found.evaluation = standing.evaluation
    if not standing.sees_report(found):
        raise Http404
    return found


@login_required
@require_safe
def report_file(request: HttpRequest, pk: int, number: int, file_format: str) -> HttpResponse:
    """The report as Word or PDF."""
    found = _report_of(request, pk, number)
    if file_format not in _WRITERS:
        raise Http404
    try:
        data = _WRITERS[file_format](report_of(found.content))
    except JihengError as error:  # an optional component is not installed
        raise Conflict("not-printable", str(error)) from None
    name = _("{name}绩效评价报告（第{number}稿）").format(name=found.content["name"], number=number)
    return _saved(data, FILE_TYPES[file_format], clean_name(f"{name}.{file_format}"))


@login_required
@require_safe
def table_file(request: HttpRequest, pk: int, number: int, file_format: str) -> HttpResponse:
    """The scored frame as the official form."""
    found = _report_of(request, pk, number)
    name = _("{name}绩效评价指标评分表").format(name=found.content["name"])
    made_on = timezone.localdate(found.made_at)
    return file_answer(document_of(found.content, made_on), file_format, name)


# ── Opinions ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@login_required
@require_POST
def opinion_say(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What the unit thinks of a version."""
    standing = got(request, pk)
    if not standing.may_say_opinion:
        raise PermissionDenied
    found = _report_of(request, pk, number)
    text = request.POST.get("text", "")
    done(request, lambda: services.opinion_say(report=found, text=text, actor=person(request)), _("意见已提交"))
    return redirect("evaluation:report", pk)


@login_required
@require_POST
def opinion_answer(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """The organizer's answer."""
    standing = got(request, pk)
    if not standing.may_organize or standing.evaluation.state != State.CONSULTING:
        raise PermissionDenied
    found = Opinion.objects.select_related("report__evaluation").filter(report__evaluation=pk)
    row = get_object_or_404(found, pk=opinion)
    is_accepted = request.POST.get("accepted") == "1"
    answer = request.POST.get("answer", "")
    done(
        request,
        lambda: services.opinion_answer(opinion=row, is_accepted=is_accepted, answer=answer, actor=person(request)),
        _("已答复"),
    )
    return redirect("evaluation:report", pk)
