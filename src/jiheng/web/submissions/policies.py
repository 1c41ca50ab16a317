"""Who may do what with papers; lists and buttons ask the same functions."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import Actor, acts_for, roles, visible_to
from jiheng.web.submissions.models import State, Submission

__all__ = ["WRITERS", "may_create", "may_edit", "may_see", "may_withdraw", "visible", "writes_for"]

WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_BELOW = frozenset(set(Role) - WRITERS - {Role.EXPERT})
_Item = TypeVar("_Item", bound=Submission)


def visible(items: QuerySet[_Item], actor: Actor, year: int) -> QuerySet[_Item]:
    """Those that `actor` may see: all of the own organization; of those below, what was handed in at least once."""
    versions: Any = items.model._meta.get_field("versions").related_model  # noqa: SLF001
    handed_in = ~Q(state=State.DRAFT) | Exists(versions.objects.filter(item=OuterRef("pk")))
    own, below = visible_to(actor, year, WRITERS), visible_to(actor, year, _BELOW)
    return items.filter(Q(organization__in=own) | (Q(organization__in=below) & handed_in), year=year)


def may_see(actor: Actor, item: Submission) -> bool:
    """Whether `item`, which was read already, is among the visible ones."""
    if acts_for(actor, item.organization, item.year, WRITERS):
        return True
    versions: Any = item.versions  # type: ignore[attr-defined] # see `SubmittedVersion`
    return acts_for(actor, item.organization, item.year, _BELOW) and (item.state != State.DRAFT or versions.exists())


def writes_for(actor: Actor, organization_id: int, year: int) -> bool:
    """Whether `actor` writes for an organization, asked without a query."""
    return any(each.organization_id == organization_id and each.role in WRITERS for each in roles(actor, year))


def may_create(actor: Actor, organization: Organization, year: int) -> bool:
    """Whether `actor` may begin a paper of an organization."""
    return organization.is_active and acts_for(actor, organization, year, WRITERS)


def may_edit(actor: Actor, item: Submission) -> bool:
    """Whether `actor` may change, and hand in, the working copy as it stands now."""
    return item.is_editable and writes_for(actor, item.organization_id, item.year)


def may_withdraw(actor: Actor, item: Submission) -> bool:
    """Take back what is under way; whether it was opened already is the review's business."""
    return item.state == State.SUBMITTED and writes_for(actor, item.organization_id, item.year)
