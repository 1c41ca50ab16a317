"""Containers in containers: what is opened is one of them and those that lead to it, never more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from threading import Lock
from typing import NamedTuple

from jiheng.errors import UnreadableSourceError
from jiheng.readers.containers.entries import MOST_TOGETHER, Entry, Keys, path_of
from jiheng.readers.containers.kinds import SUFFIXES, opener_of
from jiheng.readers.limits import MEGABYTE

__all__ = ["Member", "Walk"]

_DEEPEST = 3
"""Archives in archives in archives: a bureau packs what its departments have packed of their units."""


class Member(NamedTuple):
    """A file in a container.

    Attributes:
        path: below the container; it never leads out of the folder that it is put in.
        load: gives the content, at most one byte more than a document may have, or raises `UnreadableSourceError`.
        error: why it cannot be read or looked into; None for everything else.
    """

    path: PurePosixPath
    load: Callable[[], bytes]
    error: UnreadableSourceError | None = None


_Chain = tuple[PurePosixPath, ...]
"""The containers that lead to one, each by its path in the one before."""
_Entries = dict[PurePosixPath, Entry]


class _Shelf:
    """The containers that are open, those of all walks together; the one not used for longest makes room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._opened: OrderedDict[tuple[Walk, _Chain], _Entries] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Walk, _Chain]) -> _Entries | None:
        with self._lock:
            if key in self._opened:
                self._opened.move_to_end(key)
            return self._opened.get(key)

    def put(self, key: tuple[Walk, _Chain], entries: _Entries) -> None:
        with self._lock:
            self._opened[key] = entries
            while len(self._opened) > self._most:
                self._opened.popitem(last=False)


# The members of one container are read one after the other.
_SHELF = _Shelf(_DEEPEST + 1)


class Walk:
    """What is in one container and in those inside it."""

    def __init__(self, load: Callable[[], bytes], keys: Keys) -> None:
        """`load` gives the content of the outermost container; it may be asked more than once."""
        self._load_outermost = load
        self._keys = keys
        self._entries = 0
        self._size = 0

    def members(self) -> Iterator[Member]:
        """Every file, in the order of their names.

        Raises:
            UnreadableSourceError: the outermost container cannot be opened, or holds too much.
        """
        entries = self._open(())
        if entries is None:
            yield Member(PurePosixPath(), self._load_outermost)
        else:
            yield from self._within((), entries)

    def _within(self, chain: _Chain, entries: _Entries) -> Iterator[Member]:
        self._count(entries)
        for path, entry in sorted(entries.items()):
            if entry.error:
                yield Member(path, bytes, entry.error)
            elif path.suffix.lower() in SUFFIXES:
                yield from self._nested((*chain, path))
            else:
                yield Member(path, partial(self._load, (*chain, path)))

    def _nested(self, chain: _Chain) -> Iterator[Member]:
        path = chain[-1]
        if len(chain) > _DEEPEST:
            yield Member(path, bytes, UnreadableSourceError("archive-too-deep", limit=_DEEPEST))
            return
        try:
            entries = self._open(chain)
            if entries is None:
                yield Member(path, partial(self._load, chain))
                return
            for member in self._within(chain, entries):
                yield member._replace(path=path / member.path)
        except UnreadableSourceError as error:
            yield Member(path, bytes, error)

    def _load(self, chain: _Chain) -> bytes:
        entries = self._open(chain[:-1])
        if entries is None or chain[-1] not in entries:  # the file is another one than when it was looked into
            raise UnreadableSourceError("not-found")
        return entries[chain[-1]].load()

    def _open(self, chain: _Chain) -> _Entries | None:
        """The entries of a container, None where it is none."""
        if (known := _SHELF.get((self, chain))) is not None:
            return known
        data = self._load(chain) if chain else self._load_outermost()
        limit = self._keys.limits.file_size
        if len(data) > limit:
            raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limit // MEGABYTE)
        keys = self._keys._replace(name=chain[-1].name) if chain else self._keys
        opener = opener_of(data)
        if opener is None:
            return None
        opened = _named(opener(data, keys))
        _SHELF.put((self, chain), opened)
        return opened

    def _count(self, entries: _Entries) -> None:
        """Count them.

        Raises:
            UnreadableSourceError: that is too much; they do not count then.
        """
        count = self._entries + len(entries)
        size = self._size + sum(entry.size for entry in entries.values())
        most = self._keys.limits.parts
        if count > most:
            raise UnreadableSourceError("too-many-parts", count=count, limit=most)
        if size > MOST_TOGETHER:
            limit = MOST_TOGETHER // MEGABYTE
            raise UnreadableSourceError("too-large-inside", size=size // MEGABYTE, limit=limit)
        self._entries, self._size = count, size


def _named(entries: Sequence[Entry]) -> _Entries:
    """Each entry by a path of its own: a container may hold several of one name."""
    named: _Entries = {}
    numbers: dict[PurePosixPath, int] = {}
    for entry in entries:
        wanted = path = path_of(entry.name)
        if not path.name:
            continue
        while path in named:
            number = numbers[wanted] = numbers.get(wanted, 1) + 1
            path = wanted.with_name(f"{wanted.stem}（{number}）{wanted.suffix}")
        named[path] = entry
    return named
