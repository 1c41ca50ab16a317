"""Frames of indicators by which departments and the finance bureau evaluate (财预〔2020〕10号, attachment 2), as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["EvaluationFrame", "FrameLeaf", "Measure", "evaluation_frames", "is_frame"]


class Measure(StrEnum):
    """What of a leaf can be reckoned from the data."""

    NONE = ""
    ARRIVAL_RATE = "arrival_rate"
    """资金到位率: arrived of the budget."""
    EXECUTION_RATE = "execution_rate"
    """预算执行率: spent of what *arrived* – not, as in self-evaluations, of the year's budget."""
    COMPLETION_RATE = "completion_rate"
    """实际完成率: quantities that were reached."""
    QUALITY_RATE = "quality_rate"
    """质量达标率."""
    TIMELINESS = "timeliness"
    """完成及时性: deadlines that were kept."""
    COST_SAVING = "cost_saving"
    """成本节约率: what was planned less what it cost, of what was planned."""
    BENEFIT_RATE = "benefit_rate"
    """实施效益: targets of benefit that were reached."""
    SATISFACTION = "satisfaction"
    """满意度."""


class FrameLeaf(NamedTuple):
    """An indicator of the third level.

    Attributes:
        meaning: 指标解释; guidance: 评价要点; standard: 评分标准.
        weight: in points.
    """

    level1: str
    level2: str
    name: str
    weight: Decimal
    meaning: str
    guidance: str
    standard: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class EvaluationFrame:
    """A frame, the template of an evaluation.

    Attributes:
        basis: the documents that it rests on.
        result_levels: first levels that together weigh `result_weight` at least, out of 100.
    """

    id: str
    name: str
    basis: tuple[str, ...]
    result_levels: tuple[str, ...]
    result_weight: Decimal
    leaves: tuple[FrameLeaf, ...]


@lru_cache(maxsize=1)
def evaluation_frames() -> dict[str, EvaluationFrame]:
    """Id → frame, of those that come with the program."""
    folder = files("jiheng.regulations")
    names = sorted(each.name for each in folder.iterdir() if is_frame(each.name))
    sources = (tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in names)
    return {source["id"]: _frame(source) for source in sources}


def is_frame(name: str) -> bool:
    """Whether a file of this folder is a frame, and no regulation."""
    return name.startswith("evaluation-frame-") and name.endswith(".toml")


def _frame(source: Mapping[str, Any]) -> EvaluationFrame:
    return EvaluationFrame(
        id=source["id"],
        name=source["name"],
        basis=tuple(source["basis"]),
        result_levels=tuple(source["result_levels"]),
        result_weight=Decimal(source["result_weight"]),
        leaves=tuple(_leaf(each) for each in source["leaf"]),
    )


def _leaf(row: Mapping[str, Any]) -> FrameLeaf:
    texts = {name: str(row[name]) for name in ("level1", "level2", "name", "meaning", "guidance", "standard")}
    return FrameLeaf(**texts, weight=Decimal(row["weight"]), measure=Measure(row.get("measure", "")))
