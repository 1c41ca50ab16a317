"""What people fill in around evaluations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.domain.scoring import Grade
from jiheng.web.evaluation.choosing import Rules
from jiheng.web.evaluation.models import By, Duty, State
from jiheng.web.monitoring.models import Colour

__all__ = ["AgencyForm", "AssignForm", "FilterForm", "RulesForm"]

_ANY = ("", _("不限"))


class FilterForm(forms.Form):
    """The filter of the list, as the address has it; what makes no sense is as if it were not there."""

    organization = forms.CharField(label=_("单位编码"), max_length=12, required=False)
    state = forms.ChoiceField(label=_("状态"), choices=(_ANY, *State.choices), required=False)
    by = forms.ChoiceField(label=_("类型"), choices=(_ANY, *By.choices), required=False)
    grade = forms.ChoiceField(
        label=_("等级"), choices=(_ANY, *((each.value, each.value) for each in Grade)), required=False
    )
    text = forms.CharField(label=_("名称、单位或编码"), max_length=100, required=False)

    def wanted(self) -> dict[str, str]:
        """What is asked for."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


class RulesForm(forms.Form):
    """The rules by which projects are chosen; whatever fits one of them is."""

    amount_from = forms.DecimalField(
        label=_("预算数不低于（万元）"), min_value=Decimal(0), max_digits=16, required=False
    )
    colours = forms.MultipleChoiceField(
        label=_("监控灯"), choices=[(each.value, each.label) for each in (Colour.RED, Colour.YELLOW)], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    grades = forms.MultipleChoiceField(
        label=_("自评等级"), choices=[(each.value, each.value) for each in Grade], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    difference_from = forms.DecimalField(
        label=_("自评复核核减不低于（分）"), min_value=Decimal("0.01"), max_value=Decimal(100), required=False
    )
    years_since = forms.IntegerField(label=_("距上次评价不少于（年）"), min_value=1, max_value=20, required=False)
    is_new = forms.BooleanField(label=_("本年新增的项目"), required=False)
    random = forms.IntegerField(label=_("另外随机抽取（个）"), min_value=0, max_value=500, required=False)
    seed = forms.CharField(label=_("随机种子"), max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """A draw has a seed, and something is asked for."""
        said = super().clean() or {}
        if said.get("random") and not (said.get("seed") or "").strip():
            self.add_error("seed", _("随机抽取要有种子，任何人用同一种子都能重做"))
        if not self.errors and not any(value for name, value in said.items() if name != "seed"):
            raise forms.ValidationError(_("请至少填写一个条件"))
        return said

    def rules(self) -> Rules:
        """What was filled in."""
        said = self.cleaned_data
        return Rules(
            amount_from=said["amount_from"], colours=tuple(said["colours"]), grades=tuple(said["grades"]),
            difference_from=said["difference_from"], years_since=said["years_since"], is_new=said["is_new"],
            random=said["random"] or 0, seed=said["seed"].strip(),
        )  # fmt: skip


class AgencyForm(forms.Form):
    """A third party."""

    name = forms.CharField(label=_("机构名称"), max_length=120)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, min_length=18)
    contact = forms.CharField(label=_("联系人"), max_length=64, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=32, required=False)
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)


class AssignForm(forms.Form):
    """Somebody to take part."""

    user = forms.IntegerField()
    duty = forms.ChoiceField(choices=Duty.choices)
