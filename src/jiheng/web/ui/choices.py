"""What a choice is called, for rows of long lists: Django's own way makes a table of the names each time it is asked."""

from __future__ import annotations

from typing import Any

__all__ = ["NamedChoices"]

_names: dict[int, dict[Any, Any]] = {}
"""By field, which live as long as the process: names of what can be chosen."""


class NamedChoices:
    """Stands before `models.Model`; `get_…_display` says the same as without it, in the language of the moment."""

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 - Django's name
        known = _names.get(id(field))
        if known is None:
            known = _names[id(field)] = dict(field.flatchoices)
        value = getattr(self, field.attname)
        name = known.get(value, value)
        return name if name is None else str(name)
