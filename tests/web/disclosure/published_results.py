"""Results that stand, and a publication of them; the same however often it is asked for."""

from __future__ import annotations

from typing import Any

from tests.web.evaluation.cases import evaluation_of
from tests.web.factories import World, give_role, make_person
from tests.web.self_evaluation.papers import item_of

from jiheng.web.accounts.models import User
from jiheng.web.disclosure.models import Part, Publication, ResultExemption, ResultKind
from jiheng.web.disclosure.services import publish
from jiheng.web.evaluation.models import Evaluation, State
from jiheng.web.organizations.models import Role
from jiheng.web.self_evaluation.models import SelfEvaluation

__all__ = ["kept_back", "leader_of", "published_results", "standing_results"]


def leader_of(world: World, unit: int = 0) -> User:
    """Who publishes for that unit and is of no other use."""
    home = world.units[unit]
    login = f"leader-{home.code}"
    if (known := User.objects.filter(login=login).first()) is not None:
        return known
    leader = make_person(login)
    give_role(leader, home, Role.UNIT_LEADER)
    return leader


def standing_results(world: World, unit: int = 0) -> tuple[SelfEvaluation, Evaluation]:
    """An approved self-evaluation and a final evaluation of that unit."""
    item = item_of(world, unit, "approved")
    known = Evaluation.objects.filter(organization=world.units[unit], state=State.FINAL).first()
    return item, known or evaluation_of(world, unit, State.FINAL)


def published_results(world: World, unit: int = 0) -> Publication:
    """The publication of the results of that unit."""
    home = world.units[unit]
    known = home.publications.filter(part=Part.RESULTS).first()
    if known is None:
        standing_results(world, unit)
        known = publish(organization=home, year=world.year, actor=leader_of(world, unit), part=Part.RESULTS)
    return known


def kept_back(world: World, unit: int = 0) -> ResultExemption:
    """What keeps the self-evaluation of that unit back."""
    item, _evaluation = standing_results(world, unit)
    given: dict[str, Any] = {"organization": item.organization, "year": item.year, "reason": "涉密",
                             "given_by": item.created_by}  # fmt: skip
    return ResultExemption.objects.get_or_create(kind=ResultKind.PROJECT, source_id=item.pk, defaults=given)[0]
