"""Run rule cases that are written as data; rule packages from outside are tested with it the same way.

A case file is named by the slug of its rule and holds a list of cases::

    - name: 预算数留空
      sheet: {budget: {total: null}}
      expect: [{field: budget.total}]

`sheet` (or `sheets`, a list) overrides fields of a sheet with which every rule is content. `indicators` is a list of
rows ``[一级, 二级, 三级, 描述, 指标值, 依据]``; `indicator` overrides fields of one single row and is the short way for
rules about rows. `fiscal_year` and `form` may stand beside them. `expect` lists the findings in order; of each, only the
keys given are compared (``project``, ``indicator``, ``field``, ``severity``, ``fix``, ``values``), and `message` must
be part of the message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiheng.domain.finding import Finding
from jiheng.domain.goals import Budget, Document, GoalSheet, Indicator, Organization, PlanStep, Source
from jiheng.domain.target import parse_target
from jiheng.forms import load_form
from jiheng.rules.base import DocumentRule, Rule, SheetRule
from jiheng.rules.view import DocumentView, SheetView

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


def build_document(case: Mapping[str, Any]) -> Document:
    """The document that a case describes."""
    overrides: Sequence[Mapping[str, Any]] = case.get("sheets") or [case.get("sheet") or {}]
    rows = [{key: case[key] for key in ("indicator", "indicators") if key in case} | dict(sheet) for sheet in overrides]
    return Document(
        fiscal_year=case.get("fiscal_year", 2025),
        organization=None,
        department=None,
        sheets=tuple(
            _sheet(number, sheet, case.get("form", "hebei-project-goals")) for number, sheet in enumerate(rows, 1)
        ),
        source=Source("case", "0" * 64, "case"),
    )


def run_rule(rule: type[Rule], document: Document) -> list[Finding]:
    """The findings of one rule on `document`."""
    sheets = [SheetView(sheet, load_form(sheet.form).columns) for sheet in document.sheets]
    checker = rule()
    if isinstance(checker, DocumentRule):
        return list(checker.check(DocumentView(document, sheets)))
    assert isinstance(checker, SheetRule)
    return [finding for sheet in sheets for finding in checker.check(sheet)]


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
        indicators=tuple(
            Indicator(**{**row, "target": None if row["target"] is None else parse_target(str(row["target"]))})
            for row in rows
        ),
        malformed=frozenset(fields.get("malformed", ())),
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
