"""LibreOffice, where it is installed: it prints our .docx as PDF, one process a call; making the .docx is not timed."""

import runpy
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAM = shutil.which("soffice")
if not PROGRAM:
    raise SystemExit("LibreOffice is not installed (no program named soffice)")
VERSION = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
_BASE = tempfile.TemporaryDirectory(prefix="jiheng-benchmark-", ignore_cleanup_errors=True)
_PROFILE = (Path(_BASE.name) / "profile").as_uri()
_OURS = runpy.run_path(str(Path(__file__).with_name("jiheng.py")))


def prepare(data: bytes) -> Path:
    """Our .docx in a new folder."""
    document, _formats = _OURS["prepare"](data)
    file = Path(tempfile.mkdtemp(dir=_BASE.name)) / "file.docx"
    file.write_bytes(_OURS["run"]((document, ["docx"])))
    return file


def run(file: Path) -> bytes:
    """The PDF."""
    command = [PROGRAM, "--headless", "--norestore", f"-env:UserInstallation={_PROFILE}", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(file.parent), str(file)], capture_output=True, timeout=240, check=True)
    return file.with_suffix(".pdf").read_bytes()
