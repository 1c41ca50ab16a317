"""What the tests of OFD files have in common: reading in this very process, and a small table."""

from tests.ofd import document, ruled, text

from jiheng.domain.grid import Grid
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.ofd.reader import read_here

XS = [20, 60, 100, 150]
YS = [40, 50, 60, 75]
ROWS = [["甲", "乙", "丙丁"], ["1", "", "3"], ["戊", "己", "庚"]]


def reading(data, limits=DEFAULT_LIMITS):
    found, scans = read_here(data, limits)
    assert not scans
    return found


def blocks_of(data):
    """Tables as rows of texts, paragraphs as texts."""
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in reading(data).blocks
    ]


def blocks(*pages, **options):
    return blocks_of(document(*pages, **options))


def notes(data):
    return [(note.code, note.values) for note in reading(data).notes]


def table(**options):
    return ruled(XS, YS, ROWS, **options)


def lines(*contents, x=30, y=30, pitch=8):
    """Lines of text below one another, wide apart."""
    return "".join(text(x, y + n * pitch, content) for n, content in enumerate(contents))
