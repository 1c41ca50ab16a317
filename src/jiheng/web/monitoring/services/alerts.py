"""Alerts: made, changed and ended by lights; answered by units, closed by whoever looks after them.

Of a thing there is one alert however often it is seen. A light that turns green ends it. What a person closed stays
closed as long as it does not get worse: nobody has to close the same thing every morning.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.domain.lights import Colour, Light
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring import policies
from jiheng.web.monitoring.models import Alert, AlertKind, AlertState, Report, Round, Sighting
from jiheng.web.monitoring.preparing import stored_lights
from jiheng.web.monitoring.services.telling import tell_alerts
from jiheng.web.monitoring.shown import light_json
from jiheng.web.ui.errors import Conflict

__all__ = ["Seen", "alert_answer", "alert_close", "alerts_of_report", "alerts_seen"]

_BAD = frozenset({Colour.RED, Colour.YELLOW})


class Seen(NamedTuple):
    """A light at a place of a project; `name`: of the indicator, empty of spending."""

    kind: AlertKind
    anchor: str
    name: str
    light: Light


def alerts_of_report(report: Report) -> None:
    """Bring the alerts of a project in line with what was handed in; called in the transaction of handing in."""
    lights = stored_lights(report.content)
    seen = [Seen(AlertKind.SPENDING, "", "", lights.spending)]
    seen += [
        Seen(AlertKind.INDICATOR, f"indicators[{number}]", row["name"] or row["target"], light)
        for number, (row, light) in enumerate(zip(report.content["indicators"], lights.indicators, strict=True))
    ]
    alerts_seen({report.goal: seen}, at=report.round.through, each=report.round)


def alerts_seen(seen: dict[Goal, list[Seen]], *, at: date, each: Round | None = None) -> list[Alert]:
    """Make, change and end the alerts of projects by the lights that were seen, all of a kind together; tell people.

    Args:
        seen: every light of each kind that was looked at; what is missing of such a kind is there no more.
        at: the day that the lights are about.
        each: the round; None for the daily look.

    Returns:
        Those that are new or worse.
    """
    known: dict[int, dict[tuple[str, str], Alert]] = {}
    for alert in Alert.objects.select_for_update(of=("self",)).select_related("organization").filter(goal__in=seen):
        known.setdefault(alert.goal_id, {})[alert.kind, alert.anchor] = alert
    fresh: list[Alert] = []
    for goal, lights in seen.items():
        own = known.get(goal.pk, {})
        fresh += _looked(goal, lights, own, at, each)
        kinds, places = {one.kind for one in lights}, {(one.kind, one.anchor) for one in lights}
        for place, alert in own.items():
            if alert.kind in kinds and place not in places and alert.state != AlertState.CLOSED:
                _end(alert)
    tell_alerts(fresh)
    return fresh


def _looked(
    goal: Goal, lights: Iterable[Seen], known: dict[tuple[str, str], Alert], at: date, each: Round | None
) -> Iterable[Alert]:
    for one in lights:
        alert = known.get((one.kind, one.anchor))
        if one.light.colour in _BAD:
            alert = alert or Alert(
                goal=goal, organization=goal.organization, year=goal.year, kind=one.kind, anchor=one.anchor
            )
            if _bad(alert, one, at, each):
                yield alert
        elif alert and alert.state != AlertState.CLOSED and one.light.colour is not Colour.NONE:
            alert.light, alert.seen_at, alert.round = light_json(one.light), at, each
            _end(alert)


def _bad(alert: Alert, one: Seen, at: date, each: Round | None) -> bool:
    """Note that it is (still) bad; whether that is news."""
    is_new, before = alert.pk is None, alert.colour
    is_worse = is_new or one.light.colour.rank > Colour(before).rank
    opens = is_new or (alert.state == AlertState.CLOSED and (is_worse or not alert.is_settled))
    alert.name, alert.colour, alert.light = one.name[:255], one.light.colour.value, light_json(one.light)
    alert.seen_at, alert.round = at, each
    if opens or (is_worse and alert.state == AlertState.ANSWERED):
        alert.state, alert.is_settled = AlertState.OPEN, False
    if opens:
        alert.opened_at = timezone.now()
        alert.answer = alert.closing = ""
        alert.answered_at = alert.answered_by = alert.closed_at = alert.closed_by = None
    alert.save()
    _sighted(alert, at)
    if opens or is_worse:
        after = {"colour": alert.colour, "seen_at": str(at)}
        record("monitoring-alert.opened", actor=None, subject=alert, organization=alert.organization.code, after=after)
    return opens or is_worse


def _sighted(alert: Alert, at: date) -> None:
    """The month keeps its worst colour."""
    month = at.month if at.year == alert.year else 12
    known, made = Sighting.objects.get_or_create(alert=alert, month=month, defaults={"colour": alert.colour})
    if not made and Colour(alert.colour).rank > Colour(known.colour).rank:
        Sighting.objects.filter(pk=known.pk).update(colour=alert.colour)


def _end(alert: Alert) -> None:
    alert.state, alert.is_settled = AlertState.CLOSED, False
    alert.closing, alert.closed_by, alert.closed_at = "", None, timezone.now()
    alert.save()
    record("monitoring-alert.ended", actor=None, subject=alert, organization=alert.organization.code)


@transaction.atomic
def alert_answer(*, alert: Alert, actor: User, text: str) -> None:
    """Say what the unit does about it.

    Raises:
        PermissionDenied: `actor` does not write for the unit.
        Conflict: it is closed already.
        ValidationError: nothing is said.
    """
    fresh = _held(alert)
    _require_open(fresh)
    if not policies.may_answer(actor, fresh):
        raise PermissionDenied
    if not text.strip():
        raise ValidationError({"text": _("请写明原因和打算怎么办")})
    fresh.answer, fresh.answered_by, fresh.answered_at = text.strip(), actor, timezone.now()
    fresh.state = AlertState.ANSWERED
    fresh.save()
    after = {"text": fresh.answer}
    record("monitoring-alert.answered", actor=actor, subject=fresh, organization=fresh.organization.code, after=after)


@transaction.atomic
def alert_close(*, alert: Alert, actor: User, reason: str) -> None:
    """Close it for a reason; it opens again only when it gets worse.

    Raises:
        PermissionDenied: `actor` does not look after the unit.
        Conflict: it is closed already.
        ValidationError: no reason is given.
    """
    fresh = _held(alert)
    _require_open(fresh)
    if not policies.may_close(actor, fresh):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请写明关闭的理由")})
    fresh.closing, fresh.closed_by, fresh.closed_at = reason.strip(), actor, timezone.now()
    fresh.state, fresh.is_settled = AlertState.CLOSED, True
    fresh.save()
    after = {"reason": fresh.closing}
    record("monitoring-alert.closed", actor=actor, subject=fresh, organization=fresh.organization.code, after=after)


def _held(alert: Alert) -> Alert:
    return Alert.objects.select_for_update(of=("self",)).select_related("organization", "goal").get(pk=alert.pk)


def _require_open(alert: Alert) -> None:
    if alert.state == AlertState.CLOSED:
        raise Conflict("alert-closed", _("这条预警已经关闭，请刷新页面"))
