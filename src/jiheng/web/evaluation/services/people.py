"""Who takes part: agencies, experts, what they declare of their interests."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import Office, User
from jiheng.web.audit.services import record
from jiheng.web.evaluation import policies
from jiheng.web.evaluation.credit_codes import is_credit_code
from jiheng.web.evaluation.holding import held, require, require_state
from jiheng.web.evaluation.models import Agency, Assignment, Duty, Evaluation, Stance, State
from jiheng.web.evaluation.services.closing import close_if_complete
from jiheng.web.evaluation.telling import tell_organizer
from jiheng.web.evaluation.words import written
from jiheng.web.notices.services import notify
from jiheng.web.ui.errors import Conflict

__all__ = ["agency_choose", "agency_save", "assign", "declare", "unassign"]

_NAME, _CONTACT, _PHONE = 120, 64, 32  # characters that the columns hold
_BEFORE_RESULT = (State.PREPARING, State.SCORING)


@transaction.atomic
def agency_save(
    *, actor: User, year: int, name: str, credit_code: str, contact: str = "", phone: str = "",
    is_active: bool = True, agency: Agency | None = None,
) -> Agency:  # fmt: skip
    """Keep an agency, a new one or an old one.

    Raises:
        PermissionDenied: `actor` organizes no evaluations.
        ValidationError: no name, one that is too long, a credit code that is none, or one that another agency has.
    """
    if not policies.may_keep_agencies(actor, year):
        raise PermissionDenied
    code = credit_code.strip().upper()
    name = written(name, "name", missing=_("请填写机构名称"), most=_NAME)
    contact, phone = written(contact, "contact", most=_CONTACT), written(phone, "phone", most=_PHONE)
    if not is_credit_code(code):
        raise ValidationError({"credit_code": _("统一社会信用代码应当是 18 位，并且校验码正确，请核对")})
    row = agency or Agency(created_by=actor)
    row.name, row.credit_code, row.contact, row.phone = name, code, contact, phone
    row.is_active = is_active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ValidationError({"credit_code": _("已经有这个信用代码的机构")}) from None
    record("agency.saved", actor=actor, subject=row, after={"credit_code": code, "is_active": is_active})
    return row


@transaction.atomic
def agency_choose(*, evaluation: Evaluation, agency: Agency | None, actor: User) -> None:
    """Entrust the evaluation to an agency, or to none.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: people of the agency take part while none is to be entrusted.
        Conflict: it is final.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    if agency is None and now.assignments.filter(duty=Duty.AGENCY, removed_at=None).exists():
        raise ValidationError({"agency": _("还有机构人员参加，请先请他们退出")})
    Evaluation.objects.filter(pk=now.pk).update(agency=agency)
    record(
        "evaluation.entrusted", actor=actor, subject=now, organization=now.organization.code,
        before={"agency": now.agency_id}, after={"agency": agency.pk if agency else None},
    )  # fmt: skip


@transaction.atomic
def assign(*, evaluation: Evaluation, user: User, duty: str, actor: User) -> Assignment:
    """Let somebody take part; they open it once they have declared that nothing stands in their way.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: they are no expert, belong to the evaluated side or oversee it, or declared a conflict before.
        Conflict: they take part already, or the scores are open.
    """
    standing = held(evaluation, actor)
    require(standing, may=standing.may_organize)
    now = standing.evaluation
    late = (State.SCORED, State.CONSULTING) if duty == Duty.AGENCY else ()
    require_state(now, *_BEFORE_RESULT, *late)  # whoever comes later would know what the others gave
    _refuse(now, user, duty)
    earlier = now.assignments.filter(user=user).first()
    if earlier and earlier.stance == Stance.CONFLICT:
        raise ValidationError({"user": _("{name} 已声明有利益冲突，不能参加").format(name=user.name)})
    if earlier and earlier.removed_at is None:
        raise Conflict("assigned", _("{name} 已经参加").format(name=user.name))
    row = earlier or Assignment(evaluation=now, user=user)
    row.duty, row.assigned_by, row.removed_at, row.removal = duty, actor, None, ""
    # They declare anew, and hand in anew.
    row.stance, row.declaration, row.declared_at, row.handed_in_at = Stance.NONE, "", None, None
    row.save()
    record(
        "evaluation.assigned", actor=actor, subject=now, organization=now.organization.code,
        after={"user": user.pk, "name": user.name, "duty": duty},
    )  # fmt: skip
    notify(
        people=[user], kind="evaluation.assigned", key=f"evaluation.assigned.{now.pk}", renew=True,
        title=partial(_assigned_title, now.name), url=reverse("evaluation:evaluation", args=[now.pk]), year=now.year,
    )  # fmt: skip
    return row


def _refuse(evaluation: Evaluation, user: User, duty: str) -> None:
    if duty not in Duty.values:
        raise ValidationError({"duty": _("请选择分工")})
    if duty == Duty.AGENCY and evaluation.agency_id is None:
        raise ValidationError({"duty": _("还没有委托机构，请先选择机构")})
    if not user.is_active or user.office != Office.NONE or not policies.is_expert(user, evaluation.year):
        raise ValidationError({"user": _("{name} 没有本年度的专家角色").format(name=user.name)})
    if policies.is_biased(user, evaluation.organization, evaluation.year):
        text = _("{name} 是被评价单位的人员，或者负责审核、监督它，应当回避")
        raise ValidationError({"user": text.format(name=user.name)}, code="biased")


def _assigned_title(name: str) -> str:
    return _("请您参加绩效评价：{name}").format(name=name)


@transaction.atomic
def unassign(*, assignment: Assignment, actor: User, reason: str) -> None:
    """Take somebody out; what they handed in before does not count any more.

    Raises:
        PermissionDenied: `actor` does not organize it.
        ValidationError: no reason is given, or a book of them.
        Conflict: they are out already, or the scores are open: nobody is taken out for what they gave.
    """
    standing = held(assignment.evaluation, actor)
    require(standing, may=standing.may_organize)
    if assignment.duty == Duty.EXPERT:
        require_state(standing.evaluation, *_BEFORE_RESULT)
    reason = written(reason, "reason", missing=_("请写明退出的理由"))
    _out(assignment, reason)
    record(
        "evaluation.unassigned", actor=actor, subject=standing.evaluation,
        organization=standing.evaluation.organization.code,
        after={"user": assignment.user_id, "name": assignment.user.name, "reason": reason},
    )  # fmt: skip
    close_if_complete(standing.evaluation, actor)


def _out(assignment: Assignment, reason: str) -> None:
    there = Assignment.objects.filter(pk=assignment.pk, removed_at=None)
    if not there.update(removed_at=timezone.now(), removal=reason):
        raise Conflict("removed", _("刚刚已经退出，请刷新页面"))


@transaction.atomic
def declare(*, evaluation: Evaluation, actor: User, stance: str, text: str) -> Assignment:
    """Say whether anything stands in one's way; whoever says so is out at once, and the organizer learns of it.

    Raises:
        PermissionDenied: nobody asked `actor`, or they have declared already.
        ValidationError: neither is chosen, or a conflict is not described, or without end.
    """
    standing = held(evaluation, actor)
    assignment = standing.held
    if not standing.may_declare or assignment is None:
        raise PermissionDenied
    if stance not in {Stance.FREE, Stance.CONFLICT}:
        raise ValidationError({"stance": _("请选择一项")})
    text = written(text, "text", missing=_("请说明是什么利益关系") if stance == Stance.CONFLICT else "")
    now = standing.evaluation
    said = declaration_text(stance, now, text)
    rows = Assignment.objects.filter(pk=assignment.pk, stance=Stance.NONE)
    if not rows.update(stance=stance, declaration=said, declared_at=timezone.now()):
        raise Conflict("declared", _("您刚刚已经声明过，请刷新页面"))
    record(
        "evaluation.declared", actor=actor, subject=now, organization=now.organization.code,
        after={"stance": stance, "declaration": said},
    )  # fmt: skip
    if stance == Stance.CONFLICT:
        _out(assignment, said)
        tell_organizer(now, "evaluation.conflict", partial(_conflict_title, actor.name, now.name), said)
        close_if_complete(now, actor)
    assignment.refresh_from_db()
    return assignment


def declaration_text(stance: str, evaluation: Evaluation, text: str = "") -> str:
    """The words that are declared, as they are shown before and kept afterwards."""
    if stance == Stance.CONFLICT:
        return _("本人与“{name}”（{unit}）存在利益关系，应当回避：{text}").format(
            name=evaluation.name, unit=evaluation.organization.name, text=text
        )
    said = _(
        "本人与“{name}”的被评价单位（{unit}）及其主管部门没有任职、亲属、经济往来等可能影响公正的关系，"
        "承诺独立、客观评价，对评价中知悉的内容保密。"
    ).format(name=evaluation.name, unit=evaluation.organization.name)
    return f"{said}{text}"


def _conflict_title(person: str, name: str) -> str:
    return _("{person} 声明有利益冲突，已退出评价：{name}").format(person=person, name=name)
