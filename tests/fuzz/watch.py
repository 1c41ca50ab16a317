"""What reading may not do: write anywhere but in its work folder, talk to a network, begin other programs.

The interpreter itself reports such acts before they happen (PEP 578); processes that are forked report too. Native code
that calls the system by itself is not seen: it runs in the child, whose limits are the system's.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

__all__ = ["Watch"]

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn",
)  # fmt: skip
_CHANGES = (
    "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "shutil.rmtree", "shutil.move", "shutil.copyfile", "shutil.unpack_archive",
)  # fmt: skip


class Watch:
    """Listens from now on; what was seen is told by `seen`."""

    def __init__(self) -> None:
        """The work folder is the one for temporary files."""
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        self._home = str(Path(tempfile.gettempdir()).resolve())
        self.is_on = False
        sys.addaudithook(self._hear)

    def seen(self) -> list[str]:
        """What was done since the last question, here or in a child."""
        try:
            return os.read(self._read, 1 << 16).decode(errors="replace").splitlines()
        except BlockingIOError:
            return []

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.is_on:
            return
        if event == "open":
            path, _mode, flags = arguments
            told = isinstance(flags, int) and flags & _WRITES and not self._is_ours(path)
        elif event in _CHANGES:
            told = not self._is_ours(arguments[0])
        else:
            told = event in _FORBIDDEN
        if told:
            os.write(self._write, f"{event} {str(arguments)[:200]}\n".encode(errors="replace"))

    def _is_ours(self, path: object) -> bool:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return True  # a number: something that is open already
        place = os.path.realpath(os.fsdecode(path))
        return place in {os.devnull, self._home} or place.startswith(self._home + os.sep)
