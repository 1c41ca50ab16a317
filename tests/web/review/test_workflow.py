"""The tables, without a database."""

import pytest

from jiheng.web.review.workflow import FINAL, QUALITIES, TASK, Decision, StepState, decision_of, next_order, next_state


def _grades(*grades: str) -> dict[str, str]:
    return dict(zip(QUALITIES, grades, strict=True))


@pytest.mark.parametrize(
    ("grades", "decision"),
    [
        (("excellent", "excellent", "excellent", "excellent"), Decision.APPROVE),
        (("excellent", "good", "good", "good"), Decision.APPROVE),
        (("excellent", "fair", "good", "good"), Decision.RETURN),
        (("fair", "fair", "poor", "good"), Decision.STOP),
    ],
)
def test_the_worst_grade_decides(grades, decision):
    assert decision_of(_grades(*grades)) == decision


@pytest.mark.parametrize("grades", [{}, {"completeness": "good"}, _grades("good", "good", "good", "great")])
def test_missing_and_unknown_grades_decide_nothing(grades):
    assert decision_of(grades) is None


def test_only_an_open_task_can_be_decided():
    for decision in Decision:
        allowed = {state for state in StepState if next_state(decision, state)}
        assert allowed == {StepState.OPEN}
        assert decision in FINAL


def test_what_was_decided_never_changes():
    decided = {StepState.APPROVED, StepState.RETURNED, StepState.STOPPED, StepState.CANCELLED}
    assert not any(decided & set(before) for before in TASK.values())


def test_the_next_order_opens_when_the_parallel_ones_have_all_agreed():
    assert next_order([(1, "waiting"), (2, "waiting")]) == 1
    assert next_order([(1, "approved"), (2, "open"), (2, "approved"), (3, "waiting")]) is None
    assert next_order([(1, "approved"), (2, "approved"), (2, "approved"), (3, "waiting")]) == 3
    assert next_order([(1, "approved"), (2, "approved")]) is None
