"""When the experts' scores are opened: all have handed in, or the organizer does not wait any longer."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.evaluation.holding import advance
from jiheng.web.evaluation.models import Duty, Evaluation, State
from jiheng.web.evaluation.telling import tell_organizer

__all__ = ["close", "close_if_complete"]


def close_if_complete(evaluation: Evaluation, actor: User) -> bool:
    """Open the scores if the last expert has handed in, or whoever was still missing has left.

    Called with the evaluation held, so that of two who hand in at once one is the last.
    """
    experts = evaluation.assignments.filter(duty=Duty.EXPERT, removed_at=None)
    waits = not experts.exists() or experts.filter(handed_in_at=None).exists()
    if evaluation.state != State.SCORING or waits:
        return False
    close(evaluation, actor, whole=True)
    tell_organizer(evaluation, "evaluation.handed-in", partial(_all_in, evaluation.name))
    return True


def close(evaluation: Evaluation, actor: User, *, whole: bool) -> None:
    """Open the scores; whoever has not handed in does not count."""
    advance(evaluation, State.SCORED)
    record(
        "evaluation.scored", actor=actor, subject=evaluation, organization=evaluation.organization.code,
        after={"whole": whole},
    )  # fmt: skip


def _all_in(name: str) -> str:
    return _("专家评分已全部提交：{name}").format(name=name)
