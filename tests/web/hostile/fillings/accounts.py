"""Signing in, the own profile, keys for programs, what people are told."""

from __future__ import annotations

import time

from django.test import Client
from tests.web.factories import PASSWORD
from tests.web.hostile.fillings.filling import Filling, pk_of
from tests.web.hostile.town import Town

__all__ = ["ACCOUNTS"]


def _code_asked(town: Town) -> Client:
    client = town.browser("")
    session = client.session
    session["second_factor"] = [town.world.people["preparer"].pk, int(time.time())]
    session.save()
    return client


ACCOUNTS: dict[str, Filling] = {
    "accounts:sign_in": Filling(
        "", values=lambda _town: {"login": "unit_leader", "password": PASSWORD, "next": "/"},
        free=("login", "password"), lenient=("next",),
    ),
    "accounts:sign_in_code": Filling("", values=lambda _town: {"code": "123456"}, strict=("code",), is_good=False,
        open=_code_asked),
    "accounts:profile": Filling(
        "unit_leader", values=lambda _town: {"old": PASSWORD, "new": "另一个-密码-2099", "again": "另一个-密码-2099"},
        strict=("old",), lenient=("new", "again"),
    ),
    "accounts:second_factor": Filling(
        "preparer", values=lambda _town: {"code": "000000"}, strict=("code",), is_good=False
    ),
    "accounts:second_factor_remove": Filling(
        "unit_leader", values=lambda _town: {"factor-password": "x"}, lenient=("factor-password",), is_good=False
    ),
    "accounts:language": Filling(
        "preparer", values=lambda _town: {"language": "en", "next": "/"}, lenient=("language", "next")
    ),
    "notices:settings": Filling(
        "preparer", values=lambda _town: {"review.returned": "never"}, lenient=("review.returned",)
    ),
    "notices:reminders": Filling(
        "performance_office", values=lambda _town: {"text": "请尽快", "all": "1"}, free=("text",), room=400,
        lenient=("unit",), numbers=("unit",), is_good=False,
    ),
    "notices:rule": Filling(
        "performance_office", pk_of(lambda town: town.world.phase), lambda _town: {"is_on": "on", "days": "7、3"},
        strict=("days",), lenient=("is_on",), numbers=("days",),
    ),
    "notices:mail_test": Filling(
        "system", values=lambda _town: {"to": "a@example.org"}, lenient=("to",), is_good=False
    ),
    "api:tokens": Filling(
        "preparer", values=lambda _town: {"name": "交换数据", "scopes": "read", "days": "30"},
        free=("name",), strict=("scopes", "days"), numbers=("days",),
    ),
}  # fmt: skip
