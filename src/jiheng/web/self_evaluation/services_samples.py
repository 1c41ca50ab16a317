"""Drawing samples of approved self-evaluations and scoring them again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.domain.scores.score import plain
from jiheng.domain.scoring import half_up
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.notices.services import notify
from jiheng.web.organizations.models import Kind as OrganizationKind
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import holders, roles
from jiheng.web.regulation.selectors import regulation_of
from jiheng.web.self_evaluation import policies
from jiheng.web.self_evaluation.models import Rescore, Sample
from jiheng.web.self_evaluation.reckoning import number_of
from jiheng.web.self_evaluation.rescoring import lines_of
from jiheng.web.self_evaluation.sampling import Method, draw, population_digest
from jiheng.web.self_evaluation.selectors_samples import population_of
from jiheng.web.ui.errors import Conflict

__all__ = ["rescore_finish", "rescore_save", "sample_draw"]

_MOST = 2000
_MOST_POINTS = Decimal(1000)


@transaction.atomic
def sample_draw(*, year: int, name: str, method: Method, actor: User, seed: str = "") -> Sample:
    """Draw from the approved self-evaluations of projects.

    Args:
        year: of the budget.
        name: of the sample.
        method: how many, divided by what.
        actor: who draws.
        seed: to draw again what was drawn once; made up where empty.

    Raises:
        PermissionDenied: `actor` is not of the performance office.
        ValidationError: there is nothing to draw from, or too much is asked for.
    """
    if not policies.may_sample(actor, year):
        raise PermissionDenied
    population = population_of(year)
    if not population:
        raise ValidationError(_("还没有已通过的项目自评，抽不出样本"), code="nothing")
    used = seed.strip() or secrets.token_hex(8)
    drawn = draw(population, method, used)
    if len(drawn) > _MOST:
        raise ValidationError(_("一次最多抽 {count} 个，请减少数量").format(count=_MOST), code="too-many")
    sample = Sample.objects.create(
        year=year,
        name=name.strip(),
        seed=used,
        method=_method_json(method),
        population={"count": len(population), "digest": population_digest(population)},
        drawn_by=actor,
        bureau=_bureau(actor, year),
    )
    Rescore.objects.bulk_create(Rescore(sample=sample, version_id=each.key, stratum=each.stratum) for each in drawn)
    record(
        "sample.drawn", actor=actor, subject=sample, organization=sample.bureau.code,
        after={"seed": used, "method": sample.method, "population": sample.population, "drawn": len(drawn)},
    )  # fmt: skip
    return sample


@transaction.atomic
def rescore_save(
    *, rescore: Rescore, scores: Mapping[str, Mapping[str, str]], opinion: str, lock: int, actor: User
) -> Rescore:
    """Keep what was scored so far.

    Args:
        rescore: what is scored again.
        scores: row (`rescoring.lines_of`) → ``points`` and ``reason``; rows that are left as they are may be missing.
        opinion: on the whole.
        lock: of what the person saw.
        actor: who scores.

    Raises:
        PermissionDenied: `actor` may not, or it is done.
        ValidationError: points beyond the weight of their row, or no reason for a difference; by row.
        Conflict: somebody else saved in between.
    """
    if not policies.may_rescore(actor, rescore):
        raise PermissionDenied
    kept = _kept(rescore, scores)
    before = {"total": _text(rescore.total), "scores": rescore.scores}
    total = half_up(sum((line.points_of(kept) for line in lines_of(rescore.version)), Decimal(0)))
    if total > _MOST_POINTS:
        raise ValidationError(_("各项分值合计远远超过 100，请先退回单位核对分值"), code="weights")
    grade = regulation_of(rescore.sample.year).grade(total).value
    changed = Rescore.objects.filter(pk=rescore.pk, lock=lock, done_at=None).update(
        scores=kept, opinion=opinion.strip(), total=total, grade=grade, lock=F("lock") + 1
    )
    if not changed:
        raise Conflict("rescore-changed", _("刚刚有人改过这份复核，您的修改没有存进去，请刷新后再存"))
    rescore.refresh_from_db()
    record(
        "rescore.saved", actor=actor, subject=rescore, organization=rescore.version.item.organization.code,
        before=before, after={"total": _text(total), "scores": kept},
    )  # fmt: skip
    return rescore


@transaction.atomic
def rescore_finish(*, rescore: Rescore, lock: int, actor: User) -> Rescore:
    """Close it: from now on the unit sees it, and nobody changes it.

    Raises:
        PermissionDenied: `actor` may not, or it is done.
        ValidationError: nothing was scored yet.
        Conflict: somebody else saved in between.
    """
    if not policies.may_rescore(actor, rescore):
        raise PermissionDenied
    if rescore.total is None:
        raise ValidationError(_("请先保存复核评分"), code="not-scored")
    open_one = Rescore.objects.filter(pk=rescore.pk, lock=lock, done_at=None)
    if not open_one.update(done_at=timezone.now(), done_by=actor, lock=F("lock") + 1):
        raise Conflict("rescore-changed", _("刚刚有人改过这份复核，请刷新后再完成"))
    rescore.refresh_from_db()
    version = rescore.version
    record(
        "rescore.done", actor=actor, subject=rescore, organization=version.item.organization.code,
        before={"total": _text(version.total)}, after={"total": _text(rescore.total), "grade": rescore.grade},
    )  # fmt: skip
    _tell(rescore)
    return rescore


def _kept(rescore: Rescore, scores: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Only what differs from the unit's own scores, each within its weight and with a reason."""
    kept, wrong = {}, {}
    for line in lines_of(rescore.version):
        said = scores.get(line.key) or {}
        text, reason = str(said.get("points") or "").strip(), str(said.get("reason") or "").strip()[:1000]
        points = number_of(text)
        if not text or points == line.own:
            continue
        if points is None or not 0 <= points <= line.weight or points != half_up(points):
            wrong[line.key] = _("“{name}”请在 0–{weight} 之间评分，最多两位小数").format(
                name=line.name, weight=plain(line.weight)
            )
        elif not reason:
            wrong[line.key] = _("“{name}”改了得分，请写明理由").format(name=line.name)
        else:
            kept[line.key] = {"points": plain(points), "reason": reason}
    if wrong:
        raise ValidationError(list(wrong.values()))
    missing = [line.name for line in lines_of(rescore.version) if line.own is None and line.key not in kept]
    if missing:
        raise ValidationError(_("“{name}”单位没有得分，请评分").format(name=missing[0]))
    return kept


def _method_json(method: Method) -> dict[str, Any]:
    percent = None if method.percent is None else str(method.percent)
    return {"count": method.number, "percent": percent, "by": method.by}


def _tell(rescore: Rescore) -> None:
    """The unit and its department learn the result."""
    item = rescore.version.item
    people = [
        person
        for role in (Role.PREPARER, Role.UNIT_LEADER, Role.DEPARTMENT_REVIEWER)
        for person in holders(item.organization, item.year, role)
    ]
    notify(
        people=people,
        kind="self_evaluation.rescored",
        key=f"self_evaluation.rescored.{rescore.pk}",
        title=partial(_told_title, rescore),
        url=reverse("self_evaluation:rescore", args=[rescore.pk]),
        text=rescore.opinion,
        organization=item.organization,
        year=item.year,
    )


def _told_title(rescore: Rescore) -> str:
    own, again = _text(rescore.version.total) or "—", _text(rescore.total) or "—"
    return _("“{name}”的自评复核已完成：自评 {own} 分，复核 {again} 分").format(name=rescore, own=own, again=again)


def _bureau(actor: User, year: int) -> Organization:
    own = [membership.organization for membership in roles(actor, year)]
    return next((each for each in own if each.kind == OrganizationKind.BUREAU), own[0])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
