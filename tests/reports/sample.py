"""A small checked document with one finding of every kind that a report tells apart."""

from dataclasses import replace

from jiheng.domain.finding import Finding, Fix, Severity
from jiheng.domain.goals import DepartmentGoals, Organization, Source, SubGoal
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.errors import UnreadableSourceError
from jiheng.reports.results import CheckedDocument, Failure
from jiheng.testing import build_document

ROWS = [
    ["产出指标", "数量指标", "举办推介会场次", "举办推介会场次", "≥6场", "2025年招商工作计划"],
    ["产出指标", "质量指标", "签约项目履约率", "签约项目履约率", "≥80百分比", "近三年平均履约率"],
    ["产出指标", "成本指标", "项目总成本", "全年招商活动支出总额", "≤60万元", None],
    ["满意度指标", "服务对象满意度指标", "参会企业满意度", "参会企业满意度", "≥90百分比", "上年度问卷结果"],
]


def document(source_format="txt"):
    """Two tables; the budget total of the first is blank, the second is in order."""
    built = build_document(
        {
            "sheets": [
                {
                    "name": "招商推介专项经费",
                    "budget": {"total": None},
                    "goals": ["目标内容1", "目标内容2"],
                    "indicators": ROWS,
                },
                {"name": "园区道路养护", "code": "13073025P000002100026", "spending_plan": [25, "12.50", None, 100]},
            ]
        }
    )
    return replace(
        built,
        title="2025年绩效目标",
        organization=Organization("301001", "云溪经济开发区管理委员会"),
        department=DepartmentGoals("全年新签约项目12个。" * 30, (SubGoal("招商引资", "签约12个", None),), "加强调度。"),
        source=Source(f"目标/云溪 2025.{source_format}", "ab" * 32, source_format),
        notes=(Note("unrecognised-text", {"text": "附表"}, Place(line=3)), Note("no-department-part", {})),
    )


def finding(rule, severity, field, message, remedy, *, project=1, indicator=None, line=None, **rest):
    """A finding whose message stands as it is."""
    place = None if line is None else Place(1, line - 10, 2, line)
    return Finding(rule, severity, project, indicator, field, message, remedy, rest.pop("values", {}), place, **rest)


def findings():
    """In the order of the rules, as the engine gives them."""
    repeats = [
        finding(
            "description-repeats-name",
            Severity.INFO,
            "description",
            "描述与名称相同：“{description}”",
            "写明计算方法",
            indicator=number,
            line=40 + 5 * number,
            values={"description": ROWS[number - 1][3]},
        )
        for number in (1, 2, 4)
    ]
    return (
        finding("budget-total-missing", Severity.ERROR, "budget.total", "预算数没有填写", "填写预算数", line=16),
        finding("goal-placeholder", Severity.ERROR, "goals[0]", "第 1 条是占位文字", "写明目标", line=20),
        finding("goal-placeholder", Severity.ERROR, "goals[1]", "第 2 条是占位文字", "写明目标", line=20),
        finding("benefit-missing", Severity.ERROR, "indicators", "没有效益指标", "补充一条效益指标"),
        *repeats,
        finding(
            "unit-nonstandard",
            Severity.INFO,
            "target.unit",
            "单位“百分比”应写作“%”",
            "改为 %",
            indicator=2,
            line=51,
            fix=Fix("target", "≥80百分比", "≥80%"),
        ),
        finding("indicator-field-missing", Severity.WARNING, "basis", "依据没有填写", "补填", indicator=3, line=56),
        finding("plan-not-monotonic", Severity.ERROR, "spending_plan[1]", "6月底少于3月底", "核对", project=2, line=90),
        finding("project-code-duplicated", Severity.ERROR, "code", "编码重复", "核对", project=2, waived="结转项目"),
        finding("house-rule", Severity.WARNING, "fiscal_year", "年度不在三年规划内", "核对年度", project=None),
    )


def checked(source_format="txt"):
    """The document with its findings; only in text files has a cell a line."""
    found = findings()
    if source_format != "txt":
        found = tuple(each._replace(place=each.place and each.place._replace(line=None)) for each in found)
    return CheckedDocument(document(source_format), found)


def failures():
    """One file that could not be read."""
    return [Failure("坏 文件/#1.doc", UnreadableSourceError("encrypted"))]
