"""What reviewers type."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.rules.audit import AuditItem, audit_items
from jiheng.web.organizations.models import Kind, Role
from jiheng.web.review.models import Task
from jiheng.web.review.policies import REVIEWERS, known_colleagues
from jiheng.web.review.services import StepSetting
from jiheng.web.review.services.comments import LONGEST
from jiheng.web.review.workflow import Decision, Grade, Quality

__all__ = ["ChainForm", "CommentForm", "DecisionForm", "HandOverForm", "StepForm", "StepFormSet", "settings_of"]

_FOUR = 4


def _words(rows: int, **attributes: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class DecisionForm(forms.Form):
    """The decision; with the four grades where the step asks for them, with a reason where errors remain."""

    opinion = forms.CharField(label=_("审核意见"), max_length=LONGEST, required=False, widget=_words(_FOUR))
    override = forms.CharField(
        label=_("仍予通过的理由"),
        max_length=LONGEST,
        required=False,
        widget=_words(2),
        help_text=_("还有必须修改的问题时才需要，会随审核记录保存"),
    )
    decision = forms.ChoiceField(choices=Decision, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, task: Task, errors: int = 0, **options: Any) -> None:
        """The fields that the task needs; `errors` is how many remain."""
        super().__init__(*arguments, **options)
        self.task = task
        if not errors:
            del self.fields["override"]
        if task.quality_form:
            for quality in Quality:
                self.fields[quality.value] = forms.ChoiceField(
                    label=quality.label, choices=Grade, required=False, widget=forms.RadioSelect
                )

    def qualities(self) -> list[forms.BoundField]:
        """The four fields of the form of 财预〔2015〕88号, none where the step has none."""
        return [self[quality.value] for quality in Quality if quality.value in self.fields]

    def questions(self) -> list[tuple[str, list[AuditItem]]]:
        """What each quality asks, as the form of 财预〔2015〕88号 puts it."""
        groups = [list(items) for _group, items in groupby(audit_items(), key=lambda item: item.group)]
        return [(str(quality.label), items) for quality, items in zip(Quality, groups, strict=True)]

    def grades(self) -> dict[str, str]:
        """What was chosen."""
        return {quality.value: self.cleaned_data.get(quality.value, "") for quality in Quality}


class HandOverForm(forms.Form):
    """To whom."""

    to = forms.TypedChoiceField(label=_("转交给"))

    def __init__(self, *arguments: Any, task: Task, **options: Any) -> None:
        """Those who could take `task`, but for the one who has it."""
        super().__init__(*arguments, **options)
        people = {str(each.pk): each for each in known_colleagues(task) if each.pk != task.assignee_id}
        field: forms.TypedChoiceField = self.fields["to"]  # type: ignore[assignment]
        field.choices = [("", _("请选择")), *((key, str(person)) for key, person in people.items())]
        field.coerce = people.__getitem__


class CommentForm(forms.Form):
    """A remark at a cell."""

    anchor = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    text = forms.CharField(label=_("批注"), max_length=LONGEST, widget=_words(2))


class ChainForm(forms.Form):
    """What a chain is called, and the state that the person saw."""

    name = forms.CharField(label=_("名称"), max_length=64)
    lock = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """A step of the chain; a line without a name does not count."""

    order = forms.IntegerField(
        label=_("次序"), min_value=1, max_value=99, required=False, widget=forms.NumberInput(attrs={"class": "narrow"})
    )
    name = forms.CharField(label=_("步骤"), max_length=32, required=False)
    role = forms.ChoiceField(label=_("角色"), choices=[(role.value, role.label) for role in REVIEWERS], required=False)
    skipped_for = forms.MultipleChoiceField(
        label=_("不适用"), choices=Kind, required=False, widget=forms.CheckboxSelectMultiple
    )
    quality_form = forms.BooleanField(label=_("四性审核表"), required=False)
    days = forms.IntegerField(
        label=_("期限（天）"),
        min_value=1,
        max_value=365,
        required=False,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
    )

    def clean(self) -> dict[str, Any]:
        """A named step has a place and somebody who takes it."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("name") and not values.get("order") and "order" not in self.errors:
            self.add_error("order", _("请填次序"))
        if values.get("name") and not values.get("role") and "role" not in self.errors:
            self.add_error("role", _("请选择由谁审"))
        return values


StepFormSet = forms.formset_factory(StepForm, extra=2, max_num=20, validate_max=True, absolute_max=40)


def settings_of(formset: Any) -> list[StepSetting]:
    """The steps that were typed."""
    return [
        StepSetting(
            order=values["order"],
            name=values["name"],
            role=Role(values["role"]),
            skipped_for=tuple(values["skipped_for"]),
            quality_form=values["quality_form"],
            days=values["days"],
        )
        for values in (form.cleaned_data for form in formset)
        if values.get("name")
    ]
