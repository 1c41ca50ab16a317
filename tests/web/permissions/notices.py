"""What people are told, and by which mail."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import CALENDAR, REVIEWERS, SIGNED_IN, SYSTEM, only

from jiheng.web.notices.models import Notice
from jiheng.web.notices.services import notify

__all__ = ["NOTICES"]


def _notice(world: World) -> dict[str, Any]:
    notify(people=[world.people["preparer"]], kind="review.task", key="test", title="测试", url="/")
    return {"pk": Notice.objects.get(user=world.people["preparer"], key="test").pk}


NOTICES = {
    **{f"notices:{name}": Page(SIGNED_IN) for name in ("list", "settings")},
    "notices:read_all": Page(SIGNED_IN, method="post"),
    "notices:open": Page(only("preparer"), _notice),
    "notices:read": Page(only("preparer"), _notice, method="post"),
    "notices:reminders": Page(REVIEWERS - {"unit_leader"}),
    "notices:rule": Page(CALENDAR, lambda world: {"pk": world.phase.pk}),
    "notices:mail": Page(only(SYSTEM)),
    "notices:mail_test": Page(only(SYSTEM), method="post"),
    "notices:mail_retry": Page(only(SYSTEM), method="post"),
}
