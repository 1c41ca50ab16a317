"""What the command says besides its output: one line a problem, and how far it is."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from jiheng.cli.inputs import STANDARD_INPUT, Input
from jiheng.errors import InternalError, JihengError
from jiheng.i18n import _
from jiheng.reports.results import Failure, shown_path

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["each", "print_table", "say"]

Result = TypeVar("Result")
_FEW = 3
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")  # a file name may hold what a terminal obeys


def say(message: str) -> None:
    """One line for the person in front of the screen."""
    sys.stderr.write(_CONTROL.sub("?", " ".join(message.splitlines())) + "\n")


def print_table(rows: Iterable[tuple[str, ...]]) -> None:
    """Rows of cells on standard output, indented, each column as wide as its widest cell; Chinese counts double."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - slow to load

    known = [tuple(_CONTROL.sub("?", text) for text in row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*known, strict=True)]
    for row in known:
        cells = (set_cell_size(text, width) for text, width in zip(row, widths, strict=True))
        sys.stdout.write(f"  {'  '.join(cells).rstrip()}\n")
    sys.stdout.flush()


def each(
    items: Sequence[Input | Failure], work: Callable[[Input], Result], *, debug: bool, bar: bool = True
) -> Iterator[Result | Failure]:
    """`work` done on one item after the other; one that fails is a line on stderr and stops nobody else."""
    few = len(items) <= _FEW
    for item in _with_bar(items) if bar and not few else items:
        result = (
            item
            if isinstance(item, Failure)
            else _attempt(item, _showing_pages(work) if bar and few else work, debug=debug)
        )
        if isinstance(result, Failure):
            say(f"{_named(result.path)}: {result.error}")
        yield result


def _attempt(item: Input, work: Callable[[Input], Result], *, debug: bool) -> Result | Failure:
    try:
        return work(item)
    except JihengError as error:
        return Failure(item.path, error)
    except Exception as error:  # noqa: BLE001 - a defect met by one file must not take the other files with it
        if debug:
            traceback.print_exc()
        return Failure(item.path, InternalError("internal", reason=f"{type(error).__name__}: {error}"))


def _showing_pages(work: Callable[[Input], Result]) -> Callable[[Input], Result]:
    """`work` with a bar for the pages of a file that takes long: where many files are read, they have theirs."""
    return partial(_with_pages, work) if sys.stderr.isatty() else work


def _with_pages(work: Callable[[Input], Result], item: Input) -> Result:
    from jiheng.readers.progress import listen  # noqa: PLC0415 - only at a terminal

    with ExitStack() as stack:
        bars: list[tuple[Progress, TaskID]] = []

        def show(done: int, total: int) -> None:
            if not bars:
                from rich.console import Console  # noqa: PLC0415 - slow to load, and most files are quickly read
                from rich.progress import Progress  # noqa: PLC0415 - as above

                bar = Progress(console=Console(stderr=True), transient=True, redirect_stdout=False)
                stack.enter_context(bar)
                bars.append((bar, bar.add_task(_("识别中"), total=total)))
            bars[0][0].update(bars[0][1], completed=done)

        with listen(show):
            return work(item)


def _with_bar(items: Sequence[Input | Failure]) -> Iterator[Input | Failure]:
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 - slow to load, and needed only here
    from rich.progress import Progress  # noqa: PLC0415 - as above

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        yield from progress.track(items, description=_("读取中"))


def _named(path: str) -> str:
    return _("标准输入") if path == STANDARD_INPUT else shown_path(path)
