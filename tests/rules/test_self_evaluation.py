"""Findings of self-evaluation tables point to the cell they are about, and stand in the order of the tables."""

from dataclasses import replace

import pytest

from jiheng.domain.place import Place
from jiheng.rules.registry import RULES
from jiheng.rules.run import run_rules
from jiheng.testing import build_document, run_rule


def with_places(document):
    """Every cell at its own row and column; the score of the execution has no place, as a blank cell may."""
    (table,) = document.self_evaluations
    line, *others = table.funding
    line = replace(line, places={"opening": Place(table=1, row=4, column=2), "rate": Place(table=1, row=4, column=6)})
    rows = [
        replace(
            row, places={"name": Place(table=1, row=number, column=3), "actual": Place(table=1, row=number, column=5)}
        )
        for number, row in enumerate(table.indicators, 10)
    ]
    table = replace(
        table,
        funding=(line, *others),
        indicators=tuple(rows),
        places={"total_score": Place(table=1, row=20, column=7)},
    )
    return replace(document, self_evaluations=(table,))


@pytest.mark.parametrize(
    ("slug", "table", "place"),
    [
        ("execution-rate-wrong", {"funding": {"total": {"rate": "97"}}}, Place(table=1, row=4, column=6)),
        ("execution-score-wrong", {"funding": {"total": {"score": "9"}}}, Place(table=1, row=4, column=2)),
        ("actual-not-numeric", {"indicator": {"actual": "完成"}}, Place(table=1, row=10, column=5)),
        ("weight-missing", {"indicator": {"weight": None}}, Place(table=1, row=10, column=3)),
        ("weights-sum", {"indicator": {"weight": "80"}}, Place(table=1, row=10, column=3)),
        ("total-score-wrong", {"total_score": "100"}, Place(table=1, row=20, column=7)),
    ],
)
def test_finding_points_to_its_cell_or_the_nearest_one(slug, table, place):
    (finding,) = run_rule(RULES[slug], with_places(build_document({"self_evaluation": table})))
    assert finding.place == place


def test_findings_of_a_document_with_both_kinds_of_tables_stand_in_the_order_of_the_tables():
    goals = build_document({"sheets": [{"number": 1, "goals": []}, {"number": 3, "goals": []}]})
    evaluations = build_document({"self_evaluation": {"number": 2, "total_score": "100"}})
    document = replace(goals, self_evaluations=evaluations.self_evaluations)
    findings = run_rules(document, [RULES["total-score-wrong"], RULES["goal-missing"]])
    assert [(finding.project, finding.rule) for finding in findings] == [
        (1, "goal-missing"),
        (2, "total-score-wrong"),
        (3, "goal-missing"),
    ]
