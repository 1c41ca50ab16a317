"""What the issuer says to it: closed, sent back, open again; more time or not."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import OPEN, Happening, Problem, ProblemState
from jiheng.web.rectification.services.acts import files_of, move, note, said
from jiheng.web.rectification.services.telling import tell_of_decision
from jiheng.web.ui.errors import Conflict

__all__ = ["extension_decide", "problem_close", "problem_reopen", "problem_return"]

_REPORTED = (ProblemState.REPORTED,)
_CLOSED = (ProblemState.CLOSED,)
_ADVICE = 200


@transaction.atomic
def problem_close(*, problem: Problem, actor: User, opinion: str, advice: str = "") -> None:
    """Verify that it is mended and close it (销号).

    Raises:
        PermissionDenied: `actor` does not speak for the issuer.
        ValidationError: no opinion, or too long an advice.
        Conflict: there is nothing to verify (any more).
    """
    _may(actor, problem)
    text = said("opinion", opinion, _("请写核验意见"))
    if len(advice.strip()) > _ADVICE:
        raise ValidationError({"advice": _("预算调整建议最多 {limit} 字").format(limit=_ADVICE)})
    move(
        problem, _REPORTED, state=ProblemState.CLOSED, opinion=text, advice=advice.strip(),
        closed_at=timezone.now(), wished_due_on=None,
    )  # fmt: skip
    note(problem, Happening.CLOSED, actor=actor, text=text, advice=problem.advice, files=files_of(problem))
    tell_of_decision(problem, Happening.CLOSED, text)


@transaction.atomic
def problem_return(*, problem: Problem, actor: User, reason: str) -> None:
    """Verify that it is not mended and send it back.

    Raises:
        PermissionDenied: `actor` does not speak for the issuer.
        ValidationError: no reason.
        Conflict: there is nothing to verify (any more).
    """
    _may(actor, problem)
    text = said("opinion", reason, _("退回要写明理由"))
    move(problem, _REPORTED, state=ProblemState.RETURNED, opinion=text)
    note(problem, Happening.RETURNED, actor=actor, text=text)
    tell_of_decision(problem, Happening.RETURNED, text)


@transaction.atomic
def problem_reopen(*, problem: Problem, actor: User, reason: str) -> None:
    """Open it again, for it came back or was never mended.

    Raises:
        PermissionDenied: `actor` does not speak for the issuer.
        ValidationError: no reason.
        Conflict: it is not closed.
    """
    _may(actor, problem)
    text = said("reason", reason, _("重新打开要写明理由"))
    closed_at = problem.closed_at
    move(problem, _CLOSED, state=ProblemState.RETURNED, opinion=text, closed_at=None, finished_on=None, rung=0)
    note(problem, Happening.REOPENED, actor=actor, text=text, closed_at=closed_at.isoformat() if closed_at else "")
    tell_of_decision(problem, Happening.REOPENED, text)


@transaction.atomic
def extension_decide(*, problem: Problem, actor: User, is_granted: bool, reason: str = "") -> None:
    """Give more time, or not; a refusal says why.

    Raises:
        PermissionDenied: `actor` does not speak for the issuer.
        ValidationError: a refusal without a reason.
        Conflict: nothing is asked (any more).
    """
    _may(actor, problem)
    text = reason.strip() if is_granted else said("reason", reason, _("不同意延期要写明理由"))
    wished, before = problem.wished_due_on, problem.due_on
    asked = Problem.objects.filter(pk=problem.pk, wished_due_on=wished, state__in=list(OPEN))
    # Whoever has more time begins at the foot of the ladder again.
    changes = {"due_on": wished, "rung": 0} if is_granted else {}
    if wished is None or not asked.update(wished_due_on=None, **changes):
        raise Conflict("extension-decided", _("这个延期申请刚刚已经处理过，请刷新页面查看"))
    problem.refresh_from_db()
    kind = Happening.EXTENDED if is_granted else Happening.REFUSED
    note(problem, kind, actor=actor, text=text, before=before, wished=wished)
    tell_of_decision(problem, kind, text)


def _may(actor: User, problem: Problem) -> None:
    if not policies.may_verify(actor, problem):
        raise PermissionDenied
