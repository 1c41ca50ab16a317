"""The chains: which steps a submission takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.organizations.models import Kind, Role
from jiheng.web.review.models import Chain, Step
from jiheng.web.review.policies import REVIEWERS, may_configure
from jiheng.web.review.subjects import subject_of, subjects
from jiheng.web.ui.errors import Conflict

__all__ = ["StepSetting", "chain_save", "default_chain"]


class StepSetting(NamedTuple):
    """A step as it is to be.

    Attributes:
        order: steps of the same order are open at the same time.
        skipped_for: kinds of organization that do without it.
        days: in which it should be decided; None for no limit.
    """

    order: int
    name: str
    role: str
    skipped_for: tuple[str, ...] = ()
    quality_form: bool = False
    days: int | None = None


@transaction.atomic
def default_chain(*, subject: str = "goal", actor: User | None = None) -> Chain:
    """The chain that is in use for the subject, the usual one of a county if there is none yet.

    The unit's leader, the department in charge (nobody is above a department but the bureau), the division of the
    finance bureau (for goals with the form of 财预〔2015〕88号), the performance office.
    """
    if known := Chain.objects.filter(subject=subject, is_active=True).first():
        return known
    known_as = subject_of(subject) if subject in subjects() else None
    label = str(known_as.label) if known_as and known_as.label else _("绩效目标")
    chain = Chain.objects.create(subject=subject, name=_("{label}审核流程").format(label=label)[:64])
    asks = known_as is None or known_as.has_qualities
    no_department = (Kind.BUREAU.value, Kind.DEPARTMENT.value)
    steps = (
        StepSetting(1, _("单位负责人"), Role.UNIT_LEADER, days=3),
        StepSetting(2, _("主管部门"), Role.DEPARTMENT_REVIEWER, skipped_for=no_department, days=5),
        StepSetting(3, _("财政业务处室"), Role.FINANCE_REVIEWER, quality_form=asks, days=7),
        StepSetting(4, _("绩效管理处"), Role.PERFORMANCE_OFFICE, days=5),
    )
    _replace(chain, steps)
    record("chain.created", actor=actor, subject=chain, after=_described(steps))
    return chain


@transaction.atomic
def chain_save(*, chain: Chain, name: str, steps: Sequence[StepSetting], lock: int, actor: User, year: int) -> Chain:
    """Replace the steps of a chain; what is under way keeps the steps that it began with.

    Args:
        chain: what is changed.
        name: of the chain.
        steps: at least one; their orders are counted through from 1.
        lock: of the chain as the person saw it.
        actor: who changes it.
        year: in which `actor` has the role.

    Raises:
        PermissionDenied: `actor` is not of the performance office.
        Conflict: somebody changed it in between, or the steps make no chain.
    """
    if not may_configure(actor, year):
        raise PermissionDenied
    wanted = _counted_through(steps)
    _require_chain(wanted)
    before = _described(_settings(chain))
    if not Chain.objects.filter(pk=chain.pk, lock=lock).update(name=name, lock=lock + 1):
        raise Conflict("chain-changed", _("审核流程刚刚被别人改过，您的修改没有存进去，请核对后再存"))
    _replace(chain, wanted)
    chain.refresh_from_db()
    record("chain.changed", actor=actor, subject=chain, before=before, after=_described(wanted))
    return chain


def _counted_through(steps: Iterable[StepSetting]) -> list[StepSetting]:
    known = sorted(steps, key=lambda step: step.order)
    place = {order: number for number, order in enumerate(sorted({step.order for step in known}), start=1)}
    return [step._replace(order=place[step.order]) for step in known]


def _require_chain(steps: Sequence[StepSetting]) -> None:
    if not steps:
        raise Conflict("chain-empty", _("至少要有一个步骤"))
    if any(step.role not in REVIEWERS for step in steps):
        raise Conflict("chain-role", _("有一个步骤的角色不能审核，请改选"))
    if sum(count > 1 for count in Counter(step.order for step in steps).values()) > 1:
        raise Conflict("chain-parallel", _("只能有一处并行：次序相同的步骤请放在同一处"))
    for kind in Kind:
        if all(kind.value in step.skipped_for for step in steps):
            raise Conflict("chain-nobody", _("“{kind}”跳过了所有步骤，它的申报就没有人审核了").format(kind=kind.label))


def _replace(chain: Chain, steps: Iterable[StepSetting]) -> None:
    chain.steps.all().delete()
    rows = [Step(chain=chain, **(step._asdict() | {"skipped_for": list(step.skipped_for)})) for step in steps]
    Step.objects.bulk_create(rows)


def _settings(chain: Chain) -> list[StepSetting]:
    return [
        StepSetting(step.order, step.name, step.role, tuple(step.skipped_for), step.quality_form, step.days)
        for step in chain.steps.all()
    ]


def _described(steps: Iterable[StepSetting]) -> dict[str, Any]:
    return {"steps": [step._asdict() for step in steps]}
