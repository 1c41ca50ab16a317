"""`jiheng check`: findings, exit codes, settings, waivers."""

import json

import pytest
from tests import shared
from tests.cli.conftest import goal_table

MISMATCH = goal_table(total="60.00")  # budget-sum-mismatch and cost-target-budget-mismatch, both errors
PERCENT = goal_table(ratio="百分比")  # unit-nonstandard, info


def rules(result):
    return {finding["rule"] for finding in json.loads(result.out)["findings"]}


def test_a_document_without_faults_is_fine(jiheng, write):
    result = jiheng("check", write("好.txt", goal_table()))
    assert (result.code, result.err) == (0, "")
    assert "没有发现问题" in result.out


def test_an_error_fails_and_says_what_stands_there_and_what_to_do(jiheng, write):
    result = jiheng("check", write("错.txt", MISMATCH))
    assert (result.code, result.err) == (1, "")
    for text in ("错.txt", "第 1 张表", "budget-sum-mismatch", "60.00", "→"):
        assert text in result.out


@pytest.mark.parametrize(
    ("content", "fail_on", "code"),
    [
        (PERCENT, None, 0),
        (PERCENT, "warning", 0),
        (PERCENT, "info", 1),
        (MISMATCH, "error", 1),
        (MISMATCH, "info", 1),
        (MISMATCH, "never", 0),
    ],
)
def test_fail_on_decides_from_which_severity_on_the_command_fails(jiheng, write, content, fail_on, code):
    arguments = ["--fail-on", fail_on] if fail_on else []
    assert jiheng("check", write("a.txt", content), *arguments).code == code


def test_select_and_ignore_narrow_the_rules(jiheng, write):
    path = write("错.txt", MISMATCH)
    every = rules(jiheng("check", path, "--format", "json"))
    assert every == {"budget-sum-mismatch", "cost-target-budget-mismatch"}
    one = jiheng(
        "check", path, "--format", "json", "--select", "goal-missing,budget-sum-mismatch", "--select", "goal-duplicated"
    )
    assert rules(one) == {"budget-sum-mismatch"}
    rest = jiheng("check", path, "--format", "json", "--ignore", "budget-sum-mismatch，goal-missing")
    assert rules(rest) == {"cost-target-budget-mismatch"}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_wrong_usage_and_the_right_one_is_named(jiheng, write, option):
    result = jiheng("check", write("a.txt", goal_table()), option, "goal-mising")
    assert (result.code, result.out) == (2, "")
    assert result.lines == ["jiheng：没有名为“goal-mising”的规则。是不是要写“goal-missing”？"]


@pytest.mark.parametrize("format_name", ["text", "json", "sarif", "html"])
def test_every_format_can_be_written_to_a_file(jiheng, write, here, format_name):
    result = jiheng("check", write("错.txt", MISMATCH), "--format", format_name, "--output", "报告")
    assert (result.code, result.out, result.err) == (1, "", "")
    report = (here / "报告").read_text(encoding="utf-8")
    assert "budget-sum-mismatch" in report
    if format_name in {"json", "sarif"}:
        json.loads(report)


def test_settings_are_found_from_the_document_upward(jiheng, write):
    path = write("单位/2025/错.txt", MISMATCH)
    write("单位/jiheng.toml", 'ignore = ["budget-sum-mismatch", "cost-target-budget-mismatch"]')
    assert jiheng("check", path).code == 0
    write("单位/2025/pyproject.toml", '[project]\nname = "jiheng-nothing-here"')
    assert jiheng("check", path).code == 0
    write("单位/2025/jiheng.toml", 'ignore = ["budget-sum-mismatch"]')
    assert jiheng("check", path).code == 1


def test_settings_of_the_working_folder_serve_documents_elsewhere(jiheng, write, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("共享盘") / "错.txt"
    elsewhere.write_text(MISMATCH, encoding="utf-8")
    write("jiheng.toml", 'fail-on = "never"')
    assert jiheng("check", elsewhere).code == 0


def test_settings_can_be_named_and_the_command_line_has_the_last_word(jiheng, write):
    path = write("错.txt", MISMATCH)
    write("jiheng.toml", 'fail-on = "error"')
    mild = write("宽.toml", 'fail-on = "never"\nignore = ["budget-sum-mismatch"]')
    assert jiheng("check", path).code == 1
    assert jiheng("check", path, "--config", mild).code == 0
    assert jiheng("check", path, "--config", mild, "--fail-on", "error").code == 1
    asked = jiheng("check", path, "--config", mild, "--select", "budget-sum-mismatch", "--format", "json")
    assert rules(asked) == {"budget-sum-mismatch"}


def test_a_severity_of_ones_own_counts(jiheng, write):
    path = write("a.txt", PERCENT)
    write("jiheng.toml", '[severity]\nunit-nonstandard = "error"')
    result = jiheng("check", path, "--format", "json")
    assert result.code == 1
    assert [finding["severity"] for finding in json.loads(result.out)["findings"]] == ["error"]


def test_wrong_settings_are_said_before_anything_is_checked(jiheng, write):
    path = write("a.txt", MISMATCH)
    write("jiheng.toml", 'ignore = ["budget-sum-mismatsch"]')
    result = jiheng("check", path)
    assert (result.code, result.out) == (2, "")
    assert len(result.lines) == 1
    for text in ("jiheng.toml", "ignore", "budget-sum-mismatsch", "“budget-sum-mismatch”"):
        assert text in result.err


def test_a_waived_finding_does_not_fail_but_is_told_with_its_reason(jiheng, write):
    path = write("材料/错.txt", MISMATCH)
    waiver = '[[waivers]]\ndocument = "错.txt"\nrule = "{}"\nreason = "批复后调剂，已备案"\n'
    rest = waiver.format("budget-sum-mismatch")
    write("jiheng.toml", rest)
    assert jiheng("check", path).code == 1
    write("jiheng.toml", rest + waiver.format("cost-target-budget-mismatch"))
    assert jiheng("check", path).code == 0
    output = json.loads(jiheng("check", path, "--format", "json").out)
    assert {finding["waived"] for finding in output["findings"]} == {"批复后调剂，已备案"}
    assert (output["summary"]["findings"], output["summary"]["waived"]) == (0, 2)


def test_findings_of_one_file_fail_the_call_for_all(jiheng, write):
    assert jiheng("check", write("好.txt", goal_table()), write("错.txt", MISMATCH)).code == 1


@shared.needs_shared
def test_real_documents_are_checked_alike_as_text_and_as_word(jiheng):
    for name in shared.NAMES:
        text, word = (
            [(f["rule"], f["project"], f["indicator"], f["field"]) for f in json.loads(result.out)["findings"]]
            for result in (jiheng("check", source(name), "--format", "json") for source in (shared.text, shared.word))
        )
        assert text == word
        assert text
