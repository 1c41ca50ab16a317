"""What people type about problems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.web.organizations.models import Organization
from jiheng.web.rectification.models import Category, Source
from jiheng.web.rectification.services.issuing import MOST, Found

__all__ = ["ACTS", "FoundForm", "FoundFormSet", "NoticeForm", "found_forms"]

_TEXT = 4000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NoticeForm(forms.Form):
    """The head of a notice; the issuer can be chosen where there are several."""

    issuer = forms.ChoiceField(label=_("以谁的名义"), required=False)
    goal = forms.ChoiceField(label=_("项目"), required=False)
    source = forms.ChoiceField(label=_("问题来源"), choices=Source)
    title = forms.CharField(label=_("事由"), max_length=200)
    due_on = forms.DateField(label=_("整改时限"), widget=_day())
    document = forms.CharField(label=_("文号"), max_length=120, required=False, help_text=_("留空由系统顺序编号"))

    def __init__(self, *args: Any, issuers: list[Organization], goals: list[tuple[int, str]], **kwargs: Any) -> None:
        """Choices come from what the person may do."""
        super().__init__(*args, **kwargs)
        issuer, goal = self.fields["issuer"], self.fields["goal"]
        assert isinstance(issuer, forms.ChoiceField)
        assert isinstance(goal, forms.ChoiceField)
        issuer.choices = [(each.code, each.name) for each in issuers]
        if len(issuers) == 1:
            del self.fields["issuer"]
        goal.choices = [("", _("不针对某个项目")), *((str(pk), name) for pk, name in goals)]


class FoundForm(forms.Form):
    """One problem of a notice; a line in which nothing is written does not count."""

    category = forms.ChoiceField(label=_("问题类别"), choices=Category, initial=Category.OUTCOME)
    description = forms.CharField(label=_("问题描述"), max_length=_TEXT, widget=_area(3))
    requirement = forms.CharField(label=_("整改要求"), max_length=_TEXT, widget=_area(3))
    due_on = forms.DateField(label=_("单独的时限"), required=False, widget=_day())
    unit = forms.CharField(label=_("责任单位"), max_length=120, required=False)
    person = forms.CharField(label=_("责任人"), max_length=64, required=False)

    def has_changed(self) -> bool:
        """Whether anything was written; the category is chosen from the start."""
        return bool({"description", "requirement"} & set(self.changed_data)) or bool(self.initial)

    def found(self) -> Found:
        """As the service takes it."""
        return Found(**self.cleaned_data)


FoundFormSet = forms.formset_factory(FoundForm, extra=0, max_num=MOST, absolute_max=MOST)


def found_forms(data: Any, proposed: list[Found], more: int) -> forms.BaseFormSet[FoundForm]:
    """The lines of a notice: what was sent (with `more` blank ones), else what is proposed and a blank one."""
    if data is None:
        kind = forms.formset_factory(FoundForm, extra=0 if proposed else 1, max_num=MOST, absolute_max=MOST)
        return kind(initial=[each._asdict() for each in proposed], prefix="problems")
    if not more:
        return FoundFormSet(data, prefix="problems")
    sent = data.copy()
    total = sent.get("problems-TOTAL_FORMS", "0")
    sent["problems-TOTAL_FORMS"] = str(min(MOST, int(total) + more if total.isdecimal() else more))
    return FoundFormSet(sent, prefix="problems")


class PlanForm(forms.Form):
    """What will be done."""

    measures = forms.CharField(label=_("整改措施"), max_length=_TEXT, widget=_area(4))
    person = forms.CharField(label=_("责任人"), max_length=64, required=False)


class ProgressForm(forms.Form):
    """How far it is."""

    text = forms.CharField(label=_("进展"), max_length=_TEXT, widget=_area(3))


class FeedbackForm(forms.Form):
    """What came of it."""

    result = forms.CharField(label=_("整改结果"), max_length=_TEXT, widget=_area(4))
    finished_on = forms.DateField(label=_("完成日期"), widget=_day())


class ExtensionForm(forms.Form):
    """More time."""

    due_on = forms.DateField(label=_("申请延期到"), widget=_day())
    reason = forms.CharField(label=_("理由"), max_length=_TEXT, widget=_area(2))


class VerifyForm(forms.Form):
    """What the issuer says of the result."""

    opinion = forms.CharField(label=_("核验意见"), max_length=_TEXT, widget=_area(3))
    advice = forms.CharField(
        label=_("预算调整建议"), max_length=200, required=False, help_text=_("记入台账，供结果应用时参考")
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=_TEXT, widget=_area(2))


class DecideForm(forms.Form):
    """An answer to who asked for more time; a refusal says why."""

    reason = forms.CharField(label=_("答复（不同意要写理由）"), max_length=_TEXT, required=False, widget=_area(2))


ACTS = {
    "plan": PlanForm,
    "progress": ProgressForm,
    "feedback": FeedbackForm,
    "extension": ExtensionForm,
    "verify": VerifyForm,
    "reopen": ReasonForm,
    "answer": DecideForm,
}
"""Act → what is typed for it."""
