"""The content of the example documents, from content.yml, and the rows of cells that both writers lay out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

__all__ = ["Cell", "Content", "Project", "Row", "SubGoal", "grid_rows", "head_rows", "load"]

SOURCE = Path(__file__).with_name("content.yml")
_COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")


class Cell(NamedTuple):
    """A printed cell, `width` grid columns wide; one that `continues` is merged with the cell above."""

    text: str
    width: int = 1
    continues: bool = False


Row = list[Cell]


class SubGoal(NamedTuple):
    """A goal by function."""

    title: str
    goal: str
    indicators: str


@dataclass(frozen=True)
class Project:
    """One goal table; `spaced` is the manner with bookmarks and spacer columns, the other has TC fields and none."""

    number: int
    name: str
    organization: str
    code: str
    spaced: bool
    budget: tuple[str, str, str]
    purpose: str
    plan: tuple[str, ...]
    goals: tuple[str, ...]
    indicators: dict[str, dict[str, list[list[str]]]]

    @property
    def title(self) -> str:
        """As it stands in the contents."""
        return f"{self.name}绩效目标表"


@dataclass(frozen=True)
class Content:
    """The yearly document."""

    cover: tuple[str, ...]
    overall_goals: tuple[str, ...]
    sub_goals: tuple[SubGoal, ...]
    safeguards: tuple[str, ...]
    projects: tuple[Project, ...]


def load() -> Content:
    """Read content.yml."""
    data: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    department = data["部门整体"]
    entries = data["项目"]
    for previous, entry in pairwise(entries):
        if entry["指标"] == "照抄上一张表":
            entry["指标"] = previous["指标"]
    return Content(
        cover=tuple(data["封面"]),
        overall_goals=tuple(department["总体绩效目标"]),
        sub_goals=tuple(
            SubGoal(item["标题"], item["绩效目标"], item["绩效指标"]) for item in department["分项绩效目标"]
        ),
        safeguards=tuple(department["工作保障措施"]),
        projects=tuple(_project(number, entry) for number, entry in enumerate(entries, 1)),
    )


def _project(number: int, entry: dict[str, Any]) -> Project:
    total, fiscal, other = entry["预算"]
    return Project(
        number=number,
        name=entry["名称"],
        organization=entry["单位"],
        code=entry["编码"],
        spaced={"目录域": False, "书签": True}[entry["版式"]],
        budget=(total, fiscal, other),
        purpose=entry["用途"],
        plan=tuple(entry["支出计划"]),
        goals=tuple(entry["绩效目标"]),
        indicators=entry["指标"],
    )


def head_rows(project: Project) -> list[Row]:
    """The upper part of the form, on seven grid columns."""
    total, fiscal, other = project.budget
    march, june, october, december = project.plan
    fiscal_label = "其中：财政    资金" if project.spaced else "其中：财政资金"
    goals = "\n".join(f"{number}.{goal}" for number, goal in enumerate(project.goals, 1))
    return [
        [Cell(project.organization, 5), Cell("单位：万元", 2)],
        [Cell("项目编码"), Cell(project.code, 2), Cell("项目名称"), Cell(project.name, 3)],
        [
            Cell("预算规模及资金用途"),
            Cell("预算数"),
            Cell(total),
            Cell(fiscal_label),
            Cell(fiscal),
            Cell("其他资金"),
            Cell(other),
        ],
        [Cell("", continues=True), Cell(project.purpose, 6)],
        [Cell("资金支出计划（%）"), Cell("3月底", 2), Cell("6月底", 2), Cell("10月底"), Cell("12月底")],
        [Cell("", continues=True), Cell(march, 2), Cell(june, 2), Cell(october), Cell(december)],
        [Cell("绩效目标"), Cell(goals, 6)],
    ]


def grid_rows(project: Project) -> list[Row]:
    """The indicator grid with its header row: six columns, the description two grid columns wide in the spaced manner."""
    widths = (1, 1, 1, 2 if project.spaced else 1, 1, 1)
    rows = [[Cell(label, width) for label, width in zip(_COLUMNS, widths, strict=True)]]
    for level1, groups in project.indicators.items():
        first_of_level1 = True
        for level2, indicators in groups.items():
            for position, indicator in enumerate(indicators):
                upper = [
                    Cell(level1 if first_of_level1 else "", continues=not first_of_level1),
                    Cell("" if position else level2, continues=bool(position)),
                ]
                rows.append(upper + [Cell(text, width) for text, width in zip(indicator, widths[2:], strict=True)])
                first_of_level1 = False
    return rows
