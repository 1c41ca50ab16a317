"""markitdown: the document as Markdown; without plug-ins, as it comes."""

import io

from markitdown import DocumentConverterResult, MarkItDown

PACKAGE = "markitdown"
_CONVERTER = MarkItDown(enable_plugins=False)


def run(data: bytes) -> DocumentConverterResult:
    """The conversion's result."""
    return _CONVERTER.convert_stream(io.BytesIO(data), file_extension=".docx")


def text(result: DocumentConverterResult) -> str:
    """The Markdown, without the backslashes that keep signs from being markup."""
    return result.text_content.replace("\\", "")
