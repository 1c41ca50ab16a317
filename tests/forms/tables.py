"""Documents written as lists: a string is a paragraph, a list of rows a table.

A cell is written as in the layout of a form: ``*n`` columns wide, ``|n`` rows high; what a higher one covers is left out.
"""

import re
from itertools import count

from jiheng.domain.grid import Cell, Grid, Paragraph, Reading

_CELL = re.compile(r"(.*?)(?:\*(\d+))?(?:\|(\d+))?", re.DOTALL)


def as_word(rows, number=1):
    """The table as Word and most other formats hold it: a merged cell stands at every position that it covers."""
    places = {}
    for r, row in enumerate(rows, 1):
        column = count(1)
        for written in row:
            text, width, height = _CELL.fullmatch(str(written)).groups()
            c = next(c for c in column if (r, c) not in places)
            cell = Cell(text.strip(), r, c)
            spans = {(r + down, c + right) for down in range(int(height or 1)) for right in range(int(width or 1))}
            places |= dict.fromkeys(spans, cell)
    width = max(c for _, c in places)
    return Grid(
        number,
        tuple(tuple(places.get((r, c), Cell("", r, c)) for c in range(1, width + 1)) for r in range(1, len(rows) + 1)),
    )


def as_text(rows, number=1):
    """The same as an extractor leaves it: a merged cell once, blank below itself, rows of unequal length."""
    grid = as_word(rows, number)
    made = []
    for r, row in enumerate(grid.rows, 1):
        texts = [cell.text if cell.row == r else "" for cell in dict.fromkeys(row)]
        made.append(tuple(Cell(text, r, c) for c, text in enumerate(texts, 1)))
    return Grid(number, tuple(made))


def reading(blocks, table=as_word):
    """A whole document."""
    numbers = count(1)
    made = [
        Paragraph(block, line) if isinstance(block, str) else table(block, next(numbers))
        for line, block in enumerate(blocks, 1)
    ]
    return Reading("docx", tuple(made))
