"""What a choice is called, for rows of long lists: Django's own way makes a table of the names each time it is asked."""

from __future__ import annotations

from typing import Any

__all__ = ["NamedChoices"]

_names: dict[tuple[type, str], dict[Any, Any]] = {}
"""Model and field → names of what can be chosen."""


class NamedChoices:
    """Stands before `models.Model`; `get_…_display` says the same as without it, in the language of the moment."""

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 - Django's name
        place = type(self), field.attname
        known = _names.get(place)
        if known is None:
            known = _names[place] = dict(field.flatchoices)
        value = getattr(self, field.attname)
        name = known.get(value, value)
        return name if name is None else str(name)
