import json
from dataclasses import replace

import pytest
from tests.reports.sample import checked, document, failures, findings

from jiheng.domain.place import Place
from jiheng.reports.results import CheckedDocument
from jiheng.reports.sarif import artifact_uri, check_sarif
from jiheng.rules.registry import RULES


def run_of(entries, failed=()):
    log = check_sarif(entries, failed)
    assert log["version"] == "2.1.0"
    assert json.loads(json.dumps(log)) == log
    return log["runs"][0]


def test_every_result_points_to_its_rule():
    run = run_of([checked()])
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules][: len(RULES)] == list(RULES)
    for result, finding in zip(run["results"], findings(), strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule


def test_rules_bring_their_page():
    driver = run_of([])["tool"]["driver"]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"] in rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['shortDescription']['text']}\n")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}


def test_levels_are_those_of_sarif():
    levels = {result["ruleId"]: result["level"] for result in run_of([checked()])["results"]}
    assert levels["budget-total-missing"] == "error"
    assert levels["indicator-field-missing"] == "warning"
    assert levels["unit-nonstandard"] == "note"


def test_only_text_files_have_lines():
    first = {source: run_of([checked(source)])["results"][0]["locations"][0] for source in ("txt", "docx")}
    assert first["txt"]["physicalLocation"]["region"] == {"startLine": 16}
    assert "region" not in first["docx"]["physicalLocation"]


def test_what_is_missing_from_a_table_is_shown_where_the_table_begins():
    placed = replace(document().sheets[0], places={"name": Place(1, 2, 3, 12), "code": Place(1, 2, 1, 11)})
    entry = CheckedDocument(replace(document(), sheets=(placed,)), (findings()[3],))
    location = run_of([entry])["results"][0]["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 11}


def test_logical_locations_are_paths_into_the_json_output():
    names = [
        result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for result in run_of([checked()])["results"]
    ]
    assert names[0] == "projects[0].budget.total"
    assert "projects[0].indicators[1].target.unit" in names
    assert "projects[1].spending_plan[1]" in names
    assert names[-1] == "fiscal_year"


def test_fingerprints_differ_and_outlive_a_shift_of_lines_and_tables():
    def prints(entry):
        return [result["partialFingerprints"]["jihengFinding/v1"] for result in run_of([entry])["results"]]

    before = prints(checked())
    assert len(set(before)) == len(before)
    shifted = tuple(
        each._replace(
            place=each.place and each.place._replace(line=each.place.line + 100),
            project=each.project and each.project + 1,
        )
        for each in findings()
    )
    moved = tuple(replace(sheet, number=sheet.number + 1) for sheet in document().sheets)
    assert prints(CheckedDocument(replace(document(), sheets=moved), shifted)) == before


def test_waived_findings_are_suppressed_with_their_reason():
    suppressed = {result["ruleId"]: result["suppressions"] for result in run_of([checked()])["results"]}
    assert suppressed["project-code-duplicated"] == [{"kind": "external", "justification": "结转项目"}]
    assert suppressed["budget-total-missing"] == []


def test_unreadable_files_and_notes_are_notifications():
    (invocation,) = run_of([checked()], failures())["invocations"]
    assert invocation["executionSuccessful"] is False
    error, *notes = invocation["toolExecutionNotifications"]
    assert error["level"] == "error"
    assert error["descriptor"]["id"] == "encrypted"
    assert error["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == artifact_uri("坏 文件/#1.doc")
    assert [note["level"] for note in notes] == ["note", "note"]
    assert run_of([checked()])["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("目标/a b#1.txt", "%E7%9B%AE%E6%A0%87/a%20b%231.txt"),
        ("/data/x.docx", "file:///data/x.docx"),
        ("C:\\目标\\x.docx", "file:///C:/%E7%9B%AE%E6%A0%87/x.docx"),
        ("a:b.txt", "a%3Ab.txt"),
        ("-", "-"),
    ],
)
def test_paths_become_uris(path, uri):
    assert artifact_uri(path) == uri
