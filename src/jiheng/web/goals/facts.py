"""Three short facts of each table of a unit: they tell which tables the rules across tables would have to look at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from jiheng.domain.text import normalise
from jiheng.web.goals.models import Goal, GoalKind, GoalState

__all__ = ["Facts", "facts_of", "indicator_digest", "is_handed_in", "unit_facts"]

_CODE, _NAME = 64, 255
"""How much of a code and a name a column holds; facts of a longer one still match."""


class Facts(NamedTuple):
    """What is compared before anything is read.

    Attributes:
        pk: None of a table that is not stored yet.
        number: of the table in the unit's yearly document, from 1.
        state: of the goal.
        code, name: as the columns of a goal have them.
        indicator_set: see `indicator_digest`.
    """

    pk: int | None
    number: int
    state: str
    code: str
    name: str
    indicator_set: str

    @property
    def keys(self) -> tuple[str, str, str]:
        """Code, name and indicators as the rules compare them; a blank one is never alike."""
        return self.code.strip(), normalise(self.name), self.indicator_set

    def resembles(self, other: Facts) -> bool:
        """Whether a rule could find the two tables alike."""
        return any(mine and mine == theirs for mine, theirs in zip(self.keys, other.keys, strict=True))


def facts_of(goal: Goal, content: Mapping[str, Any], number: int) -> Facts:
    """The facts of a content that may not be stored yet."""
    code, name = (str(content.get(field) or "") for field in ("code", "name"))
    return Facts(goal.pk, number, goal.state, code[:_CODE], name[:_NAME], indicator_digest(content))


def unit_facts(goal: Goal) -> list[Facts]:
    """The facts of all tables of the goal's unit and year, as they are stored, in the order of the yearly document."""
    stored = Goal.objects.filter(
        organization=goal.organization_id, year=goal.year, kind=GoalKind.PROJECT, is_deleted=False
    )
    rows = stored.order_by("pk").values_list("pk", "state", "code", "name", "indicator_set")
    return [Facts(pk, number, *row) for number, (pk, *row) in enumerate(rows, 1)]


def is_handed_in(facts: Facts) -> bool:
    """Whether the stored content is what reviewers have in hand."""
    return facts.state in {GoalState.SUBMITTED, GoalState.APPROVED}


def indicator_digest(content: Mapping[str, Any]) -> str:
    """SM3 of second level, name and target of all indicators, whatever their order; empty where there are none.

    Tables that `indicator-set-copied` finds equal have equal digests.
    """
    rows = content.get("indicators")
    if not isinstance(rows, list) or not rows:
        return ""
    found = sorted({_compared(row) for row in rows if isinstance(row, Mapping)})
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return hashlib.new("sm3", text.encode("utf-8", "replace")).hexdigest()


def _compared(row: Mapping[str, Any]) -> tuple[str, str, str]:
    target = row.get("target")
    raw = target.get("raw") if isinstance(target, Mapping) else None
    level2, name, promised = (normalise(str(text or "")) for text in (row.get("level2"), row.get("name"), raw))
    return level2, name, promised
