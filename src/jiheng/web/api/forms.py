"""What people say about a new token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.web.api.models import Scope

__all__ = ["TokenForm"]

_DAYS = ((30, _("30 天")), (90, _("90 天")), (365, _("1 年")))


class TokenForm(forms.Form):
    """Name, scopes and how long."""

    name = forms.CharField(label=_("用途"), max_length=64, help_text=_("例如：与预算管理一体化系统交换数据"))
    scopes = forms.MultipleChoiceField(label=_("权限"), initial=[Scope.READ], widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=_("有效期"), choices=_DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, scopes: Sequence[Scope], **settings: Any) -> None:
        """`scopes`: what there is to choose from."""
        super().__init__(*args, **settings)
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes]  # type: ignore[attr-defined]
