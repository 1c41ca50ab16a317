"""A monitoring table → `MonitoringReport`."""

from __future__ import annotations

from jiheng.domain.monitoring import (
    DeviationReason,
    MonitoredFunding,
    MonitoredIndicator,
    MonitoringReport,
    Possibility,
)
from jiheng.domain.target import Target, parse_target
from jiheng.domain.text import label_key
from jiheng.recognise.draft import REPORTING, Draft, Row
from jiheng.recognise.funds import FundRows, fund_rows
from jiheng.recognise.rows import indicator_rows, target_of

__all__ = ["monitoring_report"]

_TICKS = frozenset("√✓✔☑■●vVyY是1")
_NO_TICKS = frozenset("□☐○×否0-—/")
_POSSIBILITIES = {
    "确定能": Possibility.CERTAIN,
    "能": Possibility.CERTAIN,
    "有可能": Possibility.POSSIBLE,
    "可能": Possibility.POSSIBLE,
    "完全不可能": Possibility.IMPOSSIBLE,
    "不可能": Possibility.IMPOSSIBLE,
}
_REASONS = {
    "经费保障": DeviationReason.FUNDING,
    "制度保障": DeviationReason.INSTITUTION,
    "人员保障": DeviationReason.STAFF,
    "硬件条件保障": DeviationReason.EQUIPMENT,
    "其他": DeviationReason.OTHER,
}


def monitoring_report(draft: Draft) -> MonitoringReport:
    """The table of a draft that has its number."""
    assert draft.number is not None
    draft.note_missing(draft.number)
    unit = draft.currency_unit("currency_unit")
    rows = list(indicator_rows(draft, "indicators", draft.form.blocks["indicators"]))
    return MonitoringReport(
        number=draft.number,
        form=draft.form.id,
        organization=draft.organization("organization") or draft.organization(REPORTING),
        department=draft.organization("department"),
        code=draft.code(),
        name=draft.name(),
        currency_unit=unit,
        through_month=draft.through_month,
        funding=tuple(_funding(draft, line, index, unit) for index, line in enumerate(fund_rows(draft))),
        goals=draft.items("goals"),
        indicators=tuple(_indicator(draft, row, index) for index, row in enumerate(rows)),
        details=draft.details(),
        malformed=draft.malformed,
        title=draft.title,
        places=draft.places,
    )


def _funding(draft: Draft, line: FundRows, index: int, unit: str) -> MonitoredFunding:
    path = f"funding[{index}]"
    opening, executed, expected = (
        line.amount(draft, column, path, unit) for column in ("opening", "executed", "expected")
    )
    rate = draft.cell_number(line.row, "rate", f"{path}.rate", "percent")
    return MonitoredFunding(line.source, opening, executed, rate, expected, line.row.places)


def _indicator(draft: Draft, row: Row, index: int) -> MonitoredIndicator:
    path = f"indicators[{index}]"
    reasons = [reason for reason in DeviationReason if _ticked(draft, row, f"reasons.{reason}", path)]
    explanation = row.text("reasons.explanation")
    written = row.text("reasons")
    if written and (named := _REASONS.get(label_key(written))):
        reasons.append(named)
    elif written:
        explanation = written if explanation is None else f"{written}\n{explanation}"
    return MonitoredIndicator(
        level1=row.text("level1"),
        level2=row.text("level2"),
        name=row.text("name"),
        target=target_of(draft, row),
        actual=_value(row, "actual"),
        expected=_value(row, "expected"),
        reasons=tuple(reasons),
        explanation=explanation,
        possibility=_possibility(draft, row, path),
        remark=row.text("remark"),
        places=row.places,
    )


def _value(row: Row, column: str) -> Target | None:
    text = row.text(column)
    return None if text is None else parse_target(text)


def _ticked(draft: Draft, row: Row, column: str, path: str) -> bool:
    """Whether a cell is ticked; words in it, in place of a tick, are said."""
    text = row.text(column)
    if text is None or text in _NO_TICKS:
        return False
    if text not in _TICKS:
        draft.reject("unrecognised-cell", f"{path}.{column}", text, column, row.places.get(column))
        return False
    return True


def _possibility(draft: Draft, row: Row, path: str) -> Possibility | None:
    ticked = [choice for choice in Possibility if _ticked(draft, row, f"possibility.{choice}", path)]
    written = row.text("possibility")
    if written and (named := _POSSIBILITIES.get(label_key(written))):
        ticked.append(named)
    elif written:
        draft.reject("unrecognised-cell", f"{path}.possibility", written, "", row.places.get("possibility"))
    if len(ticked) > 1:  # two answers are none
        column = f"possibility.{ticked[1]}"
        draft.reject("unrecognised-cell", f"{path}.possibility", row.text(column) or "", "", row.places.get(column))
    return ticked[0] if len(ticked) == 1 else None
