"""Deciding, undoing, publishing, answering."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.languages import speaking
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals.models import Goal
from jiheng.web.notices.services.telling import Message, notify, notify_all
from jiheng.web.organizations.models import Organization
from jiheng.web.results import policies
from jiheng.web.results.facts import Case, case_of, cases_of, next_amount, results_json
from jiheng.web.results.models import Decision, DecisionAction, Step, StepKind
from jiheng.web.ui.errors import Conflict

__all__ = ["decision_answer", "decision_undo", "decisions_accept", "decisions_publish", "goal_decide"]

_LONGEST = 4000
_WHOLE = Decimal(100)
_WITH_PERCENT = frozenset({DecisionAction.CUT, DecisionAction.REWARD})


@transaction.atomic
def goal_decide(*, goal: Goal, actor: User, action: str, percent: Decimal, reason: str = "") -> Decision:
    """Decide what follows for a project's next budget; what was decided before and not published is replaced.

    Raises:
        PermissionDenied: `actor` does not decide about it.
        ValidationError: no such action, no such percentage, or no reason although it differs from the proposal.
        Conflict: it is published, or somebody else decides at this moment.
    """
    if not policies.may_decide(actor, goal):
        raise PermissionDenied
    with speaking(settings.LANGUAGE_CODE):  # what is kept is in the language of the office
        case = case_of(goal)
    percent = _clean(case, action, percent, reason)
    return _kept(case, actor, DecisionAction(action), percent, reason.strip())


def _clean(case: Case, action: str, percent: Decimal, reason: str) -> Decimal:
    """The percentage that goes with the action.

    Raises:
        ValidationError: see `goal_decide`.
    """
    if action not in DecisionAction.values:
        raise ValidationError({"action": _("请选择意见")})
    used = percent if action in _WITH_PERCENT else Decimal(0)
    if not 0 <= used <= _WHOLE or (action == DecisionAction.CUT and not used):
        raise ValidationError({"percent": _("比例要在 0 到 100 之间，压减要写明比例")})
    if len(reason) > _LONGEST:
        raise ValidationError({"reason": _("文字太长，最多 {limit} 字").format(limit=_LONGEST)})
    if (action, used) != (case.proposal.action, case.proposal.percent) and not reason.strip():
        raise ValidationError({"reason": _("与建议不同，请写明理由")})
    return used


def _kept(case: Case, actor: User, action: DecisionAction, percent: Decimal, reason: str) -> Decision:
    with speaking(settings.LANGUAGE_CODE):
        proposal = case.proposal.reason
    said: dict[str, Any] = {
        "results": {**results_json(case.results), "reasons": case.proposal.stored},
        "proposed": case.proposal.action.value, "proposed_percent": case.proposal.percent, "proposal": proposal,
        "action": action.value,
        "percent": percent, "reason": reason, "base": case.base, "amount": next_amount(case.base, action, percent),
        "decided_by": actor, "decided_at": timezone.now(),
    }  # fmt: skip
    goal = case.goal
    unpublished = Decision.objects.filter(goal=goal, published_at=None)
    if not unpublished.update(**said):
        if Decision.objects.filter(goal=goal).exists():
            raise Conflict("result-published", _("这项意见已经下达单位，不能再改"))
        try:
            with transaction.atomic():
                Decision.objects.create(goal=goal, organization_id=goal.organization_id, year=goal.year, **said)
        except IntegrityError as error:  # two at once; the constraint lets one through
            raise Conflict("result-decided", _("刚刚有人确定了这项意见，请刷新页面查看")) from error
    decision = Decision.objects.select_related("goal", "organization").get(goal=goal)
    _note(decision, StepKind.DECIDED, actor, reason)
    return decision


@transaction.atomic
def decisions_accept(*, goals: Iterable[Goal], actor: User) -> int:
    """Decide as proposed, for all of `goals` that are not decided yet.

    Returns:
        How many there were.

    Raises:
        PermissionDenied: `actor` does not decide about one of them; then none is.
    """
    known = list(goals)
    allowed = set(policies.decided_for(actor, known[0].year).values_list("pk", flat=True)) if known else set()
    if any(goal.organization_id not in allowed for goal in known):
        raise PermissionDenied
    decided = set(
        Decision.objects.filter(goal__in=[goal.pk for goal in known]).exclude(action="").values_list("goal", flat=True)
    )
    with speaking(settings.LANGUAGE_CODE):
        cases = cases_of(goal for goal in known if goal.pk not in decided)
    for case in cases:
        _kept(case, actor, DecisionAction(case.proposal.action.value), case.proposal.percent, "")
    return len(cases)


@transaction.atomic
def decision_undo(*, decision: Decision, actor: User, reason: str) -> None:
    """Take a decision back; possible until the unit knows.

    Raises:
        PermissionDenied: `actor` does not decide about it.
        ValidationError: no reason.
        Conflict: it is published, or undone already.
    """
    if not policies.may_decide(actor, decision.goal):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请写明撤销的理由")})
    there = Decision.objects.filter(pk=decision.pk, published_at=None).exclude(action="")
    if not there.update(action="", percent=0, reason="", amount=None, decided_by=None, decided_at=None):
        raise Conflict("result-moved", _("这项意见已经下达或撤销，请刷新页面查看"))
    # The history says what it was.
    _note(decision, StepKind.UNDONE, actor, reason.strip()[:_LONGEST])
    decision.refresh_from_db()


@transaction.atomic
def decisions_publish(*, year: int, actor: User, organization: Organization | None = None) -> int:
    """Tell the units what was decided and not told yet.

    Args:
        year: of the results.
        actor: who decides there.
        organization: only about this one and those below it.

    Returns:
        How many decisions there were.

    Raises:
        PermissionDenied: `actor` decides about nothing.
        Conflict: there is nothing to tell.
    """
    scope = policies.decided_for(actor, year)
    if organization:
        scope = scope.filter(pk=organization.pk) | scope.filter(parent=organization.pk)
    if not policies.decides(actor, year):
        raise PermissionDenied
    waiting = Decision.objects.filter(year=year, organization__in=scope, published_at=None).exclude(action="")
    found = list(waiting.select_for_update(of=("self",)).select_related("goal", "organization__parent"))
    if not found:
        raise Conflict("nothing-decided", _("没有已确定、还没有下达的意见"))
    now = timezone.now()
    Decision.objects.filter(pk__in=[each.pk for each in found]).update(published_at=now, published_by=actor)
    for decision in found:
        decision.published_at = now
        _note(decision, StepKind.PUBLISHED, actor)
    _tell(found, year)
    return len(found)


def _tell(decisions: list[Decision], year: int) -> None:
    by_unit: dict[int, list[Decision]] = {}
    for each in decisions:
        by_unit.setdefault(each.organization_id, []).append(each)
    notify_all(
        Message(
            people=tuple(policies.writers(unit[0].organization, year)),
            kind="results.published",
            key=f"results.published.{unit[0].organization_id}.{year}",
            title=partial(_published_title, year, len(unit)),
            url=f"{reverse('results:list')}?year={year}",
            organization=unit[0].organization,
            year=year,
            renew=True,
        )
        for unit in by_unit.values()
    )


@transaction.atomic
def decision_answer(*, decision: Decision, actor: User, text: str) -> None:
    """Say what the unit thinks of it, once.

    Raises:
        PermissionDenied: `actor` does not write for the unit, or it said so already.
        ValidationError: nothing is said, or too much.
        Conflict: a colleague was quicker.
    """
    if not policies.may_answer(actor, decision):
        raise PermissionDenied
    if not text.strip() or len(text) > _LONGEST:
        raise ValidationError({"view": _("请写明意见，最多 {limit} 字").format(limit=_LONGEST)})
    free = Decision.objects.filter(pk=decision.pk, view_at=None, published_at__isnull=False)
    if not free.update(view=text.strip(), view_by=actor, view_at=timezone.now()):
        raise Conflict("result-answered", _("本单位刚刚已经反馈过意见，请刷新页面查看"))
    decision.refresh_from_db()
    _note(decision, StepKind.ANSWERED, actor, text.strip())
    if decision.decided_by:
        notify(
            people=[decision.decided_by], kind="results.answered", key=f"results.answered.{decision.pk}",
            title=partial(_answered_title, decision), text=decision.view,
            url=reverse("results:project", args=[decision.goal_id]), organization=decision.organization,
            year=decision.year,
        )  # fmt: skip


def _note(decision: Decision, kind: StepKind, actor: User, text: str = "") -> None:
    details = {
        "action": decision.action, "percent": str(decision.percent), "proposed": decision.proposed,
        "proposed_percent": str(decision.proposed_percent), "results": decision.results,
    }  # fmt: skip
    Step.objects.create(decision=decision, kind=kind, actor=actor, text=text, details=details)
    record(
        f"result.{kind.value}", actor=actor, subject=decision, organization=decision.organization.code,
        after={**details, "text": text},
    )  # fmt: skip


def _published_title(year: int, count: int) -> str:
    return _("{year} 年绩效结果应用意见已下达，本单位 {count} 个项目").format(year=year, count=count)


def _answered_title(decision: Decision) -> str:
    return _("{name}对“{project}”的结果应用提了意见").format(name=decision.organization.name, project=decision.goal)
