"""The frame of one evaluation: rows that begin as a template, are edited, and are fixed when the scoring begins.

A row is ``id level1 level2 name weight meaning guidance standard measure``; all are texts, ``id`` stays with the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from jiheng.regulations import EvaluationFrame, Measure, evaluation_frames
from jiheng.web.evaluation.words import cleaned

__all__ = [
    "COLUMNS",
    "DEFAULT_FRAME",
    "MOST",
    "Row",
    "leaves_of",
    "merged_levels",
    "normal_rows",
    "points_of",
    "problems_of",
    "too_long",
    "weight_of",
    "weight_sum",
]

Row = dict[str, str]
COLUMNS = ("level1", "level2", "name", "weight", "meaning", "guidance", "standard")
"""What people edit."""
DEFAULT_FRAME = "project-2020"
MOST = 100
"""Rows of a frame."""
_FULL = Decimal(100)
_LONGEST = {"level1": 40, "level2": 40, "name": 120, "weight": 10}
_LONG = 1000


def leaves_of(frame: EvaluationFrame) -> list[Row]:
    """The rows of a template."""
    return [
        {
            "id": f"n{number}", "level1": leaf.level1, "level2": leaf.level2, "name": leaf.name,
            "weight": f"{leaf.weight:f}", "meaning": leaf.meaning, "guidance": leaf.guidance, "standard": leaf.standard,
            "measure": leaf.measure.value,
        }
        for number, leaf in enumerate(frame.leaves, 1)
    ]  # fmt: skip


def normal_rows(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows as they are kept: without empty ones, each with an id of its own, in the order of the levels."""
    kept = [row for row in rows if any(cleaned(row.get(name)) for name in COLUMNS)][:MOST]
    taken: set[str] = set()
    made = []
    for row in kept:
        texts = {name: cleaned(row.get(name)) for name in COLUMNS}
        measure = str(row.get("measure") or "")
        made.append({"id": _id(str(row.get("id") or ""), taken), **texts, "measure": _measure(measure)})
    return _by_level(made)


def too_long(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What does not fit where it stands: ``row-0-name`` → the sentence."""
    return {
        f"row-{number}-{name}": _("第 {number} 行的文字超过 {count} 字，请精简").format(number=number + 1, count=most)
        for number, row in enumerate(rows)
        for name in COLUMNS
        if len(cleaned(row.get(name))) > (most := _LONGEST.get(name, _LONG))
    }


def _id(wanted: str, taken: set[str]) -> str:
    number = len(taken) + 1
    found = wanted if wanted.isalnum() and wanted.isascii() and len(wanted) <= 8 and wanted not in taken else ""
    while not found:
        found, number = (f"n{number}" if f"n{number}" not in taken else ""), number + 1
    taken.add(found)
    return found


def _measure(text: str) -> str:
    return text if text in {each.value for each in Measure} else ""


def _by_level(rows: Sequence[Row]) -> list[Row]:
    """Rows of one level stand together, as they are printed merged; levels in the order in which they come first."""
    first = list(dict.fromkeys(row["level1"] for row in rows))
    second = list(dict.fromkeys((row["level1"], row["level2"]) for row in rows))
    return sorted(rows, key=lambda row: (first.index(row["level1"]), second.index((row["level1"], row["level2"]))))


def weight_of(row: Mapping[str, str]) -> Decimal | None:
    """The points of a row; None where no weight stands there."""
    try:
        weight = Decimal(row["weight"])
    except InvalidOperation:
        return None
    exponent = weight.as_tuple().exponent
    if not weight.is_finite() or not 0 < weight <= _FULL or not isinstance(exponent, int) or not -2 <= exponent <= 0:
        return None
    return weight


def weight_sum(rows: Iterable[Mapping[str, str]]) -> Decimal:
    """All weights together."""
    return sum((weight_of(row) or Decimal(0) for row in rows), Decimal(0))


def points_of(text: object, weight: Decimal) -> Decimal | None:
    """A score that was typed: between 0 and the weight, two decimals at most; None for anything else."""
    try:
        points = Decimal(str(text))
    except InvalidOperation:
        return None
    exponent = points.as_tuple().exponent
    if not points.is_finite() or not 0 <= points <= weight or not isinstance(exponent, int) or not -2 <= exponent <= 0:
        return None
    return points


def problems_of(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Why a frame cannot be scored by, in sentences; nothing where it can."""
    if not rows:
        return [_("评价指标体系还是空的")]
    problems = []
    for number, row in enumerate(rows, 1):
        if not row["level1"] or not row["name"]:
            problems.append(_("第 {number} 行缺少一级指标或三级指标").format(number=number))
        if weight_of(row) is None:
            problems.append(_("第 {number} 行的分值应当大于 0，最多两位小数").format(number=number))
    names = [row["name"] for row in rows if row["name"]]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        problems.append(_("三级指标重复：{names}").format(names=_("、").join(twice)))
    total = weight_sum(rows)
    if total != _FULL:
        problems.append(_("分值合计 {total}，应为 100").format(total=f"{total:f}"))
    return problems + _result_problem(rows)


def _result_problem(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Output and benefit weigh sixty at least, in frames that have these levels (10号)."""
    template = evaluation_frames()[DEFAULT_FRAME]
    if not {row["level1"] for row in rows} & set(template.result_levels):
        return []
    results = weight_sum(row for row in rows if row["level1"] in template.result_levels)
    if results >= template.result_weight:
        return []
    levels = _("、").join(template.result_levels)
    text = _("{levels}的分值合计 {total}，应不低于 {least}")
    return [text.format(levels=levels, total=f"{results:f}", least=f"{template.result_weight:f}")]


def merged_levels(rows: Sequence[Mapping[str, str]]) -> list[dict[str, int]]:
    """For each row over how many rows its first and second level reach; 0 where it is merged into one above."""
    return [
        {"level1": _reach(rows, index, ("level1",)), "level2": _reach(rows, index, ("level1", "level2"))}
        for index in range(len(rows))
    ]


def _reach(rows: Sequence[Mapping[str, str]], index: int, keys: tuple[str, ...]) -> int:
    said = [[row[key] for key in keys] for row in rows]
    if index and said[index - 1] == said[index]:
        return 0
    last = index
    while last + 1 < len(rows) and said[last + 1] == said[index]:
        last += 1
    return last - index + 1
