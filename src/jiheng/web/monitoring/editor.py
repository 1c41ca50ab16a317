"""What the page of a report that is being written is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiheng.domain.lights import Course
from jiheng.domain.monitoring import Possibility
from jiheng.regulations import Reason, Regulation
from jiheng.web.accounts.models import User
from jiheng.web.goals.texts import editor_texts
from jiheng.web.monitoring.judging import ACHIEVEMENTS, missing_of, situation_of
from jiheng.web.monitoring.mapping import rate_of
from jiheng.web.monitoring.models import Report
from jiheng.web.monitoring.preparing import prepared, stored_lights
from jiheng.web.monitoring.printed import anchor_label, lines_of
from jiheng.web.monitoring.rules_text import course_rule, spending_rule
from jiheng.web.monitoring.selectors import version_before
from jiheng.web.monitoring.shown import ShownLight, shown
from jiheng.web.monitoring.typed import typed_of
from jiheng.web.ui.templatetags.ui import options

__all__ = ["answer_of", "editor_data"]

_Content = Mapping[str, Any]


def editor_data(report: Report, actor: User) -> dict[str, Any]:
    """The context of the template; ``page`` is what the scripts get as JSON."""
    known = prepared(report)
    content = {**known.content(report.content), "adjustment": report.adjustment}
    earlier = version_before(report.goal_id, report.round.through)
    lines = lines_of(content, earlier.content if earlier else None, known.regulation)
    page = {
        "id": report.pk,
        "person": actor.pk,
        "lock": report.lock,
        "typed": typed_of(content),
        "checked": answer_of(content, known.regulation),
        "labels": _labels(content),
        "texts": {**editor_texts(), **_texts()},
        "urls": {
            "save": reverse("monitoring:save", args=[report.pk]),
            "check": reverse("monitoring:check", args=[report.pk]),
            "rules": f"{reverse('regulation:rules')}#lights",
        },
    }
    return {
        "page": page,
        "month": report.round.through.month,
        "funding": [
            {**line, "label": _sources()[line["source"]], "rate": rate_of(line)} for line in content["funding"]
        ],
        "money": lines[0],
        "rows": [
            {
                **row,
                "number": number,
                "line": line,
                "is_in_words": situation_of({**row, "course": ""}).kind is Course.QUALITY,
                "guess": situation_of({**row, "course": ""}).kind.label,
                "reason_boxes": _reason_boxes(known.regulation.reasons, f"indicators[{number}]"),
            }
            for number, (row, line) in enumerate(zip(content["indicators"], lines[1:], strict=True))
        ],
        "goals": content["goals"],
        "earlier": earlier,
        # The same in every row, so made once.
        "achievements": options((name, each.value) for name, each in ACHIEVEMENTS.items()),
        "possibilities": options(_possibilities()),
        "courses": options((course.value, course.label) for course in Course),
    }


def answer_of(content: _Content, regulation: Regulation) -> dict[str, Any]:
    """What the page is told of what is typed: lights with sentence and rule, and what is still to be written."""
    lights = stored_lights(content)
    limits = regulation.lights
    kinds = [situation_of(row).kind for row in content["indicators"]]
    return {
        "worst": _light(shown(lights.worst)),
        "spending": _light(shown(lights.spending, spending_rule(limits))),
        "indicators": [
            _light(shown(light, course_rule(kind, limits)))
            for light, kind in zip(lights.indicators, kinds, strict=True)
        ],
        "missing": [each._asdict() for each in missing_of(content, lights)],
    }


def _light(light: ShownLight) -> dict[str, str]:
    return {**light._asdict(), "sign": light.sign, "label": light.label}


def _reason_boxes(reasons: Iterable[Reason], row: str) -> SafeString:
    """The boxes to tick in a row: dozens, which a template would draw for as long as the rest of the page."""

    def box(part: str, value: str, name: str) -> str:
        ticks = f'data-ticks="{row}.{part}" value="{escape(value)}"'
        return f'<label><input type="checkbox" {ticks}> {escape(name)}</label>'

    def finer(words: Iterable[str]) -> str:
        return f'<span class="finer" hidden>{"".join(box("finer", each, each) for each in words)}</span>'

    made = (
        f'<span class="reason">{box("reasons", each.code, each.label)}{finer(each.finer) if each.finer else ""}</span>'
        for each in reasons
    )
    return mark_safe("".join(made))  # noqa: S308 - every word is escaped above


def _sources() -> dict[str, str]:
    return {
        "total": _("年度资金总额"), "fiscal": _("财政拨款"), "carried_over": _("上年结转"),
        "special_account": _("财政专户管理资金"), "unit": _("单位资金"), "other": _("其他资金"),
    }  # fmt: skip


def _possibilities() -> list[tuple[str, str]]:
    labels = {
        Possibility.CERTAIN: _("确定能"), Possibility.POSSIBLE: _("有可能"), Possibility.IMPOSSIBLE: _("完全不可能"),
    }  # fmt: skip
    return [(each.value, label) for each, label in labels.items()]


def _labels(content: _Content) -> dict[str, str]:
    """Path → what people call it, for the list of what is missing and for two who typed at once."""
    columns = {
        "actual": _("完成情况"), "achievement": _("达成情况"), "expected": _("全年预计完成情况"), "reasons": _("偏差原因"),
        "finer": _("偏差原因"), "explanation": _("原因说明"), "possibility": _("完成目标可能性"), "remark": _("改进措施"),
        "course": _("指标类型"),
    }  # fmt: skip
    rows = {
        f"indicators[{number}].{column}": f"{row['name'] or anchor_label(f'indicators[{number}].name')} · {label}"
        for number, row in enumerate(content["indicators"])
        for column, label in columns.items()
    }
    names = {number: row["name"] for number, row in enumerate(content["indicators"])}
    return {
        **rows,
        **{f"indicators[{number}]": name for number, name in names.items()},
        **{
            f"funding.{source}": _("{source}全年预计执行数").format(source=label)
            for source, label in _sources().items()
        },
        "funding": _("全年预计执行数"),
        "analysis": _("偏差原因分析"),
        "measures": _("改进措施"),
        "filled_by": _("填表人"),
        "phone": _("联系电话"),
    }


def _texts() -> dict[str, str]:
    return {
        "missing": _("还有 {count} 处没有填"),
        "complete": _("可以提交"),
        "rule": _("这条规则"),
        "confirmSubmit": _("提交后进入审核，审核人打开以前可以撤回。确定提交？"),
    }
