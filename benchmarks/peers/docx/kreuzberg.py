"""kreuzberg: its plain text extraction with default settings; the cache is off, for we ask the same bytes again and again."""

from kreuzberg import ExtractionConfig, ExtractionResult, extract_bytes_sync

PACKAGE = "kreuzberg"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CONFIG = ExtractionConfig(use_cache=False)


def run(data: bytes) -> ExtractionResult:
    """The extracted text, with its tables."""
    return extract_bytes_sync(data, _WORD, _CONFIG)


def text(result: ExtractionResult) -> str:
    """The text."""
    return result.content
