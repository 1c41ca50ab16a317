"""`jiheng rule`."""

import pytest

from jiheng.rules.page import source_sections
from jiheng.rules.registry import RULES


def test_the_list_names_every_rule_once_with_its_severity_and_title(jiheng):
    result = jiheng("rule")
    assert (result.code, result.err) == (0, "")
    rows = {line.split()[0]: line for line in result.out.splitlines() if line.startswith("  ")}
    assert rows.keys() == RULES.keys()
    for slug, rule in RULES.items():
        assert {"error": "错误", "warning": "警告", "info": "提示"}[rule.severity.value] in rows[slug]
        assert source_sections(rule)[0] in rows[slug]
    assert f"共 {len(RULES)} 条" in result.out


@pytest.mark.parametrize("slug", RULES)
def test_a_page_holds_everything_that_is_known_of_the_rule(jiheng, slug):
    result = jiheng("rule", slug)
    assert (result.code, result.err) == (0, "")
    title, sections = source_sections(RULES[slug])
    for text in (
        slug,
        title,
        "依据",
        *(heading for heading, _ in sections),
        *(text.splitlines()[0] for _, text in sections),
    ):
        assert text in result.out
    assert "\x1b" not in result.out


def test_an_unknown_rule_is_wrong_usage_and_the_right_one_is_named(jiheng):
    result = jiheng("rule", "Goal_Mising")
    assert (result.code, result.out) == (2, "")
    assert result.lines == ["jiheng：没有名为“Goal_Mising”的规则。是不是要写“goal-missing”？"]
    assert jiheng("rule", "xyz").lines == ["jiheng：没有名为“xyz”的规则。全部规则见 jiheng rule"]


@pytest.mark.parametrize("arguments", [["--lang", "en", "rule", "goal-missing"], ["rule", "goal-missing", "--lang=en"]])
def test_pages_are_english_where_asked_for(jiheng, arguments):
    result = jiheng(*arguments)
    assert "What it checks" in result.out
    assert "检查什么" not in result.out
