"""What is not published, and why."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.disclosure import policies
from jiheng.web.disclosure.models import Exemption, ResultExemption
from jiheng.web.disclosure.results import ApprovedResult
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.ui.errors import Conflict

__all__ = ["exempt", "exemption_end", "result_exempt", "result_exemption_end"]


@transaction.atomic
def exempt(*, goal: Goal, actor: User, reason: str) -> Exemption:
    """Keep a project out of publications from the next one on; what is public already stays until it is replaced.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        ValidationError: no reason is given, or it is no project.
        Conflict: it is exempted already.
    """
    if not policies.may_publish(actor, goal.organization, goal.year):
        raise PermissionDenied
    if goal.kind != GoalKind.PROJECT:
        raise ValidationError(_("只有项目可以列为不公开"), code="not-a-project")
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不公开的理由")})
    exemption, is_new = Exemption.objects.get_or_create(
        goal_id=goal.pk,
        defaults={
            "organization": goal.organization, "year": goal.year, "reason": reason.strip(), "given_by": actor,
        },
    )  # fmt: skip
    if not is_new:
        raise Conflict("exempted-already", _("这个项目刚刚已经列为不公开，请刷新页面查看"))
    record(
        "goal.exempted",
        actor=actor,
        subject=goal,
        organization=goal.organization.code,
        after={"reason": reason.strip()},
    )
    return exemption


@transaction.atomic
def exemption_end(*, exemption: Exemption, actor: User) -> None:
    """Let a project be published again from the next publication on.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        Conflict: it was ended already.
    """
    if not policies.may_publish(actor, exemption.organization, exemption.year):
        raise PermissionDenied
    ended, _by_model = Exemption.objects.filter(pk=exemption.pk).delete()
    if not ended:
        raise Conflict("exemption-ended", _("这个项目刚刚已经恢复公开，请刷新页面查看"))
    goal = Goal.objects.get(pk=exemption.goal_id)
    record(
        "goal.exemption-ended", actor=actor, subject=goal, organization=exemption.organization.code,
        before={"reason": exemption.reason},
    )  # fmt: skip


@transaction.atomic
def result_exempt(*, result: ApprovedResult, actor: User, reason: str) -> ResultExemption:
    """Keep a self-evaluation or an evaluation out of publications from the next one on.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        ValidationError: no reason is given.
        Conflict: it is exempted already.
    """
    organization, year = result.organization, result.year
    if not policies.may_publish(actor, organization, year):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不公开的理由")})
    exemption, is_new = ResultExemption.objects.get_or_create(
        kind=result.kind,
        source_id=result.key,
        defaults={"organization": organization, "year": year, "reason": reason.strip(), "given_by": actor},
    )
    if not is_new:
        raise Conflict("exempted-already", _("这项结果刚刚已经列为不公开，请刷新页面查看"))
    record(
        "result.exempted", actor=actor, subject=exemption, title=result.name, organization=organization.code,
        after={"kind": result.kind.value, "reason": reason.strip()},
    )  # fmt: skip
    return exemption


@transaction.atomic
def result_exemption_end(*, exemption: ResultExemption, actor: User) -> None:
    """Let a result be published again from the next publication on.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        Conflict: it was ended already.
    """
    if not policies.may_publish(actor, exemption.organization, exemption.year):
        raise PermissionDenied
    key = exemption.pk
    ended, _by_model = ResultExemption.objects.filter(pk=key).delete()
    if not ended:
        raise Conflict("exemption-ended", _("这项结果刚刚已经恢复公开，请刷新页面查看"))
    record(
        "result.exemption-ended", actor=actor, subject=exemption, organization=exemption.organization.code,
        before={"kind": exemption.kind, "reason": exemption.reason},
    )  # fmt: skip
