"""docling: its document converter, allowed the Word format only, made once."""

import io

from docling.datamodel.base_models import DocumentStream, InputFormat
from docling.document_converter import DocumentConverter
from docling_core.types.doc.document import DoclingDocument

PACKAGE = "docling-slim"
_CONVERTER = DocumentConverter(allowed_formats=[InputFormat.DOCX])


def run(data: bytes) -> DoclingDocument:
    """The converted document."""
    return _CONVERTER.convert(DocumentStream(name="x.docx", stream=io.BytesIO(data))).document


def text(document: DoclingDocument) -> str:
    """What stands in its table cells."""
    return "\n".join(cell.text for table in document.tables for cell in table.data.table_cells)
