"""The body of a document: its blocks and sections, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, pairwise

from jiheng.writers.docx.design import PORTRAIT, TABLE_HEADING, PageSize, column_widths
from jiheng.writers.docx.flow import Chapter, Flow, heading_style, is_caption
from jiheng.writers.docx.markup import attribute, field, paragraph, run, spaced, twips
from jiheng.writers.docx.styles import NAMESPACE, layout
from jiheng.writers.docx.table import table_xml
from jiheng.writers.paper import Block, Contents, Cover, FormTable, Heading, Paper, Text

__all__ = ["body_xml"]

_RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_COVER_TOP = 170  # points above the first line of the cover
_PAGE_BREAK = "<w:pageBreakBefore/>"
_FOOTER_DISTANCE = 36


def body_xml(paper: Paper, flow: Flow, footer: str) -> str:
    """``w:body``; `footer` is the id of the relation to the footer with the page number."""
    parts = [f"<w:body {NAMESPACE} {_RELATIONS}>"]
    for leaf in flow.front:
        parts.extend(_cover(leaf) if isinstance(leaf, Cover) else _contents(leaf, paper, flow))
    if flow.front:
        parts.append(_tiny(_section(PORTRAIT)) if flow.chapters else _section(PORTRAIT))
    rows, tracking, bookmarks = iter(flow.rows), iter(flow.tracking), count(1)
    for index, chapter in enumerate(flow.chapters):
        starts_section = index == 0 or flow.chapters[index - 1].page != chapter.page
        followers = [*chapter.blocks[1:], None]
        for number, (block, follower) in enumerate(zip(chapter.blocks, followers, strict=True)):
            if isinstance(block, Heading):
                breaks = number == 0 and not starts_section
                parts.append(_heading(block, follower, next(bookmarks), breaks=breaks))
            elif isinstance(block, Text):
                parts.append(_text(block, next(tracking)))
            elif isinstance(block, FormTable):
                parts.append(table_xml(block.table, column_widths(block.table.widths, chapter.page), next(rows)))
        parts.append(_chapter_end(flow.chapters, index, footer))
    parts.append("</w:body>")
    return "".join(parts)


def _cover(cover: Cover) -> Iterator[str]:
    above = f'<w:spacing w:before="{twips(_COVER_TOP)}"/>'
    if cover.organization:
        yield paragraph(run(cover.organization), "Subtitle", above)
        above = ""
    for line in cover.lines:
        yield paragraph(run(line), "Title", above)
        above = ""


def _contents(contents: Contents, paper: Paper, flow: Flow) -> Iterator[str]:
    """A field that Word can bring up to date; what it shows already is what Word would find."""
    yield paragraph(run(contents.title), "TOCHeading", _PAGE_BREAK if flow.front[0] is not contents else "")
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    headings = list(paper.headings)
    for heading in headings:
        target = _bookmark(heading)
        number = field(f"PAGEREF {target} \\h", str(flow.numbers[heading.key]))
        link = f'<w:hyperlink w:anchor="{target}" w:history="1">{run(heading.text)}<w:r><w:tab/></w:r>{number}</w:hyperlink>'
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if heading is headings[-1] else ""
        yield paragraph(begin + link + end, f"TOC{heading.level}")
        begin = ""


def _bookmark(heading: Heading) -> str:
    return heading.key.replace("-", "_")


def _heading(heading: Heading, follower: Block | None, number: int, *, breaks: bool) -> str:
    style = heading_style(heading, follower)
    properties = _PAGE_BREAK if breaks else ""
    if style is TABLE_HEADING:
        properties += layout(style)
    name = attribute(_bookmark(heading))
    return paragraph(
        f'<w:bookmarkStart w:id="{number}" w:name={name}/>{run(heading.text)}<w:bookmarkEnd w:id="{number}"/>',
        f"Heading{heading.level}",
        properties,
    )


def _text(text: Text, tracking: float) -> str:
    looks = spaced(tracking)
    keep = "<w:keepNext/>" if is_caption(text) else ""
    return paragraph(run(text.lead, f"<w:b/>{looks}") + run(text.text, looks), "BodyText", keep)


def _chapter_end(chapters: Sequence[Chapter], index: int, footer: str) -> str:
    """What stands behind a chapter: the end of its section, where the next one is printed on other paper."""
    chapter = chapters[index]
    is_first = all(one.page == two.page for one, two in pairwise(chapters[: index + 1]))
    section = _section(chapter.page, footer, starts=is_first)
    if index + 1 == len(chapters):
        return _tiny() + section
    return "" if chapters[index + 1].page == chapter.page else _tiny(section)


def _tiny(section: str = "") -> str:
    """A paragraph that takes no room to speak of: Word wants one behind a table, and to end a section."""
    return paragraph("", "", f'<w:spacing w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>{section}')


def _section(page: PageSize, footer: str = "", *, starts: bool = False) -> str:
    reference = f'<w:footerReference w:type="default" r:id="{footer}"/>' if footer else ""
    start = '<w:pgNumType w:start="1"/>' if starts else ""
    across = ' w:orient="landscape"' if page.is_landscape else ""
    return (
        f'<w:sectPr>{reference}<w:type w:val="nextPage"/><w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{across}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.side)}" w:bottom="{twips(page.bottom)}"'
        f' w:left="{twips(page.side)}" w:header="{twips(_FOOTER_DISTANCE)}" w:footer="{twips(_FOOTER_DISTANCE)}"'
        f' w:gutter="0"/>{start}</w:sectPr>'
    )
