"""The rules of a year."""

from __future__ import annotations

from tests.web.permissions.page import Page
from tests.web.permissions.people import BUSINESS, CALENDAR

__all__ = ["REGULATION"]

REGULATION = {
    "regulation:rules": Page(BUSINESS),
    "regulation:examples": Page(CALENDAR, method="post"),
}
