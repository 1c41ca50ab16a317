"""A report as its form prints it, with the lights at its cells, and what has changed since the round before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiheng.domain.text import normalise
from jiheng.forms import load_form
from jiheng.regulations import Regulation
from jiheng.reports.labels import field_label
from jiheng.web.goals.paths import cell_of
from jiheng.web.monitoring.judging import situation_of
from jiheng.web.monitoring.mapping import FORM, reached, table_of
from jiheng.web.monitoring.models import Report, ReportVersion
from jiheng.web.monitoring.rules_text import course_rule, spending_rule
from jiheng.web.monitoring.selectors import version_before
from jiheng.web.monitoring.shown import ShownLight, shown
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.models import Run
from jiheng.writers.form_table import PrintedCell, printed_table

__all__ = ["Line", "anchor_label", "lines_of", "render_run", "sheet_html", "shown_report"]

_Content = Mapping[str, Any]
_MONEY = "funding.total.executed"


class Line(NamedTuple):
    """A light with what it is about, and the same in the round before.

    Attributes:
        course: what kind of indicator it is, in words.
        before, light_before: None where there was none.
    """

    name: str
    target: str
    actual: str
    course: str
    light: ShownLight
    before: str | None
    light_before: ShownLight | None


def shown_report(report: Report, content: _Content) -> dict[str, Any]:
    """The context of ``monitoring/_sheet.html``."""
    earlier = version_before(report.goal_id, report.round.through)
    regulation = regulation_of(report.year)
    return {
        "widths": load_form(FORM).layout.widths,
        "sheet": sheet_html(report, content),
        "lines": lines_of(content, earlier.content if earlier else None, regulation),
        "earlier": earlier,
    }


def render_run(run: Run, request: HttpRequest) -> str:
    """The middle of the review page."""
    versions = ReportVersion.objects.select_related("item__organization__parent", "item__round", "item__goal")
    version = versions.get(item=run.subject_id, number=run.version)
    context = {"report": version.item, "version": version, **shown_report(version.item, version.content)}
    return render_to_string("monitoring/_review.html", context, request=request)


def lines_of(content: _Content, earlier: _Content | None, regulation: Regulation) -> list[Line]:
    """The lights, the money first."""
    limits = regulation.lights
    lights, before = content["lights"], _by_name(earlier)
    spent = None if earlier is None else _spent(earlier)
    money = Line(
        _("预算执行"), "", _spent(content), "", shown(lights["spending"], spending_rule(limits)), spent,
        None if earlier is None else shown(earlier["lights"]["spending"]),
    )  # fmt: skip
    lines = [money]
    for row, light in zip(content["indicators"], lights["indicators"], strict=True):
        kind = situation_of(row).kind
        old = before.get(_key(row))
        lines.append(
            Line(
                row["name"] or row["level2"], row["target"], reached(row), kind.label,
                shown(light, course_rule(kind, limits)), old and old[0], old and old[1],
            )
        )  # fmt: skip
    return lines


def _by_name(content: _Content | None) -> dict[tuple[str, str], tuple[str, ShownLight]]:
    if content is None:
        return {}
    pairs = zip(content["indicators"], content["lights"]["indicators"], strict=True)
    return {_key(row): (reached(row), shown(light)) for row, light in pairs}


def _key(row: _Content) -> tuple[str, str]:
    return normalise(row["level2"]), normalise(row["name"])


def _spent(content: _Content) -> str:
    spent = content["funding"][0]["executed"]
    return _("{amount} 万元").format(amount=spent) if spent is not None else ""


# ── The printed form ──────────────────────────────────────────────────────────────────────────────────────────────────


def sheet_html(report: Report, content: _Content) -> SafeString:
    """``<tr>`` of every row of the form; all that people wrote is escaped."""
    table = printed_table(table_of(report, content), load_form(FORM))
    lights = {_MONEY: shown(content["lights"]["spending"])}
    lights |= {
        f"indicators[{number}].actual": shown(light) for number, light in enumerate(content["lights"]["indicators"])
    }
    made = "\n".join(f"<tr>{''.join(_cell(cell, lights) for cell in row.cells)}</tr>" for row in table.rows)
    return mark_safe(made)  # noqa: S308 - every part is escaped below


def _cell(cell: PrintedCell, lights: Mapping[str, ShownLight]) -> SafeString:
    anchor = _anchor(cell)
    light = lights.get(anchor)
    chip = format_html(
        ' <span class="light light-{}" title="{}">{} {}</span>', light.colour, light.sentence, light.sign, light.label
    ) if light else ""  # fmt: skip
    spans = (("colspan", cell.width), ("rowspan", cell.height))
    span = mark_safe("".join(f' {name}="{count}"' for name, count in spans if count > 1))  # noqa: S308 - numbers
    at = format_html(' data-anchor="{}"', anchor) if anchor else ""
    text = linebreaksbr(cell.text) if cell.text else ""
    if cell.is_label:
        return format_html('<th scope="{}"{} class="{}">{}</th>', cell.scope, span, cell.kind.value, text)
    return format_html('<td{}{} class="{}">{}{}</td>', span, at, cell.kind.value, text, chip)


def _anchor(cell: PrintedCell) -> str:
    if cell.is_label or not cell.fields:
        return ""
    if cell.block and cell.row is not None:
        return f"{cell.block}[{cell.row - 1}].{cell.fields[0].removeprefix('reasons.')}"
    return cell.fields[0]


def anchor_label(anchor: str) -> str:
    """What people call a cell."""
    cell = cell_of(anchor)
    if cell is None:
        return field_label(anchor, form=FORM)
    columns = _columns()
    return _("指标 {number} · {column}").format(number=cell.row + 1, column=columns.get(cell.column, cell.column))


def _columns() -> dict[str, str]:
    return {
        "name": _("三级指标"), "target": _("年度指标值"), "actual": _("完成情况"), "expected": _("全年预计完成情况"),
        "explanation": _("原因说明"), "remark": _("改进措施"), "funding": _("经费保障"), "institution": _("制度保障"),
        "staff": _("人员保障"), "equipment": _("硬件条件保障"), "other": _("其他"),
    }  # fmt: skip
