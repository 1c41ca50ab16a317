"""Damaged files by the thousand, the same ones every time, and what reading each of them ends in.

    python -m tests.readers.fuzz FORMAT FIRST COUNT    read some of them; one line of JSON each
    python -m tests.readers.fuzz FORMAT NUMBER > file  write one of them, to look at it

It is a program of its own: a file that takes the process down, hangs or eats memory costs one run and is known by name.
"""

import faulthandler
import io
import json
import os
import re
import resource
import signal
import sys
import traceback
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

from tests.readers.specimens import specimens

from jiheng import engine
from jiheng.errors import InternalError, JihengError
from jiheng.readers import Limits
from jiheng.readers.limits import MEGABYTE

__all__ = ["LIMITS", "MEMORY", "SECONDS", "damaged", "damaged_again", "outcome"]

LIMITS = Limits(memory=512 * MEGABYTE, cpu_seconds=5, wall_seconds=40, conversion=0)
SECONDS = LIMITS.cpu_seconds + 1  # of computing, so that a busy machine changes nothing
PATIENCE = LIMITS.wall_seconds + 10
MEMORY = 768 * MEGABYTE
OTHERS = 12  # one in so many cases damages one of the larger files
SECTOR = 512

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_DIGITS = re.compile(rb"\d+")
_WRITTEN = (b"0", b"-1", b"255", b"16384", b"65536", b"999999999", b"4294967296", b"9" * 40, b"1e308", b"nan", b"")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_Change = Callable[[bytes, Random], bytes]


def damaged(kind: str, number: int) -> tuple[str, bytes]:
    """The name and content of a damaged file, by its number."""
    rng = Random(f"{kind} {number}")
    small, *others = _specimens(kind)
    name, data = rng.choice(others) if others and number % OTHERS == 0 else small
    return _damaged(name, data, rng)


def damaged_again(seed: str, data: bytes) -> tuple[str, bytes]:
    """More damage to a file that was damaged before."""
    return _damaged("again", data, Random(seed))


def _damaged(name: str, data: bytes, rng: Random) -> tuple[str, bytes]:
    changes = [*_ANYWHERE]
    if data.startswith(b"PK"):
        changes += _IN_ZIP * 5
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        changes += _IN_OLE * 2
    else:
        changes += _IN_TEXT
    for _ in range(rng.choice((1, 1, 2, 4))):
        change = rng.choice(changes)
        data = change(data, rng) if data else data
        name += f" {change.__name__.strip('_')}"
    return name, data


@cache
def _specimens(kind: str) -> list[tuple[str, bytes]]:
    return specimens(kind)


def _place(data: bytes, rng: Random) -> int:
    """Somewhere; half of the time near the beginning or the end, where what describes the rest stands."""
    near = rng.choice((512, len(data), len(data), -512))
    return rng.randrange(max(0, len(data) + near), len(data)) if near < 0 else rng.randrange(min(near, len(data)))


def _block(data: bytes, rng: Random) -> tuple[int, int]:
    start = _place(data, rng)
    return start, min(len(data), start + rng.choice((1, 4, 16, 64, 512, 4096)))


def _flip_bits(data: bytes, rng: Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 32))):
        out[_place(data, rng)] ^= 1 << rng.randrange(8)
    return bytes(out)


def _overwrite_bytes(data: bytes, rng: Random) -> bytes:
    start, end = _block(data, rng)
    fill = rng.choice((b"\0", b"\xff", b"A", None))
    return data[:start] + (rng.randbytes(end - start) if fill is None else fill * (end - start)) + data[end:]


def _overwrite_number(data: bytes, rng: Random) -> bytes:
    size = rng.choice((1, 2, 4))
    at = _place(data, rng)
    number = rng.choice((*_NUMBERS, len(data))) & (1 << 8 * size) - 1
    return data[:at] + number.to_bytes(size, rng.choice(("little", "little", "big"))) + data[at + size :]


def _truncate(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _delete(data: bytes, rng: Random) -> bytes:
    start, end = _block(data, rng)
    return data[:start] + data[end:]


def _duplicate(data: bytes, rng: Random) -> bytes:
    start, end = _block(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 2, 50)) + data[end:]


def _swap(data: bytes, rng: Random) -> bytes:
    (start, middle), (late, end) = sorted((_block(data, rng), _block(data, rng)))
    late = max(late, middle)
    end = max(end, late)
    return data[:start] + data[late:end] + data[middle:late] + data[start:middle] + data[end:]


def _written_number(data: bytes, rng: Random) -> bytes:
    """Another number for one that stands as text: a span, a width, an offset."""
    numbers = list(_DIGITS.finditer(data))
    if not numbers:
        return data
    found = rng.choice(numbers)
    return data[: found.start()] + rng.choice(_WRITTEN) + data[found.end() :]


def _swap_tags(data: bytes, rng: Random) -> bytes:
    tags = list(_TAG.finditer(data))
    if len(tags) < 2:
        return data
    one, two = sorted(rng.sample(tags, 2), key=lambda tag: tag.start())
    return data[: one.start()] + two[0] + data[one.end() : two.start()] + one[0] + data[two.end() :]


def _multiply_tag(data: bytes, rng: Random) -> bytes:
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    tag = rng.choice(tags)
    return data[: tag.end()] + tag[0] * rng.choice((1, 30, 1000, 20_000)) + data[tag.end() :]


def _repeat(data: bytes, rng: Random) -> bytes:
    """A few signs again and again: what takes twice the time for each of them takes a day."""
    at = _place(data, rng)
    signs = data[at : at + rng.choice((1, 2, 3, 8))]
    return data[:at] + signs * (rng.choice((1000, 10_000, 100_000)) // len(signs)) + data[at:]


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    """The parts of a zip; none where it is damaged already."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [(name, package.read(name)) for name in package.namelist()]
    except Exception:  # noqa: BLE001 - whatever zipfile makes of a damaged one
        return []


def _packed(parts: list[tuple[str, bytes]], rng: Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _change_part(data: bytes, rng: Random) -> bytes:
    """Damage inside a part, with a checksum that fits."""
    parts = _parts(data)
    if not parts:
        return data
    number = rng.randrange(len(parts))
    name, content = parts[number]
    parts[number] = name, rng.choice((*_ANYWHERE, *_IN_TEXT, *_IN_TEXT))(content, rng) if content else b"x"
    return _packed(parts, rng)


def _swap_parts(data: bytes, rng: Random) -> bytes:
    parts = _parts(data)
    if len(parts) < 2:
        return data
    (one, first), (two, second) = rng.sample(parts, 2)
    changed = {one: second, two: first}
    return _packed([(name, changed.get(name, content)) for name, content in parts], rng)


def _lose_part(data: bytes, rng: Random) -> bytes:
    parts = _parts(data)
    return _packed(rng.sample(parts, len(parts) - 1), rng) if parts else data


def _sectors(data: bytes) -> list[bytes]:
    return [data[start : start + SECTOR] for start in range(0, len(data), SECTOR)]


def _swap_sectors(data: bytes, rng: Random) -> bytes:
    sectors = _sectors(data)
    one, two = rng.randrange(len(sectors)), rng.randrange(len(sectors))
    sectors[one], sectors[two] = sectors[two], sectors[one]
    return b"".join(sectors)


def _copy_sector(data: bytes, rng: Random) -> bytes:
    sectors = _sectors(data)
    sectors[rng.randrange(len(sectors))] = rng.choice(sectors)
    return b"".join(sectors)


def _lead_astray(data: bytes, rng: Random) -> bytes:
    """Another number in a table of numbers: chains of sectors that loop or end nowhere, offsets, counts, lengths."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 8))):
        at = _place(data, rng) // 4 * 4
        number = rng.choice((*_NUMBERS, rng.randrange(len(data) // SECTOR + 2), rng.randrange(len(data))))
        out[at : at + 4] = (number & 0xFFFFFFFF).to_bytes(4, "little")
    return bytes(out[: len(data)])


_ANYWHERE: tuple[_Change, ...] = (
    *(_flip_bits, _flip_bits, _overwrite_bytes, _overwrite_number, _overwrite_number),
    *(_truncate, _delete, _duplicate, _swap),
)
_IN_TEXT: tuple[_Change, ...] = (_written_number, _written_number, _swap_tags, _multiply_tag, _repeat)
_IN_ZIP: tuple[_Change, ...] = (_change_part, _change_part, _change_part, _swap_parts, _lose_part)
_IN_OLE: tuple[_Change, ...] = (_swap_sectors, _copy_sector, _lead_astray, _lead_astray)


class _TooLongError(BaseException):
    """Not one that a reader may catch."""


def _too_long(*_: object) -> None:
    raise _TooLongError


def outcome(data: bytes) -> tuple[str, str]:
    """What reading ends in: "read", the code of a `JihengError`, or "failed" with the reason; of a container, its last file."""
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, _too_long)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(PATIENCE)
    try:
        for member in engine.contents(data, limits=LIMITS):
            if not member.error:
                engine.read(member.load(), limits=LIMITS)
    except InternalError as error:
        return "failed", "\n".join([str(error), *getattr(error, "__notes__", ())])
    except JihengError as error:
        return error.code, str(error)
    except _TooLongError:
        return "failed", f"more than {SECONDS} s of computing, or {PATIENCE} s of waiting"
    except Exception:  # noqa: BLE001 - that is what is looked for
        return "failed", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    return "read", ""


def _tell(**facts: object) -> None:
    """At once: the next file may be the last."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Write one damaged file, or read some."""
    kind, first, *count = sys.argv[1:]
    if not count:
        sys.stdout.buffer.write(damaged(kind, int(first))[1])
        return
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for number in range(int(first), int(first) + int(count[0])):
        name, data = damaged(kind, number)
        _tell(number=number, name=name)
        start = sum(os.times()[:4])  # our own and that of the children
        what, why = outcome(data)
        seconds = round(sum(os.times()[:4]) - start, 2)
        _tell(number=number, name=name, outcome=what, why=why, seconds=seconds)


if __name__ == "__main__":
    main()
