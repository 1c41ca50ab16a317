"""Every rule on its cases; a rule owes a page, a bad case and a good case."""

from pathlib import Path

import pytest
import yaml

from jiheng.rules.page import OPTIONAL_SECTIONS, SECTIONS, basis, page, source_sections
from jiheng.rules.registry import RULES
from jiheng.rules.run import run_rules
from jiheng.testing import build_document, differences, run_rule

CASES = Path(__file__).parent / "cases"


def load(slug):
    return yaml.safe_load((CASES / f"{slug}.yml").read_text(encoding="utf-8"))


ALL = [(slug, case) for slug in RULES if (CASES / f"{slug}.yml").exists() for case in load(slug)]


@pytest.mark.parametrize(("slug", "case"), ALL, ids=[f"{slug}:{case['name']}" for slug, case in ALL])
def test_rule_finds_what_its_case_expects(slug, case):
    assert not differences(case["expect"], run_rule(RULES[slug], build_document(case)))


@pytest.mark.parametrize("case", [{}, {"self_evaluation": {}}], ids=["goals", "self-evaluation"])
def test_every_rule_is_content_with_the_table_that_cases_start_from(case):
    assert run_rules(build_document(case), RULES.values()) == []


@pytest.mark.parametrize("slug", RULES)
def test_rule_has_cases_that_fire_and_cases_that_do_not(slug):
    cases = load(slug)
    assert any(case["expect"] for case in cases)
    assert any(not case["expect"] for case in cases)
    assert len(cases) >= 3
    assert all(case["name"] for case in cases)


@pytest.mark.parametrize("slug", RULES)
def test_rule_has_a_complete_page(slug):
    rule = RULES[slug]
    title, sections = source_sections(rule)
    headings = [heading for heading, _ in sections]
    assert tuple(headings[: len(SECTIONS)]) == SECTIONS
    assert set(headings[len(SECTIONS) :]) <= set(OPTIONAL_SECTIONS)
    assert all(text for _, text in sections)
    assert "\n" not in title
    assert rule.basis
    assert all(basis(key).number for key in rule.basis)
    assert page(rule).slug == slug
    assert rule.__module__.endswith("." + slug.replace("-", "_"))


def test_no_case_file_without_a_rule():
    assert {path.stem for path in CASES.glob("*.yml")} == set(RULES)
