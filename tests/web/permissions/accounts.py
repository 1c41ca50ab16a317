"""Signing in, the own profile, and the log."""

from __future__ import annotations

from tests.web.permissions.page import Page
from tests.web.permissions.people import AUDIT, EVERYONE, SIGNED_IN, only

__all__ = ["ACCOUNTS", "AUDIT_LOG"]

ACCOUNTS = {
    "accounts:sign_in": Page(EVERYONE),
    "accounts:sign_out": Page(EVERYONE, method="post"),
    "accounts:sign_in_code": Page(EVERYONE),
    "accounts:language": Page(EVERYONE, method="post", data={"language": "zh-hans"}),
    "accounts:profile": Page(SIGNED_IN),
    "accounts:second_factor": Page(SIGNED_IN),
    "accounts:second_factor_remove": Page(SIGNED_IN, method="post"),
    # No provider is set up in these tests: there is no such page. tests/web/accounts/test_provider.py has a real one.
    "openid_connect_login": Page(only(), lambda _world: {"provider_id": "office"}),
    "openid_connect_callback": Page(only(), lambda _world: {"provider_id": "office"}),
}
AUDIT_LOG = {
    "audit:list": Page(only(AUDIT)),
    "audit:export": Page(only(AUDIT)),
}
