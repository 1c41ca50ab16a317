"""What people type about publications."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["ReasonForm"]


class ReasonForm(forms.Form):
    """Why something is withdrawn or not published."""

    reason = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
