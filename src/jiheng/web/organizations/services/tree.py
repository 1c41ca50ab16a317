"""Organizations and the divisions of the bureau."""

from __future__ import annotations

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.organizations import policies
from jiheng.web.organizations.models import Division, Kind, Organization

__all__ = ["division_change", "division_create", "organization_change", "organization_create"]

_CODE = re.compile("[0-9A-Za-z]{1,12}")
_PARENT = {Kind.DEPARTMENT: Kind.BUREAU, Kind.UNIT: Kind.DEPARTMENT}


@transaction.atomic
def organization_create(
    *, kind: str, code: str, name: str, parent: Organization | None, division: Division | None, actor: User
) -> Organization:
    """Add an organization to the tree.

    Raises:
        PermissionDenied: `actor` is not the system administrator.
        ValidationError: the code is taken, or it does not fit into the tree there.
    """
    _require(actor)
    organization = Organization(kind=kind, code=code, name=name, parent=parent, division=division)
    _save(organization)
    record("organization.created", actor=actor, subject=organization, organization=code, after=_said(organization))
    return organization


@transaction.atomic
def organization_change(
    *,
    organization: Organization,
    code: str,
    name: str,
    parent: Organization | None,
    division: Division | None,
    is_active: bool,
    actor: User,
) -> Organization:
    """Change an organization; what kind it is stays.

    Raises:
        PermissionDenied: `actor` is not the system administrator.
        ValidationError: the code is taken, or it does not fit into the tree there.
    """
    _require(actor)
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    before = _said(row)
    row.code, row.name, row.parent, row.division, row.is_active = code, name, parent, division, is_active
    if _said(row) != before:
        _save(row)
        record("organization.changed", actor=actor, subject=row, organization=code, before=before, after=_said(row))
    return row


@transaction.atomic
def division_create(*, bureau: Organization, name: str, actor: User) -> Division:
    """Add a division to the bureau.

    Raises:
        PermissionDenied: `actor` is not the system administrator.
        ValidationError: there is one of that name, or `bureau` is none.
    """
    _require(actor)
    division = Division(bureau=bureau, name=name)
    if bureau.kind != Kind.BUREAU:
        raise ValidationError({"bureau": _("只有财政部门下设业务处室")})
    _check_division(division)
    division.save(force_insert=True)
    record("division.created", actor=actor, subject=division, organization=bureau.code, after={"name": name})
    return division


@transaction.atomic
def division_change(*, division: Division, name: str, actor: User) -> Division:
    """Give a division another name.

    Raises:
        PermissionDenied: `actor` is not the system administrator.
        ValidationError: there is one of that name.
    """
    _require(actor)
    before = {"name": division.name}
    division.name = name
    _check_division(division)
    division.save(update_fields=["name"])
    record("division.changed", actor=actor, subject=division, before=before, after={"name": name})
    return division


def _check_division(division: Division) -> None:
    others = Division.objects.filter(bureau=division.bureau_id, name=division.name).exclude(pk=division.pk)
    if others.exists():
        raise ValidationError({"name": _("已经有名为“{name}”的处室").format(name=division.name)})
    division.full_clean(validate_constraints=False)


def _require(actor: User) -> None:
    if not policies.may_manage_organizations(actor):
        raise PermissionDenied


def _save(organization: Organization) -> None:
    wrong = _misfits(organization)
    if wrong:
        raise ValidationError(wrong)
    organization.full_clean(validate_unique=False, validate_constraints=False)
    taken = ValidationError({"code": _("编码“{code}”已经有单位使用").format(code=organization.code)})
    if Organization.objects.filter(code=organization.code).exclude(pk=organization.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            organization.save()
    except IntegrityError as error:  # somebody was quicker
        raise taken from error


def _misfits(organization: Organization) -> dict[str, str]:
    """Why an organization cannot stand where it is to stand, by field."""
    wrong: dict[str, str] = {}
    parent, division = organization.parent, organization.division
    wanted = _PARENT.get(Kind(organization.kind)) if organization.kind in Kind.values else None
    if organization.kind not in Kind.values:
        wrong["kind"] = _("类别应当是：{known}").format(known=_("、").join(str(label) for label in Kind.labels))
    elif wanted is None and parent is not None:
        wrong["parent"] = _("财政部门没有上级")
    elif wanted is not None and (parent is None or parent.kind != wanted):
        wrong["parent"] = _("{kind}的上级应当是{parent}").format(
            kind=Kind(organization.kind).label, parent=wanted.label
        )
    elif division is not None and (
        organization.kind != Kind.DEPARTMENT or parent is None or division.bureau_id != parent.pk
    ):
        wrong["division"] = _("业务处室只能写在主管部门上，并且是它的财政部门的处室")
    if not _CODE.fullmatch(organization.code):
        wrong["code"] = _("编码应当是 1 到 12 位数字或字母")
    return wrong


def _said(organization: Organization) -> dict[str, object]:
    parent, division = organization.parent, organization.division
    return {
        "kind": organization.kind,
        "code": organization.code,
        "name": organization.name,
        "parent": parent.code if parent else None,
        "division": division.name if division else None,
        "is_active": organization.is_active,
    }
