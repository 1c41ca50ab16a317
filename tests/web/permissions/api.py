"""Keys for programs, and the description of the API."""

from __future__ import annotations

from typing import Any

from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import EVERYONE, SIGNED_IN, only

from jiheng.web.api.services import token_create

__all__ = ["API"]


def _token(world: World) -> dict[str, Any]:
    return {"pk": token_create(actor=world.people["preparer"], name="测试", scopes=["read"], days=1)[0].pk}


API = {
    "api:tokens": Page(SIGNED_IN),
    "api:token_revoke": Page(only("preparer"), _token, method="post"),
    "api-v1:openapi-json": Page(EVERYONE),
    "api-v1:openapi-view": Page(EVERYONE),
    "api-v1:api-root": Page(only()),
    "api-unknown": Page(only(), lambda _world: {"rest": "nothing"}),
}
