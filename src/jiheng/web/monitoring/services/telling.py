"""Alerts to people: the unit always, of red ones the department and the division of the bureau as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.web.monitoring.models import Alert, Colour
from jiheng.web.monitoring.shown import shown
from jiheng.web.notices.services import Message, notify_all
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import holders

__all__ = ["tell_alerts"]

_UNIT = (Role.PREPARER, Role.UNIT_LEADER)
_ABOVE = (Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER)
_NAMED = 5


def tell_alerts(alerts: Iterable[Alert]) -> None:
    """One notice a project and day of what is new or worse."""
    by_goal: dict[int, list[Alert]] = {}
    for alert in alerts:
        by_goal.setdefault(alert.goal_id, []).append(alert)
    notify_all(message for found in by_goal.values() for message in _messages(found))


def _messages(found: Sequence[Alert]) -> Iterator[Message]:
    yield _message(found, _UNIT)
    if reds := [alert for alert in found if alert.colour == Colour.RED]:
        yield _message(reds, _ABOVE)


def _message(found: Sequence[Alert], roles: Sequence[Role]) -> Message:
    first = found[0]
    place: Organization = first.organization
    people = {person.pk: person for role in roles for person in holders(place, first.year, role)}
    return Message(
        tuple(people.values()),
        "monitoring.alert",
        f"monitoring.alert.{first.goal_id}.{first.seen_at}",
        partial(_title, found),
        f"{reverse('monitoring:alerts')}?year={first.year}&goal={first.goal_id}",
        partial(_text, found),
        place,
        first.year,
        renew=True,
    )


def _title(found: Sequence[Alert]) -> str:
    reds = sum(alert.colour == Colour.RED for alert in found)
    said = {"goal": found[0].goal, "reds": reds, "yellows": len(found) - reds}
    if not reds:
        return _("“{goal}”有 {yellows} 个黄灯").format(**said)
    if reds == len(found):
        return _("“{goal}”有 {reds} 个红灯").format(**said)
    return _("“{goal}”有 {reds} 个红灯、{yellows} 个黄灯").format(**said)


def _text(found: Sequence[Alert]) -> str:
    return "\n".join(f"{alert.place}：{shown(alert.light).sentence}" for alert in found[:_NAMED])
