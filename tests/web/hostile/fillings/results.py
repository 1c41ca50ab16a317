"""What follows from results."""

from __future__ import annotations

from tests.web.hostile.fillings.filling import Filling, at, pk_of, said
from tests.web.results.cases import decided

__all__ = ["RESULTS"]

RESULTS: dict[str, Filling] = {
    "results:accept": Filling(
        "performance_office", values=lambda town: {"goal": town.approved.pk, "next": "/results/"}, lenient=("goal", "next"),
        numbers=("goal",),
    ),
    "results:publish": Filling(
        "performance_office", values=lambda town: {"next": "/results/", "_": decided(town.world).pk}, lenient=("next",)
    ),
    "results:decide": Filling(
        "performance_office", pk_of(lambda town: town.approved), lambda _town: {"action": "cut", "percent": "5", "reason": "低"},
        free=("reason",), strict=("action", "percent"), numbers=("percent",), room=900,
    ),
    "results:undo": Filling(
        "performance_office", at(decided), said("undo", reason="有误"), free=("undo-reason",), room=900
    ),
    "results:answer": Filling(
        "preparer", pk_of(lambda town: decided(town.world, is_published=True)), lambda _town: {"view": "同意"}, free=("view",),
        room=900,
    ),
}  # fmt: skip
