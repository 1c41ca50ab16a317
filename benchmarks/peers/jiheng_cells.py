"""jiheng: the reader alone, from the bytes of a file to its tables' cells: the job that the other tools do."""

import runpy
from pathlib import Path

from jiheng.domain.grid import Grid, Reading
from jiheng.readers import DEFAULT_LIMITS, read_bytes

PACKAGE = "jiheng"
_WHOLE = runpy.run_path(str(Path(__file__).with_name("jiheng.py")))
prepare = _WHOLE["prepare"]


def run(data: bytes) -> Reading:
    """Paragraphs and grids."""
    return read_bytes(data, DEFAULT_LIMITS)


def text(reading: Reading) -> str:
    """The cells, one a line."""
    return "\n".join(cells(reading))


def cells(reading: Reading) -> list[str]:
    """The text of every cell of every table."""
    return [cell.text for block in reading.blocks if isinstance(block, Grid) for row in block.rows for cell in row]
