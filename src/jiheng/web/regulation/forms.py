"""The regulation as a form: single values by section, and lists of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiheng.domain.proposals import Action
from jiheng.domain.scoring import Grade
from jiheng.regulations import known_regions
from jiheng.web.organizations.models import Role
from jiheng.web.regulation.sections import MONTHS, Kind, Value, at, values_of

__all__ = ["LISTS", "ListForms", "RegulationForm", "list_forms", "list_values", "nested", "shown"]

_HUNDRED = Decimal(100)
_MOST = 10_000
_LAST = 99
_GRADES = tuple((grade.value, grade.value) for grade in Grade)
_ROLES = tuple((role.value, role.label) for role in Role if role != Role.EXPERT)


class RegulationForm(forms.Form):
    """Region, version and all single values; shares are written as per cent."""

    region = forms.ChoiceField(label=_("地区"), choices=lambda: list(known_regions().items()))
    lock = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A field for each value."""
        super().__init__(*args, **kwargs)
        for value in values_of():
            self.fields[value.name] = _field(value)

    def values(self) -> dict[str, Any]:
        """The values, nested as in the files."""
        return nested((value.path, _stored(value, self.cleaned_data[value.name])) for value in values_of())

    def clean(self) -> dict[str, Any]:
        """What has to go together."""
        data: dict[str, Any] = super().clean() or {}
        red, yellow = data.get("lights__red_below"), data.get("lights__yellow_below")
        if red is not None and yellow is not None and red > yellow:
            self.add_error("lights__yellow_below", _("黄灯线不能低于红灯线"))
        grades = [data[name] for name in ("grades__优", "grades__良", "grades__中") if name in data]
        if grades != sorted(set(grades), reverse=True):
            self.add_error("grades__优", _("“优”“良”“中”的最低分要一个比一个低"))
        for tree in ("2021", "2015"):
            self._add_up(tree, data)
        return data

    def _add_up(self, tree: str, data: Mapping[str, Any]) -> None:
        """The first levels of a tree and the execution of the budget make a hundred."""
        names = [name for name in self.fields if name.startswith(f"weights__{tree}__")]
        points: list[Decimal] = [data[name] for name in (*names, "scoring__execution_weight") if name in data]
        if len(points) > len(names) and sum(points, Decimal(0)) != _HUNDRED:
            message = gettext("这一套权重合计 {sum}，加上预算执行率 {execution} 应等于 100")
            whole = sum(points[:-1], Decimal(0))
            self.add_error(names[-1], message.format(sum=_text(whole), execution=_text(points[-1])))


def _field(value: Value) -> forms.Field:
    common: dict[str, Any] = {"label": value.label, "help_text": value.hint}
    if value.kind is Kind.CHOICE:
        return forms.ChoiceField(choices=value.choices, **common)
    if value.kind is Kind.TRUTH:
        return forms.BooleanField(required=False, **common)
    if value.kind is Kind.MONTHS:
        return forms.MultipleChoiceField(choices=MONTHS, widget=forms.CheckboxSelectMultiple, **common)
    if value.kind is Kind.WHOLE:
        return forms.IntegerField(min_value=0, max_value=_MOST, **common)
    top = 1000 if value.kind is Kind.SHARE else 100
    return forms.DecimalField(min_value=0, max_value=top, max_digits=8, decimal_places=4, **common)


def _stored(value: Value, typed: Any) -> Any:
    if value.kind is Kind.SHARE:
        return _text(typed / _HUNDRED)
    if value.kind is Kind.POINTS:
        return _text(typed)
    if value.kind is Kind.MONTHS:
        return sorted(map(int, typed))
    return typed


def shown(value: Value, stored: Any) -> Any:
    """A stored value as the form has it; an empty text where there is none."""
    if stored is None:
        return ""
    if value.kind is Kind.SHARE:
        return _text(Decimal(str(stored)) * _HUNDRED)
    if value.kind is Kind.POINTS:
        return _text(Decimal(str(stored)))
    if value.kind is Kind.MONTHS:
        return [str(month) for month in stored]
    return stored


def nested(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Paths and values as nested tables."""
    made: dict[str, Any] = {}
    for path, value in pairs:
        *tables, last = path.split(".")
        inner = made
        for name in tables:
            inner = inner.setdefault(name, {})
        inner[last] = value
    return made


def _text(number: Decimal) -> str:
    return format(number.normalize(), "f")


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


_BESIDE = frozenset({"code", "order"})  # alone they make no row


class _Row(forms.Form):
    """A row of a list; one without anything in it does not count."""

    must: tuple[str, ...] = ()

    @property
    def is_said(self) -> bool:
        """Whether anything stands in it."""
        data: Mapping[str, Any] = getattr(self, "cleaned_data", {})
        return any(_is_said(data.get(name)) for name in self.fields if name not in _BESIDE)

    def clean(self) -> dict[str, Any]:
        """What a row that is begun needs."""
        data: dict[str, Any] = super().clean() or {}
        if self.is_said:
            for name in self.must:
                if not _is_said(data.get(name)) and name not in self.errors:
                    self.add_error(name, _("请填写"))
        return data


class StepRow(_Row):
    """From so much satisfaction on, so much of the points."""

    must = ("least", "share")
    least = forms.DecimalField(label=_("达到（%）"), min_value=0, max_value=100, required=False)
    share = forms.DecimalField(label=_("得分值的（%）"), min_value=0, max_value=100, required=False)


class ReasonRow(_Row):
    """A kind of deviation; its code stays, for what was filled in refers to it."""

    must = ("label",)
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    label = forms.CharField(label=_("原因"), max_length=32, required=False)
    finer = forms.CharField(label=_("细类（用顿号分开）"), max_length=300, required=False)


class RungRow(_Row):
    """From so many days overdue on, who is told."""

    must = ("days", "label", "roles")
    days = forms.IntegerField(label=_("逾期（天）"), min_value=1, max_value=_MOST, required=False)
    label = forms.CharField(label=_("措施"), max_length=32, required=False)
    roles = forms.MultipleChoiceField(
        label=_("通知"), choices=_ROLES, widget=forms.CheckboxSelectMultiple, required=False
    )


class ProposalRow(_Row):
    """A rule for the next budget: all that is filled in has to hold."""

    must = ("action",)
    order = forms.IntegerField(label=_("顺序"), min_value=1, max_value=99, required=False)
    action = forms.ChoiceField(
        label=_("建议"), choices=lambda: [("", "—"), *((each.value, each.label) for each in Action)], required=False
    )
    percent = forms.DecimalField(label=_("比例（%）"), min_value=0, max_value=100, required=False)
    grades = forms.MultipleChoiceField(
        label=_("等级为"), choices=_GRADES, widget=forms.CheckboxSelectMultiple, required=False
    )
    rate_below = forms.DecimalField(label=_("执行率低于（%）"), min_value=0, max_value=100, required=False)
    rate_from = forms.DecimalField(label=_("执行率达到（%）"), min_value=0, max_value=100, required=False)
    open_from = forms.IntegerField(label=_("未整改问题至少"), min_value=0, max_value=_MOST, required=False)
    overdue_from = forms.IntegerField(label=_("逾期问题至少"), min_value=0, max_value=_MOST, required=False)
    similar_from = forms.IntegerField(label=_("相似项目至少"), min_value=0, max_value=_MOST, required=False)


LISTS: Mapping[str, tuple[str, type[_Row], str]] = {
    "steps": ("scoring.satisfaction_steps", StepRow, "scoring"),
    "reasons": ("monitoring.reasons", ReasonRow, "monitoring"),
    "ladder": ("rectification.ladder", RungRow, "rectification"),
    "proposals": ("proposals", ProposalRow, "proposals"),
}
"""Prefix → path, row, key of the section."""

ListForms = Mapping[str, "forms.BaseFormSet[_Row]"]


def list_forms(values: Mapping[str, Any], data: Any = None) -> ListForms:
    """A set of rows for each list, with two blank ones below."""
    made = {}
    for prefix, (path, row, _section) in LISTS.items():
        kind = forms.formset_factory(row, extra=2, max_num=60, validate_max=True)
        initial = [_typed(prefix, number, each) for number, each in enumerate(at(values, path) or (), 1)]
        made[prefix] = kind(data, prefix=prefix, initial=initial)
    return made


def list_values(sets: ListForms) -> dict[str, Any]:
    """The lists as they are stored; rows without anything are left out."""
    made = []
    for prefix, rows in sets.items():
        filled = [form.cleaned_data for form in rows if form.is_said]
        if prefix == "proposals":
            filled.sort(key=lambda row: row["order"] or _LAST)
        made.append((LISTS[prefix][0], [_kept(prefix, number, row) for number, row in enumerate(filled, 1)]))
    return nested(made)


def _is_said(value: Any) -> bool:
    return value not in (None, "", [])


def _typed(prefix: str, number: int, stored: Any) -> dict[str, Any]:
    if prefix == "steps":
        return {"least": stored[0], "share": _percent(stored[1])}
    if prefix == "reasons":
        return {**stored, "finer": "、".join(stored.get("finer", ()))}
    if prefix == "proposals":
        shares = {name: _percent(stored[name]) for name in ("rate_below", "rate_from") if name in stored}
        return {**stored, **shares, "order": number}
    return dict(stored)


def _kept(prefix: str, number: int, row: Mapping[str, Any]) -> Any:
    if prefix == "steps":
        return [_text(row["least"]), _text(row["share"] / _HUNDRED)]
    if prefix == "reasons":
        finer = [text.strip() for text in row["finer"].replace("，", "、").split("、") if text.strip()]
        return {"code": row["code"] or f"own-{number}", "label": row["label"], "finer": finer}
    if prefix == "ladder":
        return {"days": row["days"], "label": row["label"], "roles": list(row["roles"])}
    said: dict[str, Any] = {"action": row["action"]}
    for name in ("percent", "grades", "open_from", "overdue_from", "similar_from"):
        if row[name]:
            said[name] = _text(row[name]) if isinstance(row[name], Decimal) else row[name]
    for name in ("rate_below", "rate_from"):
        if row[name] is not None:
            said[name] = _text(row[name] / _HUNDRED)
    return said


def _percent(stored: Any) -> str:
    try:
        return _text(Decimal(str(stored)) * _HUNDRED)
    except InvalidOperation:
        return ""
