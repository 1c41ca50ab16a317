"""Which containers there are, and what opens each; loaded when needed."""

from __future__ import annotations

from importlib import import_module

from jiheng.errors import UnreadableSourceError
from jiheng.readers.containers.entries import Opener
from jiheng.readers.detect import CONTAINERS, detect, is_package

__all__ = ["SUFFIXES", "opener_of"]

SUFFIXES = frozenset({
    ".7z", ".bz2", ".eml", ".gz", ".msg", ".rar", ".tar", ".tbz", ".tbz2", ".tgz", ".txz", ".xz", ".zip",
})  # fmt: skip
"""How files are called that are looked into."""

_ZIP = b"PK"
_OPENERS = {
    "zip": ("zip", "open_zip"),
    "tar": ("tar", "open_tar"),
    "gzip": ("tar", "open_packed"),
    "bzip2": ("tar", "open_packed"),
    "xz": ("tar", "open_packed"),
    "7z": ("seven_zip", "open_seven_zip"),
    "eml": ("mail", "open_mail"),
    "msg": ("outlook", "open_outlook"),
}


def opener_of(data: bytes) -> Opener | None:
    """What opens the container that `data` is, None where it is none: its content decides.

    Raises:
        UnreadableSourceError: it is a container that cannot be opened.
    """
    kind = "zip" if data.startswith(_ZIP) and not is_package(data) else detect(data)
    if kind in _OPENERS:
        module, name = _OPENERS[kind]
        opener: Opener = getattr(import_module(f"jiheng.readers.containers.{module}"), name)
        return opener
    if kind in CONTAINERS:
        raise UnreadableSourceError("archive", format=kind)
    return None
