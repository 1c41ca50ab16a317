"""The whole package of a Word document."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from jiheng.writers.archive import EPOCH, repack
from jiheng.writers.docx.body import body_xml
from jiheng.writers.docx.flow import lay_out
from jiheng.writers.docx.markup import field, paragraph, plain, run
from jiheng.writers.docx.styles import NAMESPACE, font_table, settings, style_sheet
from jiheng.writers.paper import Paper

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml import etree

__all__ = ["write_docx"]

_KEPT = ("/officeDocument", "/metadata/core-properties", "/styles", "/settings", "/fontTable")
_TITLE_LENGTH = 255  # the most that a property holds


def write_docx(paper: Paper) -> bytes:
    """The Word document that prints `paper`; the same paper gives the same bytes."""
    document = Document(io.BytesIO(_blank()))
    document.core_properties.title = plain(paper.title)[:_TITLE_LENGTH]
    relations = document.part.rels.items()
    footer = next(key for key, relation in relations if relation.reltype == RELATIONSHIP_TYPE.FOOTER)
    document.element.replace(document.element.body, parse_xml(body_xml(paper, lay_out(paper), footer)))
    return repack(_saved(document))


@cache
def _blank() -> bytes:
    """A document without text: style sheet, fonts, settings, the footer with the page number."""
    document = Document()
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if not relation.reltype.endswith(_KEPT):
                del owner.rels[key]
            elif relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
                relation.target_part._blob = font_table().encode()  # noqa: SLF001 - python-docx has no name for it
    _become(document.styles.element, style_sheet())
    _become(document.settings.element, settings())
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    number = run("– ") + field("PAGE", "1") + run(" –")
    _become(footer._element, f"<w:ftr {NAMESPACE}>{paragraph(number, 'Footer')}</w:ftr>")  # noqa: SLF001 - as above
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = EPOCH
    return _saved(document)


def _become(element: etree._Element, xml: str) -> None:
    """Give `element` the content of the element that `xml` is."""
    for child in list(element):
        element.remove(child)
    element.extend(parse_xml(xml))


def _saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
