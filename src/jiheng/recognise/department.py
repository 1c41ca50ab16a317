"""The text part of the yearly document: overall goals, goals by function, safeguards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiheng.domain.goals import DepartmentGoals, SubGoal
from jiheng.domain.grid import Paragraph
from jiheng.domain.note import Note
from jiheng.domain.text import label_key
from jiheng.recognise.values import split_items

__all__ = ["read_department"]

_NUMBER = r"(?:[一二三四五六七八九十]+|\d+)?[、.．]?"
_SECTIONS = {
    "overall_goals": re.compile(rf"{_NUMBER}(?:部门|单位|部门单位)?(?:年度)?(?:总体|整体)绩效目标"),
    "sub_goals": re.compile(rf"{_NUMBER}(?:部门|单位)?(?:职责)?(?:分项|分类)绩效(?:目标|指标)"),
    "safeguards": re.compile(rf"{_NUMBER}(?:实现年度发展规划目标的)?(?:工作)?保障措施"),
}
_NAMES = {"overall_goals": "总体绩效目标", "sub_goals": "分项绩效目标", "safeguards": "工作保障措施"}
_PART = re.compile(
    r"第[一二三四]部分.{0,20}|(?:部门|单位|部门单位)(?:预算)?(?:整体)(?:支出)?绩效目标|(?:预算)?项目(?:支出)?绩效目标(?:表)?"
)
_SECOND_PART = re.compile(r"第二部分.{0,20}|(?:预算)?项目(?:支出)?绩效目标(?:表)?")
_GOAL = re.compile(r"(?:^|\n|(?<=[。；;]))\s*(?:年度)?绩效目标\s*[：:]\s*")
_INDICATORS = re.compile(r"(?:^|\n|(?<=[。；;]))\s*(?:年度)?绩效指标\s*[：:]\s*")
_TITLE_LENGTH = 30
_EXCERPT = 40


def read_department(
    paragraphs: Sequence[Paragraph], notes: list[Note]
) -> tuple[DepartmentGoals | None, list[Paragraph]]:
    """The department part, and the paragraphs before it (cover and title).

    A document may carry a section twice, for instance a broken first copy in front of the real one: the last copy
    counts, and a note says what of an earlier one is not in it.
    """
    cover, copies, strays = _sort(paragraphs)
    notes.extend(_unplaced(paragraph) for paragraph in strays)
    if not any(copies.values()):
        return None, cover
    texts = {name: _last_copy(found, notes) for name, found in copies.items()}
    for name, found in copies.items():
        if not found:
            notes.append(Note("department-section-missing", {"section": _NAMES[name]}))
    return (
        DepartmentGoals(
            overall_goals=_join(texts["overall_goals"]),
            sub_goals=tuple(_sub_goal(item) for item in split_items(_join(texts["sub_goals"]) or "")),
            safeguards=_join(texts["safeguards"]),
            places={name: lines[0].place for name, lines in texts.items() if lines},
        ),
        cover,
    )


def _sort(
    paragraphs: Sequence[Paragraph],
) -> tuple[list[Paragraph], dict[str, list[list[Paragraph]]], list[Paragraph]]:
    """What stands before the first section, the copies of each section, and what belongs to neither."""
    cover: list[Paragraph] = []
    copies: dict[str, list[list[Paragraph]]] = {name: [] for name in _SECTIONS}
    strays: list[Paragraph] = []
    current = cover
    for paragraph in paragraphs:
        key = label_key(paragraph.text)
        if section := _section(key):
            current = []
            copies[section].append(current)
        elif _PART.fullmatch(key):
            if _SECOND_PART.fullmatch(key) or any(copies.values()):
                current = strays
        else:
            current.append(paragraph)
    return cover, copies, strays


def _section(key: str) -> str | None:
    for name, pattern in _SECTIONS.items():
        if pattern.fullmatch(key):
            return None if name == "overall_goals" and _PART.fullmatch(key) else name
    return None


def _last_copy(copies: list[list[Paragraph]], notes: list[Note]) -> list[Paragraph]:
    *earlier, last = copies or [[]]
    known = {label_key(paragraph.text) for paragraph in last}
    for paragraph in (paragraph for copy in earlier for paragraph in copy):
        code = "repeated-text" if label_key(paragraph.text) in known else "unrecognised-text"
        notes.append(Note(code, {"text": paragraph.text[:_EXCERPT]}, paragraph.place))
    return last


def _unplaced(paragraph: Paragraph) -> Note:
    return Note("unrecognised-text", {"text": paragraph.text[:_EXCERPT]}, paragraph.place)


def _join(paragraphs: list[Paragraph]) -> str | None:
    return "\n".join(paragraph.text for paragraph in paragraphs) or None


def _sub_goal(item: str) -> SubGoal:
    """``title 绩效目标：… 绩效指标：…``; without these labels a short first sentence is the title of what follows."""
    goal_at, indicators_at = _GOAL.search(item), _INDICATORS.search(item)
    if goal_at or indicators_at:
        starts = sorted(
            (match.start(), match.end(), name)
            for name, match in (("goal", goal_at), ("indicators", indicators_at))
            if match
        )
        parts = {"goal": None, "indicators": None} | {
            name: item[end : starts[n + 1][0] if n + 1 < len(starts) else len(item)].strip() or None
            for n, (_start, end, name) in enumerate(starts)
        }
        return SubGoal(item[: starts[0][0]].strip().rstrip("。") or None, parts["goal"], parts["indicators"])
    first, stop, rest = item.partition("。")
    if stop and rest.strip() and len(first) <= _TITLE_LENGTH and "\n" not in first:
        return SubGoal(first.strip(), rest.strip(), None)
    return SubGoal(None, item, None)
