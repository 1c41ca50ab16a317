"""JSON files of documents: bytes of ours, and bytes from anywhere."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Container
from typing import Any, NoReturn

from jiheng.domain.goals import Document, Source
from jiheng.errors import UnreadableSourceError
from jiheng.i18n import _
from jiheng.interchange.checked import Checked
from jiheng.interchange.read_documents import document_from_json
from jiheng.interchange.shapes import ReadOutput
from jiheng.interchange.write_documents import document_json
from jiheng.readers import Limits
from jiheng.readers.limits import MEGABYTE

__all__ = ["is_document_json", "read_json", "write_json"]

_KEY = "documents"
_HEAD = 1024
_OBJECT = re.compile(r'\ufeff?\s*\{\s*"')


def write_json(document: Document) -> bytes:
    """The file that `jiheng read --format json` makes of `document`; the same document gives the same bytes."""
    output: ReadOutput = {"documents": [document_json(document)], "errors": []}
    # Half a surrogate pair, which no encoding takes, is written as JSON's own escape.
    return (json.dumps(output, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def is_document_json(data: bytes) -> bool:
    """Whether `data` is, whatever else is wrong with it, a JSON object with documents."""
    codec = json.detect_encoding(data)
    return bool(_OBJECT.match(data[:_HEAD].decode(codec, "ignore"))) and f'"{_KEY}"' in data.decode(codec, "ignore")


def read_json(data: bytes, path: str, limits: Limits, forms: Container[str]) -> Document:
    """The document of a JSON file; its source is that file, not the one that the JSON was once made of.

    Args:
        data: the content of the file.
        path: how the file is called.
        limits: how much is read before a file is refused.
        forms: ids of the forms whose tables are wanted.

    Raises:
        UnreadableSourceError: too large, no whole JSON, not one document, or a value that cannot be one.
    """
    documents = Checked(_parsed(data, limits)).get(_KEY).items()
    if len(documents) != 1:
        raise UnreadableSourceError("json-documents", count=len(documents))
    return document_from_json(documents[0], Source(path, hashlib.sha256(data).hexdigest(), "json"), forms)


def _parsed(data: bytes, limits: Limits) -> Any:
    if len(data) > limits.text_size:
        raise UnreadableSourceError("too-large", size=len(data) // MEGABYTE, limit=limits.text_size // MEGABYTE)
    # There is no value without one of these before it: counted before millions of empty lists are made.
    if sum(map(data.count, (b",", b"[", b"{"))) > limits.cells:
        raise UnreadableSourceError("json-values", limit=limits.cells)
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UnreadableSourceError("json-encoding") from error
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise UnreadableSourceError("too-deep", limit=sys.getrecursionlimit()) from None
    except json.JSONDecodeError as error:
        raise UnreadableSourceError(
            "damaged-json", where=_("第 {line} 行第 {column} 列").format(line=error.lineno, column=error.colno)
        ) from error
    except ValueError as error:  # NaN, or thousands of digits
        raise UnreadableSourceError("damaged-json", where=_("不是数的数")) from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity, which Python takes, are no JSON
