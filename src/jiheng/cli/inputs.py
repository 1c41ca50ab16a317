"""From the paths of a call to the files to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jiheng.engine import SUFFIXES, form_ids, load
from jiheng.errors import UnreadableSourceError, UsageError, os_reason
from jiheng.i18n import _
from jiheng.readers import DEFAULT_LIMITS
from jiheng.reports.results import Failure

__all__ = ["STANDARD_INPUT", "Input", "discover", "require_form"]

STANDARD_INPUT = "-"


class Input(NamedTuple):
    """A file to read.

    Attributes:
        path: as the user named it, or below the folder that he named.
        name: what a copy of it is called elsewhere: its path below that folder, else the bare file name.
    """

    path: str
    name: str

    @property
    def file(self) -> Path | None:
        """The file; None for standard input."""
        return None if self.path == STANDARD_INPUT else Path(self.path)

    def load(self) -> bytes:
        """The content.

        Raises:
            UnreadableSourceError: there is none, or too much.
        """
        # One byte more than is accepted tells the reader that there was more, without holding all of it.
        return load(self.file) if self.file else sys.stdin.buffer.read(DEFAULT_LIMITS.file_size + 1)


def discover(paths: Iterable[str]) -> Iterator[Input | Failure]:
    """Every file that `paths` name, in their order, each once; a folder stands for the readable files below it."""
    seen: set[str] = set()
    for path in paths:
        is_folder = path != STANDARD_INPUT and Path(path).is_dir()
        for item in (
            _below(Path(path)) if is_folder else [Input(path, Path(path).name if path != STANDARD_INPUT else "stdin")]
        ):
            key = item.path if isinstance(item, Input) and item.file is None else os.path.realpath(item.path)
            if isinstance(item, Failure) or key not in seen:
                seen.add(key)
                yield item


def _below(folder: Path) -> Iterator[Input | Failure]:
    found = False
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(parent, name) for name in sorted(names)):
            if _is_document(path):
                found = True
                yield Input(str(path), str(path.relative_to(folder)))
    for error in closed:
        yield Failure(str(error.filename), UnreadableSourceError("not-readable", reason=os_reason(error)))
    if not found and not closed:
        yield Failure(str(folder), UnreadableSourceError("empty-directory"))


def _is_document(path: Path) -> bool:
    # ~$… is the lock that Word lays beside an open document.
    if path.name.startswith((".", "~$")) or path.suffix.lower() not in SUFFIXES:
        return False
    return path.is_file() or path.is_symlink()  # no pipes: opening one waits for ever


def require_form(form: str | None) -> None:
    """Make sure that the form asked for exists, before any file is read.

    Raises:
        UsageError: it does not.
    """
    if form is not None and form not in form_ids():
        raise UsageError("unknown-form", form=form, known=_("、").join(form_ids()))
