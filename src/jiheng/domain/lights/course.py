"""How a measured thing moves through the year: what can be asked of it by a day depends on that."""

from __future__ import annotations

import re
from enum import StrEnum

from jiheng.domain.target import Operator, Target, TargetKind
from jiheng.domain.taxonomy import Dimension
from jiheng.domain.units import TIME_UNITS, is_money, is_ratio
from jiheng.i18n import N_, _

__all__ = ["Course", "course_of"]


class Course(StrEnum):
    """The kinds of indicators."""

    ACCUMULATES = "accumulates"
    """Grows to its target through the year: 培训人次, 拨付率."""
    LEVEL = "level"
    """Stands at some height all the time: 合格率, 满意度, 在岗人数."""
    ONCE = "once"
    """Is there or not: 建成 1 座."""
    DEADLINE = "deadline"
    """Is to be done by a day."""
    ALLOWANCE = "allowance"
    """Is used up and must last: 总成本, 事故起数."""
    LIMIT = "limit"
    """Must stay below some height: 单位成本, 投诉率, 办理时限."""
    QUALITY = "quality"
    """Is judged in words."""

    @property
    def label(self) -> str:
        """What people call it."""
        return _(_LABELS[self])


_LABELS = {
    Course.ACCUMULATES: N_("累计"),
    Course.LEVEL: N_("水平"),
    Course.ONCE: N_("一次性"),
    Course.DEADLINE: N_("限期"),
    Course.ALLOWANCE: N_("累计上限"),
    Course.LIMIT: N_("上限"),
    Course.QUALITY: N_("定性"),
}

# Shares of a work that goes on: they stand at 50 % in June when all is well.
_SHARE_OF_WORK = re.compile(
    "完成率|完成比|完工率|竣工率|执行率|支付率|拨付率|支出率|发放率|兑付率|到位率|开工率|投资率|进度|进展"
)
# Counts of what is there all the year: people in office, places that measure.
_STOCK = re.compile("在[职岗编册校园]|供养|保有|存量|年限|寿命|保障(?:人|单位|户|家)|监测点|点位|容量|水平|指数|等级")
# Care for what is there: roads and lamps stay as many, but not the single works and the spots that were mended.
_CARE = re.compile("管护|养护|维护|运维")
_WORKS = re.compile("修复|修缮|维修|抢修|更换|更新|改造|整治|清理|清掏|处理|处置|排除|新增|新建|完成")
_SPOT, _MENDING = "处", "维护"
# What is counted is what happens, whatever it happens to: 养护次数, 保障人次.
_HAPPENS = re.compile("[次场起批期趟]$")
_PER_PIECE = re.compile("单价|单位成本|人均|户均|[每均]|标准|定额|补助额|率|比")


def course_of(name: str | None, dimension: Dimension | None, target: Target) -> Course:
    """The kind of an indicator, from its words; a person who knows better may choose another."""
    if target.kind is TargetKind.DEADLINE:
        return Course.DEADLINE
    bounds = target.bounds
    if target.kind is TargetKind.QUALITATIVE or bounds is None:
        return Course.QUALITY
    words, unit = name or "", target.unit or ""
    if _is_ceiling(target, dimension, unit):
        by_piece = is_ratio(unit) or unit in TIME_UNITS or _PER_PIECE.search(words) is not None
        return Course.LIMIT if by_piece and bounds[1] > 0 else Course.ALLOWANCE
    if is_ratio(unit):
        return Course.ACCUMULATES if _SHARE_OF_WORK.search(words) else Course.LEVEL
    if dimension in {Dimension.SATISFACTION, Dimension.QUALITY} or _is_stock(words, unit):
        return Course.LEVEL
    return Course.ONCE if bounds[1] == 1 and not is_money(unit) else Course.ACCUMULATES


def _is_stock(words: str, unit: str) -> bool:
    if _HAPPENS.search(unit):
        return False
    if _STOCK.search(words):
        return True
    return _CARE.search(words) is not None and not _WORKS.search(words) and not (unit == _SPOT and _MENDING in words)


def _is_ceiling(target: Target, dimension: Dimension | None, unit: str) -> bool:
    if target.operator in {Operator.AT_MOST, Operator.LESS}:
        return True
    if target.operator in {Operator.AT_LEAST, Operator.MORE}:
        return False
    bounds = target.bounds
    nothing = bounds is not None and bounds[1] == 0
    short = dimension is Dimension.TIMELINESS and unit in TIME_UNITS
    return nothing or short or (dimension is Dimension.COST and not is_ratio(unit))
