"""For tables of pages: a self-evaluation in a state, and a re-scored one; the same however often it is asked for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World

from jiheng.web.goals.models import Goal
from jiheng.web.review.services import default_chain
from jiheng.web.self_evaluation.models import Rescore, SelfEvaluation, SelfEvaluationVersion, Window
from jiheng.web.self_evaluation.paper import SUBJECT
from jiheng.web.self_evaluation.sampling import Method
from jiheng.web.self_evaluation.services import self_evaluation_begin, self_evaluation_submit
from jiheng.web.self_evaluation.services_samples import rescore_finish, rescore_save, sample_draw

__all__ = ["item_of", "rescore_of"]


def item_of(world: World, unit: int = 0, state: str = "draft") -> SelfEvaluation:
    """The self-evaluation of a project of its own."""
    now = timezone.now()
    times = {"opens_at": now - timedelta(days=1), "due_at": now + timedelta(days=9)}
    Window.objects.get_or_create(cycle=world.cycle, defaults=times)
    default_chain(subject=SUBJECT)
    home, author = world.units[unit], world.people["preparer" if unit == 0 else "other_preparer"]
    name = f"自评{state}{home.code}"
    goal = Goal.objects.filter(name=name).first() or approve(world, make_sheet(home, name), organization=home)
    item = self_evaluation_begin(organization=home, year=world.year, actor=author, goal=goal)
    if state != "draft" and item.state == "draft":
        version = self_evaluation_submit(item=item, actor=author, explanation="测试")
        is_approved = state == "approved"
        SelfEvaluationVersion.objects.filter(pk=version.pk).update(is_approved=is_approved, total=90, grade="优")
        SelfEvaluation.objects.filter(pk=item.pk).update(state=state)
    return SelfEvaluation.objects.get(pk=item.pk)


def rescore_of(world: World, unit: int = 0, *, is_done: bool = False) -> Rescore:
    """A drawn self-evaluation."""
    item, office = item_of(world, unit, "approved"), world.people["performance_office"]
    found = Rescore.objects.filter(version__item=item, done_at__isnull=not is_done).first()
    if found is None:
        sample = sample_draw(year=world.year, name="抽查", method=Method(None, Decimal(100)), actor=office)
        found = sample.rescores.get(version__item=item)
    if is_done and found.done_at is None:
        scores = {"execution": {"points": "1", "reason": "x"}, "0": {"points": "2", "reason": "x"}}
        found = rescore_save(rescore=found, scores=scores, opinion="", lock=found.lock, actor=office)
        found = rescore_finish(rescore=found, lock=found.lock, actor=office)
    return found
