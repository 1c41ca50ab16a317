"""What every write does first: hold the evaluation, ask who acts, look how far it is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.evaluation.models import Evaluation, State
from jiheng.web.evaluation.policies import Access, Standing, standing_of
from jiheng.web.ui.errors import Conflict

__all__ = ["advance", "held", "require", "require_lock", "require_state"]


def held(evaluation: Evaluation, actor: User) -> Standing:
    """The evaluation as it is now, for nobody else to change until the transaction ends, and what `actor` may do."""
    found = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "organizer", "organization__parent", "goal"
    )  # fmt: skip
    return standing_of(actor, found.get(pk=evaluation.pk))


def require(standing: Standing, *, may: bool) -> None:
    """Refuse whoever may not; who may in general comes too late.

    Raises:
        PermissionDenied: `may` is false.
        Conflict: it is final, and they organized it.
    """
    if may:
        return
    if standing.access == Access.ORGANIZER and standing.evaluation.state == State.FINAL:
        raise Conflict("final", _("评价已经定稿，不能再改"))
    raise PermissionDenied


def require_state(evaluation: Evaluation, *states: State) -> None:
    """Refuse what does not fit the state.

    Raises:
        Conflict: somebody was quicker, or it is too early.
    """
    if evaluation.state not in states:
        text = _("评价现在处于“{state}”，不能这样做，请刷新页面")
        raise Conflict("wrong-state", text.format(state=evaluation.get_state_display()))


def require_lock(current: int, lock: int) -> None:
    """Refuse to overwrite what a colleague saved.

    Raises:
        Conflict: it was saved since the person opened it.
    """
    if current != lock:
        raise Conflict("changed", _("刚刚被别人改过，您的修改还没有存进去"), lock=current)


def advance(evaluation: Evaluation, state: State) -> None:
    """Go on to a state.

    Raises:
        Conflict: somebody else did already.
    """
    before = evaluation.state
    # Where the database does not lock rows the condition decides.
    if not Evaluation.objects.filter(pk=evaluation.pk, state=before).update(state=state):
        raise Conflict("wrong-state", _("刚刚有人处理过，请刷新页面"))
    evaluation.state = state
