"""The rules of a year: everybody reads them, the performance office changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiheng.errors import ConfigError
from jiheng.regulations import known_regions, load_regulation, regulation_values
from jiheng.web.accounts.people import person
from jiheng.web.organizations.selectors import chosen_year
from jiheng.web.regulation.examples import Example, examples_of
from jiheng.web.regulation.forms import LISTS, ListForms, RegulationForm, list_forms, list_values, shown
from jiheng.web.regulation.policies import may_change, may_see
from jiheng.web.regulation.sections import SECTIONS, Kind, Section, Value, at, values_of
from jiheng.web.regulation.selectors import Stored, changes_of, regulation_of, stored_values
from jiheng.web.regulation.services import regulation_save
from jiheng.web.regulation.values import merged, moved_weights

__all__ = ["examples", "rules"]


class Line(NamedTuple):
    """A value on the page.

    Attributes:
        field: to type in; text: as it is; usual: as it comes with the program; is_own: both differ.
    """

    value: Value
    field: forms.BoundField
    text: str
    usual: str
    is_own: bool


class ReadRows(NamedTuple):
    """A list for whoever only reads it."""

    labels: list[str]
    lines: list[list[str]]


class Part(NamedTuple):
    """A section on the page, with its lists (prefix and rows) and examples."""

    section: Section
    lines: list[Line]
    lists: list[tuple[str, Any]]
    examples: list[Example]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """All rules with their defaults, what they change, and examples; POST changes them."""
    year = chosen_year(request)
    to_type, known = may_change(request.user, year), stored_values(year)
    if not may_see(request.user, year) or (request.method == "POST" and not to_type):
        raise PermissionDenied
    form = RegulationForm(request.POST or None, initial=_initial(known.values, known.region, known.lock))
    sets = list_forms(known.values, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _all_valid(form, sets):
        try:
            regulation_save(
                year=year, region=form.cleaned_data["region"], values=_typed(form, sets, year),
                lock=form.cleaned_data["lock"], actor=person(request),
            )  # fmt: skip
        except ValidationError as error:
            if error.__class__ is not ValidationError:
                raise  # a conflict has a page of its own
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("规则已保存，从现在起的计算都按它；已经提交的不变"))
            return redirect(f"{reverse('regulation:rules')}?year={year}")
    is_wrong = request.method == "POST"
    context = {
        "form": form,
        "parts": _parts(form, sets, known, usual=regulation_values(known.region, year), year=year, to_type=to_type),
        "may_change": to_type,
        "region": known_regions().get(known.region, known.region),
        "basis": regulation_of(year).basis,
        "history": changes_of(year),
        "is_wrong": is_wrong,
    }
    return render(request, "regulation/rules.html", context, status=422 if is_wrong else 200)


@login_required
@require_POST
def examples(request: HttpRequest) -> HttpResponse:
    """The examples with what stands in the form now; nothing is stored."""
    year = chosen_year(request)
    if not may_change(request.user, year):
        raise PermissionDenied
    form, sets = RegulationForm(request.POST), list_forms(stored_values(year).values, request.POST)
    found: dict[str, list[Example]] = {}
    problem = _("先改正标出的错误，再看例子") if not _all_valid(form, sets) else ""
    if not problem:
        try:
            regulation = load_regulation(form.cleaned_data["region"], year, _typed(form, sets, year))
            found = examples_of(regulation, year)
        except (ConfigError, KeyError, TypeError, ValueError) as error:
            problem = str(error)
    wrong = [
        f"{form.fields[name].label}：{' '.join(map(str, said))}"
        for name, said in form.errors.items()
        if name in form.fields
    ]
    context = {
        "examples": [(section, found.get(section.key, [])) for section in SECTIONS],
        "problem": problem,
        "wrong": wrong,
    }
    return render(request, "regulation/_examples.html", context)


def _all_valid(form: RegulationForm, sets: ListForms) -> bool:
    return all([form.is_valid(), *(rows.is_valid() for rows in sets.values())])


def _typed(form: RegulationForm, sets: ListForms, year: int) -> dict[str, Any]:
    values = merged(form.values(), list_values(sets))
    return moved_weights(values, regulation_values(form.cleaned_data["region"], year))


def _initial(values: Mapping[str, Any], region: str, lock: int) -> dict[str, Any]:
    typed = {value.name: shown(value, at(values, value.path)) for value in values_of()}
    return {"region": region, "lock": lock, **typed}


def _parts(
    form: RegulationForm, sets: ListForms, known: Stored, *, usual: Mapping[str, Any], year: int, to_type: bool
) -> list[Part]:
    found = examples_of(regulation_of(year), year)
    return [
        Part(
            section,
            [_line(form, value, known.values, usual) for value in section.values],
            [
                (prefix, sets[prefix] if to_type else _read(sets[prefix]))
                for prefix, (_path, _row, key) in LISTS.items()
                if key == section.key
            ],
            found.get(section.key, []),
        )
        for section in SECTIONS
    ]


def _read(rows: Any) -> ReadRows:
    fields = rows.empty_form.visible_fields()
    lines = [[_said(form, field.name) for field in fields] for form in rows.initial_forms]
    return ReadRows([str(field.label) for field in fields], lines)


def _said(form: forms.Form, name: str) -> str:
    """What stands in a field, in words."""
    value, field = form.initial.get(name), form.fields[name]
    if value in (None, "", [], 0):
        return "—"
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    each = value if isinstance(value, list | tuple) else [value]
    return "、".join(labels.get(str(one), str(one)) for one in each)


def _line(form: RegulationForm, value: Value, values: Mapping[str, Any], usual: Mapping[str, Any]) -> Line:
    text, default = _text(value, at(values, value.path)), _text(value, at(usual, value.path))
    return Line(value, form[value.name], text, default, text != default)


def _text(value: Value, stored: Any) -> str:
    """A value as people read it."""
    written = shown(value, stored)
    if value.kind is Kind.SHARE:
        return f"{written}%"
    if value.kind is Kind.TRUTH:
        return _("是") if written else _("否")
    if value.kind is Kind.MONTHS:
        return _("{months} 月").format(months="、".join(written))
    if value.kind is Kind.CHOICE:
        labels: dict[str, str | Promise] = dict(value.choices)
        return str(labels.get(str(written), written))
    return str(written)
