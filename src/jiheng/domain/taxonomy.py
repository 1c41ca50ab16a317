"""The versioned tree of indicators.

Before 2021 成本指标 stood below 产出指标 (财预〔2015〕88号); the guide of 2021 (财预〔2021〕101号) made it a first level of
its own. Both are in use side by side, so a table is read by the words it uses, and a tree is data.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from jiheng.domain.text import label_key

__all__ = ["TREES", "Category", "Dimension", "Level1", "Tree", "classify"]


class Level1(StrEnum):
    """First-level groups, by their printed names."""

    COST = "成本指标"
    OUTPUT = "产出指标"
    BENEFIT = "效益指标"
    SATISFACTION = "满意度指标"


class Dimension(StrEnum):
    """What an indicator measures, by the name of its second level (without the changing 指标)."""

    QUANTITY = "数量"
    QUALITY = "质量"
    TIMELINESS = "时效"
    COST = "成本"
    ECONOMIC = "经济效益"
    SOCIAL = "社会效益"
    ECOLOGICAL = "生态效益"
    SUSTAINABLE = "可持续影响"
    SATISFACTION = "满意度"


class Tree(NamedTuple):
    """A published tree: first-level name → second-level names, in printed order.

    `output`: the dimensions that every table says something about. The guide of 2021 asks for costs of buildings, large
    repairs and purchases only.
    """

    id: str
    basis: str
    first_year: int
    output: tuple[Dimension, ...]
    levels: dict[str, tuple[str, ...]]


TREES: dict[str, Tree] = {
    "2015": Tree(
        "2015",
        "财预〔2015〕88号",
        2015,
        (Dimension.QUANTITY, Dimension.QUALITY, Dimension.TIMELINESS, Dimension.COST),
        {
            "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
            "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
            "满意度指标": ("服务对象满意度指标",),
        },
    ),
    "2021": Tree(
        "2021",
        "财预〔2021〕101号",
        2021,
        (Dimension.QUANTITY, Dimension.QUALITY, Dimension.TIMELINESS),
        {
            "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
            "产出指标": ("数量指标", "质量指标", "时效指标"),
            "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标"),
            "满意度指标": ("服务对象满意度指标",),
        },
    ),
}


class Category(NamedTuple):
    """Where an indicator belongs; None where the words say nothing known."""

    level1: Level1 | None
    dimension: Dimension | None


# What may stand around a name: （一）产出指标, 数量指标（20分）.
_AROUND = re.compile(r"^[0-9.．一二三四五六七八九十]+|[0-9.]+分?$")
_LEVEL1 = {name.value.removesuffix("指标"): name for name in Level1} | {"服务对象满意度": Level1.SATISFACTION}
_DIMENSIONS = {
    "数量": Dimension.QUANTITY,
    "产出数量": Dimension.QUANTITY,
    "质量": Dimension.QUALITY,
    "产出质量": Dimension.QUALITY,
    "时效": Dimension.TIMELINESS,
    "产出时效": Dimension.TIMELINESS,
    "成本": Dimension.COST,
    "产出成本": Dimension.COST,
    "经济成本": Dimension.COST,
    "社会成本": Dimension.COST,
    "生态环境成本": Dimension.COST,
    "生态成本": Dimension.COST,
    "经济效益": Dimension.ECONOMIC,
    "社会效益": Dimension.SOCIAL,
    "生态效益": Dimension.ECOLOGICAL,
    "环境效益": Dimension.ECOLOGICAL,
    "生态环境效益": Dimension.ECOLOGICAL,
    "可持续影响": Dimension.SUSTAINABLE,
    "可持续发展": Dimension.SUSTAINABLE,
    "可持续性影响": Dimension.SUSTAINABLE,
    "服务对象满意度": Dimension.SATISFACTION,
    "满意度": Dimension.SATISFACTION,
    "社会公众或服务对象满意度": Dimension.SATISFACTION,
    "受益对象满意度": Dimension.SATISFACTION,
}
_HOME = {
    Dimension.QUANTITY: Level1.OUTPUT,
    Dimension.QUALITY: Level1.OUTPUT,
    Dimension.TIMELINESS: Level1.OUTPUT,
    Dimension.ECONOMIC: Level1.BENEFIT,
    Dimension.SOCIAL: Level1.BENEFIT,
    Dimension.ECOLOGICAL: Level1.BENEFIT,
    Dimension.SUSTAINABLE: Level1.BENEFIT,
    Dimension.SATISFACTION: Level1.SATISFACTION,
}


def _stem(text: str | None) -> str:
    return _AROUND.sub("", label_key(text or "")).removesuffix("指标")


@lru_cache(maxsize=1024)
def classify(level1: str | None, level2: str | None) -> Category:
    """Place an indicator by the printed names of its two upper levels; spaces, numbering, points and a missing 指标 do no harm.

    A blank first level is filled in where the second belongs to one group only; a printed one is never overruled.
    """
    group = _LEVEL1.get(_stem(level1))
    dimension = _DIMENSIONS.get(_stem(level2))
    if dimension is None and group is Level1.COST:
        dimension = Dimension.COST
    if dimension is None and group is Level1.SATISFACTION:
        dimension = Dimension.SATISFACTION
    if group is None and not _stem(level1) and dimension is not None:
        group = _HOME.get(dimension)
    return Category(group, dimension)
