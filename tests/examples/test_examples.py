"""The example documents are fresh, say the same in both formats, and hold exactly the defects that are planted."""

import importlib
from collections import Counter
from pathlib import Path

import pytest
import yaml

import jiheng
from jiheng.rules.page import family
from jiheng.rules.registry import RULES

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("云溪经济开发区2025年绩效目标.docx", "云溪经济开发区2025年绩效目标.txt")


@pytest.fixture
def make(monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLES))
    return importlib.import_module("make")


@pytest.fixture(scope="module")
def planted():
    entries = yaml.safe_load((EXAMPLES / "planted.yml").read_text(encoding="utf-8"))
    return [(entry["project"], entry["rule"], entry.get("indicator"), entry["field"]) for entry in entries]


def test_committed_documents_are_what_the_script_makes(make):
    made = make.documents()
    assert set(made) == set(NAMES)
    for name in NAMES:
        assert made[name] == (EXAMPLES / name).read_bytes(), f"{name} is stale: run `make examples`"


def test_making_the_documents_twice_gives_the_same_bytes(make):
    assert make.documents() == make.documents()


def test_word_and_text_say_the_same():
    word, text = (jiheng.read(EXAMPLES / name) for name in NAMES)
    assert word == text
    assert len(word.sheets) == 12


def test_every_rule_about_goal_tables_has_a_planted_case(planted):
    """The examples hold goal tables only; rules about self-evaluations are shown by their cases."""
    about_goals = {slug for slug, rule in RULES.items() if family(rule) != "self_evaluation"}
    assert {rule for _project, rule, _indicator, _field in planted} == about_goals


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_exactly_what_is_planted(name, planted):
    findings = jiheng.check(jiheng.read(EXAMPLES / name))
    found = Counter((finding.project, finding.rule, finding.indicator, finding.field) for finding in findings)
    assert found == Counter(planted)


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_points_to_a_place_but_those_of_rows_that_are_missing(name):
    findings = jiheng.check(jiheng.read(EXAMPLES / name))
    assert {finding.rule for finding in findings if finding.place is None} <= {
        "output-dimension-missing",
        "benefit-missing",
        "satisfaction-missing",
        "indicator-set-copied",
    }
