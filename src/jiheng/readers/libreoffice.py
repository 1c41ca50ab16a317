"""Conversion by LibreOffice, where it is installed: for the few files that no reader of ours takes.

It runs in a folder of its own that is gone afterwards, with its own settings: no macros, no links into the network or
to other files. The process has a time limit, and on Linux limits for memory and for what it writes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jiheng.readers.limits import MEGABYTE

__all__ = ["convert", "program"]

_MEMORY = 4096 * MEGABYTE
_WRITTEN = 512 * MEGABYTE
_SETTING = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Common/Misc", "UseLocking", "false"),
)


def program() -> str | None:
    """Where LibreOffice's program is, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(
    files: Sequence[bytes], source: str, target: str, *, importer: str | None = None, seconds: float = 60
) -> list[bytes | None]:
    """Convert the contents of files, all in one run of the program, which takes about a second to start.

    Args:
        files: contents of files of one format.
        source: their format, by its suffix.
        target: the format wanted, by its suffix, and behind a colon the name of LibreOffice's filter if there are several.
        importer: the name of LibreOffice's filter for `source`. With it the files are taken for that or not at all,
            without it for whatever they look like, plain text included.
        seconds: time for one run; 0 keeps LibreOffice from being started at all.

    Returns:
        For each file its converted content; None for one that could not be converted, and for all where LibreOffice is
        not installed. One file that brings the program down costs the others nothing but another run.
    """
    found = program()
    results: list[bytes | None] = [None] * len(files)
    if found is None or seconds <= 0 or not files:
        return results
    with tempfile.TemporaryDirectory(prefix="jiheng-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        _write_settings(base / "profile" / "user")
        options = [f"--infilter={importer}"] if importer else []
        command = [*_command(found, base), *options, "--convert-to", target, "--outdir", str(base / "out")]
        suffix = target.partition(":")[0]
        left = list(range(len(files)))
        for number in left:
            (base / f"{number}.{source}").write_bytes(files[number])
        while left:
            finished = _wait([*command, *(f"{number}.{source}" for number in left)], base, seconds)
            for number in left:
                path = base / "out" / f"{number}.{suffix}"
                results[number] = path.read_bytes() if path.is_file() else None
            # Files come in order: the first one without a result is the one that brought the program down.
            left = [] if finished else [number for number in left if results[number] is None][1:]
    return results


def _command(found: str, base: Path) -> list[str]:
    profile = f"-env:UserInstallation={(base / 'profile').as_uri()}"
    return [found, "--headless", "--norestore", "--nolockcheck", profile]


def _wait(command: Sequence[str], base: Path, seconds: float) -> bool:
    """Run the program, and tell whether it finished; when its time is over, end it with all that it started."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the installed program, with names of ours only
            command,
            cwd=base,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "HOME": str(base), "TMPDIR": str(base)},
        )
    except OSError:
        return True  # it cannot be started: no second try
    _limit(process.pid)
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)


def _limit(process_id: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    if hasattr(resource, "prlimit"):
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(process_id, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(process_id, resource.RLIMIT_FSIZE, (_WRITTEN, _WRITTEN))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole process group, which is ours: the program starts others."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
