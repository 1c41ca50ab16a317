"""The filter of a list, as the address has it."""

from __future__ import annotations

from django import forms

__all__ = ["AddressFilter"]


class AddressFilter(forms.Form):
    """What makes no sense is as if it were not there; an order (`sort`) leaves nothing out."""

    def wanted(self) -> dict[str, str]:
        """Field → what is asked, empty where nothing is; a day as 2026-11-03."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}

    def has_wishes(self) -> bool:
        """Whether anything is left out of the list."""
        return any(value for name, value in self.wanted().items() if name != "sort")
