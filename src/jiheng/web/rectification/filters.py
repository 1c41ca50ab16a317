"""The filter of the ledger."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.web.rectification.models import Category, ProblemState, Source
from jiheng.web.ui.filters import AddressFilter

__all__ = ["FilterForm"]

_ALL = ("", _("全部"))


class FilterForm(AddressFilter):
    """What is asked for; what makes no sense is not asked."""

    organization = forms.CharField(label=_("单位"), required=False, max_length=12)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            _ALL, ("mine", _("等我处理")), ("unclosed", _("未销号")), ("overdue", _("逾期")), *ProblemState.choices,
        ],
    )  # fmt: skip
    source = forms.ChoiceField(label=_("来源"), required=False, choices=[_ALL, *Source.choices])
    category = forms.ChoiceField(label=_("类别"), required=False, choices=[_ALL, *Category.choices])
    text = forms.CharField(label=_("问题、文号或项目"), required=False, max_length=60)
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[("", _("最急的在前")), ("unit", _("按单位")), ("new", _("最新的在前"))],
    )
    goal = forms.CharField(required=False, widget=forms.HiddenInput, max_length=9)
