"""What people type about results."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.web.results.models import DecisionAction
from jiheng.web.ui.filters import AddressFilter

__all__ = ["AnswerForm", "DecideForm", "FilterForm", "ReasonForm"]

_TEXT = 4000
_ALL = ("", _("全部"))


class FilterForm(AddressFilter):
    """What is asked for; what makes no sense is not asked."""

    organization = forms.CharField(label=_("单位"), required=False, max_length=12)
    state = forms.ChoiceField(
        label=_("进度"),
        required=False,
        choices=[
            _ALL, ("undecided", _("待定")), ("decided", _("已定未下达")), ("published", _("已下达")),
            ("answered", _("单位有意见")),
        ],
    )  # fmt: skip
    action = forms.ChoiceField(label=_("意见"), required=False, choices=[_ALL, *DecisionAction.choices])
    text = forms.CharField(label=_("项目名称或编码"), required=False, max_length=60)


class DecideForm(forms.Form):
    """A decision."""

    action = forms.ChoiceField(label=_("意见"), choices=DecisionAction)
    percent = forms.DecimalField(
        label=_("比例（%）"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
        help_text=_("压减或增加的比例"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由"), max_length=_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与建议不同时必须写"),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=_TEXT, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    """What the unit says."""

    view = forms.CharField(label=_("本单位的意见"), max_length=_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
