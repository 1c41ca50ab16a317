"""Digests of content, in the national algorithm."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["digest_of"]


def digest_of(content: Mapping[str, Any]) -> str:
    """SM3 of the content, whatever the order of its keys; in hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new("sm3", text.encode()).hexdigest()
