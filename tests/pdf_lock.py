"""Encrypted PDF files, by the standard's own recipe (revision 3: RC4 with 128 bits)."""

import re
from hashlib import md5

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_IDENTITY = bytes(16)
_MAY_DO = (-4).to_bytes(4, "little", signed=True)
_STREAM = re.compile(rb"(?<=stream\n).*(?=\nendstream)", re.DOTALL)
_STRING = re.compile(rb"\(([^()]*)\)")


class Lock:
    """What keeps a file shut: without a user's password anyone may read it, and only its owner change it."""

    def __init__(self, owner: str, user: str = "") -> None:
        key = _hashed(_padded(owner))
        self._owner = _scrambled(key, _padded(user))
        self._key = _hashed(_padded(user) + self._owner + _MAY_DO + _IDENTITY)
        self._user = _scrambled(self._key, md5(_PADDING + _IDENTITY).digest()) + bytes(16)

    def encrypt(self, number: int, content: bytes) -> bytes:
        """An object with its stream and its strings encrypted."""
        key = md5(self._key + number.to_bytes(3, "little") + bytes(2)).digest()
        if b"stream\n" in content:
            return _STREAM.sub(lambda match: _rc4(key, match[0]), content)
        return _STRING.sub(lambda match: b"<" + _rc4(key, match[1]).hex().encode() + b">", content)

    @property
    def trailer(self) -> bytes:
        """What the trailer says of it."""
        owner, user, identity = (value.hex().encode() for value in (self._owner, self._user, _IDENTITY))
        entries = b"/Filter/Standard/V 2/R 3/Length 128/P -4/O<" + owner + b">/U<" + user + b">"
        return b"/ID[<" + identity + b"><" + identity + b">]/Encrypt<<" + entries + b">>"


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _hashed(data: bytes) -> bytes:
    for _ in range(51):
        data = md5(data).digest()
    return data


def _scrambled(key: bytes, data: bytes) -> bytes:
    for number in range(20):
        data = _rc4(bytes(byte ^ number for byte in key), data)
    return data


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
