"""Documents as JSON and back: what `jiheng read` prints can be read again, by us and by other programs."""

from jiheng.interchange.files import is_document_json, read_json, write_json
from jiheng.interchange.read_documents import document_from_json
from jiheng.interchange.write_documents import document_json, note_json, place_json

__all__ = [
    "document_from_json",
    "document_json",
    "is_document_json",
    "note_json",
    "place_json",
    "read_json",
    "write_json",
]
