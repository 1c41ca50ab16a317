"""Beginning goals from what is there already."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from jiheng.forms import load_form, load_forms
from jiheng.web.accounts.models import User
from jiheng.web.goals import policies
from jiheng.web.goals.mapping import blank_sheet, content_of, domain_organization, sheet_of
from jiheng.web.goals.models import Goal, GoalKind, Origin
from jiheng.web.goals.services import goal_create
from jiheng.web.organizations.models import Organization
from jiheng.web.organizations.policies import Actor

__all__ = ["goal_begin", "goal_copy", "goal_forms", "sources", "to_carry_on"]

_MOST = 50


def goal_forms() -> list[tuple[str, str]]:
    """Id and name of the forms in which a blank table can be begun."""
    return [(form.id, form.name) for form in load_forms().values() if form.kind == "goals"]


def goal_begin(*, organization: Organization, year: int, form: str, origin: str, actor: User) -> Goal:
    """A blank table in a form.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
    """
    sheet = blank_sheet(organization, form)
    if "spending_plan" not in {field.name for field in load_form(form).fields.values()}:
        sheet = replace(sheet, spending_plan=())
    return goal_create(organization=organization, year=year, actor=actor, content=content_of(sheet), origin=origin)


def goal_copy(*, source: Goal, organization: Organization, year: int, origin: str, actor: User) -> Goal:
    """A table with the content of another one.

    Of an earlier year it goes on with the same project: the newest approved content, and the code stays. Of the same
    year it is another project: without the code.

    Raises:
        PermissionDenied: `actor` may not see the source, or does not write for the organization.
    """
    if not policies.may_see(actor, source):
        raise PermissionDenied
    goes_on = source.year < year and source.organization_id == organization.pk
    version = source.versions.filter(is_approved=True).first() if goes_on else None
    sheet = replace(
        sheet_of(version.content if version else source.content), organization=domain_organization(organization)
    )
    if not goes_on:
        sheet = replace(sheet, code=None)
    return goal_create(
        organization=organization, year=year, actor=actor, content=content_of(sheet), origin=Origin(origin),
        previous=source if goes_on else None,
    )  # fmt: skip


def to_carry_on(*, actor: Actor, organization: Organization, year: int) -> QuerySet[Goal]:
    """The projects of the year before that have no table in this one yet."""
    taken = Goal.objects.filter(organization=organization, year=year, is_deleted=False)
    before = policies.visible_goals(actor, year - 1).filter(organization=organization, kind=GoalKind.PROJECT)
    return before.exclude(pk__in=taken.exclude(previous=None).values("previous")).defer("content").order_by("name")


def sources(*, actor: Actor, year: int, text: str) -> QuerySet[Goal]:
    """Projects of this year and the one before to copy from, by part of name or code."""
    found = policies.visible_goals(actor, year) | policies.visible_goals(actor, year - 1)
    wanted = found.filter(Q(name__contains=text) | Q(code__contains=text), kind=GoalKind.PROJECT)
    return wanted.select_related("organization").defer("content").order_by("-year", "name")[:_MOST]
