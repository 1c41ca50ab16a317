"""The peers' own environments, so that none of them is ever a dependency of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from processes import PEERS, PeerError

__all__ = ["HOME", "python_of"]

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(__file__).resolve().parent / ".peers"
_PATIENCE = 600


def python_of(name: str) -> Path:
    """The Python of the environment that `peers/<name>.txt` describes, made on first use and when that file changes.

    Raises:
        PeerError: it cannot be installed here.
    """
    home = HOME / name
    python = home / "bin" / "python"
    stamp = home / "installed.txt"
    requirements = PEERS / f"{name}.txt"
    wanted = f"# Python {sys.version}\n{requirements.read_text(encoding='utf-8')}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    print(f"installing {name} into {home.relative_to(ROOT)}", file=sys.stderr)
    shutil.rmtree(home, ignore_errors=True)
    _uv("venv", "--python", sys.executable, str(home))
    _uv("pip", "install", "--python", str(python), "--requirements", str(requirements))
    stamp.write_text(wanted, encoding="utf-8")
    return python


def _uv(*arguments: str) -> None:
    uv = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    try:
        done = subprocess.run(
            [uv, "--quiet", *arguments], capture_output=True, text=True, env=environment, timeout=_PATIENCE, check=False
        )
    except FileNotFoundError:
        raise PeerError("uv is not there: run `make .tools/bin/uv`") from None
    except subprocess.TimeoutExpired:
        raise PeerError(f"not installed within {_PATIENCE} s") from None
    if done.returncode:
        raise PeerError("not installed here: " + " ".join(done.stderr.split())[-300:])
