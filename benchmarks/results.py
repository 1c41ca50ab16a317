"""What a run has measured, and what became of the promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formats import CELLS, FORMATS, OURS, Format
from measure import Sample, ratio

if TYPE_CHECKING:
    from publishing import Published

__all__ = ["Measured", "Results", "Target", "ToolResult", "targets"]

_ACCURATE = 0.98  # of what we have read


@dataclass(frozen=True)
class ToolResult:
    """One tool on one document; it has read `found` of `wanted` cells or names, where that was asked."""

    version: str
    seconds: Sample
    found: int | None
    wanted: int
    peak_mib: float


@dataclass
class Measured:
    """One format: tool → result for each document, in how many rounds; why tools are missing."""

    rounds: int
    documents: dict[str, dict[str, ToolResult]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass
class Results:
    """Everything a run has measured; `processes` holds seconds and peak MiB by command, `published` what was written."""

    rounds: int
    formats: dict[str, Measured] = field(default_factory=dict)
    processes: dict[str, tuple[Sample, Sample]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    published: Published | None = None


@dataclass(frozen=True)
class Target:
    """A promise and what became of it; `measured` is None where one side is missing, or `unrivalled` why it is kept so."""

    name: str
    limit: float
    measured: Sample | None
    unrivalled: bool = False

    @property
    def met(self) -> bool:
        """Measured, and not above the limit; or nothing to measure it against."""
        return self.unrivalled or (self.measured is not None and self.measured.median <= self.limit)


def targets(results: Results) -> list[Target]:
    """Every target; those of a format once a document."""
    found = [target for suffix, measured in results.formats.items() for target in _of(FORMATS[suffix], measured)]
    return [*found, *(_of_processes(results) if "docx" in results.formats else ())]


def _of(what: Format, measured: Measured) -> Iterator[Target]:
    for number, (name, tools) in enumerate(measured.documents.items(), start=1):
        times = {tool: result.seconds for tool, result in tools.items()}
        is_many = bool(what.many) and number == len(measured.documents)
        for promise in what.promises:
            if is_many or not promise.many:
                pair = _pair(times, promise.ours, promise.theirs)
                theirs = "读取 read" if promise.theirs == OURS else promise.theirs
                yield Target(f"{promise.title} ÷ {theirs} · {name}", promise.limit, pair)
        if what.as_exact_as:
            yield _as_exact(tools, what.as_exact_as, name)
        yield _fastest(tools, what, name)


def _as_exact(tools: dict[str, ToolResult], theirs: str, name: str) -> Target:
    other, ours = tools.get(theirs), tools.get(CELLS)
    measured = Sample((_share(other) / _share(ours),)) if other and ours and _share(ours) else None
    return Target(f"准确 exact cells, {theirs} ÷ jiheng · {name}", 1.0, measured)


def _fastest(tools: dict[str, ToolResult], what: Format, name: str) -> Target:
    """The job that the others do, against the fastest of those that have read as much, give or take two per cent."""
    ours = tools.get(CELLS)
    others = [tool for tool in tools if tool in what.peers and not what.peers[tool].does_less]
    rivals = [tool for tool in others if ours and _share(tools[tool]) >= _ACCURATE * _share(ours)]
    if not rivals or not ours:
        return Target(
            f"{CELLS} ÷ 同样准确的工具 tools as accurate · {name}", 1.0, None, unrivalled=bool(others and ours)
        )
    fastest = min(rivals, key=lambda tool: tools[tool].seconds.median)
    title = f"{CELLS} ÷ 最快的准确工具 fastest accurate ({fastest}) · {name}"
    return Target(title, 1.0, ratio(ours.seconds, tools[fastest].seconds))


def _share(result: ToolResult) -> float:
    return (result.found or 0) / (result.wanted or 1)


def _of_processes(results: Results) -> Iterator[Target]:
    seconds = {name: pair[0] for name, pair in results.processes.items()}
    peaks = {name: pair[1] for name, pair in results.processes.items()}
    bare = next((name for name in seconds if name.startswith("python -c")), "")
    memory = _pair(peaks, "jiheng check FILE", "python-docx opens FILE")
    yield Target("内存 memory, jiheng check ÷ python-docx open", 1.5, memory)
    yield Target("启动 start-up, jiheng --help ÷ bare python", 3.0, _pair(seconds, "jiheng --help", bare))


def _pair(samples: dict[str, Sample], ours: str, theirs: str) -> Sample | None:
    return ratio(samples[ours], samples[theirs]) if ours in samples and theirs in samples else None
