"""The pages of money, rules and attachments: how they are filled in, and where they stand."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.execution.money import approved, table_at, table_of
from tests.web.hostile.town import Town
from tests.web.rectification.cases import problem_of

from jiheng.web.execution.models import Movement, TableImport
from jiheng.web.goals.models import Goal

__all__ = [
    "cells", "columns", "evidence", "known", "payments", "project", "projects", "rules", "table", "tables", "tried",
]  # fmt: skip


def project(town: Town) -> dict[str, Any]:
    """An approved project of the first unit, made once."""
    there = Goal.objects.filter(organization=town.world.units[0], code="P1").first()
    return {"pk": (there or approved(town.world)).pk}


def projects(town: Town) -> list[dict[str, Any]]:
    """Projects with whatever was written into them."""
    found = Movement.objects.values_list("goal", flat=True).distinct()
    return [project(town), *({"pk": goal} for goal in found)]


def table(town: Town) -> dict[str, Any]:
    """A file that was taken over."""
    there = TableImport.objects.filter(organization=town.world.units[0], state="done").first()
    return {"pk": (there or table_at(town.world)).pk}


def tables(town: Town) -> list[dict[str, Any]]:
    """The same for pages."""
    return [table(town)]


def tried(town: Town) -> dict[str, Any]:
    """A file that was tried."""
    there = TableImport.objects.filter(organization=town.world.units[0], state="checked").first()
    return {"pk": (there or table_at(town.world, done=False)).pk}


def payments(town: Town) -> dict[str, Any]:
    """A file to bring."""
    data = table_of(("P1", "校舍维修", "财政", "2027-03-01", "100", "K1", "付款"))
    return {"organization": town.world.units[0].code, "file": SimpleUploadedFile("支付.csv", data)}


def columns(town: Town) -> dict[str, Any]:
    """What the columns of the tried file mean."""
    stored = TableImport.objects.get(pk=tried(town)["pk"])
    chosen = {f"column_{name}": heading for name, heading in stored.columns.items()}
    options = {name: stored.options[name] for name in ("unit", "way", "kind", "month", "source", "vouchers")}
    return {**chosen, **options, "remember": "国库支付"}


def known(_town: Town) -> dict[str, Any]:
    """The project of a row that nobody knew."""
    return {"code": "?", "name": "", "project": "P0 项目0"}


def cells(_town: Town) -> dict[str, Any]:
    """A cell of the grid."""
    return {"cells": [{"kind": "spent", "source": "fiscal", "month": 3, "amount": "5", "before": ""}]}


def evidence(town: Town) -> dict[str, Any]:
    """Where files prove something."""
    return {"owner": "problem", "owner_id": problem_of(town.world).pk}


def rules(town: Town) -> dict[str, Any]:
    """What the page of rules sends when nothing was changed: asked for once, as nothing of what is sent stays."""
    town.rules = town.rules or _rules(town)
    return dict(town.rules)


def _rules(town: Town) -> dict[str, Any]:
    context = town.browser("performance_office").get("/regulation/").context
    form = context["form"]
    sent: dict[str, Any] = {name: form.initial.get(name, "") for name in form.fields}
    sent["scoring__strict_equal"] = "on" if sent["scoring__strict_equal"] else ""
    sent["monitoring__rounds"] = sent["monitoring__rounds"][0]
    for part in context["parts"]:
        for prefix, rows in part.lists:
            sent |= {f"{prefix}-TOTAL_FORMS": rows.total_form_count(), f"{prefix}-INITIAL_FORMS": 0}
            for number, row in enumerate(rows.initial_forms):
                sent |= {f"{prefix}-{number}-{name}": _one(row.initial.get(name, "")) for name in row.fields}
    return {name: value for name, value in sent.items() if value not in (None, "")}


def _one(value: Any) -> Any:
    return (value[0] if value else "") if isinstance(value, list | tuple) else value
