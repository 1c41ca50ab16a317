"""What the page of a table shows of its form: the fields of the head, the columns of the grids, the words to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiheng.domain.taxonomy import TREES
from jiheng.forms import Form, load_form
from jiheng.forms.form import Column

__all__ = ["detail_labels", "form_page", "has_part", "plan_months"]

_FIELD = re.compile(r"\{([^{}:]+)")
_MONTH = re.compile(r"\{spending_plan\.\d+\.month:(\d+)\}")
_DETAIL = "details."
_MEDIUM_TERM = "medium_term"
_AMOUNTS = ("budget.total", "budget.fiscal", "budget.carried_over", "budget.other")
_KINDS = {"level1": "level", "level2": "level", "weight": "amount"}
_UNITS = ("万元", "元")
_Content = Mapping[str, Any]


def form_page(content: _Content) -> dict[str, Any]:
    """What a page needs to know of the form of a stored table.

    Returns:
        ``has_name``, ``has_code``: whether the form asks for them; ``amounts``, ``medium_amounts``: labelled paths; ``unit`` of the amounts and ``units`` to choose from; labels of
        ``purpose``, ``goals``, ``medium_goals``, ``department``, ``execution_weight``, empty where the form has none;
        ``details``: printed labels; ``months`` of the spending plan; ``grids``: see `_grids`.
    """
    form = load_form(content["form"])
    labels = {field.name: field.label for field in form.fields.values()}
    unit = (content.get("budget") or {}).get("currency_unit") or form.currency_unit
    has_medium_term = has_part(content, _MEDIUM_TERM)
    return {
        "has_name": "name" not in form.absent or bool(content.get("name")),
        "has_code": "code" in form.fields or bool(content.get("code")),
        "amounts": _amounts(labels),
        "medium_amounts": _amounts(labels, f"{_MEDIUM_TERM}.") if has_medium_term else [],
        "unit": unit,
        "units": list(dict.fromkeys([*_UNITS, unit])),
        "purpose": labels.get("purpose", ""),
        "goals": labels.get("goals", "绩效目标"),
        "medium_goals": labels.get(f"{_MEDIUM_TERM}.goals", "中期目标") if has_medium_term else "",
        "department": labels.get("department", "主管部门") if has_part(content, "department") else "",
        "execution_weight": labels.get("execution_weight", "") if has_part(content, "execution_weight") else "",
        "details": detail_labels(form, content),
        "months": plan_months(form, content),
        "grids": list(_grids(form, content)),
    }


def has_part(content: _Content, part: str) -> bool:
    """Whether a table has ``department``, ``execution_weight``, ``medium_term`` or ``tasks``: by its form, or written."""
    form = load_form(content["form"])
    known = {name.partition(".")[0] for name in form.fields} | set(form.blocks)
    return part in known or bool(content.get(part))


def plan_months(form: Form, content: _Content) -> list[int]:
    """The months of the spending plan: those that are stored, and those that the form prints beside them."""
    stored = [step["month"] for step in content.get("spending_plan") or ()]
    printed = [int(month) for text in _printed(form) for month in _MONTH.findall(text)]
    return [*stored, *(month for month in printed[len(stored) :] if month not in stored)]


def detail_labels(form: Form, content: _Content) -> list[str]:
    """The labels of the form's further fields: those it prints, those it knows, and those that are filled in."""
    printed = [name for text in _printed(form) for name in _FIELD.findall(text)]
    known = [*printed, *form.fields, *(name for block in form.blocks.values() for name in block.total_fields.values())]
    labels = [name.removeprefix(_DETAIL) for name in known if name.startswith(_DETAIL)]
    return list(dict.fromkeys([*labels, *(content.get("details") or {})]))


def _printed(form: Form) -> Iterator[str]:
    """The texts of the cells that the form prints outside of its blocks."""
    for section in form.layout.sections:
        for row in (*section.rows, section.total):
            yield from (cell.text for cell in row.cells) if row else ()


def _amounts(labels: Mapping[str, str], prefix: str = "") -> list[tuple[str, str]]:
    paths = (f"{prefix}{path}" for path in _AMOUNTS)
    return [(path, labels[path].removeprefix("其中：")) for path in paths if path in labels]


def _grids(form: Form, content: _Content) -> Iterator[dict[str, Any]]:
    """The lists of rows, as they stand on the page.

    Yields:
        ``path`` of the list, ``id`` of the table, ``title``, ``columns`` with ``name`` (the target has three:
        ``target.sign``, ``target.number``, ``target.unit``), ``label``, ``kind``; ``levels``: first level → second ones.
    """
    levels = {level: list(names) for level, names in TREES[form.taxonomy].levels.items()}
    columns = [column for part in form.indicator_columns for column in _columns(part.name, part.label)]
    if has_part(content, "tasks"):
        block = form.blocks.get("tasks")
        tasks = list(_task_columns(block.columns if block else ()))
        yield {"path": "tasks", "id": "grid-tasks", "title": _("年度主要任务"), "columns": tasks, "levels": {}}
    title = _("绩效指标")
    if has_part(content, _MEDIUM_TERM):
        path, title = f"{_MEDIUM_TERM}.indicators", _("年度指标")
        kept = [column for column in columns if _is_planned(form, content, column["name"])]
        yield {"path": path, "id": "grid-medium", "title": _("中期指标"), "columns": kept, "levels": levels}
    yield {"path": "indicators", "id": "grid", "title": title, "columns": columns, "levels": levels}


def _is_planned(form: Form, content: _Content, column: str) -> bool:
    """Whether the form prints the column in its medium-term half, or something stands in it."""
    base = column.partition(".")[0]
    printed = {name for section in form.layout.sections for cell in section.row for name in _FIELD.findall(cell.text)}
    rows = (content.get(_MEDIUM_TERM) or {}).get("indicators") or ()
    return f"{_MEDIUM_TERM}.{base}" in printed or any(row.get(base) for row in rows)


def _columns(name: str, label: str) -> list[dict[str, str]]:
    if name == "target":
        parts = (("sign", _("符号"), "sign"), ("number", label, "number"), ("unit", _("单位"), "unit"))
        return [{"name": f"target.{part}", "label": text, "kind": kind} for part, text, kind in parts]
    if name.startswith("target."):
        return []
    return [{"name": name, "label": label, "kind": _KINDS.get(name, "text")}]


def _task_columns(columns: Iterable[Column]) -> Iterator[dict[str, str]]:
    labels = {column.name: column.label for column in columns}
    usual = {"name": "任务名称", "content": "主要内容", "total": "总额", "fiscal": "财政拨款", "other": "其他资金"}
    for name, label in usual.items():
        kind = "text" if name in {"name", "content"} else "amount"
        yield {"name": name, "label": labels.get(name) or labels.get(f"budget.{name}") or label, "kind": kind}
