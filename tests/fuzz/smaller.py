"""A find made as small as it gets: what is left is what matters."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

__all__ = ["smaller"]

_SECONDS = 120  # for one find
_PATIENCE = 60  # for one try


def smaller(data: bytes, root: Path) -> bytes:
    """The shortest file found in two minutes that fails like `data`: blocks are left out, ever smaller ones."""
    wanted = _failure(data, root)
    if wanted is None:
        return data  # it fails with company only
    deadline, size = time.monotonic() + _SECONDS, len(data) // 2
    while size and time.monotonic() < deadline:
        at = 0
        while at < len(data) and time.monotonic() < deadline:
            less = data[:at] + data[at + size :]
            if _failure(less, root) == wanted:
                data = less
            else:
                at += size
        size //= 2
    return data


def _failure(data: bytes, root: Path) -> str | None:
    """The last line of why reading fails; None where it does not."""
    command = [
        sys.executable,
        "-c",
        "import sys; from tests.readers.fuzz import outcome; print(*outcome(sys.stdin.buffer.read()))",
    ]
    try:
        run = subprocess.run(command, input=data, cwd=root, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return "hangs"
    said = run.stdout.decode(errors="replace").strip()
    if run.returncode:
        return f"exit {run.returncode}"
    return said.splitlines()[-1] if said.startswith("failed") else None
