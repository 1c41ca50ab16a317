"""What was measured, as a table that holds it against the targets."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from terms import INDICATORS, THINKS, TYPES

__all__ = ["Scope", "as_markdown", "misses"]

_FACTOR, _ALLOWANCE = 5, 0.030
_TYPING, _IMPORT = 0.100, 1.0
_BESIDE = {"alone": "sql", "together": "sql_together"}
"""How a page was looked at → its SQL under the same circumstances."""
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_WHAT = {
    "page": "页面 page", "queries": "查询 queries", "sql": "SQL p95", "limit": "上限 limit", "alone": "一人 alone",
    "verdict": "", "sql_people": "{people} 人时 SQL p95", "limit_people": "上限 limit", "people": "{people} 人 people",
    "verdict_people": "",
}  # fmt: skip


class Scope(NamedTuple):
    """How much there is, and how many people use it."""

    sheets: int
    organizations: int
    people: int


def as_markdown(found: list[dict[str, Any]], scope: Scope, command: str) -> str:
    """Everything, a part for each database."""
    size = f"{scope.organizations:,} 个单位 organizations · {scope.sheets:,} 张项目表 sheets"
    thinking = f"{THINKS[0]:g}–{THINKS[1]:g} 秒"
    lines = [
        f"`{command}`",
        "",
        f"{_machine()} · {size} · {scope.sheets * INDICATORS:,} 个指标 indicators",
        "",
        f"毫秒 milliseconds: p50 / p95 / p99。上限 limit: {_FACTOR} × SQL p95 + {_ALLOWANCE * 1000:g}，SQL 与页面同时测 SQL measured at the same time。",
        f"{scope.people} 人 people: 每人看完一页想 {thinking} each thinks so many seconds between two pages。",
    ]
    for one in found:
        lines += ["", f"### {_NAMES[one['database']]}", "", *_pages(one, scope), "", *_others(one, scope)]
    return "\n".join(lines) + "\n"


def misses(found: list[dict[str, Any]]) -> list[str]:
    """What is slower than it may be."""
    slow = [
        f"{_NAMES[one['database']]} · {name} · {key}"
        for one in found
        for name, page in one["pages"].items()
        for key in _BESIDE
        if not _is_met(page, key)
    ]
    for one in found:
        for key, most in (("typing", _TYPING), ("import", _IMPORT)):
            if _percentile(one[key], 95) > most:
                slow.append(f"{_NAMES[one['database']]} · {key}")
    return slow


def _pages(one: dict[str, Any], scope: Scope) -> Iterator[str]:
    yield "| " + " | ".join(_WHAT.values()).format(people=scope.people) + " |"
    yield "|---|--:|--:|--:|--:|---|--:|--:|--:|---|"
    for name, page in one["pages"].items():
        cells = (
            name, str(page["queries"]),
            *(cell for key in _BESIDE for cell in _beside(page, key)),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _others(one: dict[str, Any], scope: Scope) -> Iterator[str]:
    typing, imported = one["typing"], one["import"]
    yield (
        f"- 边填边查，{scope.people} 人同时填写，每 {TYPES[0]:g}–{TYPES[1]:g} 秒一次 checks on typing: "
        f"{_three(typing)}，上限 limit {_ms(_TYPING)} {_sign(_percentile(typing, 95) <= _TYPING)}"
    )
    yield (
        f"- 导入 13 张表的 .docx 到预览 import to preview: {_three(imported)}，上限 limit {_ms(_IMPORT)} "
        f"{_sign(_percentile(imported, 95) <= _IMPORT)}"
    )
    yield f"- 满负荷 saturated: {one['saturated']:.0f} 页/秒 pages a second"


def _sign(is_met: bool) -> str:
    return "✓" if is_met else "✗"


def _beside(page: dict[str, Any], key: str) -> tuple[str, str, str, str]:
    """The page's SQL, its limit, the page, and how that is."""
    sql = _ms(_percentile(page[_BESIDE[key]], 95))
    return sql, _ms(_limit(page, key)), _three(page[key]), _sign(_is_met(page, key))


def _limit(page: dict[str, Any], key: str) -> float:
    return _FACTOR * _percentile(page[_BESIDE[key]], 95) + _ALLOWANCE


def _is_met(page: dict[str, Any], key: str) -> bool:
    return bool(page[key]) and _percentile(page[key], 95) <= _limit(page, key)


def _three(values: list[float]) -> str:
    if not values:
        return "—"
    return " / ".join(_ms(_percentile(values, share)) for share in (50, 95, 99))


def _percentile(values: list[float], share: float) -> float:
    """The value that `share` per cent of them do not exceed; 0 where nothing was measured."""
    known = sorted(values)
    return known[min(len(known) - 1, -(-len(known) * share // 100) - 1)] if known else 0.0  # type: ignore[call-overload, no-any-return]


def _ms(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = models[0] if models else platform.processor()
    return f"Python {platform.python_version()} · {os.cpu_count()} × {name} · {memory:.0f} GiB · {platform.system()}"
