"""antiword (Debian package), where it is installed: text in UTF-8 without line wrapping; a table's cells stand between bars.

GPL-2: it is called as the program it is, never linked or shipped.
"""

import re
import shutil
import subprocess
import tempfile

PROGRAM = shutil.which("antiword")
if not PROGRAM:
    raise SystemExit("antiword is not installed (Debian package antiword)")
_USAGE = subprocess.run([PROGRAM, "-h"], capture_output=True, text=True, check=False)
VERSION = (re.findall(r"Version:\s*(\S+)", _USAGE.stdout + _USAGE.stderr) or ["?"])[0]


def prepare(data: bytes) -> str:
    """The path of a file with these bytes."""
    with tempfile.NamedTemporaryFile(suffix=".doc", delete=False) as file:
        file.write(data)
    return file.name


def run(path: str) -> str:
    """What it prints."""
    command = [PROGRAM, "-m", "UTF-8.txt", "-w", "0", path]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def cells(text: str) -> list[str]:
    """What stands between bars."""
    return [part for line in text.splitlines() if "|" in line for part in line.split("|")]
