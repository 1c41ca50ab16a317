"""What a notice can be made from: problems that monitoring, self-evaluation and evaluation have found already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.models import Alert, AlertKind, AlertState, Colour
from jiheng.web.monitoring.shown import shown
from jiheng.web.rectification.models import Category, Source
from jiheng.web.rectification.services.issuing import MOST, Found
from jiheng.web.self_evaluation.selectors import results_of

__all__ = ["found_for"]


def found_for(source: str, goal: Goal | None) -> list[Found]:
    """The problems of a project as that source says them, to be read and changed by whoever writes the notice."""
    if goal is None or source not in Source.values:
        return []
    find = _FINDERS.get(Source(source))
    return find(goal)[:MOST] if find else []


def _from_monitoring(goal: Goal) -> list[Found]:
    """Whatever is red or yellow and not settled."""
    alerts = Alert.objects.filter(goal=goal, colour__in=[Colour.RED, Colour.YELLOW]).exclude(state=AlertState.CLOSED)
    return [
        Found(
            Category.SPENDING if each.kind == AlertKind.SPENDING else Category.OUTCOME,
            _("{name}：{sentence}").format(name=each.name, sentence=shown(each.light).sentence),
            _asked(),
        )
        for each in alerts.order_by("kind", "anchor")
    ]


def _from_self_evaluation(goal: Goal) -> list[Found]:
    """Whatever the unit itself gives a reason for: an indicator was missed, or far exceeded."""
    result = results_of([goal]).get(goal.pk)
    rows = result.version.content.get("indicators", []) if result else []
    return [Found(Category.OUTCOME, _outcome(row), _asked()) for row in rows if row.get("reason")]


def _outcome(row: Mapping[str, Any]) -> str:
    message = _("{name}：计划 {target}，实际 {actual}。{reason}")
    return message.format(
        name=row.get("name") or row.get("level2") or "—", target=row.get("target") or "—",
        actual=row.get("actual") or "—", reason=row["reason"],
    )  # fmt: skip


def _asked() -> str:
    return _("查明原因，制定整改措施，按时整改到位并反馈结果。")


_FINDERS = {Source.MONITORING: _from_monitoring, Source.SELF_EVALUATION: _from_self_evaluation}
