"""What people fill in around the sheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jiheng.domain.scoring import Grade
from jiheng.web.self_evaluation.models import Kind
from jiheng.web.self_evaluation.sampling import Method
from jiheng.web.submissions.models import State
from jiheng.web.ui.filters import AddressFilter

__all__ = ["FilterForm", "ReasonForm", "RescoreForm", "SampleForm", "WindowForm"]

_ALL = ("", _("不限"))
_MOMENT = "%Y-%m-%dT%H:%M"
_SORTS = (
    ("", _("按单位")),
    ("-errors", _("问题多的在前")),
    ("total", _("得分低的在前")),
    ("-total", _("得分高的在前")),
    ("rate", _("执行率低的在前")),
    ("-changed_at", _("最近修改的在前")),
)


class FilterForm(AddressFilter):
    """The filter of the list, as the address has it; what makes no sense is as if it were not there."""

    organization = forms.CharField(label=_("单位编码"), max_length=12, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=(_ALL, *Kind.choices), required=False)
    state = forms.ChoiceField(label=_("状态"), choices=(_ALL, *State.choices), required=False)
    grade = forms.ChoiceField(
        label=_("等级"), choices=(_ALL, *((each.value, each.value) for each in Grade)), required=False
    )
    text = forms.CharField(label=_("名称或编码"), max_length=100, required=False)
    sort = forms.ChoiceField(label=_("排序"), choices=_SORTS, required=False)


class ReasonForm(forms.Form):
    """Why an approved self-evaluation is corrected."""

    reason = forms.CharField(
        label=_("更正理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("随新的版本一起送审并保留；原来通过的版本不变"),
    )


class WindowForm(forms.Form):
    """From when to when self-evaluations are handed in."""

    opens_at = forms.DateTimeField(
        label=_("开始"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    )
    due_at = forms.DateTimeField(
        label=_("截止"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    )


_BY = (("all", _("不分层")), ("department", _("按主管部门")), ("grade", _("按自评等级")), ("money", _("按资金规模")))


class SampleForm(forms.Form):
    """How to draw a sample: a number, or a share."""

    name = forms.CharField(label=_("名称"), max_length=64)
    count = forms.IntegerField(
        label=_("抽取个数"), min_value=1, max_value=2000, required=False, help_text=_("个数和比例填一个")
    )
    percent = forms.DecimalField(
        label=_("抽取比例（%）"), min_value=1, max_value=100, decimal_places=2, required=False,
        help_text=_("每一层分别按比例抽取，不足一个的抽一个"),
    )  # fmt: skip
    by = forms.ChoiceField(label=_("分层"), choices=_BY, required=False)
    seed = forms.CharField(
        label=_("随机种子"), max_length=32, required=False,
        help_text=_("不填则自动生成并记录；填写同一个种子，可以重新抽出同样的样本"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of number and share."""
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("count") is None) == (cleaned.get("percent") is None) and not self.errors:
            self.add_error("count", _("请填写个数或比例，只填一个"))
        return cleaned

    def method(self) -> Method:
        """What was asked for."""
        values = self.cleaned_data
        return Method(values["count"], values["percent"], values["by"] or "all")


class RescoreForm(forms.Form):
    """Points and reason of every line, the opinion, and the lock of what the person saw."""

    opinion = forms.CharField(label=_("复核意见"), max_length=5000, required=False)
    lock = forms.CharField(max_length=9, required=False)

    def __init__(self, data: QueryDict, keys: Iterable[str]) -> None:
        """Fields of the lines with these keys."""
        super().__init__(data)
        self.keys = list(keys)
        for key in self.keys:
            self.fields[f"points-{key}"] = forms.CharField(max_length=20, required=False)
            self.fields[f"reason-{key}"] = forms.CharField(max_length=1000, required=False)

    def typed(self) -> dict[str, dict[str, str]]:
        """Line → what was sent for it, as it was sent."""
        parts = ("points", "reason")
        return {key: {part: str(self.data.get(f"{part}-{key}", "")) for part in parts} for key in self.keys}

    def lock_seen(self) -> int:
        """0 where it makes no sense, which is never the lock."""
        text = self.cleaned_data["lock"]
        return int(text) if text.isdecimal() else 0
