"""Texts that are translated when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.utils.translation import gettext_lazy

__all__ = ["later"]

later = cast("Callable[[str], str]", gettext_lazy)
"""`gettext_lazy` for the arguments of ninja, which are declared as plain texts."""
