"""Six projects of one unit, and what is done for them without a browser while their year goes by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from tests.web.disclosure.approved import make_sheet
from tests.web.factories import World, give_role, make_person
from tests.web.monitoring.rounds import typed as typed_report
from tests.web.monitoring.rounds import write as write_report

from jiheng.domain.goals import Budget, Document, GoalSheet, Indicator, PlanStep
from jiheng.domain.project_code import check_character
from jiheng.domain.target import parse_target
from jiheng.web.execution.models import MovementKind, Source
from jiheng.web.execution.services import movement_set
from jiheng.web.goals.mapping import content_of, document_of_parts
from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_submit
from jiheng.web.monitoring.models import Report
from jiheng.web.monitoring.services import report_submit
from jiheng.web.organizations.models import Role
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.models import Run
from jiheng.web.review.services import task_approve
from jiheng.web.review.workflow import Grade, Quality, RunState, StepState
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.self_evaluation.services import self_evaluation_save, self_evaluation_submit

__all__ = ["EXPERTS", "FAILING", "PROJECTS", "Office", "Project"]

EXPERTS = ("高专家", "钟专家")
_REASON = "参加人数超过预计，按实际需要安排，没有增加支出；明年按实际人数测算。"
_PLAN = ((3, 15), (6, 45), (9, 75), (12, 100))


class Project(NamedTuple):
    """What a project promises.

    Attributes:
        amount: its budget in 万元.
        output, benefit: name of the indicator, number that is promised, unit.
        served: whose satisfaction counts.
    """

    name: str
    amount: int
    output: tuple[str, int, str]
    benefit: tuple[str, int, str]
    served: str

    def sheet(self, world: World, number: int) -> GoalSheet:
        """Its goals: an indicator of every kind, and when the money is to be spent."""
        output, promised, unit = self.output
        benefit, served, each = self.benefit
        rows = (
            ("产出指标", "数量指标", output, f"≥{promised}{unit}"),
            ("产出指标", "质量指标", f"{self.name}验收合格率", "≥95%"),
            ("产出指标", "时效指标", f"{self.name}完成时间", "12月底前"),
            ("产出指标", "成本指标", f"{self.name}总成本", f"≤{self.amount}万元"),
            ("效益指标", "社会效益指标", benefit, f"≥{served}{each}"),
            ("满意度指标", "服务对象满意度指标", f"{self.served}满意度", "≥90%"),
        )
        code = f"13073027P{number:011d}"
        return make_sheet(
            world.units[0],
            self.name,
            code=code + check_character(code),
            budget=Budget(Decimal(self.amount), Decimal(self.amount), None, "万元"),
            purpose=f"用于{self.name}，全年预算{self.amount}万元。",
            goals=(f"全年{output}不少于{promised}{unit}，{benefit}不少于{served}{each}。",),
            spending_plan=tuple(PlanStep(month, Decimal(share)) for month, share in _PLAN),
            indicators=tuple(
                Indicator(*row[:3], f"{row[2]}的实际情况", parse_target(row[3]), "年度工作计划") for row in rows
            ),
        )

    def reached(self, share: str) -> list[str]:
        """What a unit writes of its indicators when that share of the year's work is done."""
        done = Decimal(share)
        parts = [(number * done).quantize(Decimal(1)) for number in (self.output[1], self.benefit[1])]
        when = "正在推进" if done < 1 else "按期完成"
        return [
            f"{parts[0]}{self.output[2]}", "97.5%", when, f"{(self.amount * min(done, Decimal(1))):.2f}万元",
            f"{parts[1]}{self.benefit[2]}", "94.2%",
        ]  # fmt: skip


FAILING = Project("校舍维修改造", 120, ("维修校舍面积", 6000, "平方米"), ("受益学校数", 12, "所"), "师生")
PROJECTS = (
    FAILING,
    Project("农村学生营养改善", 80, ("供餐学生人数", 1500, "人"), ("营养达标学生人数", 1400, "人"), "家长"),
    Project("教师业务培训", 30, ("培训教师人次", 400, "人次"), ("取得结业证书人数", 380, "人"), "参训教师"),
    Project("校园安全设施改造", 45, ("更新安全设施", 260, "处"), ("消除安全隐患", 90, "处"), "学校"),
    Project("课后服务补助", 60, ("服务学生人次", 24000, "人次"), ("开设课程门数", 48, "门"), "学生"),
    Project("图书购置", 20, ("购置图书", 9000, "册"), ("新增借阅人次", 6000, "人次"), "读者"),
)


class Office:
    """The people of the world at work on everything but the failing project."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.preparer = world.people["preparer"]
        for name in EXPERTS:
            world.people[name] = make_person(name)
            give_role(world.people[name], world.bureau, Role.EXPERT)

    def document(self) -> Document:
        """The goals of the unit as somebody typed them in an office program."""
        contents = [content_of(each.sheet(self.world, number)) for number, each in enumerate(PROJECTS, 1)]
        return document_of_parts(self.world.units[0], self.world.year, contents, None)

    def others(self) -> dict[str, Goal]:
        """The five projects that go well, by name."""
        goals = Goal.objects.filter(year=self.world.year).exclude(name=FAILING.name).order_by("pk")
        return {goal.name: goal for goal in goals.select_related("organization__parent")}

    def failing(self) -> Goal:
        """The one that does not."""
        return Goal.objects.select_related("organization__parent").get(year=self.world.year, name=FAILING.name)

    def agree(self, subject: str, pk: int, *, all_but_last: bool = False) -> str:
        """Everybody in the chain agrees, one after the other; the role whose word is the last."""
        run = Run.objects.get(subject=subject, subject_id=pk, state=RunState.RUNNING)
        last = run.tasks.latest("order")
        while task := run.tasks.filter(state=StepState.OPEN).exclude(pk=last.pk if all_but_last else None).first():
            grades = dict.fromkeys(Quality.values, Grade.GOOD.value) if task.quality_form else {}
            actor = self.world.people[task.role]
            task_approve(task=task, actor=actor, grades=grades, opinion="同意。", override="已核对，理由成立。")
        return str(last.role)

    def goals_approved(self) -> None:
        """The five others are handed in and go through the chain."""
        for goal in self.others().values():
            goal_submit(goal=goal, actor=self.preparer, explanation="按年度工作计划填报。")
            self.agree("goal", goal.pk)

    def spend(self, goal: Goal, amounts: dict[int, str]) -> None:
        """Payments by month, in 万元."""
        for month, amount in amounts.items():
            movement_set(
                goal=goal, kind=MovementKind.SPENT, source=Source.FISCAL, month=month, amount=Decimal(amount),
                actor=self.preparer,
            )  # fmt: skip

    def spend_others(self, *months: int) -> None:
        """A good eighth of the budget of each of the others in each of the months."""
        for each in PROJECTS[1:]:
            self.spend(self.others()[each.name], dict.fromkeys(months, f"{each.amount * Decimal('0.124'):.2f}"))

    def reports_approved(self) -> None:
        """The others hand in what a good half year looks like, and it is approved."""
        for each in PROJECTS[1:]:
            report = self._report(each.name)
            answers: dict[str, Any] = typed_report(report)
            for row, actual in zip(answers["indicators"], each.reached("0.6"), strict=True):
                row |= {"possibility": "certain", "actual": actual, "expected": ""}
            answers["funding"] = dict.fromkeys(answers["funding"], str(each.amount))
            answers |= {"analysis": "无", "measures": "按计划推进", "filled_by": self.preparer.name}
            write_report(report, answers, self.preparer)
            report_submit(report=self._report(each.name), actor=self.preparer)
            self.agree("monitoring", report.pk)

    def _report(self, name: str) -> Report:
        found = Report.objects.select_related("organization__parent", "round", "goal__organization")
        return found.get(goal__name=name)

    def self_evaluations_approved(self) -> None:
        """The others, and the unit as a whole, say what they reached; it is approved."""
        for each in PROJECTS[1:]:
            item = SelfEvaluation.objects.select_related("organization__parent").get(goal__name=each.name)
            self_evaluation_save(item=item, actor=self.preparer, content=_answered(item, each), lock=item.lock)
            item.refresh_from_db()
            self_evaluation_submit(item=item, actor=self.preparer, explanation="以业务台账为准。")
            self.agree("self_evaluation", item.pk)


def _answered(item: SelfEvaluation, project: Project) -> dict[str, Any]:
    rows = [
        {**row, "actual": actual}
        for row, actual in zip(item.content["indicators"], project.reached("1.04"), strict=True)
    ]
    rows[2] |= {"achievement": "reached", "given": rows[2]["weight"]}
    content = {
        **item.content,
        "indicators": rows,
        "actual_goals": "年度目标全部完成。",
        "execution_reason": "尾款按合同次年支付。",
    }
    sheet = reckon(content, regulation_of(item.year)).sheet
    for row, score in zip(rows, sheet.indicators, strict=True):
        row["reason"] = _REASON if score.needs_reason else ""
    return content
