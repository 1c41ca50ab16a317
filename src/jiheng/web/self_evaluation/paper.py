"""The self-evaluation as a paper that is handed in (see `web.submissions`)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiheng.domain.finding import Severity
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.models import Run
from jiheng.web.review.subjects import Counts
from jiheng.web.self_evaluation.checking import counts_of, findings_of
from jiheng.web.self_evaluation.models import SelfEvaluation, SelfEvaluationVersion, Window
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.submissions.services import Submissions

__all__ = ["PAPER", "SUBJECT", "window_of"]

SUBJECT = "self_evaluation"
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def window_of(year: int) -> Window | None:
    """When the self-evaluations of a year are handed in; None where nobody has set it."""
    return Window.objects.filter(cycle__year=year).first()


def _summarise(item: SelfEvaluation) -> None:
    """Name, total, grade, rate and the counts of the findings, from the content."""
    regulation = regulation_of(item.year)
    reckoned = reckon(item.content, regulation)
    counts = counts_of(findings_of(item.content, reckoned, regulation, kind=item.kind, year=item.year))
    item.total, item.grade, item.rate = reckoned.total, reckoned.grade, reckoned.rate
    item.errors, item.warnings, item.infos = (counts[severity] for severity in _WORST_FIRST)


def _obstacle(item: SelfEvaluation) -> str:
    """Outside of its window nothing is handed in for the first time; what was sent back or is being corrected may come late."""
    if item.adjustment or item.versions.exists():
        return ""
    window, now = window_of(item.year), timezone.now()
    if window is None:
        return _("绩效管理处还没有开放本年度的自评，可以填写，不能提交")
    if not window.opens_at <= now < window.due_at:
        return _("现在不在自评提交时间内，可以填写，不能提交。请联系财政部门绩效管理处")
    return ""


def _counts(version: SelfEvaluationVersion) -> Counts:
    item = version.item
    regulation = regulation_of(item.year)
    reckoned = reckon(version.content, regulation)
    counts = counts_of(findings_of(version.content, reckoned, regulation, kind=item.kind, year=item.year))
    return Counts(*(counts[severity] for severity in _WORST_FIRST))


def _render(run: Run, request: HttpRequest) -> str:
    from jiheng.web.self_evaluation.shown import rendered  # noqa: PLC0415 - it needs the paper to find versions

    return rendered(PAPER.version_of(run), request)


def _anchor_label(run: Run, anchor: str) -> str:
    from jiheng.web.self_evaluation.anchors import anchor_label  # noqa: PLC0415 - words for people, seldom needed

    return anchor_label(PAPER.version_of(run).content, anchor)


PAPER: Submissions[SelfEvaluation, SelfEvaluationVersion] = Submissions(
    subject=SUBJECT,
    model=SelfEvaluation,
    versions=SelfEvaluationVersion,
    page="self_evaluation:item",
    summarise=_summarise,
    obstacle=_obstacle,
    counts=_counts,
    render=_render,
    anchor_label=_anchor_label,
    name=gettext_lazy("绩效自评"),
)
