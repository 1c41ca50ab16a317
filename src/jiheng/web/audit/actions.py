"""What acts are called: each area registers the names of its own in its `apps.py`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

__all__ = ["action_choices", "action_label", "register_actions"]

_LABELS: dict[str, str | Promise] = {}


def register_actions(labels: Mapping[str, str | Promise]) -> None:
    """Names in words (lazily translated) by names in code: ``{"goal.submitted": _("提交目标")}``."""
    _LABELS.update(labels)


def action_label(action: str) -> str:
    """The name in words; the name in code where nobody registered one."""
    return str(_LABELS.get(action, action))


def action_choices() -> list[tuple[str, str]]:
    """All that are registered, for a filter."""
    return [(action, str(label)) for action, label in sorted(_LABELS.items())]
