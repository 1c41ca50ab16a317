"""The values of a regulation as people read and change them: what each is called and what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiheng.domain.scores import NotApplicable
from jiheng.domain.scoring import Grade, ReverseFormula

__all__ = ["MONTHS", "SECTIONS", "Kind", "Section", "Value", "at", "values_of"]

_Text = str | Promise


class Kind(StrEnum):
    """How a value is written."""

    SHARE = "share"
    """Stored as a share of 1, written as per cent."""
    POINTS = "points"
    WHOLE = "whole"
    CHOICE = "choice"
    TRUTH = "truth"
    MONTHS = "months"


class Value(NamedTuple):
    """A value.

    Attributes:
        path: in the stored values, with dots: ``lights.red_below``.
        hint: what it changes, in words.
        choices: of a `Kind.CHOICE`.
    """

    path: str
    label: _Text
    kind: Kind
    hint: _Text = ""
    choices: tuple[tuple[str, _Text], ...] = ()

    @property
    def name(self) -> str:
        """Of the form field."""
        return self.path.replace(".", "__")


class Section(NamedTuple):
    """A part of the page; `key` is its anchor, which lights and scores link to."""

    key: str
    title: _Text
    intro: _Text
    values: tuple[Value, ...]


MONTHS = tuple((str(month), str(month)) for month in range(1, 13))
_REVERSE = (
    (ReverseFormula.RATIO.value, _("比例法：分值 × 目标 ÷ 实际")),
    (ReverseFormula.DISTANCE.value, _("偏离法：分值 ×（1 − 超出部分 ÷ 目标），超出一倍得 0 分")),
)
_NOT_APPLICABLE = (
    (NotApplicable.REDISTRIBUTE.value, _("分值按比例分给同一一级指标下的其他指标")),
    (NotApplicable.REBASE.value, _("不计这项，分值按比例分给其余各项（含预算执行率）")),
    (NotApplicable.FULL.value, _("给满分")),
)

_LIGHTS = Section(
    "lights",
    _("监控预警"),
    _("支出与项目自己的支出计划比，指标与它这一类到该日应达到的程度比，不用“月数÷12”。"),
    (
        Value("lights.red_below", _("红灯线"), Kind.SHARE, _("完成的不到应完成的这个比例，亮红灯")),
        Value("lights.yellow_below", _("黄灯线"), Kind.SHARE, _("低于这个比例、又没到红灯线，亮黄灯；达到就是绿灯")),
        Value("lights.allowed_gap", _("容许落后"), Kind.SHARE, _("比计划落后不超过全年的这个比例，不算落后（年初数小，免得误报）")),
        Value("lights.ahead", _("支出超前"), Kind.SHARE, _("支出比计划快出全年预算的这个比例，亮蓝灯，请核对计划")),
        Value("lights.exceeded", _("超额完成"), Kind.SHARE, _("完成全年目标的这个比例以上，亮蓝灯，目标可能定低了")),
        Value("lights.level_red_below", _("水平类指标红灯线"), Kind.SHARE, _("合格率、满意度等低于目标的这个比例亮红灯，没到目标而高于它亮黄灯")),
        Value("lights.limit_tolerance", _("上限容差"), Kind.SHARE, _("超过上限在这个比例以内亮黄灯，再多亮红灯")),
        Value("lights.warning_days", _("期限提醒（天）"), Kind.WHOLE, _("限期完成的，离期限这么多天还没完成，亮黄灯；过期亮红灯")),
    ),
)  # fmt: skip
_ROUNDS = Section(
    "monitoring",
    _("监控轮次与偏差原因"),
    _("监控表截至哪些月份的月末，偏差原因按哪些类别填。"),
    (Value("monitoring.rounds", _("监控月份"), Kind.MONTHS, _("每个月份月末为一轮，按需增减；已经下发的轮次不变")),),
)
_SCORING = Section(
    "scoring",
    _("自评打分"),
    _("每一项得分都按这些规则计算，四舍五入到两位小数，不会低于 0、高于分值。"),
    (
        Value("scoring.execution_weight", _("预算执行率分值"), Kind.POINTS, _("百分制中给预算执行率的分；各一级指标的权重之和为 100 减去它")),
        Value("scoring.reason_below", _("执行率须说明原因"), Kind.SHARE, _("执行率低于它时必须写原因")),
        Value("scoring.reverse", _("反向指标公式"), Kind.CHOICE, _("实际超过上限（成本、投诉等）时怎样扣分"), _REVERSE),
        Value("scoring.strict_equal", _("等于型指标严格相等"), Kind.TRUTH, _("勾选后，目标写“=”的，多于目标也按偏差扣分；不勾选只看少了多少")),
        Value("scoring.overshoot_allowed", _("容许超额"), Kind.SHARE, _("超过目标在这个比例以内照给满分；更多时看是否因为目标定低了")),
        Value("reason_exceeded", _("超额须说明原因"), Kind.SHARE, _("完成目标的这个比例以上，必须写原因")),
        Value("scoring.not_applicable", _("不适用的指标"), Kind.CHOICE, _("指标因政策取消等不适用时，它的分怎么办"), _NOT_APPLICABLE),
        Value("scoring.floor", _("及格线法的下限"), Kind.SHARE, _("选“及格线法”打分的指标，完成不到目标的这个比例得 0 分")),
    ),
)  # fmt: skip
_WEIGHTS = Section(
    "weights",
    _("一级指标权重"),
    _("指标树的一级指标各占多少分；没有设成本或满意度指标的，分值按文件规定归到其他一级指标。"),
    (
        Value("weights.2021.groups.成本指标", _("成本指标（2021 年起的指标树）"), Kind.POINTS),
        Value("weights.2021.groups.产出指标", _("产出指标（2021 年起的指标树）"), Kind.POINTS),
        Value("weights.2021.groups.效益指标", _("效益指标（2021 年起的指标树）"), Kind.POINTS),
        Value("weights.2021.groups.满意度指标", _("满意度指标（2021 年起的指标树）"), Kind.POINTS),
        Value("weights.2015.groups.产出指标", _("产出指标（2015 年的指标树）"), Kind.POINTS),
        Value("weights.2015.groups.效益指标", _("效益指标（2015 年的指标树）"), Kind.POINTS),
        Value("weights.2015.groups.满意度指标", _("满意度指标（2015 年的指标树）"), Kind.POINTS),
    ),
)
_GRADES = Section(
    "grades",
    _("等级"),
    _("总分达到最低分就是这一等，分数线归上一等；低于“中”的为“差”。"),
    tuple(
        Value(f"grades.{grade.value}", _("“{grade}”最低分"), Kind.POINTS)
        for grade in (Grade.EXCELLENT, Grade.GOOD, Grade.FAIR)
    ),
)
_RECTIFICATION = Section(
    "rectification",
    _("整改"),
    _("问题应在期限内整改，逾期按阶梯逐级督办。"),
    (Value("rectification.days", _("整改期限（天）"), Kind.WHOLE, _("下达通知时预填的期限，可以逐个改")),),
)
_PROPOSALS = Section(
    "proposals",
    _("结果应用"),
    _("按评价等级、执行率和未整改的问题，为下年预算提出建议；从上到下取第一条符合的，由人决定。"),
    (),
)
_DISCLOSURE = Section(
    "disclosure",
    _("结果公开"),
    _("自评和评价结果随决算公开。"),
    (Value("result_disclosure_days", _("公开期限（天）"), Kind.WHOLE, _("决算批准后多少天内公开绩效结果")),),
)
SECTIONS = (_LIGHTS, _ROUNDS, _SCORING, _WEIGHTS, _GRADES, _RECTIFICATION, _PROPOSALS, _DISCLOSURE)
"""In the order of the page."""


def values_of() -> Iterator[Value]:
    """All single values; lists (reasons, ladder, steps, proposals) have forms of their own."""
    for section in SECTIONS:
        yield from section.values


def at(values: Any, path: str) -> Any:
    """What stands at a path; None for nothing."""
    for part in path.split("."):
        if not isinstance(values, dict) or part not in values:
            return None
        values = values[part]
    return values
