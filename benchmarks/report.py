"""What was measured, held against the targets, as plain text and as JSON."""

from __future__ import annotations

import os
import platform
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measure import Sample, ratio

__all__ = ["CHECK", "OURS", "Results", "Target", "ToolResult", "as_json", "as_text", "targets"]

OURS = "jiheng"
CHECK = "jiheng check"


@dataclass(frozen=True)
class ToolResult:
    """One tool on one document; `found` of its `indicators` names were in what the tool read."""

    version: str
    seconds: Sample
    found: int | None
    indicators: int
    peak_mib: float


@dataclass
class Results:
    """Everything a run has measured; `processes` holds seconds and peak MiB by command, `problems` the tools left out."""

    rounds: int
    documents: dict[str, dict[str, ToolResult]] = field(default_factory=dict)
    processes: dict[str, tuple[Sample, Sample]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """A promise and what became of it; `measured` is None where one side is missing."""

    name: str
    limit: float
    measured: Sample | None

    @property
    def met(self) -> bool:
        """Measured, and not above the limit."""
        return self.measured is not None and self.measured.median <= self.limit


def targets(results: Results) -> list[Target]:
    """Every target; those of reading and checking once a document."""
    found = []
    for name, tools in results.documents.items():
        times = {tool: result.seconds for tool, result in tools.items()}
        found += [
            Target(f"读取 read ÷ kreuzberg · {name}", 1.5, _pair(times, OURS, "kreuzberg")),
            Target(f"读取 read ÷ python-docx · {name}", 0.5, _pair(times, OURS, "python-docx")),
            Target(f"检查 check ÷ 读取 read · {name}", 0.2, _pair(times, CHECK, OURS)),
        ]
    seconds = {name: pair[0] for name, pair in results.processes.items()}
    peaks = {name: pair[1] for name, pair in results.processes.items()}
    bare = next((name for name in seconds if name.startswith("python -c")), "")
    return [
        *found,
        Target(
            "内存 memory, jiheng check ÷ python-docx open",
            1.5,
            _pair(peaks, "jiheng check FILE", "python-docx opens FILE"),
        ),
        Target("启动 start-up, jiheng --help ÷ bare python", 3.0, _pair(seconds, "jiheng --help", bare)),
    ]


def _pair(samples: dict[str, Sample], ours: str, theirs: str) -> Sample | None:
    return ratio(samples[ours], samples[theirs]) if ours in samples and theirs in samples else None


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    info = Path("/proc/cpuinfo")
    models = [
        line.partition(":")[2].strip()
        for line in (info.read_text().splitlines() if info.exists() else ())
        if line.startswith("model name")
    ]
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "cpu": models[0] if models else platform.processor(),
        "system": f"{platform.system()} {platform.release()}",
    }


def as_text(results: Results) -> str:
    """The tables a person reads."""
    facts = machine()
    lines = [
        f"Python {facts['python']} · {facts['cores']} × {facts['cpu']} · {facts['system']} · {results.rounds} rounds",
        "time: median (quartiles) of the rounds; ratios: median of the ratios within a round; × = jiheng ÷ tool",
    ]
    for name, tools in results.documents.items():
        lines += ["", f"{name}", *_table(_reading_rows(tools))]
    if results.processes:
        lines += ["", "整个进程 whole processes", *_table(_process_rows(results))]
    if results.problems:
        lines += ["", "未能测量 not measured", *(f"  {name}: {why}" for name, why in results.problems.items())]
    lines += ["", "目标 targets", *_table(_target_rows(results))]
    return "\n".join(lines)


def _reading_rows(tools: dict[str, ToolResult]) -> Iterator[tuple[str, ...]]:
    yield "工具 tool", "版本 version", "时间 ms", "(25–75 %)", "内存 peak MiB", "× time", "× memory", "指标 indicators"
    ours = tools.get(OURS)
    for name, result in tools.items():
        compared = ours and name not in (OURS, CHECK)
        yield (
            name,
            result.version,
            *_spread(result.seconds, 1000),
            f"{result.peak_mib:.0f}",
            f"{ratio(ours.seconds, result.seconds).median:.2f}" if ours and compared else "",
            f"{ours.peak_mib / result.peak_mib:.2f}" if ours and compared else "",
            "" if result.found is None else f"{result.found}/{result.indicators}",
        )


def _process_rows(results: Results) -> Iterator[tuple[str, ...]]:
    yield "命令 command", "时间 ms", "(25–75 %)", "内存 peak MiB"
    for name, (seconds, peaks) in results.processes.items():
        yield name, *_spread(seconds, 1000), f"{peaks.median:.1f}"


def _target_rows(results: Results) -> Iterator[tuple[str, ...]]:
    yield "目标 target", "不超过 at most", "实测 measured", "(25–75 %)", "结果 verdict"
    for target in targets(results):
        if target.measured is None:
            yield target.name, f"{target.limit:.2f}", "—", "", "未测 not measured"
        else:
            verdict = "达到 met" if target.met else "未达到 NOT MET"
            yield target.name, f"{target.limit:.2f}", *_spread(target.measured, 1), verdict


def _spread(sample: Sample, scale: float) -> tuple[str, str]:
    low, high = sample.quartiles
    digits = 2 if scale == 1 else 1
    return f"{sample.median * scale:.{digits}f}", f"({low * scale:.{digits}f}–{high * scale:.{digits}f})"


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns: the first to the left, the others to the right, a Chinese character counted as two."""
    rows = list(rows)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first + " " * (widths[0] - _width(first))]
        cells += [" " * (width - _width(cell)) + cell for width, cell in zip(widths[1:], others, strict=True)]
        yield "  " + "  ".join(cells)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def as_json(results: Results) -> dict[str, Any]:
    """Every single measurement."""
    return {
        "machine": machine(),
        "rounds": results.rounds,
        "documents": {
            name: {
                tool: {
                    "version": result.version,
                    "seconds": result.seconds.values,
                    "peak_mib": result.peak_mib,
                    "indicators_found": result.found,
                    "indicators": result.indicators,
                }
                for tool, result in tools.items()
            }
            for name, tools in results.documents.items()
        },
        "processes": {
            name: {"seconds": seconds.values, "peak_mib": peaks.values}
            for name, (seconds, peaks) in results.processes.items()
        },
        "problems": results.problems,
        "targets": [
            {
                "name": target.name,
                "at_most": target.limit,
                "measured": target.measured.median if target.measured else None,
                "met": target.met,
            }
            for target in targets(results)
        ],
    }
