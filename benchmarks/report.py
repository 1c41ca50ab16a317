"""What was measured, held against the targets, as plain text and as JSON."""

from __future__ import annotations

import os
import platform
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from formats import FORMATS, OURS
from measure import Sample, ratio
from publishing import Published
from publishing import targets as publishing_targets
from results import Measured, Results, Target, ToolResult, targets

__all__ = ["all_targets", "as_json", "as_text"]


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
    for suffix, measured in results.formats.items():
        lines += _section(suffix, measured, results.rounds)
    if results.processes:
        lines += ["", "整个进程 whole processes", *_table(_process_rows(results))]
    if results.published:
        lines += _publishing_section(results.published)
    if results.problems:
        lines += ["", "未能测量 not measured", *(f"  {name}: {why}" for name, why in results.problems.items())]
    lines += ["", "目标 targets", *_table(_target_rows(all_targets(results)))]
    return "\n".join(lines)


def all_targets(results: Results) -> list[Target]:
    """Every target of reading, of processes, and of publishing where it was measured."""
    return [*targets(results), *(publishing_targets(results.published) if results.published else ())]


def _section(suffix: str, measured: Measured, rounds: int) -> Iterator[str]:
    yield ""
    yield f"═══ .{suffix} ═══" + ("" if measured.rounds == rounds else f" {measured.rounds} rounds")
    for name, tools in measured.documents.items():
        yield from ("", name, *_table(_reading_rows(suffix, tools)))
    if measured.problems:
        yield from ("", f"未能测量 not measured (.{suffix})")
        yield from (f"  {name}: {why}" for name, why in measured.problems.items())


def _reading_rows(suffix: str, tools: dict[str, ToolResult]) -> Iterator[tuple[str, ...]]:
    read = "指标 indicators" if FORMATS[suffix].by_names else "准确 exact cells"
    yield "工具 tool", "版本 version", "时间 ms", "(25–75 %)", "内存 peak MiB", "× time", "× memory", read
    ours = tools.get(OURS)
    for name, result in tools.items():
        compared = ours and name in FORMATS[suffix].peers
        yield (
            name,
            result.version,
            *_spread(result.seconds, 1000),
            f"{result.peak_mib:.0f}",
            f"{ratio(ours.seconds, result.seconds).median:.2f}" if ours and compared else "",
            f"{ours.peak_mib / result.peak_mib:.2f}" if ours and compared else "",
            _found(result),
        )


def _publishing_section(published: Published) -> Iterator[str]:
    yield from ("", f"═══ 发布 publishing ═══ {published.rounds} rounds")
    for suffix, tools in published.formats.items():
        yield from ("", f".{suffix}", *_table(_published_rows(tools, published.pages if suffix == "pdf" else {})))
    if published.seconds and published.peak_mib:
        seconds, peak = _spread(published.seconds, 1000), f"{published.peak_mib.median:.0f}"
        head = ("四种格式，一个进程 all four, one process", "时间 ms", "(25–75 %)", "内存 peak MiB")
        yield from ("", *_table([head, (OURS, *seconds, peak)]))
    if published.problems:
        yield from ("", "未能测量 not measured (publishing)")
        yield from (f"  {name}: {why}" for name, why in published.problems.items())


def _published_rows(tools: dict[str, ToolResult], pages: dict[str, int]) -> Iterator[tuple[str, ...]]:
    more = ("页 pages", "页/秒 pages/s") if pages else ()
    head = ("工具 tool", "版本 version", "时间 ms", "(25–75 %)", "内存 peak MiB", "× time", "× memory", *more)
    yield *head, "印出 printed cells"
    ours = tools.get(OURS)
    for name, result in tools.items():
        compared = ours and name != OURS
        yield (
            name,
            result.version,
            *_spread(result.seconds, 1000),
            f"{result.peak_mib:.0f}",
            f"{ratio(ours.seconds, result.seconds).median:.2f}" if ours and compared else "",
            f"{ours.peak_mib / result.peak_mib:.2f}" if ours and compared else "",
            *((str(pages[name]), f"{pages[name] / result.seconds.median:.0f}") if pages else ()),
            _found(result),
        )


def _found(result: ToolResult) -> str:
    """All of them, or how much of them; 100 % is only what is complete."""
    if result.found is None:
        return ""
    if result.found == result.wanted:
        return f"{result.found}/{result.wanted}"
    percent = int(result.found / result.wanted * 1000) / 10
    return f"{result.found}/{result.wanted} ({percent:.1f} %)"


def _process_rows(results: Results) -> Iterator[tuple[str, ...]]:
    yield "命令 command", "时间 ms", "(25–75 %)", "内存 peak MiB"
    for name, (seconds, peaks) in results.processes.items():
        yield name, *_spread(seconds, 1000), f"{peaks.median:.1f}"


def _target_rows(found: Iterable[Target]) -> Iterator[tuple[str, ...]]:
    yield "目标 target", "不超过 at most", "实测 measured", "(25–75 %)", "结果 verdict"
    for target in found:
        if target.measured is None:
            verdict = "达到，无对手 met, none as accurate" if target.unrivalled else "未测 not measured"
            yield target.name, f"{target.limit:.2f}", "—", "", verdict
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
        yield "  " + "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def as_json(results: Results) -> dict[str, Any]:
    """Every single measurement."""
    return {
        "machine": machine(),
        "rounds": results.rounds,
        "formats": {
            suffix: {
                "rounds": measured.rounds,
                "documents": {
                    name: {tool: _tool_json(result) for tool, result in tools.items()}
                    for name, tools in measured.documents.items()
                },
                "problems": measured.problems,
            }
            for suffix, measured in results.formats.items()
        },
        "processes": {
            name: {"seconds": seconds.values, "peak_mib": peaks.values}
            for name, (seconds, peaks) in results.processes.items()
        },
        "publishing": _published_json(results.published) if results.published else None,
        "problems": results.problems,
        "targets": [
            {
                "name": target.name,
                "at_most": target.limit,
                "measured": target.measured.median if target.measured else None,
                "met": target.met,
            }
            for target in all_targets(results)
        ],
    }


def _tool_json(result: ToolResult) -> dict[str, Any]:
    return {
        "version": result.version,
        "seconds": result.seconds.values,
        "peak_mib": result.peak_mib,
        "found": result.found,
        "wanted": result.wanted,
    }


def _published_json(published: Published) -> dict[str, Any]:
    return {
        "rounds": published.rounds,
        "formats": {
            suffix: {tool: _tool_json(result) for tool, result in tools.items()}
            for suffix, tools in published.formats.items()
        },
        "pages": published.pages,
        "all_seconds": published.seconds.values if published.seconds else None,
        "all_peak_mib": published.peak_mib.values if published.peak_mib else None,
        "problems": published.problems,
    }
