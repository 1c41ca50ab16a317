"""Tables and paragraphs by way of python-docx, as its users make them; not a peer itself."""

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

ALIGN = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT, "left": None}


def new_document(paper: dict) -> WordDocument:
    """An empty A4 document; `paper` holds what `paper.py` defines."""
    document = Document()
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = map(Mm, paper["PAGE_MM"])
    section.top_margin, section.left_margin, section.bottom_margin = map(Mm, paper["MARGIN_MM"])
    section.right_margin = section.left_margin
    return document


def add_paragraph(
    document: WordDocument, text: str, font: str, size: float, *, style: str | None = None, **looks: bool
) -> None:
    """A paragraph in a font of its own; `looks` are `centred` and `new_page`."""
    paragraph = document.add_paragraph(style=style)
    _run(paragraph, text, font, size)
    if looks.get("centred"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if looks.get("new_page"):
        paragraph.paragraph_format.page_break_before = True


def add_table(document: WordDocument, block: dict, paper: dict) -> None:
    """The table of a block, its cells merged and filled."""
    widths = [Mm(paper["TEXT_MM"] * share / sum(block["widths"])) for share in block["widths"]]
    table = document.add_table(len(block["rows"]), len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    places = [row.cells for row in table.rows]  # once a row: asking cell by cell walks the whole table every time
    for number, row in enumerate(block["rows"]):
        _set_row(places[number][0], is_repeated=number < block["opening"])
        for cell in row["cells"]:
            first = places[number][cell["column"]]
            last = places[number + cell["height"] - 1][cell["column"] + cell["width"] - 1]
            merged = first.merge(last) if last is not first else first
            merged.width = sum(widths[cell["column"] : cell["column"] + cell["width"]])
            _fill(merged, cell, paper)


def _set_row(cell: _Cell, *, is_repeated: bool) -> None:
    properties = cell._tc.getparent().get_or_add_trPr()  # noqa: SLF001 - python-docx offers no other way
    properties.append(OxmlElement("w:cantSplit"))
    if is_repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: _Cell, content: dict, paper: dict) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    align = ALIGN[paper["ALIGN"][content["kind"]]]
    for number, line in enumerate(content["text"].split("\n")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        if align is not None:
            paragraph.alignment = align
        if line:
            _run(paragraph, line, "宋体", 10.5)


def _run(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 - as above
    run.font.size = Pt(size)
