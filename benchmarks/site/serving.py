"""`jiheng serve` as an office starts it, on the installation that the environment names."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

__all__ = ["Site"]

_COMMAND = Path(sys.executable).with_name("jiheng")
_UP = "绩衡已启动"
_PATIENCE = 60


class Site:
    """The site, up while the context lasts."""

    def __init__(self, port: int) -> None:
        self.host, self.port = "127.0.0.1", port
        self._said: list[str] = []
        self._up = threading.Event()

    def __enter__(self) -> Self:
        """Start it and wait until it is up.

        Raises:
            RuntimeError: it does not come up; with what it said.
        """
        command = [_COMMAND, "--lang", "zh", "serve", "--port", str(self.port)]
        environment = os.environ | {"JIHENG_HOSTS": "localhost,127.0.0.1"}
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._listen, daemon=True).start()
        if not self._up.wait(_PATIENCE) or self._process.poll() is not None:
            self.__exit__()
            raise RuntimeError("".join(self._said))
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it as a service manager does."""
        self._process.terminate()
        self._process.wait(_PATIENCE)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.append(line)
            if _UP in line:
                self._up.set()
            elif self._up.is_set():
                print(line, end="", file=sys.stderr)  # what goes wrong later is to be seen
        self._up.set()
