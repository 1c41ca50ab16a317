"""What people call the cells that findings and comments name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

__all__ = ["anchor_label", "column_labels"]

_ROW = re.compile(r"indicators\[(\d+)\](?:\.(\w+))?")
_Content = Mapping[str, Any]


def column_labels() -> dict[str, str]:
    """Name of a field or column → its label."""
    return {
        "level1": _("一级指标"), "level2": _("二级指标"), "name": _("三级指标"), "target": _("年度指标值"),
        "actual": _("实际完成值"), "weight": _("分值"), "score": _("得分"), "given": _("评分"),
        "method": _("计分方法"), "floor": _("及格门槛"), "reason": _("偏差原因分析及改进措施"),
        "expected_goals": _("预期目标"), "actual_goals": _("实际完成情况"), "total_score": _("总分"),
        "indicators": _("绩效指标"), "process": _("项目实施内容及过程概述"), "conclusion": _("评价结论"),
        "problems": _("存在问题"), "improvements": _("改进措施"), "grade": _("自评等级"), "tasks": _("年度主要任务"),
    }  # fmt: skip


def anchor_label(content: _Content, anchor: str) -> str:
    """What people call the cell of an anchor such as ``indicators[2].actual``."""
    labels = column_labels()
    found = _ROW.fullmatch(anchor)
    if not found:
        return _("预算执行") if anchor.startswith("funding") else labels.get(anchor, anchor)
    rows = content.get("indicators") or []
    index = int(found[1])
    name = str(rows[index].get("name") or "") if index < len(rows) else ""
    row = _("指标 {number}").format(number=index + 1)
    return " · ".join(filter(None, (f"{row} {name}".strip(), labels.get(found[2] or "", ""))))
