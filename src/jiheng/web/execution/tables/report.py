"""The account of a table: every row in one of six counts, the sums before and after, and examples to look at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jiheng.web.execution.tables.plan import Plan
from jiheng.web.execution.tables.projects import Projects

__all__ = ["COUNTS", "report_of"]

COUNTS = ("added", "replaced", "unchanged", "unknown", "refused", "skipped")
_SHOWN = 200
_ZERO = Decimal(0)


def report_of(plan: Plan, projects: Projects) -> dict[str, Any]:
    """The account as JSON: amounts as texts in 万元; lists have `_SHOWN` entries at most, counts are of all."""
    changed = [(goal, plan.before.get(goal, _ZERO), after) for goal, after in plan.after.items()]
    changed = [each for each in changed if each[1] != each[2]]
    changed.sort(key=lambda each: -abs(each[2] - each[1]))
    return {
        "added": plan.added,
        "replaced": plan.replaced,
        "unchanged": plan.unchanged,
        "unknown": len(plan.unknown),
        "refused": len(plan.refused),
        "skipped": plan.skipped,
        "negative": plan.negative,
        "before": _text(sum(plan.before.values(), _ZERO)),
        "after": _text(sum(plan.after.values(), _ZERO)),
        "typed": {"count": len(plan.typed), "sum": _text(sum((each.amount for each in plan.typed), _ZERO))},
        "projects": len(plan.before),
        "changed": len(changed),
        "changes": [
            {
                "code": projects.names[goal][0],
                "name": projects.names[goal][1],
                "before": _text(old),
                "after": _text(new),
            }
            for goal, old, new in changed[:_SHOWN]
        ],
        "problems": [
            {"row": each.number, "code": each.code, "name": each.name, "reason": each.reason}
            for each in sorted(plan.refused)[:_SHOWN]
        ],
        "strangers": _strangers(plan),
    }


def _strangers(plan: Plan) -> list[dict[str, Any]]:
    """Projects that nobody knows, with how much of the file is theirs."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry, problem in plan.unknown:
        each = found.setdefault(
            (entry.code, entry.name),
            {
                "code": entry.code,
                "name": entry.name,
                "row": entry.number,
                "rows": 0,
                "amount": _ZERO,
                "reason": problem,
            },
        )
        each["rows"] += 1
        each["amount"] += entry.amount
    largest = sorted(found.values(), key=lambda each: -abs(each["amount"]))
    return [{**each, "amount": _text(each["amount"])} for each in largest[:_SHOWN]]


def _text(amount: Decimal) -> str:
    return format(amount.quantize(Decimal("0.000001")).normalize(), "f")
