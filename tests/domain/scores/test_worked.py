"""Whole sheets recomputed: the numbers come out to the cent and published mistakes are found."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiheng.domain.scores import Claim, ExecutionClaim, Method, NotApplicable, ScoringRule, Step, score_sheet
from jiheng.domain.scoring import Achievement, ReverseFormula, half_up
from jiheng.domain.target import parse_target

_SHEETS = tomllib.loads((Path(__file__).parent / "worked.toml").read_text())["sheet"]


@pytest.mark.parametrize("sheet", _SHEETS, ids=[sheet["name"] for sheet in _SHEETS])
def test_a_published_sheet_comes_out_to_the_cent(sheet: dict[str, Any]) -> None:
    claims = [
        Claim(
            group, Decimal(weight), parse_target(target), parse_target(actual), target_was_low=sheet.get("low", False)
        )
        for group, weight, target, actual, _printed, _right in sheet["rows"]
    ]
    rule = ScoringRule(reverse=ReverseFormula(sheet.get("reverse", "ratio")))
    scored = score_sheet(ExecutionClaim(*map(Decimal, sheet["money"])), claims, rule)
    assert scored.rate is not None
    assert half_up(scored.rate * 100) == Decimal(sheet["rate"])
    assert scored.execution.points == Decimal(sheet["execution"])
    for row, score in zip(sheet["rows"], scored.indicators, strict=True):
        assert score.points == (Decimal(row[5]) if row[5] else None), score.arithmetic_text
        assert score.arithmetic_text or score.problem_text
    assert scored.total == (Decimal(sheet["total"]) if sheet["total"] else None)
    assert _mistakes(sheet, scored) == sheet["wrong"]


def _mistakes(sheet: dict[str, Any], scored: Any) -> list[str]:
    """What the published table prints otherwise."""
    found = []
    if Decimal(sheet.get("printed_rate", sheet["rate"])).quantize(Decimal("0.01")) != half_up(scored.rate * 100):
        found.append("rate")
    if Decimal(sheet.get("printed_execution", sheet["execution"])) != scored.execution.points:
        found.append("execution")
    if "printed_execution" in sheet:
        found = [each for each in found if each != "rate"]
    rows = enumerate(zip(sheet["rows"], scored.indicators, strict=True), 1)
    return found + [f"row {n}" for n, (row, score) in rows if score.points is None or Decimal(row[4]) != score.points]


def _claim(group: str, weight: str, target: str, actual: str, **more: Any) -> Claim:
    return Claim(group, Decimal(weight), parse_target(target), parse_target(actual), **more)


_PAID = ExecutionClaim(Decimal(10), Decimal(10), Decimal(10))


def test_the_arithmetic_can_be_followed() -> None:
    scored = score_sheet(
        ExecutionClaim(Decimal("43.2"), Decimal("43.2"), Decimal("37.24")), [_claim("产出指标", "10", "≥43.2", "37.24")]
    )
    assert scored.execution.arithmetic_text == "10 × 37.24 ÷ 43.2 = 8.62（执行率 86.20%）"
    assert scored.indicators[0].arithmetic_text == "10 × 37.24 ÷ 43.2 = 8.62"
    assert "正向指标" in scored.indicators[0].rule_text


def test_a_weight_that_does_not_apply_moves_to_its_siblings() -> None:
    claims = [
        _claim("产出指标", "20", "≥10个", "5个"),
        _claim("产出指标", "10", "≥10个", "10个"),
        _claim("产出指标", "20", "≥10个", "10个", not_applicable="本年未安排"),
        _claim("效益指标", "30", "≥1项", "1项"),
    ]
    moved = score_sheet(_PAID, claims)
    assert [each.weight for each in moved.indicators] == [Decimal("33.33"), Decimal("16.67"), Decimal(0), Decimal(30)]
    assert moved.full == Decimal(90)
    rebased = score_sheet(_PAID, claims, ScoringRule(not_applicable=NotApplicable.REBASE))
    shown = [rebased.execution, *rebased.indicators]
    assert [f"{each.weight:.2f}" for each in shown] == ["12.86", "25.71", "12.86", "0.00", "38.57"]
    assert [f"{each.points:.2f}" for each in shown] == ["12.86", "12.86", "12.86", "0.00", "38.57"]
    assert rebased.full == Decimal(90)
    assert rebased.total == Decimal("77.15")  # what is shown, added up; 60 × 90 ÷ 70 is a cent less
    assert "分值 20 已按比例分给其余各项" in rebased.indicators[2].arithmetic_text
    full = score_sheet(_PAID, claims, ScoringRule(not_applicable=NotApplicable.FULL))
    assert full.total == Decimal(80)


def test_a_score_outside_its_band_is_refused() -> None:
    inside, outside, missing = (
        _claim("效益指标", "10", "明显改善", "有改善", achievement=Achievement.PARTLY, given=given)
        for given in (Decimal("7.99"), Decimal("8.00"), None)
    )
    scored = score_sheet(_PAID, [inside, outside, missing])
    assert [each.points for each in scored.indicators] == [Decimal("7.99"), None, None]
    assert "6.00–7.99" in scored.indicators[1].problem_text
    assert scored.total is None


def test_steps_floors_and_all_or_nothing() -> None:
    steps = (Step(Decimal(90), Decimal(1)), Step(Decimal(80), Decimal("0.8")), Step(Decimal(60), Decimal("0.6")))
    claims = [
        _claim("满意度指标", "10", "≥90%", "85%", steps=steps),
        _claim("满意度指标", "10", "≥90%", "59.9%", steps=steps),
        _claim("产出指标", "10", "≥100个", "59个", method=Method.FLOOR),
        _claim("产出指标", "10", "≥100个", "61个", method=Method.FLOOR),
        _claim("产出指标", "10", "≥100个", "99个", method=Method.DIRECT),
    ]
    points = [each.points for each in score_sheet(_PAID, claims).indicators]
    assert points == [Decimal("8.00"), Decimal("0.00"), Decimal(0), Decimal("6.10"), Decimal(0)]


def test_far_beyond_a_target_needs_a_reason_and_keeps_its_points() -> None:
    (score,) = score_sheet(_PAID, [_claim("产出指标", "20", "≥50个", "80个")]).indicators
    assert (score.points, score.needs_reason) == (Decimal(20), True)


def test_nothing_is_scored_without_what_was_reached() -> None:
    claims = [Claim("产出指标", Decimal(10), parse_target("≥5个"), None), _claim("产出指标", "10", "≥5个", "完成")]
    scored = score_sheet(ExecutionClaim(Decimal(0), Decimal(0), Decimal(0)), claims)
    assert [each.points for each in (scored.execution, *scored.indicators)] == [None, None, None]
    assert all(each.problem_text for each in (scored.execution, *scored.indicators))
