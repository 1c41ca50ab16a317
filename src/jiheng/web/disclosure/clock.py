"""The clocks of disclosure: from the approval of the budget for goals, of the final accounts for results (预算法 第十四条)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.disclosure.models import Part

__all__ = ["SOON", "Light", "light_of"]

SOON = timedelta(days=5)
_NOTHING = {Part.GOALS: gettext_noop("没有已批复的目标"), Part.RESULTS: gettext_noop("没有已通过的结果")}
_NO_CLOCK = {Part.GOALS: gettext_noop("预算尚未批准，暂不计时"), Part.RESULTS: gettext_noop("决算尚未批准，暂不计时")}
_CHANGED = {Part.GOALS: gettext_noop("公开后又有批复"), Part.RESULTS: gettext_noop("公开后又有新的结果")}


class Light(NamedTuple):
    """How an organization stands to the deadline: a colour, a sign and words, never the colour alone.

    Attributes:
        css_class: of `site.css`.
    """

    css_class: str
    sign: str
    text: str


def light_of(
    *,
    due: datetime | None,
    approved: int,
    published_at: datetime | None,
    changed_at: datetime | None,
    now: datetime,
    part: Part = Part.GOALS,
) -> Light:
    """The light of an organization.

    Args:
        due: until when it has to be published; None before the budget (the final accounts) is approved.
        approved: how many goals (or results) are approved and not exempted.
        published_at: of the valid publication.
        changed_at: of the newest approval.
        now: what time it is.
        part: what is published.
    """
    if published_at:
        return _of_published(published_at, due, changed_at, part)
    if not approved:
        return Light("is-info", "—", _(_NOTHING[part]))
    if due is None:
        return Light("is-info", "○", _(_NO_CLOCK[part]))
    return _of_waiting(due, now)


def _of_published(published_at: datetime, due: datetime | None, changed_at: datetime | None, part: Part) -> Light:
    if changed_at and changed_at > published_at:
        return Light("is-warning", "▲", _(_CHANGED[part]))
    is_late = due is not None and published_at > due
    return Light("is-good", "✓", _("已公开（逾期）") if is_late else _("已公开"))


def _of_waiting(due: datetime, now: datetime) -> Light:
    days = (timezone.localdate(due) - timezone.localdate(now)).days
    if now > due:
        return Light("is-error", "×", _("逾期 {days} 天").format(days=max(1, -days)))
    if due - now <= SOON:
        return Light("is-warning", "▲", _("还剩 {days} 天").format(days=days) if days else _("今天截止"))
    return Light("is-good", "●", _("还剩 {days} 天").format(days=days))
