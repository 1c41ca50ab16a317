"""Electronic seals and signatures: listed, and whether the parts they cover are still what was signed.

The signatures themselves are not verified: that needs the certificates of those who issued them. What can be told without
is whether the digests that a signature lists are those of the parts in the file.
"""

from __future__ import annotations

import binascii
import hashlib
import posixpath
import re
from base64 import b64decode
from collections.abc import Iterator

from lxml import etree

from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.limits import MEGABYTE
from jiheng.readers.ofd.container import Container, child, children, text_of

__all__ = ["signature_notes"]

_MOST = 20  # signatures
_MOST_NAMES = 5
_MOST_BYTES = 512 * MEGABYTE  # that are digested; a signature may list a part again and again
_LONGEST = 60
_ALGORITHMS = {
    "1.2.156.10197.1.401": "sm3", "sm3": "sm3", "1.3.14.3.2.26": "sha1", "sha1": "sha1", "sha-1": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256", "sha256": "sha256", "sha-256": "sha256",
    "1.2.840.113549.2.5": "md5", "md5": "md5", "": "md5",
}  # fmt: skip

# The start of a seal (GB/T 38540, GM/T 0031): its header "ES", its number; then its type and its name.
_SEAL = re.compile(rb"\x30.\x16\x02ES\x02\x01.\x16", re.DOTALL)
_IA5, _SEQUENCE, _INTEGER, _UTF8 = 0x16, 0x30, 0x02, 0x0C


def signature_notes(container: Container, path: str | None) -> Iterator[Note]:
    """Who signed when, and what was changed since. `path`: of the list of signatures, None where there is none."""
    if path is None:
        return
    digests = _Digests(container)
    try:
        listed = [item.get("BaseLoc") for item in children(container.parse(path), "Signature")]
    except UnreadableSourceError:
        yield Note("signature-damaged", {})
        return
    for location in listed[:_MOST]:
        found = container.find(location, posixpath.dirname(path))
        try:
            if found is None:
                yield Note("signature-damaged", {})
            else:
                yield from _notes(container, found, digests)
        except UnreadableSourceError:
            yield Note("signature-damaged", {})


def _notes(container: Container, path: str, digests: _Digests) -> Iterator[Note]:
    root = container.parse(path)
    folder = posixpath.dirname(path)
    info = child(root, "SignedInfo")
    references = child(info, "References")
    method = (references.get("CheckMethod") or "").strip().lower() if references is not None else ""
    parts = [
        (item.get("FileRef", ""), text_of(child(item, "CheckValue"))) for item in children(references, "Reference")
    ]
    who = _seal_name(container, container.find(text_of(child(root, "SignedValue")), folder)) or _provider(info) or "—"
    when = text_of(child(info, "SignatureDateTime"))[:_LONGEST]
    yield Note("signed", {"who": who, "when": _date(when) or "—", "count": len(parts)})
    changed = [part for part, value in parts if digests.differs(container.find(part, folder), method, value)]
    if changed:
        names = "、".join(name[:_LONGEST] for name in changed[:_MOST_NAMES])
        yield Note("changed-since-signed", {"who": who, "count": len(changed), "parts": names})


class _Digests:
    """Of parts, each taken once, and no more of them than the limit."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._known: dict[tuple[str, str], bytes] = {}
        self._left = _MOST_BYTES

    def differs(self, path: str | None, method: str, value: str) -> bool:
        """Whether a part is gone or has another digest; what cannot be told does not differ."""
        algorithm = _ALGORITHMS.get(method)
        if algorithm is None or algorithm not in hashlib.algorithms_available:
            return False
        if path is None:
            return True
        try:
            wanted = b64decode(value, validate=False)
        except (binascii.Error, ValueError):
            return False
        found = self._digest(path, algorithm)
        return found is not None and found != wanted

    def _digest(self, path: str, algorithm: str) -> bytes | None:
        if (path, algorithm) not in self._known:
            if self._left <= 0:
                return None
            try:
                data = self._container.read(path)
            except UnreadableSourceError:
                return None
            self._left -= len(data)
            self._known[path, algorithm] = hashlib.new(algorithm, data, usedforsecurity=False).digest()
        return self._known[path, algorithm]


def _provider(info: etree._Element | None) -> str:
    provider = child(info, "Provider")
    if provider is None:
        return ""
    return (provider.get("ProviderName") or provider.get("Company") or "")[:_LONGEST]


def _date(text: str) -> str:
    """``20200723130907.763Z`` → 2020-07-23; anything else as it is."""
    match = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", text)
    return "-".join(match.groups()) if match else text


def _seal_name(container: Container, path: str | None) -> str:
    """The name of the seal in a signed value; empty where there is no seal that says it."""
    if path is None:
        return ""
    try:
        data = container.read(path)
    except UnreadableSourceError:
        return ""
    match = _SEAL.search(data)
    if match is None:
        return ""
    at = match.end() - 1
    for tag in (_IA5, _IA5):  # who made the software, the number of the seal
        at = _behind(data, at, tag)
    at = _inside(data, at, _SEQUENCE)
    at = _behind(data, at, _INTEGER)
    start, end = _inside(data, at, _UTF8), _behind(data, at, _UTF8)
    return data[start:end].decode("utf-8", "replace").strip()[:_LONGEST] if 0 <= start <= end else ""


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where the content begins behind a tag at `at`, and how long it is (DER)."""
    first = data[at + 1] if at + 1 < len(data) else 0
    if first < 0x80:
        return at + 2, first
    size = first & 0x7F
    return at + 2 + size, int.from_bytes(data[at + 2 : at + 2 + size])


def _inside(data: bytes, at: int, tag: int) -> int:
    """Where the content of an element begins; -1 where there is none of this kind."""
    return _length(data, at)[0] if 0 <= at < len(data) and data[at] == tag else -1


def _behind(data: bytes, at: int, tag: int) -> int:
    """Where the next element begins; -1 where there is none of this kind here."""
    if not (0 <= at < len(data) and data[at] == tag):
        return -1
    start, length = _length(data, at)
    return start + length if start + length <= len(data) else -1
