"""What the unit does: measures, progress, results, and asking for more time."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import OPEN, WITH_UNIT, Happening, Problem, ProblemState
from jiheng.web.rectification.services.acts import files_of, move, note, said
from jiheng.web.rectification.services.telling import tell_verifiers
from jiheng.web.ui.errors import Conflict

__all__ = ["extension_ask", "feedback_give", "plan_write", "progress_add"]

_PERSON = 64


@transaction.atomic
def plan_write(*, problem: Problem, actor: User, measures: str, person: str = "") -> None:
    """Say what will be done and who does it; may be said anew while the unit works on it.

    Raises:
        PermissionDenied: `actor` does not answer for the organization.
        ValidationError: nothing is said, or too much.
        Conflict: the problem is being verified or closed.
    """
    _may(actor, problem)
    text = said("measures", measures, _("请写明整改措施"))
    if len(person.strip()) > _PERSON:
        raise ValidationError({"person": _("责任人最多 {limit} 字").format(limit=_PERSON)})
    state = ProblemState.RETURNED if problem.state == ProblemState.RETURNED else ProblemState.WORKING
    move(problem, WITH_UNIT, state=state, measures=text, person=person.strip() or problem.person)
    note(problem, Happening.PLANNED, actor=actor, text=text, person=problem.person)


@transaction.atomic
def progress_add(*, problem: Problem, actor: User, text: str) -> None:
    """Say how far it is.

    Raises:
        PermissionDenied: `actor` does not answer for the organization.
        ValidationError: nothing is said, or too much.
        Conflict: the problem is being verified or closed.
    """
    _may(actor, problem)
    words = said("text", text, _("请写明进展"))
    state = ProblemState.RETURNED if problem.state == ProblemState.RETURNED else ProblemState.WORKING
    move(problem, WITH_UNIT, state=state)
    note(problem, Happening.PROGRESS, actor=actor, text=words)


@transaction.atomic
def feedback_give(*, problem: Problem, actor: User, result: str, finished_on: date) -> None:
    """Say that it is mended, for the issuer to verify; the evidence is kept as it is now.

    Raises:
        PermissionDenied: `actor` does not answer for the organization.
        ValidationError: nothing is said, measures are missing, or the day is in the future.
        Conflict: the problem is being verified already or closed.
    """
    _may(actor, problem)
    text = said("result", result, _("请写明整改结果"))
    if not problem.measures:
        raise ValidationError({"result": _("请先写整改措施，再反馈结果")})
    if finished_on > timezone.localdate():
        raise ValidationError({"finished_on": _("完成日期不能在今天以后")})
    if finished_on < timezone.localdate(problem.notice.issued_at):
        raise ValidationError({"finished_on": _("完成日期不能早于下达通知的日期")})
    move(problem, WITH_UNIT, state=ProblemState.REPORTED, result=text, finished_on=finished_on)
    note(problem, Happening.REPORTED, actor=actor, text=text, finished_on=finished_on, files=files_of(problem))
    tell_verifiers(problem, Happening.REPORTED)


@transaction.atomic
def extension_ask(*, problem: Problem, actor: User, due_on: date, reason: str) -> None:
    """Ask for more time, before or after it is over.

    Raises:
        PermissionDenied: `actor` does not answer for the organization.
        ValidationError: no reason, or a day that is no extension.
        Conflict: the problem is closed, or an extension is asked for already.
    """
    _may(actor, problem)
    text = said("reason", reason, _("请写明延期的理由"))
    if due_on <= max(problem.due_on, timezone.localdate()):
        raise ValidationError({"due_on": _("新的时限要晚于原来的时限，也要在今天以后")})
    free = Problem.objects.filter(pk=problem.pk, wished_due_on=None, state__in=list(OPEN))
    if not free.update(wished_due_on=due_on):
        raise Conflict("extension-asked", _("已经申请过延期，请等待答复"))
    problem.refresh_from_db()
    note(problem, Happening.ASKED, actor=actor, text=text, due_on=problem.due_on, wished=due_on)
    tell_verifiers(problem, Happening.ASKED)


def _may(actor: User, problem: Problem) -> None:
    if not policies.mends_for(actor, problem.notice):
        raise PermissionDenied
