"""What people type about publications."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

__all__ = ["ReasonForm", "reason_of"]


class ReasonForm(forms.Form):
    """Why something is withdrawn or not published."""

    reason = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


def reason_of(request: HttpRequest) -> str:
    """What was typed as reason.

    Raises:
        ValidationError: nothing, or too much.
    """
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise ValidationError([gettext("理由：{problem}").format(problem=text) for text in form.errors["reason"]])
    reason: str = form.cleaned_data["reason"]
    return reason
