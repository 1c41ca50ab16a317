"""The rules of a year."""

from __future__ import annotations

from tests.web.hostile import money
from tests.web.hostile.fillings.filling import Filling

__all__ = ["REGULATION"]

REGULATION: dict[str, Filling] = {
    "regulation:rules": Filling(
        "performance_office", values=money.rules, free=("reasons-0-label", "reasons-0-finer", "ladder-0-label"),
        strict=("region", "lights__red_below", "lights__warning_days", "scoring__reverse", "monitoring__rounds", "steps-0-least",
                "ladder-0-days", "ladder-0-roles", "proposals-0-action", "proposals-0-grades"),
        lenient=("lock", "steps-TOTAL_FORMS", "reasons-0-code"),
        numbers=("lights__red_below", "lights__warning_days", "ladder-0-days", "proposals-0-percent"), room=30,
    ),
    "regulation:examples": Filling(
        "performance_office", values=money.rules,
        lenient=("region", "lights__red_below", "ladder-0-label", "proposals-0-action", "steps-TOTAL_FORMS"),
        numbers=("lights__red_below", "lights__warning_days", "ladder-0-days", "proposals-0-percent"),
    ),
}  # fmt: skip
