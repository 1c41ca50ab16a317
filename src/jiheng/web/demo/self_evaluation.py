"""Self-evaluations of the demo: one approved and drawn into a sample, one in review, one that still lacks reasons."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jiheng.domain.target import Target, TargetKind, parse_target
from jiheng.web.accounts.models import User
from jiheng.web.organizations.models import Kind, Organization, Role
from jiheng.web.organizations.policies import holders
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.review.models import Run, RunState, StepState
from jiheng.web.review.services import default_chain, task_approve
from jiheng.web.self_evaluation.beginnings import approved_projects
from jiheng.web.self_evaluation.models import SelfEvaluation
from jiheng.web.self_evaluation.paper import SUBJECT
from jiheng.web.self_evaluation.reckoning import reckon
from jiheng.web.self_evaluation.rescoring import lines_of
from jiheng.web.self_evaluation.sampling import Method
from jiheng.web.self_evaluation.services import (
    self_evaluation_save,
    self_evaluation_submit,
    self_evaluations_begin,
    window_set,
)
from jiheng.web.self_evaluation.services_samples import rescore_finish, rescore_save, sample_draw

__all__ = ["make_self_evaluations"]

_MONTH = timedelta(days=30)
_REASON = "下半年两次活动因防汛任务改期，实际少于计划；已排入明年一季度工作安排，并提前落实场地和人员。"
_DONE = "年度目标基本实现：各项任务按计划完成，服务对象反映良好。"
_FAILED = "年度目标没有全部实现：专题活动只办了一部分，签约项目明显少于计划，资金支出滞后。"
_MONEY = "年底有一笔尾款未到付款节点，明年一季度支付。"
_SHORT = Decimal("0.58")
_MISSED = 4  # rows of the project that failed


def make_self_evaluations(year: int) -> None:
    """The self-evaluations of the approved projects of `year`, and a sample of them."""
    default_chain(subject=SUBJECT)
    bureau = Organization.objects.get(kind=Kind.BUREAU)
    office = holders(bureau, year, Role.PERFORMANCE_OFFICE)[0]
    now = timezone.now()
    window_set(year=year, opens_at=now - _MONTH, due_at=now + _MONTH, actor=office)
    units = Organization.objects.filter(
        pk__in={goal.organization_id for goal in approved_projects(Organization.objects.all(), year)}
    )
    made = [item for unit in units.order_by("code") for item in _begun(unit, year)]
    projects = [item for item in made if item.goal_id]
    for number, item in enumerate(projects):
        is_open = number == len(projects) - 1
        _answer(item, misses=_MISSED if number == 0 else number, explains=not is_open)
        if is_open and number:
            continue
        self_evaluation_submit(item=item, actor=item.created_by, explanation="数据以业务台账为准。")
        if number == 0:
            _through_the_chain(item)
    if projects:
        _sampled(year, office)


def _begun(unit: Organization, year: int) -> list[SelfEvaluation]:
    return self_evaluations_begin(organization=unit, year=year, actor=holders(unit, year, Role.PREPARER)[0])


def _answer(item: SelfEvaluation, *, misses: int, explains: bool) -> None:
    """Fill in what was reached: what was promised, but in the first `misses` rows about half."""
    rows = [{**row, **_reached(row, is_short=number < misses)} for number, row in enumerate(item.content["indicators"])]
    content: dict[str, Any] = {
        **item.content,
        "indicators": rows,
        "actual_goals": _FAILED if misses == _MISSED else _DONE,
        "execution_reason": _MONEY if explains else "",
        "problems": "指标设定与业务台账衔接不够，个别数据年底才汇总。",
        "improvements": "按季度登记完成情况，编制下年目标时按历史数据测算。",
    }
    if explains:
        sheet = reckon(content, regulation_of(item.year)).sheet
        for row, score in zip(rows, sheet.indicators, strict=True):
            row["reason"] = _REASON if score.needs_reason else ""
    self_evaluation_save(item=item, actor=item.created_by, content=content, lock=item.lock)
    item.refresh_from_db()


def _reached(row: dict[str, Any], *, is_short: bool) -> dict[str, Any]:
    target = parse_target(row["target"])
    bounds = target.bounds
    if target.kind is not TargetKind.QUANTITATIVE or bounds is None:
        return {"actual": "按期完成，达到预期", "achievement": "reached", "given": row["weight"]}
    value = bounds[0] * _SHORT if is_short else bounds[0]
    return {"actual": f"{_whole(value, target)}{target.unit or ''}"}


def _whole(value: Decimal, target: Target) -> str:
    """As many decimals as the target has."""
    exponent = Decimal(target.number.split("-")[0] if target.number else "1").as_tuple().exponent
    return f"{value.quantize(Decimal(1).scaleb(exponent)):f}" if isinstance(exponent, int) else f"{value:f}"


def _through_the_chain(item: SelfEvaluation) -> None:
    run = Run.objects.get(subject=SUBJECT, subject_id=item.pk, state=RunState.RUNNING)
    while task := run.tasks.filter(state=StepState.OPEN).select_related("run__organization").first():
        reviewer = holders(run.organization, run.year, Role(task.role))[0]
        task_approve(task=task, actor=reviewer, grades={}, opinion="数据有台账支撑，同意。", override="说明合理。")


def _sampled(year: int, office: User) -> None:
    sample = sample_draw(
        year=year, name="自评抽查", method=Method(None, Decimal(20), "department"), seed=str(year), actor=office
    )
    rescore = sample.rescores.select_related("version__item__organization", "sample").first()
    if rescore is None:
        return
    scores = {"0": {"points": "3.5", "reason": "佐证材料只能说明一部分，按台账核减。"}}
    missing = [line for line in lines_of(rescore.version) if line.own is None]
    scores |= {line.key: {"points": "0", "reason": "没有数据，不得分。"} for line in missing}
    kept = rescore_save(rescore=rescore, scores=scores, opinion="其余指标与台账一致。", lock=rescore.lock, actor=office)
    rescore_finish(rescore=kept, lock=kept.lock, actor=office)
