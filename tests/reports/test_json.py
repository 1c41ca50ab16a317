import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.reports.sample import checked, document, failures

import jiheng
from jiheng.domain.goals import Budget
from jiheng.interchange import document_json
from jiheng.interchange.texts import amount_text, percent_text
from jiheng.reports.json_output import check_json, read_json
from jiheng.reports.results import CheckedDocument

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
TRUTHS = sorted((SHARED / "fixtures").glob("*.truth.json"))


def test_amounts_keep_the_digits_of_the_source():
    assert [amount_text(Decimal(digits)) for digits in ("10.00", "1245.9", "0", "1E+3")] == [
        "10.00",
        "1245.9",
        "0",
        "1000",
    ]
    assert amount_text(None) is None


@pytest.mark.parametrize(
    ("percent", "text"), [("25.00", "25"), ("12.50", "12.5"), ("100", "100"), ("0.00", "0"), ("1E+2", "100")]
)
def test_percentages_lose_idle_zeros_only(percent, text):
    assert percent_text(Decimal(percent)) == text


def test_a_document_has_the_shape_of_the_contract():
    written = document_json(document())
    assert written["source"] == {"path": "目标/云溪 2025.txt", "sha256": "ab" * 32, "format": "txt"}
    assert written["fiscal_year"] == 2025
    assert written["organization"] == {"code": "301001", "name": "云溪经济开发区管理委员会"}
    assert written["department"]["sub_goals"] == [{"title": "招商引资", "goal": "签约12个", "indicators": None}]
    first, second = written["projects"]
    assert first["budget"] == {"total": None, "fiscal": "50.00", "other": "0", "currency_unit": "万元"}
    assert second["spending_plan"] == [
        {"month": 3, "percent": "25"},
        {"month": 6, "percent": "12.5"},
        {"month": 10, "percent": None},
        {"month": 12, "percent": "100"},
    ]
    assert first["indicators"][1]["target"] == {
        "raw": "≥80百分比",
        "kind": "quantitative",
        "operator": ">=",
        "number": "80",
        "unit": "百分比",
    }
    assert first["indicators"][2]["basis"] is None
    assert written["notes"][0] == {
        "code": "unrecognised-text",
        "message": "没有归类的文字：附表",
        "values": {"text": "附表"},
        "place": {"line": 3},
    }
    assert "values" not in written["notes"][1]
    assert written["notes"][1]["place"] is None


def test_what_is_not_there_is_null():
    bare = replace(document(), organization=None, department=None, fiscal_year=None, title=None)
    bare = replace(bare, sheets=(replace(bare.sheets[0], organization=None, budget=Budget(None, None, None, None)),))
    written = document_json(bare)
    assert [written[key] for key in ("organization", "department", "fiscal_year", "title")] == [None] * 4
    assert written["projects"][0]["organization"] is None
    assert set(written["projects"][0]["budget"].values()) == {None}


def test_a_finding_has_the_shape_of_the_contract():
    output = check_json([checked()], failures())
    mended = next(each for each in output["findings"] if each["fix"])
    assert mended == {
        "rule": "unit-nonstandard",
        "severity": "info",
        "path": "目标/云溪 2025.txt",
        "project": 1,
        "indicator": 2,
        "field": "target.unit",
        "message": "单位“百分比”应写作“%”",
        "remedy": "改为 %",
        "place": {"table": 1, "row": 41, "column": 2, "line": 51},
        "fix": {"field": "target", "before": "≥80百分比", "after": "≥80%"},
        "waived": None,
    }


def test_waived_findings_are_told_and_not_counted():
    output = check_json([checked()], failures())
    assert [each["rule"] for each in output["findings"] if each["waived"] == "结转项目"] == ["project-code-duplicated"]
    summary = output["summary"]
    assert summary == {
        "files": 2,
        "failed": 1,
        "projects": 2,
        "findings": 11,
        "waived": 1,
        "by_severity": {"error": 5, "warning": 2, "info": 4},
        "by_rule": summary["by_rule"],
    }
    assert sum(summary["by_rule"].values()) == summary["findings"]
    assert "project-code-duplicated" not in summary["by_rule"]


def test_notes_and_failures_name_their_file():
    output = check_json([checked()], failures())
    assert {note["path"] for note in output["notes"]} == {"目标/云溪 2025.txt"}
    assert output["errors"] == read_json([], failures())["errors"]
    assert output["errors"][0]["path"] == "坏 文件/#1.doc"
    assert output["errors"][0]["code"] == "encrypted"


def test_a_file_name_that_is_no_text_can_still_be_written():
    odd = replace(document(), source=replace(document().source, path="目标\udcff.txt"))
    text = json.dumps(check_json([CheckedDocument(odd, checked().findings)], []), ensure_ascii=False)
    assert "目标?.txt" in text.encode().decode()


@pytest.mark.skipif(not TRUTHS, reason="the shared documents are not here")
@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name)
def test_real_documents_read_as_their_truth_says(path):
    truth = json.loads(path.read_text(encoding="utf-8"))
    name = path.name.removesuffix(".truth.json")
    for source in (SHARED / "seeds" / f"{name}.txt", SHARED / "fixtures" / f"{name}.docx"):
        written = document_json(jiheng.read(source))
        assert _only(truth, written) == truth, source.name


def _only(expected, actual):
    """Of `actual`, what `expected` has keys for."""
    if isinstance(expected, dict):
        return {key: _only(value, actual[key]) for key, value in expected.items()}
    if isinstance(expected, list) and len(expected) == len(actual):
        return [_only(one, other) for one, other in zip(expected, actual, strict=True)]
    return actual
