"""Run rule cases that are written as data; rule packages from outside are tested with it the same way.

A case file is named by the slug of its rule and holds a list of cases::

    - name: 预算数留空
      sheet: {budget: {total: null}}
      expect: [{field: budget.total}]

`sheet` (or `sheets`, a list) overrides fields of a sheet with which every rule is content. `indicators` is a list of
rows ``[一级, 二级, 三级, 描述, 指标值, 依据]``; `indicator` overrides fields of one single row and is the short way for
rules about rows. `fiscal_year` and `form` may stand beside them.

`self_evaluation` (or `self_evaluations`) instead makes self-evaluation tables. Its `indicators` are rows
``[一级, 二级, 三级, 指标值, 完成值, 分值, 得分, 偏差原因]``, `indicator` again overrides one single row; `funding` overrides
fields of the lines by their source (``{total: {executed: "43"}, fiscal: null}``: null leaves the line out).

`expect` lists the findings in order; of each, only the keys given are compared (``project``, ``indicator``, ``field``,
``severity``, ``fix``, ``values``), and `message` must be part of the message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiheng.domain.finding import Finding
from jiheng.domain.goals import Budget, Document, GoalSheet, Indicator, Organization, PlanStep, Source
from jiheng.domain.self_evaluation import FundingLine, FundSource, ScoredIndicator, SelfEvaluation
from jiheng.domain.target import Target, parse_target
from jiheng.rules.base import Rule
from jiheng.rules.run import run_rules

__all__ = ["build_document", "differences", "run_rule"]

_ROWS = (
    ("产出指标", "数量指标", "举办招商推介会场次", "全年举办的招商推介会数量", "≥6场", "2025年招商工作计划"),
    ("产出指标", "质量指标", "签约项目履约率", "已签约项目中按约推进的比例", "≥80%", "近三年平均履约率"),
    ("产出指标", "时效指标", "推介会完成时间", "全部推介会举办完毕的时间", "2025年11月底前完成", "2025年招商工作计划"),
    ("产出指标", "成本指标", "项目总成本", "全年招商活动支出总额", "≤50万元", "2025年预算批复"),
    ("效益指标", "经济效益指标", "新增签约投资额", "签约项目计划投资合计", "≥3亿元", "园区产业规划"),
    ("效益指标", "社会效益指标", "新增就业岗位", "落地项目提供的岗位数", "≥120个", "项目可行性研究报告"),
    ("满意度指标", "服务对象满意度指标", "参会企业满意度", "问卷中满意及以上的企业占比", "≥90%", "上年度问卷结果"),
)
_ROW_FIELDS = ("level1", "level2", "name", "description", "target", "basis")
_SHEET: dict[str, Any] = {
    "organization": {"code": "301001", "name": "云溪经济开发区管理委员会"},
    "code": "13073025P00000110001D",
    "name": "招商推介专项经费",
    "budget": {"total": "50.00", "fiscal": "50.00", "other": "0", "currency_unit": "万元"},
    "purpose": "用于举办招商推介会的场地、资料和差旅支出",
    "spending_plan": [20, 50, 80, 100],
    "goals": ["全年举办推介会，引进一批主导产业项目"],
}
_MONTHS = (3, 6, 10, 12)

_SCORED = (
    ("产出指标", "数量指标", "举办招商推介会场次", "≥6场", "7场", "20", "20", None),
    ("产出指标", "质量指标", "签约项目履约率", "≥80%", "83.5%", "15", "15", None),
    ("产出指标", "时效指标", "推介会完成时间", "2025年11月底前完成", "2025年10月完成", "15", "15", None),
    ("效益指标", "经济效益指标", "新增签约投资额", "≥3亿元", "3.2亿元", "20", "20", None),
    ("效益指标", "社会效益指标", "新增就业岗位", "≥120个", "114个", "10", "9.5", "一个项目推迟到明年投产"),
    ("满意度指标", "服务对象满意度指标", "参会企业满意度", "≥90%", "94%", "10", "10", None),
)
_SCORED_FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
_AMOUNTS = {"opening": "50", "adjusted": "50.00", "executed": "49.00"}
_FUNDING: dict[str, dict[str, Any]] = {
    "total": {**_AMOUNTS, "weight": "10", "rate": "98.00", "score": "9.80"},
    "fiscal": _AMOUNTS,
}
_LINE_FIELDS = ("opening", "adjusted", "executed", "weight", "rate", "score")
_EVALUATION: dict[str, Any] = {
    "code": None,
    "name": "招商推介专项经费",
    "currency_unit": "万元",
    "expected_goals": "全年举办推介会，引进一批主导产业项目",
    "actual_goals": "举办推介会 7 场，签约项目 12 个",
    "total_weight": "100",
    "total_score": "99.30",
}


def build_document(case: Mapping[str, Any]) -> Document:
    """The document that a case describes."""
    evaluations = _tables(case, "self_evaluation")
    # A case about one kind of table has none of the other.
    sheets = [] if evaluations else _tables(case, "sheet") or [_rows(case)]
    return Document(
        fiscal_year=case.get("fiscal_year", 2025),
        organization=None,
        department=None,
        sheets=tuple(
            _sheet(number, sheet, case.get("form", "hebei-project-goals")) for number, sheet in enumerate(sheets, 1)
        ),
        source=Source("case", "0" * 64, "case"),
        self_evaluations=tuple(
            _self_evaluation(number, table, case.get("form", "case")) for number, table in enumerate(evaluations, 1)
        ),
    )


def run_rule(rule: type[Rule], document: Document) -> list[Finding]:
    """The findings of one rule on `document`."""
    return run_rules(document, [rule])


def differences(expected: Sequence[Mapping[str, Any]], findings: Sequence[Finding]) -> list[str]:
    """One line for every way in which `findings` are not what a case expects."""
    lines = []
    if len(expected) != len(findings):
        lines.append(
            f"{len(findings)} findings, want {len(expected)}: {[(f.project, f.indicator, f.field, f.message) for f in findings]}"
        )
    for want, finding in zip(expected, findings, strict=False):
        for key, value in want.items():
            if key == "message":
                if value not in finding.message:
                    lines.append(f"message {finding.message!r} lacks {value!r}")
                continue
            got: Any = getattr(finding, key)
            if key == "fix" and got is not None:
                got = got._asdict()
            if key == "severity":
                got = got.value
            if key == "values":
                got = {name: str(got.get(name)) for name in value}
            if got != value:
                lines.append(f"{key} {got!r}, want {value!r}")
    return lines


def _sheet(number: int, override: Mapping[str, Any], form: str) -> GoalSheet:
    fields = _SHEET | {key: value for key, value in override.items() if key != "budget"}
    budget = _SHEET["budget"] | (override.get("budget") or {})
    if "indicator" in fields:
        rows = [dict(zip(_ROW_FIELDS, _ROWS[0], strict=True)) | fields["indicator"]]
    else:
        rows = [dict(zip(_ROW_FIELDS, row, strict=True)) for row in fields.get("indicators", _ROWS)]
    organization = fields["organization"]
    return GoalSheet(
        number=fields.get("number", number),
        form=form,
        organization=Organization(**organization) if organization else None,
        code=fields["code"],
        name=fields["name"],
        budget=Budget(
            _decimal(budget["total"]), _decimal(budget["fiscal"]), _decimal(budget["other"]), budget["currency_unit"]
        ),
        purpose=fields["purpose"],
        spending_plan=tuple(
            PlanStep(month, _decimal(percent)) for month, percent in zip(_MONTHS, fields["spending_plan"], strict=False)
        ),
        goals=tuple(fields["goals"]),
        indicators=tuple(Indicator(**{**row, "target": _target(row["target"])}) for row in rows),
        malformed=dict.fromkeys(fields.get("malformed", ()), ""),
    )


def _tables(case: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    overrides = case.get(f"{key}s") or ([case[key] or {}] if key in case else [])
    return [_rows(case) | dict(override) for override in overrides]


def _rows(case: Mapping[str, Any]) -> dict[str, Any]:
    return {key: case[key] for key in ("indicator", "indicators") if key in case}


def _self_evaluation(number: int, override: Mapping[str, Any], form: str) -> SelfEvaluation:
    fields = _EVALUATION | dict(override)
    if "indicator" in fields:
        rows = [dict(zip(_SCORED_FIELDS, _SCORED[0], strict=True)) | fields["indicator"]]
    else:
        rows = [dict(zip(_SCORED_FIELDS, row, strict=True)) for row in fields.get("indicators", _SCORED)]
    lines: dict[str, Any] = _FUNDING | (fields.get("funding") or {})
    return SelfEvaluation(
        number=fields.get("number", number),
        form=form,
        organization=None,
        department=None,
        code=fields["code"],
        name=fields["name"],
        currency_unit=fields["currency_unit"],
        funding=tuple(_line(source, line) for source, line in lines.items() if line is not None),
        expected_goals=fields["expected_goals"],
        actual_goals=fields["actual_goals"],
        indicators=tuple(
            ScoredIndicator(
                row["level1"],
                row["level2"],
                row["name"],
                _target(row["target"]),
                _target(row["actual"]),
                _decimal(row["weight"]),
                _decimal(row["score"]),
                row["reason"],
            )
            for row in rows
        ),
        total_weight=_decimal(fields["total_weight"]),
        total_score=_decimal(fields["total_score"]),
        malformed=dict.fromkeys(fields.get("malformed", ()), ""),
    )


def _line(source: str, override: Mapping[str, Any]) -> FundingLine:
    fields = _FUNDING.get(source, {}) | dict(override)
    opening, adjusted, executed, weight, rate, score = (_decimal(fields.get(name)) for name in _LINE_FIELDS)
    return FundingLine(FundSource(source), opening, adjusted, executed, weight, rate, score)


def _target(text: object) -> Target | None:
    return None if text is None else parse_target(str(text))


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
