"""Write the example as the Word file that a unit publishes: cover, department part, one goal table a project."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from example_content import Content, Project, Row, grid_rows, head_rows

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Row
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph

__all__ = ["write_docx"]

_MADE = datetime(2025, 1, 10, 9, 0, 0)  # noqa: DTZ001 - core properties and zip entries hold no time zone
_FOOTER = "示例文件，内容纯属虚构"
_HEAD_WIDTHS = (2.4, 2.1, 2.5, 2.5, 2.4, 2.3, 2.6)
_GRID_WIDTHS = (1.9, 2.3, 3.2, 4.4, 2.5, 2.5)
_STYLES = {  # style: font, size, bold
    "Normal": ("仿宋", 16, False),
    "Title": ("宋体", 26, True),
    "Heading 1": ("黑体", 20, False),
    "Heading 2": ("黑体", 16, False),
    "Heading 3": ("楷体", 15, True),
}
_CELL = "Table Text"
_KEPT_STYLES = ("Default Paragraph Font", "Normal Table", "No List", "Table Grid", "Footer")
_UNUSED_PARTS = ("/stylesWithEffects", "/thumbnail", "/customXml", "/numbering", "/webSettings")


def write_docx(content: Content) -> bytes:
    """The whole document; the same content gives the same bytes."""
    document = Document()
    _slim(document)
    _set_up(document, content)
    for line in content.cover:
        document.add_paragraph(line, style="Title")
    document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx left it without types
    _department(document, content)
    for project in content.projects:
        _project(document, project)
    return _repacked(document)


def _slim(document: WordDocument) -> None:
    """Drop what python-docx's template brings along and nothing here uses; it is three quarters of the file."""
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.endswith(_UNUSED_PARTS):
                del owner.rels[key]
    for style in list(document.styles):
        if style.name not in {*_STYLES, _CELL, *_KEPT_STYLES}:
            style.delete()


def _set_up(document: WordDocument, content: Content) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.1)
    section.top_margin = section.bottom_margin = Cm(2.5)
    for name, (font, size, bold) in _STYLES.items():
        _style(document.styles[name], font, size, bold=bold)
    cell = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    _style(cell, "宋体", 10, bold=False)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    title = document.styles["Title"]
    title.paragraph_format.space_before = Pt(120)
    for border in title.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(_FOOTER).font.size = Pt(9)
    properties = document.core_properties
    properties.title = "".join(content.cover)
    properties.author = properties.last_modified_by = content.cover[0]
    properties.comments = _FOOTER
    properties.created = properties.modified = _MADE


def _style(style: ParagraphStyle, font: str, size: float, *, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # the template names theme fonts, which win over the plain names
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    if style.name == "Title":
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _department(document: WordDocument, content: Content) -> None:
    for line in ("第一部分", "部门整体绩效目标"):
        document.add_heading(line, 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _bookmark(document.add_heading("一、总体绩效目标", 2), 2, 1)
    _body(document, content.overall_goals)
    _bookmark(document.add_heading("二、分项绩效目标", 2), 2, 2)
    for goal in content.sub_goals:
        _body(document, (goal.title, f"绩效目标：{goal.goal}", f"绩效指标：{goal.indicators}"))
    _bookmark(document.add_heading("三、工作保障措施", 2), 2, 3)
    _body(document, content.safeguards)
    part_two = document.add_heading("第二部分", 1)
    part_two.paragraph_format.page_break_before = True
    part_two.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading("预算项目绩效目标", 1).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _body(document: WordDocument, lines: Sequence[str]) -> None:
    for line in lines:
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(28)


def _project(document: WordDocument, project: Project) -> None:
    heading = document.add_heading(f"{project.number}.{project.title}", 3)
    if project.number > 1:
        heading.paragraph_format.page_break_before = True
    if project.spaced:
        _bookmark(heading, 4, project.number + 3)
    else:
        _contents_entry(heading, f"{project.number}、{project.title}")
    _table(document, head_rows(project), _HEAD_WIDTHS)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    grid = grid_rows(project)
    name, description = _GRID_WIDTHS[:3], _GRID_WIDTHS[3]
    halves = (description / 2, description / 2) if project.spaced else (description,)
    table = _table(document, grid, (*name, *halves, *_GRID_WIDTHS[4:]))
    _repeat_as_header(table.rows[0])


def _table(document: WordDocument, rows: Sequence[Row], widths: Sequence[float]) -> Table:
    table: Table = document.add_table(len(rows), len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    grid = [row.cells for row in table.rows]
    for word_cells in grid:
        for word_cell, width in zip(word_cells, widths, strict=True):
            word_cell.width = Cm(width)
    for row_number, row in enumerate(rows):
        start = 0
        for cell in row:
            word_cell = grid[row_number][start]
            if cell.width > 1:
                word_cell = word_cell.merge(grid[row_number][start + cell.width - 1])
            if cell.continues:
                grid[row_number - 1][start].merge(word_cell)
            else:
                _fill(word_cell, cell.text)
            word_cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            start += cell.width
    return table


def _fill(word_cell: WordCell, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        paragraph = word_cell.add_paragraph() if number else word_cell.paragraphs[0]
        paragraph.style = _CELL
        if line:
            paragraph.add_run(line)


def _repeat_as_header(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no public way either


def _bookmark(paragraph: Paragraph, level: int, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"_Toc_{level}_{level}_{number:010}")
    paragraph._p.insert(1, start)  # noqa: SLF001 - python-docx knows no bookmarks
    paragraph._p.append(end)  # noqa: SLF001 - as above


def _contents_entry(paragraph: Paragraph, text: str) -> None:
    """A TC field: it prints nothing and gives the table of contents its entry."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        element = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            element.set(qn("xml:space"), "preserve")
            element.text = f' TC "{text}" \\f C \\l 1 '
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - python-docx knows no fields


def _repacked(document: WordDocument) -> bytes:
    """The package with fixed times and stored parts: compressed bytes would differ between builds of zlib."""
    saved, result = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
            entry.create_system = 0  # else the zip says on which system it was made
            target.writestr(entry, source.read(name))
    return result.getvalue()
