"""Self-evaluations and the samples that are scored again."""

from __future__ import annotations

from typing import Any

from tests.web.hostile.fillings.filling import Filling, Values, pk_of, reason
from tests.web.hostile.town import Town
from tests.web.self_evaluation.papers import item_of, rescore_of

__all__ = ["SELF_EVALUATION"]


def _evaluated(state: str) -> Values:
    return pk_of(lambda town: item_of(town.world, 0, state))


def _evaluation(town: Town) -> dict[str, Any]:
    item = item_of(town.world)
    return {"content": item.content, "lock": item.lock}


def _drawable(town: Town) -> dict[str, Any]:
    item_of(town.world, 0, "approved")
    return {}


def _rescored(town: Town) -> dict[str, Any]:
    scores = {"points-execution": "1", "reason-execution": "有出入", "points-0": "2", "reason-0": "有出入"}
    return {"lock": str(rescore_of(town.world).lock), "opinion": "属实", **scores}


_WRITTEN = Filling(
    "preparer", _evaluated("draft"), _evaluation, free=("content",), strict=("lock",), room=400, is_json=True,
    numbers=("content", "lock"), chosen=("form", "method", "achievement"),
)  # fmt: skip
SELF_EVALUATION: dict[str, Filling] = {
    "self_evaluation:begin": Filling(
        "preparer", values=lambda town: {"organization": town.world.units[0].code}, lenient=("organization",),
    ),
    "self_evaluation:window": Filling(
        "performance_office", values=lambda _town: {"opens_at": "2028-01-02T09:00", "due_at": "2028-03-31T18:00"},
        strict=("opens_at", "due_at"), dates=("opens_at", "due_at"),
    ),
    "self_evaluation:save": _WRITTEN,
    "self_evaluation:check": _WRITTEN._replace(strict=(), lenient=("lock",)),
    "self_evaluation:submit": Filling(
        "preparer", _evaluated("draft"), lambda _town: {"explanation": "说明"}, free=("explanation",), room=900
    ),
    "self_evaluation:reopen": Filling("preparer", _evaluated("approved"), reason, free=("reason",), room=900),
    "self_evaluation:sample_new": Filling(
        "performance_office", _drawable, lambda _town: {"name": "抽查", "count": "1", "percent": "", "by": "all", "seed": "1"},
        free=("name", "seed"), strict=("count", "by"), numbers=("count",), room=32,
    ),
    "self_evaluation:rescore": Filling(
        "performance_office", pk_of(lambda town: rescore_of(town.world)), _rescored, free=("reason-0", "opinion"),
        lenient=("points-execution", "lock"), numbers=("points-0", "lock"), room=900,
    ),
    "self_evaluation:rescore_done": Filling(
        "performance_office", pk_of(lambda town: rescore_of(town.world)),
        lambda town: {"lock": str(rescore_of(town.world).lock)}, lenient=("lock",), numbers=("lock",), is_good=False,
    ),
}  # fmt: skip
