"""Rectification in the demo: a notice whose time is over, with a problem that waits for verification, and a closed one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from jiheng.web.accounts.models import User
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import holders
from jiheng.web.rectification import services
from jiheng.web.rectification.models import Category, Event, Notice, Problem, Source
from jiheng.web.rectification.services import Found
from jiheng.web.rectification.services.ladder import climb
from jiheng.web.rectification.sources import found_for

__all__ = ["make_rectification"]

_AGO, _TIME = timedelta(days=72), timedelta(days=60)
_SLOW = Found(Category.SPENDING, "截至七月底支出进度低于计划，采购合同尚未签订。", "倒排工期，按月通报支出进度。")
_PAPERS = Found(Category.EVIDENCE, "满意度调查没有保存问卷原件，佐证不足。", "补充问卷和统计表，完善档案管理办法。")
_MANAGED = Found(Category.MANAGEMENT, "项目验收单缺少服务对象签字。", "补齐签字，明确验收流程。", person="办公室主任")


class _People(NamedTuple):
    """Who answers, and who issues for the bureau and for the department."""

    author: User
    finance: User
    department: User

    @classmethod
    def of(cls, organization: Organization, year: int) -> _People:
        roles = (Role.PREPARER, Role.FINANCE_REVIEWER, Role.DEPARTMENT_REVIEWER)
        return cls(*(holders(organization, year, role)[0] for role in roles))


def make_rectification(year: int) -> None:
    """Two notices about approved projects of `year`."""
    goals = Goal.objects.filter(year=year, kind="project", versions__is_approved=True, is_deleted=False).distinct()
    for number, goal in enumerate(goals.select_related("organization__parent").order_by("pk")[:2]):
        people = _People.of(goal.organization, year)
        if number == 0:
            _overdue(_late_notice(goal, people), people)
        else:
            _on_its_way(goal, people)
    climb(timezone.now())


def _late_notice(goal: Goal, people: _People) -> Notice:
    """From monitoring, in summer; its time is over by now."""
    return _issued(
        goal, people.finance, Source.MONITORING, [*(found_for(Source.MONITORING, goal)[:1] or [_SLOW]), _PAPERS]
    )


def _overdue(notice: Notice, people: _People) -> None:
    slow, papers = notice.problems.order_by("number")
    services.plan_write(
        problem=slow, actor=people.author, measures="每周调度采购进度，九月底前签订合同。", person="项目科长"
    )
    services.progress_add(problem=slow, actor=people.author, text="合同已签订，正在组织实施。")
    services.plan_write(problem=papers, actor=people.author, measures="重新整理问卷，建立电子档案。")
    services.feedback_give(
        problem=papers, actor=people.author, result="问卷原件 120 份已补齐并归档。", finished_on=timezone.localdate()
    )
    _move_back(notice)


def _on_its_way(goal: Goal, people: _People) -> None:
    notice = _issued(goal, people.department, Source.SELF_EVALUATION, [_MANAGED, _SLOW])
    managed, slow = notice.problems.order_by("number")
    services.plan_write(problem=managed, actor=people.author, measures="逐户补签，修订验收流程。")
    services.feedback_give(
        problem=managed, actor=people.author, result="验收单已全部补签。", finished_on=timezone.localdate()
    )
    services.problem_close(
        problem=managed, actor=people.department, opinion="抽查 20 份，属实。", advice="下年预算按实际需求安排"
    )
    wished: date = slow.due_on + timedelta(days=30)
    services.extension_ask(problem=slow, actor=people.author, due_on=wished, reason="设备到货推迟一个月。")


def _issued(goal: Goal, actor: User, source: Source, problems: list[Found]) -> Notice:
    return services.notice_create(
        organization=goal.organization, year=goal.year, goal=goal, source=source, actor=actor, problems=problems,
        title=f"关于“{goal}”绩效问题的整改通知", due_on=timezone.localdate() + _TIME,
    )  # fmt: skip


def _move_back(notice: Notice) -> None:
    """As if it had been issued in summer: what lies in the past cannot be written otherwise."""
    issued: datetime = timezone.now() - _AGO
    due: date = timezone.localdate(issued) + _TIME
    Notice.objects.filter(pk=notice.pk).update(issued_at=issued, due_on=due)
    Problem.objects.filter(notice=notice).update(due_on=due)
    Event.objects.filter(problem__notice=notice, kind="issued").update(at=issued, details={"due_on": due.isoformat()})
    Event.objects.filter(problem__notice=notice, kind="planned").update(at=issued + timedelta(days=6))
