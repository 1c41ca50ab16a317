"""Files that prove what a self-evaluation says."""

from __future__ import annotations

from django.urls import reverse

from jiheng.web.attachments.owners import Owner
from jiheng.web.organizations.policies import Actor
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.models import SelfEvaluation

__all__ = ["OWNER"]

_NAME = "self_evaluation"


def _item(pk: int) -> SelfEvaluation | None:
    return SelfEvaluation.objects.select_related("organization").defer("content").filter(pk=pk).first()


def _may_see(actor: Actor, pk: int) -> bool:
    item = _item(pk)
    return item is not None and policies.may_see(actor, item)


def _may_change(actor: Actor, pk: int) -> bool:
    item = _item(pk)
    return item is not None and policies.may_edit(actor, item)


def _organization(pk: int) -> str:
    item = _item(pk)
    return item.organization.code if item else ""


OWNER = Owner(_NAME, _may_see, _may_change, _organization, lambda pk: reverse("self_evaluation:item", args=[pk]))
