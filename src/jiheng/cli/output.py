"""Where results go: standard output or a file that appears whole, and never over one that was read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from jiheng.cli.inputs import Input
from jiheng.errors import UsageError, os_reason
from jiheng.reports.results import Failure

__all__ = ["destination", "refuse_collisions", "refuse_overwriting", "refuse_terminal", "write_file"]

_STANDARD_OUTPUT = "-"


@contextmanager
def destination(path: str | None, items: Iterable[Input | Failure]) -> Iterator[TextIO]:
    """The stream to write a report to: the file `path`, else standard output.

    Raises:
        UsageError: `path` is one of the files to read, or cannot be written.
    """
    if path is None or path == _STANDARD_OUTPUT:
        yield sys.stdout
        return
    refuse_overwriting([Path(path)], items)
    with _whole_file(Path(path)) as partial, partial.open("w", encoding="utf-8", errors="backslashreplace") as stream:
        yield stream


def refuse_terminal(path: str | None, format_name: str) -> None:
    """Make sure that what is no text does not go to a screen; `path` as for `destination`.

    Raises:
        UsageError: it would.
    """
    if path in {None, _STANDARD_OUTPUT} and sys.stdout.isatty():
        raise UsageError("output-is-binary", format=format_name)


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to the file `path`, with its folder where that is missing.

    Raises:
        UsageError: it cannot be written.
    """
    with _whole_file(path, make_folder=True) as partial:
        partial.write_bytes(data)


def refuse_overwriting(targets: Iterable[Path], items: Iterable[Input | Failure], option: str = "--output") -> None:
    """Make sure that no target is, under whatever name, one of the files to read; `option` named the targets.

    Raises:
        UsageError: one is.
    """
    sources = {_identity(item.file): item.path for item in items if isinstance(item, Input) and item.file}
    for target in targets:
        identity = _identity(target)
        if identity is not None and identity in sources:
            raise UsageError("same-file", option=option, path=sources[identity])


def refuse_collisions(targets: Mapping[Input, Path]) -> None:
    """Make sure that no two files go to the same place.

    Raises:
        UsageError: two do.
    """
    taken: dict[Path, Input] = {}
    for item, target in targets.items():
        first = taken.setdefault(target, item)
        if first is not item:
            raise UsageError("same-target", first=first.path, second=item.path, path=target)


def _identity(path: Path) -> tuple[int, int] | None:
    # Links, hard or symbolic, lead to the same numbers.
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


@contextmanager
def _whole_file(path: Path, *, make_folder: bool = False) -> Iterator[Path]:
    """A path to write to; what was written becomes `path` when all went well, and vanishes when not."""
    # A device or a pipe is no place to put a file in; it is written to directly. What cannot be looked at is a file.
    direct = os.path.exists(path) and not os.path.isfile(path)  # noqa: PTH110, PTH113 - Path's raise for bad names
    real = Path(os.path.realpath(path))  # not Path.resolve: that raises where links go in a circle
    # The name has nothing of the target's, which may be as long as names can be.
    partial = path if direct else real.with_name(f".jiheng-{os.getpid()}.tmp")
    try:
        if make_folder and not os.path.lexists(real.parent):  # what is there and no folder shows when it is written to
            real.parent.mkdir(parents=True, exist_ok=True)
        if not direct:
            _refuse_read_only(real)
        yield partial
        if not direct:
            _settle(partial)
            partial.replace(real)
    except OSError as error:
        raise UsageError("output-failed", path=path, reason=os_reason(error)) from error
    finally:
        if not direct:
            with suppress(OSError):  # of a folder that is none, the system says so once more
                partial.unlink(missing_ok=True)


def _refuse_read_only(path: Path) -> None:
    # Renaming would replace a file that its owner has protected; opening it to be changed does not.
    with suppress(FileNotFoundError), path.open("r+b"):
        pass


def _settle(path: Path) -> None:
    """Make the system put the file on the disk, so that no crash leaves an empty one under the final name."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
