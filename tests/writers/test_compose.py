"""The paper that every format prints says the same as the document: read back block by block, it gives an equal one."""

from pathlib import Path

import pytest
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as read_form
from tests.shared import SHARED

from jiheng.domain.goals import Document, Source
from jiheng.domain.grid import Cell, Grid, Paragraph, Reading
from jiheng.domain.numerals import chinese_to_int, int_to_chinese
from jiheng.engine import read
from jiheng.forms import load_forms
from jiheng.recognise import recognise
from jiheng.writers.compose import compose
from jiheng.writers.paper import Contents, Cover, FormTable, Heading

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.docx"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))


def grid(table, number):
    """A printed table as a reader of a perfect copy sees it."""
    places = {}
    for r, row in enumerate(table.rows, 1):
        for cell in row.cells:
            made = Cell(cell.text, r, cell.column + 1)
            covered = {(r + y, cell.column + 1 + x) for y in range(cell.height) for x in range(cell.width)}
            assert not covered & set(places), "two cells at one place"
            places |= dict.fromkeys(covered, made)
    width = len(table.widths)
    assert len(places) == width * len(table.rows), "a place without a cell"
    rows = tuple(tuple(places[r, c] for c in range(1, width + 1)) for r in range(1, len(table.rows) + 1))
    return Grid(number, rows)


def reading(paper):
    made = []
    for block in paper.blocks:
        if isinstance(block, FormTable):
            made.append(grid(block.table, sum(isinstance(each, Grid) for each in made) + 1))
        elif isinstance(block, Cover):
            made += [Paragraph(line, len(made)) for line in (block.organization, *block.lines) if line]
        elif isinstance(block, Heading):
            made.append(Paragraph(block.text, len(made)))
        elif not isinstance(block, Contents):
            made.append(Paragraph(block.lead + block.text, len(made)))
    return Reading("docx", tuple(made))


def reread(document: Document) -> Document:
    paper = compose(document, load_forms())
    return recognise(reading(paper), Source("纸.docx", "0" * 64, "docx"), load_forms())


@pytest.mark.parametrize("name", NAMES)
def test_every_form_says_the_same_when_it_is_printed(name):
    document = read_form(blocks(name))
    assert reread(document) == document


@pytest.mark.parametrize("path", [*EXAMPLES, *SEEDS], ids=lambda path: path.stem)
def test_whole_documents_say_the_same_when_they_are_printed(path):
    document = read(path)
    printed = reread(document)
    assert printed == document
    assert not [note for note in printed.notes if note.code.startswith("unrecognised")]


def test_numbers_of_headings_in_chinese():
    assert [int_to_chinese(n) for n in (1, 10, 11, 20, 21, 99, 100, 105, 110, 1001)] == (
        ["一", "十", "十一", "二十", "二十一", "九十九", "一百", "一百零五", "一百一十", "一千零一"]
    )
    assert all(chinese_to_int(int_to_chinese(n)) == n for n in range(1, 10_000))
