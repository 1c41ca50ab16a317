"""The usual way of a self-evaluation through its review."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from jiheng.web.organizations.models import Role
from jiheng.web.review.models import Chain, Step
from jiheng.web.review.services import default_chain
from jiheng.web.self_evaluation.paper import SUBJECT

pytestmark = pytest.mark.django_db
_WITH_OFFICE = import_module("jiheng.web.self_evaluation.migrations.0003_default_chain_office")
_SHAPE = ("order", "name", "role", "skipped_for", "quality_form", "days")


def _steps(subject: str) -> list[tuple[object, ...]]:
    return list(Chain.objects.get(subject=subject).steps.values_list(*_SHAPE))


def test_it_is_the_way_of_monitoring_too() -> None:
    default_chain(subject="monitoring")
    assert _steps(SUBJECT) == _steps("monitoring")


@pytest.mark.parametrize(("lock", "days", "count"), [(1, 15, 4), (2, 15, 3), (1, 20, 3)])
def test_only_a_chain_that_nobody_changed_gets_the_office(lock: int, days: int, count: int) -> None:
    chain = Chain.objects.get(subject=SUBJECT)
    chain.steps.all().delete()
    Chain.objects.filter(pk=chain.pk).update(lock=lock)
    earlier = ((Role.UNIT_LEADER, 3), (Role.DEPARTMENT_REVIEWER, 10), (Role.FINANCE_REVIEWER, days))
    for order, (role, given) in enumerate(earlier, 1):
        Step.objects.create(chain=chain, order=order, name=str(role.label), role=role, days=given)
    _WITH_OFFICE.add_office(apps, None)
    assert chain.steps.count() == count
