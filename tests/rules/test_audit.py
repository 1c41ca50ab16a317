"""What the 绩效目标审核表 asks, and which rules speak to it."""

from jiheng.rules.audit import audit_items
from jiheng.rules.base import SelfEvaluationRule
from jiheng.rules.registry import RULES


def test_the_form_asks_two_questions_about_each_of_four_qualities():
    assert [(item.group, item.name) for item in audit_items()] == [
        ("完整性", "规范完整性"),
        ("完整性", "明确清晰性"),
        ("相关性", "目标相关性"),
        ("相关性", "指标科学性"),
        ("适当性", "绩效合理性"),
        ("适当性", "资金匹配性"),
        ("可行性", "实现可能性"),
        ("可行性", "条件充分性"),
    ]


def test_every_rule_about_goals_speaks_to_one_item():
    filed = [slug for item in audit_items() for slug in item.rules]
    assert sorted(filed) == sorted(slug for slug, rule in RULES.items() if not issubclass(rule, SelfEvaluationRule))
