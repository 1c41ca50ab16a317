"""From the paths of a call to the files to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jiheng.engine import SUFFIXES
from jiheng.errors import UnreadableSourceError, os_reason
from jiheng.readers.limits import MAX_BYTES
from jiheng.reports.results import Failure

__all__ = ["STANDARD_INPUT", "Input", "discover"]

STANDARD_INPUT = "-"


class Input(NamedTuple):
    """A file to read.

    Attributes:
        path: as the user named it, or below the folder that he named.
        folder: the folder that he named, None where he named the file.
    """

    path: str
    folder: str | None = None

    @property
    def name(self) -> str:
        """The path below the folder named, else the file's name: what a copy of it is called elsewhere."""
        return os.path.basename(self.path) if self.folder is None else os.path.relpath(self.path, self.folder)

    def source(self) -> Path | bytes:
        """What the engine reads: standard input as bytes, at most one more than it accepts."""
        return sys.stdin.buffer.read(MAX_BYTES + 1) if self.path == STANDARD_INPUT else Path(self.path)


def discover(paths: Iterable[str]) -> Iterator[Input | Failure]:
    """Every file that `paths` name, in their order, each once; a folder stands for the readable files below it."""
    seen: set[str] = set()
    for path in paths:
        for item in _below(path) if path != STANDARD_INPUT and os.path.isdir(path) else [Input(path)]:
            key = os.path.realpath(item.path) if item.path != STANDARD_INPUT else STANDARD_INPUT
            if isinstance(item, Failure) or key not in seen:
                seen.add(key)
                yield item


def _below(folder: str) -> Iterator[Input | Failure]:
    found = False
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(parent, name)
            if _is_document(path):
                found = True
                yield Input(path, folder)
    for error in closed:
        yield Failure(error.filename, UnreadableSourceError("not-readable", reason=os_reason(error)))
    if not found and not closed:
        yield Failure(folder, UnreadableSourceError("empty-directory"))


def _is_document(path: str) -> bool:
    name = os.path.basename(path)
    # ~$… is the lock that Word lays beside an open document.
    if name.startswith((".", "~$")) or os.path.splitext(name)[1].lower() not in SUFFIXES:
        return False
    return os.path.isfile(path) or os.path.islink(path)  # no pipes: opening one waits for ever
