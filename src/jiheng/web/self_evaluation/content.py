"""What a self-evaluation consists of as it is stored, and how it begins: from goals, money and monitoring.

``head``: name and code of the project, the unit and its department. ``form``: in which it is printed. ``funding``: see
`money`. ``expected_goals``, ``actual_goals``, ``execution_reason`` and `NOTES`: texts. ``tasks``: 年度主要任务 of a whole unit.
``indicators``: rows of `ROW`; all numbers are texts as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jiheng.domain.goals import DepartmentGoals, GoalSheet
from jiheng.domain.taxonomy import Level1
from jiheng.domain.text import normalise
from jiheng.regulations import Regulation
from jiheng.web.organizations.models import Organization
from jiheng.web.self_evaluation.weights import proposed_weights

__all__ = [
    "DEPARTMENT_FORM",
    "NOTES",
    "PROJECT_FORMS",
    "ROW",
    "TASK",
    "department_content",
    "merged",
    "project_content",
]

PROJECT_FORMS = ("national-self-evaluation", "sichuan-self-evaluation", "yunnan-self-evaluation")
DEPARTMENT_FORM = "national-department-self-evaluation"
_BY_REGION = {"51": "sichuan-self-evaluation", "53": "yunnan-self-evaluation"}
NOTES = ("process", "conclusion", "problems", "improvements")
ROW: dict[str, Any] = {
    "level1": "", "level2": "", "name": "", "target": "", "source": None, "weight": "", "actual": "", "method": "",
    "floor": "", "achievement": "", "given": "", "target_was_low": False, "is_void": False, "void_reason": "",
    "reason": "",
}  # fmt: skip
"""A row of the grid; `source` is the index of the indicator in the goals that it was made from, None of an added one."""
TASK: dict[str, Any] = {"goal": None, "name": "", "content": "", "budget": "", "executed": "", "completion": ""}
_TYPED = (
    "weight",
    "actual",
    "method",
    "floor",
    "achievement",
    "given",
    "target_was_low",
    "is_void",
    "void_reason",
    "reason",
)
_NUMBER = re.compile(r"^\s*[（(]?[\d一二三四五六七八九十]+[）).、．]\s*")
_PARTS = re.compile(r"[\n；;。]+")
_SIGN = re.compile(r"[≥≤＞＜>=<＝]|不少于|不低于|不超过|控制在|达到")
_LONGEST_NAME = 60
_Content = Mapping[str, Any]


def project_content(
    sheet: GoalSheet, organization: Organization, regulation: Regulation, actuals: Mapping[int, str]
) -> dict[str, Any]:
    """The blank self-evaluation of a project.

    Args:
        sheet: the approved goals.
        organization: whose project it is.
        regulation: of the year.
        actuals: index of an indicator → what the last monitoring round said was reached.
    """
    rows = [
        {
            **ROW,
            "level1": each.level1 or "", "level2": each.level2 or "", "name": each.name or "",
            "target": each.target.raw.strip() if each.target else "",
            "source": index, "actual": actuals.get(index, ""),
            "weight": "" if each.weight is None else f"{each.weight:f}",
        }
        for index, each in enumerate(sheet.indicators)
    ]  # fmt: skip
    return {
        **_blank(_BY_REGION.get(regulation.region, PROJECT_FORMS[0]), organization),
        "head": {**_head(organization), "name": sheet.name or "", "code": sheet.code or ""},
        "expected_goals": _numbered(sheet.goals),
        "indicators": _weighed(rows, regulation),
    }


def department_content(
    part: DepartmentGoals | None, organization: Organization, regulation: Regulation, tasks: Sequence[_Content]
) -> dict[str, Any]:
    """The blank self-evaluation of a whole unit.

    Args:
        part: the text part of the approved document; its indicators are prose and become rows as far as they can be told
            apart.
        organization: which unit.
        regulation: of the year.
        tasks: what its projects are for, with budget and money spent.
    """
    subs = part.sub_goals if part else ()
    said = [text for sub in subs for text in _PARTS.split(sub.indicators or "") if text.strip()]
    rows: list[dict[str, Any]] = [
        {**ROW, "level1": Level1.OUTPUT.value, **_taken_apart(text), "source": None} for text in said
    ]
    return {
        **_blank(DEPARTMENT_FORM, organization),
        "expected_goals": (part.overall_goals or "") if part else "",
        "tasks": [{**TASK, **task} for task in tasks],
        "indicators": _weighed(rows, regulation),
    }


def merged(fresh: _Content, typed: _Content) -> dict[str, Any]:
    """What was made anew, with what people had typed: an answer stays with its indicator."""
    left: dict[tuple[str, str], list[_Content]] = {}
    for row in typed.get("indicators") or ():
        left.setdefault(_key(row), []).append(row)
    rows = []
    for row in fresh["indicators"]:
        known = left.get(_key(row))
        old = known.pop(0) if known else {}
        rows.append({**row, **{name: old[name] for name in _TYPED if name in old}})
    rows += [dict(row) for rest in left.values() for row in rest if row.get("source") is None]
    kept = {name: typed[name] for name in ("form", "actual_goals", "execution_reason", *NOTES) if typed.get(name)}
    return {**fresh, **kept, "indicators": rows}


def _blank(form: str, organization: Organization) -> dict[str, Any]:
    return {
        "form": form, "head": _head(organization), "funding": [], "execution_reason": "", "expected_goals": "",
        "actual_goals": "", "tasks": [], "indicators": [], **dict.fromkeys(NOTES, ""),
    }  # fmt: skip


def _head(organization: Organization) -> dict[str, Any]:
    above = organization.parent or organization
    return {
        "name": "", "code": "",
        "organization": {"code": organization.code, "name": organization.name},
        "department": {"code": above.code, "name": above.name},
    }  # fmt: skip


def _numbered(goals: Sequence[str]) -> str:
    return "\n".join(f"{number}. {goal}" for number, goal in enumerate(goals, 1)) if len(goals) > 1 else "".join(goals)


def _weighed(rows: list[dict[str, Any]], regulation: Regulation) -> list[dict[str, Any]]:
    """The weights that were approved with the goals, where all rows have one; else those that the regulation proposes."""
    if rows and all(row["weight"] for row in rows):
        return rows
    weights = proposed_weights(rows, regulation)
    return [{**row, "weight": f"{weight:f}"} for row, weight in zip(rows, weights, strict=True)]


def _taken_apart(text: str) -> dict[str, str]:
    """Name and target of an indicator that stands in prose: ``（1）接待批次≥10次``."""
    clean = _NUMBER.sub("", text.strip())
    sign = _SIGN.search(clean)
    cut = sign.start() if sign else len(clean)
    return {"name": clean[:cut].strip(" ：:，,")[:_LONGEST_NAME], "target": clean[cut:].strip()}


def _key(row: _Content) -> tuple[str, str]:
    return normalise(str(row.get("level2") or "")), normalise(str(row.get("name") or ""))
