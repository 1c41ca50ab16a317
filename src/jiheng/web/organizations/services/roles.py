"""Who does what: roles in the tree, and the three offices of administration."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import Office, User
from jiheng.web.accounts.policies import may_give_roles
from jiheng.web.audit.services import record
from jiheng.web.organizations.models import Division, Kind, Membership, Organization, Role

__all__ = ["office_give", "office_take", "role_give", "role_take"]

_HOME = {
    Role.DEPARTMENT_REVIEWER: Kind.DEPARTMENT,
    Role.FINANCE_REVIEWER: Kind.BUREAU,
    Role.PERFORMANCE_OFFICE: Kind.BUREAU,
}
"""Where a role belongs; the others may be held anywhere."""


@transaction.atomic
def role_give(
    *,
    person: User,
    organization: Organization,
    role: str,
    year: int | None = None,
    division: Division | None = None,
    actor: User,
) -> Membership:
    """Let somebody act for an organization, in one year or (None) in all.

    Raises:
        PermissionDenied: `actor` is not the security administrator, or gives it to themselves.
        ValidationError: the person is an administrator, has the role already, or it does not belong there.
    """
    if not may_give_roles(actor) or actor.pk == person.pk:
        raise PermissionDenied
    # The row of the person is held, so that nobody is given a role and an office at the same moment.
    if User.objects.select_for_update().get(pk=person.pk).office:
        raise ValidationError({"login": _("管理员不能兼任业务角色")})
    held = Membership(user=person, organization=organization, role=role, year=year, division=division)
    _check(held)
    existing = Membership.objects.filter(user=person, organization=organization, role=role, year=year)
    if existing.exists():
        raise ValidationError({"role": _("{person}已经有这个角色").format(person=person)}, code="held")
    try:
        with transaction.atomic():
            held.save(force_insert=True)
    except IntegrityError as error:  # somebody was quicker
        raise ValidationError({"role": _("{person}已经有这个角色").format(person=person)}) from error
    record("role.given", actor=actor, subject=person, organization=organization.code, after=_said(held))
    return held


@transaction.atomic
def role_take(*, membership: Membership, actor: User) -> None:
    """Take a role away.

    Raises:
        PermissionDenied: `actor` is not the security administrator.
    """
    if not may_give_roles(actor):
        raise PermissionDenied
    before, code = _said(membership), membership.organization.code
    if Membership.objects.filter(pk=membership.pk).delete()[0]:
        record("role.taken", actor=actor, subject=membership.user, organization=code, before=before)


@transaction.atomic
def office_give(*, person: User, office: str, actor: User) -> None:
    """Make somebody one of the three administrators: not oneself, nobody who has another office or a role.

    Raises:
        PermissionDenied: `actor` is not the security administrator, or gives it to themselves.
        ValidationError: the person has an office or a role, or may not sign in.
    """
    if not may_give_roles(actor) or actor.pk == person.pk:
        raise PermissionDenied
    row = User.objects.select_for_update().get(pk=person.pk)
    if office not in Office.values or not office:
        raise ValidationError({"office": _("没有这种管理员")})
    if row.office:
        raise ValidationError({"office": _("系统管理员、安全管理员、审计管理员必须是三个人：请先免去原来的职务")})
    if Membership.objects.filter(user=row).exists():
        raise ValidationError({"office": _("管理员不能兼任业务角色：请先收回此人的角色")})
    if not row.is_active:
        raise ValidationError({"office": _("此人已停用")})
    User.objects.filter(pk=row.pk).update(office=office)
    record("office.given", actor=actor, subject=row, after={"office": office})


@transaction.atomic
def office_take(*, person: User, actor: User) -> None:
    """Relieve an administrator; the last of an office stays.

    Raises:
        PermissionDenied: `actor` is not the security administrator, or means themselves.
        ValidationError: nobody else holds the office.
    """
    if not may_give_roles(actor) or actor.pk == person.pk:
        raise PermissionDenied
    holders = list(User.objects.select_for_update().filter(office=person.office, is_active=True).order_by("pk"))
    if not person.office or [holder.pk for holder in holders] == [person.pk]:
        raise ValidationError(
            {"office": _("这是唯一的{office}，请先任命另一位").format(office=person.get_office_display())}
        )
    User.objects.filter(pk=person.pk).update(office=Office.NONE)
    record("office.taken", actor=actor, subject=person, before={"office": person.office})


def _check(held: Membership) -> None:
    if held.role not in Role.values:
        raise ValidationError({"role": _("没有这个角色")})
    home = _HOME.get(Role(held.role))
    if home and held.organization.kind != home:
        text = _("{role}的单位应当是{kind}").format(role=Role(held.role).label, kind=home.label)
        raise ValidationError({"organization": text})
    division = held.division
    if division and (held.role != Role.FINANCE_REVIEWER or division.bureau_id != held.organization_id):
        raise ValidationError({"division": _("业务处室只用于财政业务处室审核人，并且是该财政部门的处室")})
    if held.year is not None and not 2000 <= held.year <= 2099:
        raise ValidationError({"year": _("年度应当是 2000 到 2099，或者留空表示每年")})


def _said(held: Membership) -> dict[str, object]:
    division = str(held.division) if held.division else None
    return {"role": held.role, "organization": held.organization.code, "year": held.year, "division": division}
