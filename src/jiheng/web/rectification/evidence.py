"""The files that prove what was mended."""

from __future__ import annotations

from django.urls import reverse

from jiheng.web.accounts.people import Actor
from jiheng.web.attachments.owners import Owner
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import Problem

__all__ = ["NAME", "OWNER"]

NAME = "problem"


def _problem(pk: int) -> Problem | None:
    return Problem.objects.select_related("notice__organization__parent", "organization").filter(pk=pk).first()


def _may_see(actor: Actor, pk: int) -> bool:
    problem = _problem(pk)
    return problem is not None and policies.may_see(actor, problem)


def _may_change(actor: Actor, pk: int) -> bool:
    problem = _problem(pk)
    return problem is not None and policies.may_mend(actor, problem)


def _organization(pk: int) -> str:
    problem = _problem(pk)
    return problem.organization.code if problem else ""


def _page(pk: int) -> str:
    return reverse("rectification:problem", args=[pk])


OWNER = Owner(NAME, _may_see, _may_change, _organization, _page)
