"""Sending the forms of the site with what somebody typed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from tests.web.hostile.fillings import FILLINGS
from tests.web.hostile.texts import encoded
from tests.web.hostile.town import Town

__all__ = ["arrived", "fill"]


def fill(town: Town, name: str, text: str, **more: Any) -> Any:
    """The answer to a form with `text` in all its free fields."""
    filling = FILLINGS[name]
    values = filling.values(town) | dict.fromkeys(filling.free, text) | more
    body = "&".join(f"{key}={encoded(str(value))}" for key, value in values.items())
    address = reverse(name, kwargs=filling.place(town))
    return town.browser(filling.person).post(address, body, content_type="application/x-www-form-urlencoded")


def arrived(text: str) -> str:
    """What is left of a text on its way through a form: half characters are replaced, ends are stripped."""
    return text.encode("utf-8", "replace").decode().strip()
