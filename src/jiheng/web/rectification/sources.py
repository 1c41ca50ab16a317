"""What a notice can be made from: problems that monitoring, self-evaluation and evaluation have found already.

They become part of a paper of the office, and are therefore in its language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.conf import settings

from jiheng.domain.lights.light import percent
from jiheng.web.accounts.languages import speaking
from jiheng.web.evaluation.models import Evaluation, State
from jiheng.web.evaluation.policies import visible_evaluations
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.models import Alert, AlertKind, AlertState, Colour
from jiheng.web.monitoring.shown import shown
from jiheng.web.organizations.policies import Actor
from jiheng.web.rectification.models import Category, Source
from jiheng.web.rectification.services.issuing import MOST, Found
from jiheng.web.self_evaluation.selectors import results_of

__all__ = ["evaluation_of", "found_for"]

_ASKED = "查明原因，制定整改措施，按时整改到位并反馈结果。"


def found_for(source: str, goal: Goal | None, evaluation: Evaluation | None = None) -> list[Found]:
    """The problems as that source says them, to be read and changed by whoever writes the notice.

    Args:
        source: of `Source`; one that keeps no problems here gives none.
        goal: the project that the notice is about.
        evaluation: the one that it comes from (see `evaluation_of`).
    """
    with speaking(settings.LANGUAGE_CODE):
        if source == Source.EVALUATION and evaluation is not None:
            found = _from_evaluation(evaluation)
        elif source == Source.MONITORING and goal is not None:
            found = _from_monitoring(goal)
        elif source == Source.SELF_EVALUATION and goal is not None:
            found = _from_self_evaluation(goal)
        else:
            return []
        return list(islice(found, MOST))


def evaluation_of(actor: Actor, key: int) -> Evaluation | None:
    """The final evaluation of that key, if `actor` sees it."""
    year = Evaluation.objects.filter(pk=key).values_list("year", flat=True).first() or 0
    final = visible_evaluations(actor, year).filter(pk=key, state=State.FINAL)
    return final.select_related("organization__parent", "goal__organization__parent").first()


def _from_monitoring(goal: Goal) -> Iterator[Found]:
    """Whatever is red or yellow and not settled."""
    alerts = Alert.objects.filter(goal=goal, colour__in=[Colour.RED, Colour.YELLOW]).exclude(state=AlertState.CLOSED)
    for each in alerts.order_by("kind", "anchor"):
        category = Category.SPENDING if each.kind == AlertKind.SPENDING else Category.OUTCOME
        yield Found(category, f"{each.place}：{shown(each.light).sentence}", _ASKED)


def _from_self_evaluation(goal: Goal) -> Iterator[Found]:
    """Whatever the unit itself gives a reason for: money that was not spent, an indicator missed or far exceeded."""
    result = results_of([goal]).get(goal.pk)
    if result is None:
        return
    content = result.version.content
    if content.get("execution_reason"):
        rate = "—" if result.rate is None else percent(result.rate)
        yield Found(Category.SPENDING, f"预算执行率 {rate}。{content['execution_reason']}", _ASKED)
    for row in content.get("indicators", []):
        if row.get("reason"):
            yield Found(Category.OUTCOME, _outcome(row), _ASKED)


def _outcome(row: Mapping[str, Any]) -> str:
    name, target, actual = (row.get(key) or "—" for key in ("name", "target", "actual"))
    return f"{name}：计划 {target}，实际 {actual}。{row['reason']}"


def _from_evaluation(evaluation: Evaluation) -> Iterator[Found]:
    """Whatever lost points, with the reason that was given."""
    for row in (evaluation.content or {}).get("frame", []):
        if row.get("reason"):
            name = row.get("name") or row.get("level2") or "—"
            category = (
                Category.SPENDING if "执行率" in name else _BY_LEVEL.get(row.get("level1", ""), Category.MANAGEMENT)
            )
            yield Found(
                category, f"{name}（{row.get('weight')} 分，得 {row.get('score')} 分）：{row['reason']}", _ASKED
            )


_BY_LEVEL = {"决策": Category.GOALS, "产出": Category.OUTCOME, "效益": Category.OUTCOME}
"""First levels of the frame of 2020; 过程 is about management."""
