"""Two rounds over a tenth of the projects of a year that is over, one that is being filled in, and their alerts."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from jiheng.domain.lights import Course, judge_spending
from jiheng.domain.target import parse_target
from jiheng.web.execution.services import last_day
from jiheng.web.monitoring.content import facts_of, merged, money_lines
from jiheng.web.monitoring.judging import Setting, missing_of, money_of, situation_of
from jiheng.web.monitoring.models import (
    Alert,
    AlertKind,
    AlertState,
    Colour,
    Conclusion,
    Report,
    ReportVersion,
    Round,
    RoundKind,
    Sighting,
)
from jiheng.web.monitoring.preparing import stored_lights, with_lights
from jiheng.web.monitoring.services.reports import SUBJECT, summarise
from jiheng.web.monitoring.shown import light_json
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.services import default_chain
from jiheng.web.submissions.digests import digest_of
from jiheng.web.submissions.models import State
from papers import BUDGET, blank_sheet, plain, text_of, with_names
from places import Places
from reviews import Paper, add_review, steps_of
from rows import Approved, Rows
from telling import tell, writers
from ways import Way, amount_of, sums_of, way_of

__all__ = ["Monitoring"]

_EVERY, _FIRST = 10, 8
_HALF_YEAR, _THREE_QUARTERS, _QUARTER = 6, 9, 3
_ALL = 100
_BAD = frozenset({Colour.RED, Colour.YELLOW})
_STATES = (State.DRAFT, State.SUBMITTED, State.DRAFT, State.SUBMITTED, State.RETURNED)
"""Of five reports of the round that is being filled in."""
_WHY = {"reasons": "institution", "finer": "采购流程", "explanation": "采购流程比计划晚，前期只做了准备工作。",
        "remark": "倒排工期，采购完成后集中开展，每周通报进度。"}  # fmt: skip
_NOTES = {"analysis": "部分合同约定年底验收后付款。", "measures": "督促承办单位按进度申请付款。", "filled_by": "经办人",
          "phone": "0311-00000000"}  # fmt: skip


class _Occasion(NamedTuple):
    """A round; `is_over`: all reports are approved and concluded."""

    key: int
    name: str
    year: int
    month: int
    is_over: bool


class _Made(NamedTuple):
    """A report of the blank project, with what lists show of it."""

    text: str
    setting: Setting
    errors: int


class Monitoring:
    """The rounds of the bureau."""

    def __init__(self, rows: Rows, places: Places, current: int) -> None:
        self._rows, self._places, self._current = rows, places, current
        default_chain(subject=SUBJECT)
        self._steps = steps_of(SUBJECT)
        self._rounds: dict[int, list[_Occasion]] = {}
        self._told: set[tuple[int, int]] = set()

    def add(self, approved: Approved) -> None:
        """The reports of a project, if it is one of those that are asked."""
        if approved.number % _EVERY != _FIRST:
            return
        rounds = self._rounds.get(approved.year) or self._begun(approved.year)
        reports = [self._report(each, approved) for each in rounds]
        self._alerts(approved, rounds, reports)

    def _begun(self, year: int) -> list[_Occasion]:
        months = (_QUARTER,) if year == self._current else (_HALF_YEAR, _THREE_QUARTERS)
        return self._rounds.setdefault(year, [self._round(year, month) for month in months])

    def _round(self, year: int, month: int) -> _Occasion:
        is_over, through, today = year != self._current, last_day(year, month), self._rows.now.date()
        opens = through + timedelta(days=1) if is_over else today - timedelta(days=7)
        name = f"1–{month}月重点监控"
        key = self._rows.add(
            Round, organization_id=self._places.bureau, year=year, name=name, kind=RoundKind.FOCUS, through=through,
            opens_on=opens, due_on=opens + timedelta(days=28), handed_out_at=self._rows.moment(),
            created_by_id=self._places.office,
        )  # fmt: skip
        return _Occasion(key, name, year, month, is_over)

    def _report(self, each: _Occasion, approved: Approved) -> Report:
        """The report with its versions and reviews; gives what was written."""
        rows, way = self._rows, way_of(approved.number)
        made = _made(each.year, each.month, way)
        state = State.APPROVED if each.is_over else _STATES[approved.number // _EVERY % len(_STATES)]
        report = Report(year=each.year, content=_content(made, approved, way, each.month))
        summarise(report)
        shown = {name: getattr(report, name) for name in ("content", "colour", "reds", "yellows", "errors", "rate")}
        writer, finance = approved.unit.preparer, approved.unit.deciders[2]
        if each.is_over:
            bad = bool(report.reds)
            shown |= {"conclusion": Conclusion.RECTIFY if bad else Conclusion.FINE, "concluded_by_id": finance,
                      "conclusion_text": "请倒排工期，完成采购，并报整改情况。" if bad else "", "concluded_at": rows.now}  # fmt: skip
        report.pk = rows.add(
            Report, round_id=each.key, goal_id=approved.goal, organization_id=approved.unit.organization.pk,
            year=each.year, state=state, created_by_id=self._places.office, changed_by_id=writer, **shown,
        )  # fmt: skip
        rows.add(Round.goals.through, round_id=each.key, goal_id=approved.goal)
        self._tell(each, approved)
        if state != State.DRAFT:
            self._hand_in(each, approved, report, state)
        return report

    def _hand_in(self, each: _Occasion, approved: Approved, report: Report, state: str) -> None:
        rows, digest, handed_in = self._rows, digest_of(report.content), self._rows.moment()
        is_approved = state == State.APPROVED
        rows.add(
            ReportVersion, item_id=report.pk, number=1, content=report.content, digest=digest, submitted_at=handed_in,
            submitted_by_id=approved.unit.preparer, is_approved=is_approved,
            approved_at=rows.now if is_approved else None,
        )  # fmt: skip
        counts = {"errors": 0, "warnings": report.reds, "infos": report.yellows}
        title = f"{approved.project.name}（{each.name}）"
        paper = Paper(SUBJECT, report.pk, 1, digest, each.year, title, approved.unit, handed_in, counts)
        at = len(self._steps) if is_approved else approved.number // 50 % len(self._steps)
        add_review(rows, paper, self._steps, state, at)

    def _alerts(self, approved: Approved, rounds: list[_Occasion], reports: list[Report]) -> None:
        """One of each place that was bad once: open where it still is, ended by itself where it is not any more."""
        seen: dict[tuple[AlertKind, str], list[tuple[_Occasion, str, dict[str, Any]]]] = {}
        for each, report in zip(rounds, reports, strict=True):
            if report.pk is None or not (each.is_over or approved.number // _EVERY % len(_STATES)):
                continue
            lights, names = report.content["lights"], [row["name"] for row in report.content["indicators"]]
            seen.setdefault((AlertKind.SPENDING, ""), []).append((each, "", lights["spending"]))
            for number, light in enumerate(lights["indicators"]):
                place = (AlertKind.INDICATOR, f"indicators[{number}]")
                seen.setdefault(place, []).append((each, names[number], light))
        for (kind, anchor), found in seen.items():
            if any(light["colour"] in _BAD for _each, _name, light in found):
                self._alert(approved, kind, anchor, found)

    def _alert(
        self, approved: Approved, kind: AlertKind, anchor: str, found: list[tuple[_Occasion, str, dict[str, Any]]]
    ) -> None:
        rows, (each, name, light) = self._rows, found[-1]
        bad = [(one.month, seen["colour"]) for one, _name, seen in found if seen["colour"] in _BAD]
        values: dict[str, Any] = {"state": AlertState.OPEN}
        if light["colour"] not in _BAD:
            values = {"state": AlertState.CLOSED, "closed_at": rows.now}
        elif each.is_over:
            values = {"state": AlertState.ANSWERED, "answer": "采购已挂网，四季度补上进度。", "answered_at": rows.now,
                      "answered_by_id": approved.unit.preparer}  # fmt: skip
        key = rows.add(
            Alert, goal_id=approved.goal, organization_id=approved.unit.organization.pk, year=each.year, kind=kind,
            anchor=anchor, name=name[:255], colour=bad[-1][1], light=light, round_id=each.key,
            seen_at=last_day(each.year, each.month), opened_at=rows.moment(), **values,
        )  # fmt: skip
        for month, colour in bad:
            rows.add(Sighting, alert_id=key, month=month, colour=colour)

    def _tell(self, each: _Occasion, approved: Approved) -> None:
        unit = approved.unit
        if (each.key, unit.organization.pk) in self._told:
            return
        self._told.add((each.key, unit.organization.pk))
        if not each.is_over:
            tell(
                self._rows, unit, each.year, people=writers(unit), kind="monitoring.handed-out",
                key=f"monitoring.round.{each.key}.{unit.organization.pk}", title=f"“{each.name}”下达了监控表",
                url=f"/monitoring/?year={each.year}&round={each.key}",
            )  # fmt: skip


def _content(made: _Made, approved: Approved, way: Way, month: int) -> dict[str, Any]:
    """The blank report with the names and the money of a project."""
    content = with_names(made.text, approved, way.spent[month - 1])
    content["funding"] = money_lines(sums_of(Decimal(approved.project.amount), way, month))
    setting = made.setting
    spending = judge_spending(money_of(content), setting.progress, setting.regulation.lights)
    content["lights"]["spending"] = light_json(spending)
    return content


@lru_cache(maxsize=100)
def _made(year: int, month: int, way: Way) -> _Made:
    sheet, through = blank_sheet(year), last_day(year, month)
    setting = Setting.of(sheet, at=through, year=year, starts=None, regulation=regulation_of(year))
    facts = facts_of(sheet, 1, sums_of(BUDGET, way, month))
    answers = [{**fact, **_reached(fact, way, month), "possibility": "certain"} for fact in facts["indicators"]]
    content = with_lights(merged(facts, {"indicators": answers, **_NOTES}), setting)
    for row, light in zip(answers, content["lights"]["indicators"], strict=True):
        row.update(_WHY if light["colour"] in _BAD else {})
    content = with_lights(merged(facts, {"indicators": answers, **_NOTES}), setting)
    missing = missing_of(content, stored_lights(content))
    assert not missing, missing
    return _Made(text_of(content), setting, len(missing))


def _reached(fact: dict[str, Any], way: Way, month: int) -> dict[str, str]:
    """The budget has gone as far as the money, what adds up as far as the work; a level is what was promised."""
    target = parse_target(fact["target"])
    blank = {**fact, **dict.fromkeys(("actual", "expected", "achievement", "possibility", "course"), "")}
    assert target.bounds is not None  # the document has numbers alone
    number, unit = target.bounds[1], target.unit or ""
    actual = f"{number:f}"
    if number == BUDGET:
        actual = plain(amount_of(BUDGET, way.spent[month - 1]))
    elif situation_of(blank).kind is Course.ACCUMULATES:
        done = number * min(way.done[month - 1], _ALL) / _ALL
        actual = f"{done.quantize(Decimal(1), ROUND_HALF_UP):f}"
    return {"actual": f"{actual}{unit}", "expected": f"{number:f}{unit}"}
