"""Pages read at once in child processes, as many as there are processors, each within the limits."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.util import find_spec
from typing import Any

from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits
from jiheng.readers.progress import report
from jiheng.readers.scan.work import read_some

__all__ = ["is_available", "read_pages"]

_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "numpy")
_CHUNK = 8  # pages that a child reads before it gives its memory back
_MOST_CHILDREN = 8


def is_available() -> bool:
    """Whether the extra that reads scans is installed."""
    return all(find_spec(name) for name in _PACKAGES)


def read_pages(kind: str, data: bytes, numbers: Sequence[int], limits: Limits) -> list[tuple[Any, ...]]:
    """The pages of a file that `numbers` name, as `work.pack` leaves them.

    Args:
        kind: ``pdf`` or ``image``.
        data: the file.
        numbers: of the pages, from 1.
        limits: `page_seconds` and `page_memory` bound each child.

    Raises:
        UnreadableSourceError: a child crashed or went beyond a limit, or the file is damaged.
    """
    children = min(_processors(), _MOST_CHILDREN, len(numbers))
    size = min(_CHUNK, -(-len(numbers) // children))
    chunks = [list(numbers[start : start + size]) for start in range(0, len(numbers), size)]
    threads = max(_processors() // children, 1)

    def work(chunk: list[int]) -> list[tuple[Any, ...]]:
        seconds = limits.page_seconds * (len(chunk) + 1)
        bounds = limits._replace(memory=limits.page_memory, cpu_seconds=seconds, wall_seconds=2 * seconds)
        return run_isolated(read_some, pickle.dumps((kind, data, chunk, threads)), bounds)

    return sorted(_all(work, chunks, children, len(numbers)))


def _all(
    work: Callable[[list[int]], list[tuple[Any, ...]]], chunks: list[list[int]], children: int, total: int
) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    report(0, total)
    if children == 1:
        for chunk in chunks:
            found += work(chunk)
            report(len(found), total)
        return found
    with ThreadPoolExecutor(children) as pool:
        try:
            for done in as_completed([pool.submit(work, chunk) for chunk in chunks]):
                found += done.result()
                report(len(found), total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
