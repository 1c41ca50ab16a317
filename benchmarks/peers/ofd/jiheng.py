"""jiheng: the reader alone, from the bytes of an OFD file to paragraphs and the cells of tables."""

from jiheng.domain.grid import Grid, Reading
from jiheng.readers import DEFAULT_LIMITS, read_bytes

PACKAGE = "jiheng"


def run(data: bytes) -> Reading:
    """Paragraphs and grids."""
    return read_bytes(data, DEFAULT_LIMITS)


def text(reading: Reading) -> str:
    """Everything that was read, a cell that is merged over several places once."""
    return "\n".join([*_paragraphs(reading), *cells(reading)])


def _paragraphs(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if not isinstance(block, Grid)]


def cells(reading: Reading) -> list[str]:
    """The text of every cell of every table."""
    grids = [block for block in reading.blocks if isinstance(block, Grid)]
    return [cell.text for grid in grids for cell in {id(cell): cell for row in grid.rows for cell in row}.values()]
