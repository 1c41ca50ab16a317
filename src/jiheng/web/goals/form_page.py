"""What the page of a table shows of its form: the fields of the head, the columns of the grid, the words to choose from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiheng.domain.taxonomy import TREES
from jiheng.forms import Form, load_form

__all__ = ["detail_labels", "form_page"]

_FIELD = re.compile(r"\{([^{}:]+)")
_DETAIL = "details."
_AMOUNTS = ("budget.total", "budget.fiscal", "budget.carried_over", "budget.other")
_KINDS = {"level1": "level", "level2": "level", "weight": "amount"}


def form_page(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a page needs to know of the form of a stored table.

    Returns:
        ``amounts``: labelled paths; ``purpose``: its label, empty where the form has none; ``columns`` of the grid with
        ``name`` (the target has three: ``target.sign``, ``target.number``, ``target.unit``), ``label``, ``kind``;
        ``levels``: first level → second levels; ``months`` of the spending plan; ``kept``: parts that are stored and
        printed but cannot be changed here.
    """
    form = load_form(content["form"])
    labels = {field.name: field.label for field in form.fields.values()}
    return {
        "amounts": [(path, _plain(labels[path])) for path in _AMOUNTS if path in labels],
        "unit": (content.get("budget") or {}).get("currency_unit") or form.currency_unit,
        "purpose": labels.get("purpose", ""),
        "goals": labels.get("goals", "绩效目标"),
        "details": detail_labels(form, content),
        "columns": [column for part in form.indicator_columns for column in _columns(part.name, part.label)],
        "levels": {level: list(names) for level, names in TREES[form.taxonomy].levels.items()},
        "months": [step["month"] for step in content.get("spending_plan") or ()],
        "kept": [
            name for key, name in (("medium_term", _("中期部分")), ("tasks", _("年度主要任务"))) if content.get(key)
        ],
    }


def detail_labels(form: Form, content: Mapping[str, Any]) -> list[str]:
    """The labels of the form's further fields: those it prints, and those that are filled in."""
    rows = [row for section in form.layout.sections for row in (*section.rows, section.total) if row]
    printed = [name for row in rows for cell in row.cells for name in _FIELD.findall(cell.text)]
    known = [name.removeprefix(_DETAIL) for name in printed if name.startswith(_DETAIL)]
    return list(dict.fromkeys([*known, *(content.get("details") or {})]))


def _columns(name: str, label: str) -> list[dict[str, str]]:
    if name == "target":
        parts = (("sign", _("符号"), "sign"), ("number", label, "number"), ("unit", _("单位"), "unit"))
        return [{"name": f"target.{part}", "label": text, "kind": kind} for part, text, kind in parts]
    if name.startswith("target."):
        return []
    return [{"name": name, "label": label, "kind": _KINDS.get(name, "text")}]


def _plain(label: str) -> str:
    return label.removeprefix("其中：")
