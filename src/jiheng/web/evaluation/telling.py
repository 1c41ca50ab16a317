"""Whom an evaluation concerns, told through the notices."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from jiheng.web.accounts.models import Office, User
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.notices.services import notify
from jiheng.web.organizations.models import Kind, Role
from jiheng.web.organizations.policies import holders

__all__ = ["tell_organizer", "tell_unit"]

_Words = str | Callable[[], str]


def tell_organizer(evaluation: Evaluation, kind: str, title: _Words, text: _Words = "", key: str = "") -> None:
    """Tell whoever began it, and whoever evaluates in the name of its organizer."""
    office = evaluation.organizer
    role = Role.PERFORMANCE_OFFICE if office.kind == Kind.BUREAU else Role.DEPARTMENT_REVIEWER
    people = [each for each in holders(office, evaluation.year, role) if each.office == Office.NONE]
    _tell(evaluation, people, kind, title, text=text, key=key)


def tell_unit(evaluation: Evaluation, kind: str, title: _Words, key: str = "") -> None:
    """Tell whoever writes for the evaluated unit."""
    people = [
        person
        for role in (Role.PREPARER, Role.UNIT_LEADER)
        for person in holders(evaluation.organization, evaluation.year, role)
    ]
    _tell(evaluation, people, kind, title, text="", key=key)


def _tell(evaluation: Evaluation, people: list[User], kind: str, title: _Words, *, text: _Words, key: str) -> None:
    notify(
        people=people, kind=kind, key=f"{kind}.{evaluation.pk}{key}", title=title, text=text, renew=True,
        url=reverse("evaluation:evaluation", args=[evaluation.pk]), organization=evaluation.organization,
        year=evaluation.year,
    )  # fmt: skip
