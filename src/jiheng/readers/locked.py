"""Office files behind a password, opened through a library in a child process with limits."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from jiheng.errors import UnreadableSourceError
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits

__all__ = ["parted", "unlock", "with_passwords"]

_LENGTH = 4
_LIBRARY = "msoffcrypto"
# Excel takes this one by itself, for files that are locked against changes only.
_KNOWN = "VelvetSweatshop"
_SECONDS = 20, 2


def with_passwords(data: bytes, passwords: Iterable[str]) -> bytes:
    """`data` and passwords in one, for a child process."""
    head = json.dumps(list(passwords)).encode()
    return len(head).to_bytes(_LENGTH, "big") + head + data


def parted(request: bytes) -> tuple[bytes, list[str]]:
    """Both again."""
    length = int.from_bytes(request[:_LENGTH], "big")
    return request[_LENGTH + length :], json.loads(request[_LENGTH : _LENGTH + length])


def unlock(data: bytes, passwords: Iterable[str], limits: Limits) -> bytes:
    """The content of an office file without its password.

    Raises:
        UnreadableSourceError: the library is not installed, it cannot open such a file, or no password fits.
    """
    passwords = tuple(passwords)
    if find_spec(_LIBRARY) is None:
        raise (
            UnreadableSourceError("needs-archives", format="Office")
            if passwords
            else UnreadableSourceError("encrypted")
        )
    request = with_passwords(data, [*passwords, _KNOWN])
    try:
        return run_isolated(_unlocked, request, limits.for_size(len(data), *_SECONDS))
    except UnreadableSourceError as error:
        # Nobody gave a password: that the one of Excel is wrong is no news.
        code = "encrypted" if error.code == "wrong-password" and not passwords else error.code
        raise UnreadableSourceError(code, **error.values) from None


def _unlocked(request: bytes, limits: Limits) -> bytes:
    """In the child."""
    msoffcrypto: Any = import_module(_LIBRARY)
    data, passwords = parted(request)
    for password in passwords:
        output = io.BytesIO()
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(data))
            file.load_key(password=password, verify_password=True)
            file.decrypt(output)
        except msoffcrypto.exceptions.FileFormatError:
            raise UnreadableSourceError("encrypted") from None
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001, S112 - with a wrong password, the library raises whatever comes of it
            continue
        if output.tell() <= limits.file_size:
            return output.getvalue()
    raise UnreadableSourceError("wrong-password")
