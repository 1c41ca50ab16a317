"""The beginning and the end of a run."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.organizations.models import Organization
from jiheng.web.review import policies
from jiheng.web.review.events import Event, Happening, emit
from jiheng.web.review.models import Run, Step, Task
from jiheng.web.review.subjects import subject_of
from jiheng.web.review.workflow import FINAL, TASK, Decision, RunState, StepState, next_order
from jiheng.web.ui.errors import Conflict

__all__ = ["hold", "run_advance", "run_end", "run_start", "run_withdraw"]


@transaction.atomic
def run_start(
    *,
    subject: str,
    subject_id: int,
    version: int,
    digest: str,
    organization: Organization,
    year: int,
    title: str,
    actor: User,
) -> Run:
    """Send a submitted version on its way: a copy of the active chain's steps, the first of them open.

    Whether `actor` may hand it in is the business of the area that it belongs to.

    Raises:
        Conflict: there is no chain, no step of it is for this kind of organization, or a review is running already.
    """
    steps = Step.objects.filter(chain__subject=subject, chain__is_active=True)
    wanted = [step for step in steps if organization.kind not in step.skipped_for]
    if not wanted:
        raise Conflict("no-chain", _("还没有适用的审核流程，不能提交。请联系财政部门绩效管理处设置"))
    run = Run(
        subject=subject, subject_id=subject_id, version=version, digest=digest, organization=organization,
        year=year, title=title[:255], started_by=actor,
    )  # fmt: skip
    run.errors, run.warnings, run.infos = subject_of(subject).counted(run)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("run-running", _("这一项已经在审核中，不用再次提交")) from error
    copied = ("order", "name", "role", "quality_form", "days")
    Task.objects.bulk_create(Task(run=run, **{name: getattr(step, name) for name in copied}) for step in wanted)
    run_advance(run)
    record(
        "run.started", actor=actor, subject=run, organization=organization.code,
        after={"version": version, "digest": digest, "steps": [step.name for step in wanted]},
    )  # fmt: skip
    return run


@transaction.atomic
def run_withdraw(*, run: Run, actor: User) -> None:
    """Take a submission back while no reviewer has opened it.

    Raises:
        PermissionDenied: `actor` does not write for the organization.
        Conflict: it was opened, or it has ended.
    """
    held = hold(run)
    if not policies.may_withdraw(actor, held):
        raise PermissionDenied
    if held.state != RunState.RUNNING:
        raise Conflict("run-ended", _("审核已经结束（{state}），不能撤回").format(state=held.get_state_display()))
    opened = held.tasks.exclude(opened_at=None).select_related("opened_by").order_by("opened_at").first()
    if opened is not None:
        raise Conflict(
            "run-opened",
            _("{name}（{step}）已于 {time} 打开，不能撤回；需要修改请联系对方退回").format(
                name=opened.opened_by or "",
                step=opened.name,
                time=timezone.localtime(opened.opened_at).strftime("%m-%d %H:%M"),
            ),
        )
    run_end(held, "withdraw")
    record("run.withdrawn", actor=actor, subject=held, organization=held.organization.code)


def hold(run: Run) -> Run:
    """The run as it is now, kept from everybody else until the transaction ends.

    Two parallel steps may be decided at the same moment; without this each would still see the other one open. SQLite
    has no locks on rows and needs none: there a transaction that writes is alone.
    """
    return Run.objects.select_for_update(of=("self",)).select_related("organization__parent").get(pk=run.pk)


def run_advance(run: Run) -> None:
    """Open the next steps of a held run, or end it when all have agreed."""
    known = list(run.tasks.values_list("order", "state"))
    order = next_order(known)
    if order is not None:
        for task in run.tasks.filter(order=order, state=StepState.WAITING):
            task.state, task.due_at = TASK["open"][task.state], _due(task.days)
            task.save(update_fields=["state", "due_at"])
            emit(Event(Happening.TASK_READY, run, task))
    elif all(state == StepState.APPROVED for _order, state in known):
        run_end(run, Decision.APPROVE)


def run_end(run: Run, how: str) -> None:
    """End a held run and tell the area that it belongs to; steps that are left are cancelled.

    Raises:
        Conflict: it has ended already.
    """
    now = timezone.now()
    if not Run.objects.filter(pk=run.pk, state=RunState.RUNNING).update(state=FINAL[how], ended_at=now):
        raise Conflict("run-ended", _("审核已经结束，请刷新页面"))
    run.state, run.ended_at = FINAL[how], now
    run.tasks.filter(state__in=TASK["cancel"]).update(state=StepState.CANCELLED)
    subject = subject_of(run.subject)
    {
        RunState.APPROVED: subject.on_approved,
        RunState.RETURNED: subject.on_returned,
        RunState.STOPPED: subject.on_stopped,
        RunState.WITHDRAWN: subject.on_withdrawn,
    }[FINAL[how]](run)
    emit(Event(Happening.RUN_ENDED, run))


def _due(days: int | None) -> datetime | None:
    """The end of the day, so many days from now."""
    if days is None:
        return None
    last = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))
