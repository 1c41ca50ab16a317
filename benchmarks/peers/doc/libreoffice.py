"""LibreOffice, where it is installed: it converts .doc, .rtf or .odt to .docx, and only that is timed; reading the .docx comes on top.

Each call is a process, as no other way of calling it is installed with it; its settings are made by the first call.
"""

import runpy
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

PROGRAM = shutil.which("soffice")
if not PROGRAM:
    raise SystemExit("LibreOffice is not installed (no program named soffice)")
VERSION = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
_BASE = tempfile.TemporaryDirectory(prefix="jiheng-benchmark-", ignore_cleanup_errors=True)
_PROFILE = (Path(_BASE.name) / "profile").as_uri()
_COMMAND = (PROGRAM, "--headless", "--norestore", f"-env:UserInstallation={_PROFILE}", "--convert-to", "docx")
_READER = runpy.run_path(str(Path(__file__).parents[1] / "jiheng_cells.py"))


def prepare(data: bytes) -> Path:
    """The file in a new folder."""
    file = Path(tempfile.mkdtemp(dir=_BASE.name)) / "file.doc"
    file.write_bytes(data)
    return file


def run(file: Path) -> bytes:
    """The .docx that a call of its own makes."""
    return run_many([file])[0]


def run_many(files: Sequence[Path]) -> list[bytes]:
    """The .docx files that one call makes of all."""
    folder = Path(tempfile.mkdtemp(dir=_BASE.name))
    names = []
    for number, file in enumerate(files):  # one folder for the results needs one name for each
        names.append(str(file.rename(file.with_name(f"{number}.doc"))))
    command = [*_COMMAND, "--outdir", str(folder), *names]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    return [(folder / f"{number}.docx").read_bytes() for number in range(len(files))]


def cells(docx: bytes) -> list[str]:
    """What our Word reader finds in the .docx."""
    return _READER["cells"](_READER["run"](docx))
