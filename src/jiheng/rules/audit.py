"""What a reviewer judges in the 绩效目标审核表, and which rules speak to it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["AuditItem", "audit_items"]


class AuditItem(NamedTuple):
    """One item of the form; its texts are the form's and stay Chinese.

    Attributes:
        group: 完整性, 相关性, 适当性 or 可行性.
        question: what the reviewer asks himself.
        rules: slugs of the rules whose findings bear on it.
    """

    group: str
    name: str
    question: str
    rules: frozenset[str]


@cache
def audit_items() -> tuple[AuditItem, ...]:
    """The eight items in the form's order."""
    text = files("jiheng.rules").joinpath("audit.toml").read_text(encoding="utf-8")
    return tuple(
        AuditItem(item["group"], item["name"], item["question"], frozenset(item["rules"]))
        for item in tomllib.loads(text)["item"]
    )
