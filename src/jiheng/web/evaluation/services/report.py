"""The report, the unit's opinion of it, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.evaluation import facts
from jiheng.web.evaluation.holding import advance, held, require, require_lock, require_state
from jiheng.web.evaluation.models import Evaluation, Opinion, ReportVersion, State
from jiheng.web.evaluation.reporting import SECTIONS, content_of
from jiheng.web.evaluation.scorecard import scorecard
from jiheng.web.evaluation.services.scoring import store
from jiheng.web.evaluation.telling import tell_organizer, tell_unit
from jiheng.web.evaluation.words import written
from jiheng.web.submissions.digests import digest_of
from jiheng.web.ui.errors import Conflict

__all__ = ["consult", "finish", "narrative_save", "opinion_answer", "opinion_say", "report_make"]

_LONGEST, _NOTE = 20_000, 255
_FOR_OPINION, _FINAL = "征求意见稿", "定稿"  # as the paper is called, in whatever language people read the site


@transaction.atomic
def narrative_save(*, evaluation: Evaluation, texts: Mapping[str, str], lock: int, actor: User) -> Evaluation:
    """Store the text of the report; sections that are left empty say what the data say.

    Raises:
        PermissionDenied: `actor` does not write it.
        ValidationError: a section is longer than anybody reads; by its key.
        Conflict: a colleague saved in between, or it is final.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_write_papers)
    now = standing.evaluation
    require_lock(now.lock, lock)
    now.narrative = {key: written(texts.get(key), key, most=_LONGEST) for key in SECTIONS}
    store(now, "narrative")
    record("evaluation.narrative", actor=actor, subject=now, organization=now.organization.code)
    return now


@transaction.atomic
def report_make(*, evaluation: Evaluation, note: str, actor: User) -> ReportVersion:
    """Keep the report as it is now as a version that never changes.

    Raises:
        PermissionDenied: `actor` does not write it.
        ValidationError: the note is too long.
        Conflict: it says what the version before says, or all is final.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_write_papers)
    return _version(standing.evaluation, actor, written(note, "note", most=_NOTE))


@transaction.atomic
def consult(*, evaluation: Evaluation, actor: User) -> ReportVersion:
    """Send the report as it is now to the evaluated unit for its opinion (征求意见).

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: leaves are not scored, or reasons are missing.
        Conflict: the experts still score.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    require_state(now, State.SCORED, State.CONSULTING)
    _require_complete(now)
    version = _version(now, actor, _FOR_OPINION, same_again=True)
    ReportVersion.objects.filter(pk=version.pk).update(sent_at=timezone.now())
    version.refresh_from_db()
    if now.state != State.CONSULTING:
        advance(now, State.CONSULTING)
    record(
        "evaluation.consulted", actor=actor, subject=now, organization=now.organization.code,
        after={"report": version.number, "digest": version.digest},
    )  # fmt: skip
    tell_unit(now, "evaluation.consulting", partial(_consulting_title, now.name), key=f".{version.number}")
    return version


@transaction.atomic
def opinion_say(*, report: ReportVersion, text: str, actor: User) -> Opinion:
    """Say what the unit thinks of the report.

    Raises:
        PermissionDenied: `actor` does not belong to the unit, or is not asked now.
        ValidationError: nothing is said, or too much.
        Conflict: a newer report was sent meanwhile.
    """
    standing = held(report.evaluation, actor)
    if not standing.may_say_opinion or not standing.sees_report(report):
        raise PermissionDenied
    text = written(text, "text", missing=_("请写明意见"), most=_LONGEST)
    now = standing.evaluation
    if now.reports.filter(number__gt=report.number).exclude(sent_at=None).exists():
        raise Conflict("newer-report", _("已经发来新的征求意见稿，请对新的一稿提意见"))
    row = Opinion.objects.create(report=report, text=text, said_by=actor)
    record(
        "evaluation.opinion-said", actor=actor, subject=now, organization=now.organization.code,
        after={"report": report.number, "text": row.text},
    )  # fmt: skip
    tell_organizer(now, "evaluation.opinion", partial(_opinion_title, now.organization.name, now.name), row.text)
    return row


@transaction.atomic
def opinion_answer(*, opinion: Opinion, is_accepted: bool, answer: str, actor: User) -> None:
    """Answer an opinion: followed or not, and why.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: no answer is given, or too long a one.
        Conflict: it is final.
    """
    standing = held(opinion.report.evaluation, actor)
    require(standing, may=standing.may_organize)
    answer = written(answer, "answer", missing=_("请写明答复"), most=_LONGEST)
    now = standing.evaluation
    Opinion.objects.filter(pk=opinion.pk).update(
        is_accepted=is_accepted, answer=answer, answered_by=actor, answered_at=timezone.now()
    )
    record(
        "evaluation.opinion-answered", actor=actor, subject=now, organization=now.organization.code,
        after={"accepted": is_accepted, "answer": answer},
    )  # fmt: skip
    tell_unit(now, "evaluation.answered", partial(_answered_title, now.name), key=f".{opinion.pk}")


@transaction.atomic
def finish(*, evaluation: Evaluation, actor: User) -> Evaluation:
    """Make score, grade and report final: nothing of it changes any more.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: leaves are not scored, reasons are missing, or an opinion is not answered.
        Conflict: the unit was not asked yet, or it is final already.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    require_state(now, State.CONSULTING)
    _require_complete(now)
    if left := Opinion.objects.filter(report__evaluation=now, answered_at=None).count():
        raise ValidationError(_("还有 {count} 条单位意见没有答复").format(count=left), code="unanswered")
    version = _version(now, actor, _FINAL, same_again=True)
    values = {
        "content": version.content, "digest": version.digest, "final_score": Decimal(version.content["total"]),
        "grade": version.content["grade"], "finished_by": actor, "finished_at": timezone.now(),
    }  # fmt: skip
    Evaluation.objects.filter(pk=now.pk).update(**values)
    advance(now, State.FINAL)
    record(
        "evaluation.finished", actor=actor, subject=now, organization=now.organization.code,
        after={"score": version.content["total"], "grade": version.content["grade"], "digest": version.digest},
    )  # fmt: skip
    tell_unit(now, "evaluation.final", partial(_final_title, now.name))
    now.refresh_from_db()
    return now


def _require_complete(evaluation: Evaluation) -> None:
    card = scorecard(evaluation, facts.measures_of(evaluation))
    if card.missing:
        raise ValidationError(card.missing, code="incomplete")


def _version(evaluation: Evaluation, actor: User, note: str, *, same_again: bool = False) -> ReportVersion:
    content = content_of(evaluation)
    digest = digest_of(content)
    last = evaluation.reports.first()
    if last and last.digest == digest:
        if same_again:
            return last
        raise Conflict("same-report", _("内容与第 {number} 稿完全相同").format(number=last.number))
    version = ReportVersion.objects.create(
        evaluation=evaluation, number=last.number + 1 if last else 1, content=content, digest=digest,
        note=note, made_by=actor,
    )  # fmt: skip
    record(
        "evaluation.report-made", actor=actor, subject=evaluation, organization=evaluation.organization.code,
        after={"number": version.number, "digest": digest},
    )  # fmt: skip
    return version


def _consulting_title(name: str) -> str:
    return _("绩效评价征求意见：{name}").format(name=name)


def _opinion_title(unit: str, name: str) -> str:
    return _("{unit}对评价报告提出意见：{name}").format(unit=unit, name=name)


def _answered_title(name: str) -> str:
    return _("评价意见已答复：{name}").format(name=name)


def _final_title(name: str) -> str:
    return _("绩效评价已定稿：{name}").format(name=name)
