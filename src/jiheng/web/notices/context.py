"""What every page may show of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jiheng.web.notices.policies import may_remind
from jiheng.web.notices.selectors import unread_count
from jiheng.web.organizations.selectors import chosen_year

__all__ = ["bell"]


def bell(request: HttpRequest) -> dict[str, Any]:
    """How many notices a person has not read, and whether they may remind others; asked only by pages that show it."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {}
    return {
        "unread_notices": SimpleLazyObject(lambda: unread_count(user)),
        "may_remind": SimpleLazyObject(lambda: may_remind(user, chosen_year(request))),
    }
