"""What the page of the editor is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.goals import policies
from jiheng.web.goals.answers import checked
from jiheng.web.goals.form_page import form_page
from jiheng.web.goals.models import Goal, GoalKind, GoalState, Version
from jiheng.web.goals.remarks import remarks_of
from jiheng.web.goals.texts import editor_texts
from jiheng.web.goals.typed_texts import typed_of
from jiheng.web.organizations.policies import Actor
from jiheng.web.organizations.selectors import open_phase
from jiheng.web.review.models import Comment

__all__ = ["editor_data", "may_adjust"]


def may_adjust(actor: Actor, goal: Goal) -> bool:
    """Whether approved goals can be opened for a change by `actor`."""
    return goal.state == GoalState.APPROVED and policies.may_create(actor, goal.organization, goal.year)


def editor_data(goal: Goal, actor: User, comments: Iterable[Comment], before: Version | None) -> dict[str, Any]:
    """The context of the template; ``page`` is what the scripts get as JSON.

    Args:
        goal: to be written.
        actor: who writes.
        comments: of the review.
        before: the approved version of the year before.
    """
    is_department = goal.kind == GoalKind.DEPARTMENT
    form = {} if is_department else form_page(goal.content)
    old = {} if is_department else _targets_of(before)
    typed = typed_of(goal.content)
    labels = _department_labels() if is_department else _labels(form)
    page = {
        "id": goal.pk,
        "person": actor.pk,
        "lock": goal.lock,
        "typed": typed,
        "checked": checked(goal),
        "grids": form.get("grids", []),
        "previous": old,
        "labels": labels,
        "rows": _department_rows() if is_department else _goal_rows(form),
        **remarks_of(goal, comments),
        "texts": editor_texts(),
        "urls": {
            "save": reverse("goals:save", args=[goal.pk]),
            "check": reverse("goals:check", args=[goal.pk]),
            "parse": reverse("goals:parse_target"),
        },
    }
    return {
        "page": page,
        "form": form,
        "typed": typed,
        "phase": open_phase(goal.year),
        "may_delete": not goal.versions.exists(),
    }


def _targets_of(version: Version | None) -> dict[str, str]:
    """Indicator (without white space) → target."""
    rows = typed_of(version.content)["indicators"] if version else []
    return {"".join(row["name"].split()): row["target"] for row in rows if row["name"]}


def _labels(form: dict[str, Any]) -> dict[str, str]:
    labels = {
        "name": _("项目名称"),
        "code": _("项目编码"),
        "unit": _("金额单位"),
        "department.name": form["department"],
        "department.code": _("主管部门编码"),
        "execution_weight": form["execution_weight"],
        "purpose": form["purpose"],
        "goals": form["goals"],
        "medium_term.goals": form["medium_goals"],
        **dict(form["amounts"]),
        **{path: _("中期：{label}").format(label=label) for path, label in form["medium_amounts"]},
        **{f"spending_plan.{month}": _("{month}月底支出计划（%）").format(month=month) for month in form["months"]},
        **{f"details.{label}": label for label in form["details"]},
    }
    for grid in form["grids"]:
        path = grid["path"]
        columns = {f"{path}.{column['name']}": column["label"] for column in grid["columns"]}
        labels |= {path: grid["title"], f"{path}.target": _("指标值"), **columns}
    return labels


def _goal_rows(form: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The lists of texts, each a single text a row."""
    paths = {"goals": form["goals"], "medium_term.goals": form["medium_goals"]}
    return {path: [{"name": "", "label": label}] for path, label in paths.items() if label}


def _department_labels() -> dict[str, str]:
    rows = {f"sub_goals.{part['name']}": part["label"] for part in _department_rows()["sub_goals"]}
    return {
        "overall_goals": _("总体绩效目标"), "sub_goals": _("分项绩效目标"), "safeguards": _("工作保障措施"), **rows
    }  # fmt: skip


def _department_rows() -> dict[str, list[dict[str, str]]]:
    return {
        "sub_goals": [
            {"name": "title", "label": _("标题")},
            {"name": "goal", "label": _("绩效目标")},
            {"name": "indicators", "label": _("绩效指标")},
        ]
    }
