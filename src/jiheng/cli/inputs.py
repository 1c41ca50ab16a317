"""From the paths of a call to the files to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple

from jiheng.engine import SUFFIXES, contents, form_ids, load
from jiheng.errors import UnreadableSourceError, UsageError, os_reason
from jiheng.i18n import _
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.containers import SUFFIXES as CONTAINERS
from jiheng.reports.results import Failure

__all__ = ["STANDARD_INPUT", "Input", "discover", "require_form"]

STANDARD_INPUT = "-"


class Input(NamedTuple):
    """A file to read.

    Attributes:
        path: as the user named it, or below the folder or archive that he named.
        name: what a copy of it is called elsewhere: its path below that folder, else the bare file name.
        file: what lies on disk, the archive if it is in one; None for standard input.
        load: gives the content, or raises `UnreadableSourceError`.
    """

    path: str
    name: str
    file: Path | None
    load: Callable[[], bytes]


def discover(paths: Iterable[str], passwords: Sequence[str] = ()) -> Iterator[Input | Failure]:
    """Every file that `paths` name, in their order, each once.

    A folder, an archive or a mail stands for the documents in it; `passwords` are tried where one is locked.
    """
    seen: set[str] = set()
    for path in paths:
        for item in _named(path, passwords):
            key = item.path if item.path == STANDARD_INPUT else os.path.realpath(item.path)
            if isinstance(item, Failure) or key not in seen:
                seen.add(key)
                yield item


def _named(path: str, passwords: Sequence[str]) -> Iterator[Input | Failure]:
    if path == STANDARD_INPUT:
        yield Input(path, "stdin", None, _standard_input)
    elif os.path.isdir(path):  # noqa: PTH112 - of a name that no system takes, Path.is_dir raises
        yield from _in_folder(Path(path), passwords)
    elif Path(path).suffix.lower() in SUFFIXES:
        yield _file(Path(path), path, Path(path).name)
    else:
        for item in _in_container(Path(path), PurePath(), passwords):
            # Of a file that holds no others, the path stays as it was written.
            if isinstance(item, Input) and item.path == str(Path(path)):
                yield item._replace(path=path)
            else:
                yield item


def _file(file: Path, path: str, name: str) -> Input:
    return Input(path, name, file, partial(load, file))


def _standard_input() -> bytes:
    # One byte more than is accepted tells the reader that there was more, without holding all of it.
    return sys.stdin.buffer.read(DEFAULT_LIMITS.file_size + 1)


def _in_folder(folder: Path, passwords: Sequence[str]) -> Iterator[Input | Failure]:
    found = False
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in (Path(parent, name) for name in sorted(names)):
            # No pipes: opening one waits for ever. A broken link is named as such by the engine.
            if not (file.is_file() or file.is_symlink()) or _is_hidden(file):
                continue
            if file.suffix.lower() in CONTAINERS:
                found = True
                yield from _in_container(file, file.relative_to(folder), passwords)
            elif file.suffix.lower() in SUFFIXES:
                found = True
                yield _file(file, str(file), str(file.relative_to(folder)))
    for error in closed:
        yield Failure(str(error.filename), UnreadableSourceError("not-readable", reason=os_reason(error)))
    if not found and not closed:
        yield Failure(str(folder), UnreadableSourceError("empty-directory"))


def _in_container(container: Path, name: PurePath, passwords: Sequence[str]) -> Iterator[Input | Failure]:
    found = False
    try:
        for member in contents(container, passwords=passwords):
            path = str(container / member.path)
            if any(map(_is_hidden, map(PurePath, member.path.parts))):
                continue
            if member.error:
                found = True
                yield Failure(path, member.error)
            elif not member.path.parts:  # whatever it is called, it holds no files
                found = True
                yield _file(container, str(container), str(name) if name.name else container.name)
            elif member.path.suffix.lower() in SUFFIXES | CONTAINERS:
                found = True
                yield Input(path, str(name / member.path), container, member.load)
    except UnreadableSourceError as error:
        yield Failure(str(container), error)
        return
    if not found:
        yield Failure(str(container), UnreadableSourceError("empty-archive"))


def _is_hidden(path: PurePath) -> bool:
    # ~$… is the lock that Word lays beside an open document.
    return path.name.startswith((".", "~$"))


def require_form(form: str | None) -> None:
    """Make sure that the form asked for exists, before any file is read.

    Raises:
        UsageError: it does not.
    """
    if form is not None and form not in form_ids():
        raise UsageError("unknown-form", form=form, known=_("、").join(form_ids()))
