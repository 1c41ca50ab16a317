"""What people fill in around reports: rounds, answers, conclusions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.approved import approved_projects
from jiheng.web.monitoring.models import Conclusion, Round
from jiheng.web.organizations.models import Organization

__all__ = ["AnswerForm", "CloseForm", "ConcludeForm", "CorrectForm", "RoundForm"]

_LONGEST = 2000
_DIGITS = 18  # of keys


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Several(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Keys that no table holds are no choices; the database is not asked about them."""

    def clean(self, value: Any) -> Any:
        """The rows."""
        for each in value or ():
            if len(str(each)) > _DIGITS:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(each)[:_DIGITS]}
                )
        return super().clean(value)


class RoundForm(forms.ModelForm[Round]):
    """A round; without units and projects it asks all."""

    class Meta:
        """What is typed."""

        model = Round
        fields = ("name", "kind", "through", "opens_on", "due_on", "organizations", "goals")
        field_classes = {"organizations": _Several, "goals": _Several}
        widgets = {
            "through": _day(), "opens_on": _day(), "due_on": _day(),
            "organizations": forms.SelectMultiple(attrs={"size": 8}), "goals": forms.SelectMultiple(attrs={"size": 8}),
        }  # fmt: skip
        help_texts = {
            "organizations": _("不选就是范围内的全部单位；选主管部门，包括它下面的单位。按住 Ctrl 可以多选和取消"),
            "goals": _("不选就是这些单位全部已批复的项目；重点监控可以只选几个"),
        }

    def __init__(self, *arguments: Any, organization: Organization, year: int, **options: Any) -> None:
        """The units and projects below `organization` to choose from."""
        super().__init__(*arguments, **options)
        top = organization.pk
        below = Q(parent=top) | Q(parent__parent=top)
        places: Any = self.fields["organizations"]
        places.queryset = Organization.objects.filter(below, is_active=True)
        projects: Any = self.fields["goals"]
        goals = approved_projects(year).filter(organization__in=Organization.objects.filter(Q(pk=top) | below))
        projects.queryset = goals.select_related("organization").defer("content")
        projects.label_from_instance = _project_label

    def values(self) -> dict[str, Any]:
        """For the service."""
        return {name: self.cleaned_data[name] for name in ("name", "kind", "through", "opens_on", "due_on")}


def _project_label(goal: Goal) -> str:
    return f"{goal.organization.name} · {goal}"


class ConcludeForm(forms.Form):
    """What the finance division concludes."""

    conclusion = forms.ChoiceField(
        label=_("监控结论"), widget=forms.RadioSelect, choices=[each for each in Conclusion.choices if each[0]]
    )
    conclusion_text = forms.CharField(label=_("说明"), max_length=_LONGEST, required=False, widget=_words(2))


class CorrectForm(forms.Form):
    """Why an approved report is corrected."""

    reason = forms.CharField(label=_("更正理由"), max_length=_LONGEST, widget=_words(2))


class AnswerForm(forms.Form):
    """What the unit does about an alert."""

    text = forms.CharField(label=_("回复：原因和打算怎么办"), max_length=_LONGEST, widget=_words())


class CloseForm(forms.Form):
    """Why an alert is closed."""

    reason = forms.CharField(label=_("关闭的理由"), max_length=_LONGEST, widget=_words(2))
