"""Run a reader that rests on native code in a child process, so that a crash or a hang costs one file.

On Linux the child is a fork of a process without further threads, which costs some milliseconds; elsewhere it is a
fresh interpreter. The child gets limits from the system, not from its own good will, and what it sends back may hold
nothing but plain values and the types of a `Reading`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import io
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from jiheng.domain.grid import Cell, Grid, Paragraph, Reading
from jiheng.domain.note import Note
from jiheng.domain.place import Place
from jiheng.errors import InternalError, UnreadableSourceError
from jiheng.readers.limits import MEGABYTE, Limits

__all__ = ["run_isolated"]

_Result = TypeVar("_Result")

_TYPES = {(kind.__module__, kind.__qualname__): kind for kind in (Cell, Grid, Note, Paragraph, Place, Reading)}
_CHUNK = MEGABYTE
_TASKS = Path("/proc/self/task")
_STATM = Path("/proc/self/statm")
# A child that a signal ended: out of time is known by the signal, out of memory only by what it had taken.
_TIME_SIGNALS = frozenset({"SIGXCPU", "SIGALRM"})
_NEARLY = 0.8
_GRACE = 2
_START = "import sys; sys.path[:] = {path!r}; from jiheng.readers.isolated import _serve; _serve()"


def run_isolated(read: Callable[[bytes, Limits], _Result], data: bytes, limits: Limits) -> _Result:
    """What `read(data, limits)` returns, computed in a child process.

    Args:
        read: a function at the top level of a module; it returns a `Reading` or plain values.
        data: the content of the file.
        limits: `memory`, `cpu_seconds` and `wall_seconds` bound the child.

    Raises:
        UnreadableSourceError: `read` raised it, or the child crashed or went beyond a limit.
        InternalError: `read` raised anything else.
    """
    answer, status, peak = (_by_fork if _can_fork() else _by_start)(read, data, limits)
    if status is None:
        raise UnreadableSourceError("too-slow", limit=limits.wall_seconds)
    if status == 0:
        with contextlib.suppress(pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError):
            return _open(answer, limits)  # type: ignore[no-any-return]
    if status < 0 and _name(-status) in _TIME_SIGNALS:
        raise UnreadableSourceError("too-slow", limit=limits.cpu_seconds)
    if peak > limits.memory * _NEARLY:
        raise _out_of_memory(limits)
    raise UnreadableSourceError("crashed")


def _open(answer: bytes, limits: Limits) -> Any:
    kind, *values = _Answer(io.BytesIO(answer)).load()
    if kind == "read":
        return values[0]
    if kind == "refused":
        raise UnreadableSourceError(values[0], **values[1])
    if kind == "memory":
        raise _out_of_memory(limits)
    error = InternalError("internal", reason=str(values[0]))
    error.add_note(str(values[1]))
    raise error


class _Answer(pickle.Unpickler):
    """Native code gone wrong may have written the answer: only the types of a reading are made from it."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _TYPES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(name) from None


def _out_of_memory(limits: Limits) -> UnreadableSourceError:
    return UnreadableSourceError("too-much-memory", limit=limits.memory // MEGABYTE)


def _can_fork() -> bool:
    """A fork copies one thread only: locks that others hold would stay locked for ever."""
    try:
        return len(os.listdir(_TASKS)) == 1  # noqa: PTH208 - counted on each call: names are cheaper than paths
    except OSError:
        return False


def _by_fork(read: Callable[[bytes, Limits], Any], data: bytes, limits: Limits) -> tuple[bytes, int | None, int]:
    """Answer, exit status (None: out of time) and the most memory that the child took beside what it inherited."""
    inherited = _pages(1)
    import_module("resource")  # here, or each child would look for it anew
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(receive)
            _silence()
            _limit(limits)
            _send(send, _answer(read, data, limits))
        finally:
            os._exit(1)  # not reached after `_send`; whatever went wrong, nothing of the parent may run twice
    status: int | None = None
    peak = 0
    try:
        os.close(send)
        answer = _receive(receive, time.monotonic() + limits.wall_seconds)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(receive)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, code, usage = os.wait4(child, 0)
    if answer is not None:
        status, peak = os.waitstatus_to_exitcode(code), usage.ru_maxrss * 1024 - inherited
    return answer or b"", status, peak


def _receive(source: int, deadline: float) -> bytes | None:
    """All that comes before the other end closes; None if it does not close in time."""
    parts: list[bytes] = []
    poll = select.poll()
    poll.register(source, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0:
        if poll.poll(left * 1000):
            part = os.read(source, _CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return None


def _by_start(read: Callable[[bytes, Limits], Any], data: bytes, limits: Limits) -> tuple[bytes, int | None, int]:
    """As `_by_fork`, in a fresh interpreter; it tells by itself when memory runs out."""
    with tempfile.TemporaryFile() as request:
        pickle.dump((read.__module__, read.__qualname__, tuple(limits), data), request)
        request.seek(0)
        try:
            run = subprocess.run(  # noqa: S603 - our own interpreter
                [sys.executable, "-c", _START.format(path=sys.path)],
                stdin=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return b"", None, 0
    return run.stdout, run.returncode, 0


def _serve() -> None:
    """The life of a fresh interpreter: one request from standard input, its answer to standard output."""
    module, name, values, data = pickle.load(sys.stdin.buffer)  # noqa: S301 - the parent wrote it
    limits = Limits(*values)
    read = getattr(import_module(module), name)
    send = os.dup(1)
    _silence()
    if os.name == "posix":
        _limit(limits)
    _send(send, _answer(read, data, limits))


def _answer(read: Callable[[bytes, Limits], Any], data: bytes, limits: Limits) -> bytes:
    try:
        return pickle.dumps(("read", read(data, limits)), pickle.HIGHEST_PROTOCOL)
    except UnreadableSourceError as error:
        return pickle.dumps(("refused", error.code, error.values), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("memory",))
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent, as what it is: a defect of ours
        return pickle.dumps(("defect", f"{type(error).__name__}: {error}", traceback.format_exc()))


def _send(target: int, answer: bytes) -> None:
    view = memoryview(answer)
    while view:
        view = view[os.write(target, view) :]
    os._exit(0)  # at once: no handler of the parent's, no unloading of native libraries


def _silence() -> None:
    """Native libraries write what they think to the terminal; the user gets one line from us."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _limit(limits: Limits) -> None:
    """Bounds that the system enforces. What the parent has of memory already does not count."""
    import resource  # noqa: PLC0415 - not there on every system

    gc.disable()  # the end of the child frees all at once; looking for garbage would copy the parent's memory
    faulthandler.disable()  # it would print a trace of ours for every crash of theirs
    signal.set_wakeup_fd(-1)
    for name in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(name, signal.SIG_DFL)
    signal.alarm(limits.wall_seconds + _GRACE)  # a child whose parent was killed ends as well
    inherited = _pages(0)
    for kind, wanted in (
        (resource.RLIMIT_AS, inherited + limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(OSError, ValueError):  # macOS knows no bound of address space
            resource.setrlimit(kind, (bound, hard))


def _pages(field: int) -> int:
    """Bytes of this process, where the system tells: 0 of address space, 1 in memory."""
    try:
        return int(_STATM.read_text().split()[field]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return ""
