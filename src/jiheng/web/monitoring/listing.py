"""The filters of the lists, as the address has them; what makes no sense is as if it were not there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jiheng.web.monitoring.models import Alert, AlertKind, AlertState, Colour, Conclusion, Report
from jiheng.web.submissions.models import EDITABLE, State
from jiheng.web.ui.filters import AddressFilter

__all__ = ["ALIVE", "BAD", "HANDED_IN", "MISSING", "AlertFilter", "ReportFilter", "alerts_narrowed", "reports_narrowed"]

HANDED_IN, MISSING = "handed_in", "missing"
BAD, ALIVE = "bad", "alive"
_ANY = ("", _("不限"))
_DIGITS = 18


class ReportFilter(AddressFilter):
    """Of the list of reports; `round` is a key."""

    organization = forms.CharField(label=_("单位编码"), max_length=12, required=False)
    round = forms.CharField(max_length=_DIGITS, required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False,
        choices=[_ANY, (MISSING, _("没有提交")), (HANDED_IN, _("已提交")), *State.choices],
    )  # fmt: skip
    colour = forms.ChoiceField(label=_("灯"), required=False, choices=[_ANY, (BAD, _("红灯和黄灯")), *Colour.choices])
    conclusion = forms.ChoiceField(
        label=_("结论"), required=False, choices=[_ANY, *[each for each in Conclusion.choices if each[0]]]
    )
    text = forms.CharField(label=_("名称或编码"), max_length=100, required=False)


class AlertFilter(AddressFilter):
    """Of the list of alerts; `goal` is a key, `month` a number: the alert was on in it."""

    organization = forms.CharField(label=_("单位编码"), max_length=12, required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[_ANY, (ALIVE, _("没有关闭的")), *AlertState.choices]
    )
    colour = forms.ChoiceField(
        label=_("灯"),
        required=False,
        choices=[_ANY, (Colour.RED, Colour.RED.label), (Colour.YELLOW, Colour.YELLOW.label)],
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[_ANY, *AlertKind.choices])
    month = forms.ChoiceField(
        label=_("月份"), required=False, choices=[_ANY, *[(str(month), str(month)) for month in range(1, 13)]]
    )
    text = forms.CharField(label=_("项目"), max_length=100, required=False)
    goal = forms.CharField(max_length=_DIGITS, required=False)


def reports_narrowed(found: QuerySet[Report], wanted: dict[str, str]) -> QuerySet[Report]:
    """Those of `found` that are asked for."""
    found = _placed(found, wanted)
    if wanted["round"].isdecimal():
        found = found.filter(round=int(wanted["round"]))
    if wanted["state"] == MISSING:
        found = found.filter(state__in=EDITABLE)
    elif wanted["state"] == HANDED_IN:
        found = found.exclude(state__in=EDITABLE)
    elif wanted["state"]:
        found = found.filter(state=wanted["state"])
    if wanted["colour"] == BAD:
        found = found.filter(colour__in=[Colour.RED, Colour.YELLOW])
    elif wanted["colour"]:
        found = found.filter(colour=wanted["colour"])
    return found.filter(conclusion=wanted["conclusion"]) if wanted["conclusion"] else found


def alerts_narrowed(found: QuerySet[Alert], wanted: dict[str, str]) -> QuerySet[Alert]:
    """Those of `found` that are asked for."""
    found = _placed(found, wanted)
    if wanted["state"] == ALIVE:
        found = found.exclude(state=AlertState.CLOSED)
    elif wanted["state"]:
        found = found.filter(state=wanted["state"])
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    if wanted["goal"].isdecimal():
        found = found.filter(goal=int(wanted["goal"]))
    if wanted["month"]:
        colour = {"sightings__colour": wanted["colour"]} if wanted["colour"] else {}
        return found.filter(sightings__month=int(wanted["month"]), **colour)
    return found.filter(colour=wanted["colour"]) if wanted["colour"] else found


def _placed(found: QuerySet[Any], wanted: dict[str, str]) -> QuerySet[Any]:
    if code := wanted["organization"]:
        found = found.filter(Q(organization__code=code) | Q(organization__parent__code=code))
    if text := wanted["text"].strip():
        found = found.filter(Q(goal__name__contains=text) | Q(goal__code__contains=text))
    return found
