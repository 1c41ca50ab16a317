"""What the tests of PDF files have in common: a small table, a full line, and reading in this very process."""

from tests.pdf import cells, document, text

from jiheng.domain.grid import Grid
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.pdf.reader import read_here

XS = [50, 150, 250, 400]
YS = [100, 130, 160, 200]
ROWS = [["甲", "乙", "丙丁"], ["1", "", "3"], ["戊", "己", "庚"]]
HEAD = ["一级指标", "二级指标", "指标值"]
PICTURE = "q 500 0 0 800 40 20 cm /P Do Q"
FULL = "文" * 41  # a line of text that reaches to the right margin


def blocks(*pages, **options):
    """Tables as rows of texts, paragraphs as texts; read in this process, for speed."""
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in read_here(document(*pages, **options), DEFAULT_LIMITS)[0].blocks
    ]


def body(*lines, x=90, y=72, pitch=20):
    """Lines of text below one another."""
    return "\n".join(text(x, y + n * pitch, content) for n, content in enumerate(lines) if content)


def ruled(rows, top=72, **options):
    """A table of three columns with a line around each cell."""
    return cells(XS, [top + 40 * n for n in range(len(rows) + 1)], rows, **options)
