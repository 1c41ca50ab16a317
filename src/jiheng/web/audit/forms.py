"""The filter of the log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.web.audit.actions import action_choices
from jiheng.web.audit.selectors import Wanted

__all__ = ["FilterForm"]


def _short(size: int) -> forms.TextInput:
    return forms.TextInput(attrs={"size": size})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What the address says."""

    text = forms.CharField(label=_("人员或对象"), required=False, max_length=100, widget=_short(10))
    action = forms.ChoiceField(label=_("操作"), required=False)
    organization = forms.CharField(label=_("单位编码"), required=False, max_length=32, widget=_short(8))
    since = forms.DateField(label=_("从"), required=False, widget=_day())
    until = forms.DateField(label=_("到"), required=False, widget=_day())

    def __init__(self, *args: Any, **settings: Any) -> None:
        """The acts are those that the areas have registered."""
        super().__init__(*args, **settings)
        self.fields["action"].choices = [("", _("全部")), *action_choices()]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """The filter; what was not understood does not filter."""
        values = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Wanted(**{name: values[name] for name in Wanted._fields if values.get(name)})
