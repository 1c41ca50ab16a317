"""Reading whatever the site answers as the program does that will open it, and seeing that nothing hostile came to life."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from email.message import Message
from typing import Any

from django.http.response import HttpResponseBase
from lxml import etree, html
from tests.web.hostile.texts import MARK

__all__ = ["content_of", "markup_problems", "problems_of"]

_XML = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
_HTML = html.HTMLParser(encoding="utf-8", huge_tree=True)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_OURS = ("/", "?", "#", "http://testserver/", "http://localhost:", "mailto:", "data:image/png;base64,")
_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href", "hx-get", "hx-post"}
_UNSAFE_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]|^\.|\.\.')
_ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|SubmitForm|EmbeddedFile|OpenAction|AA)\b")


def content_of(response: HttpResponseBase) -> bytes:
    """All of an answer, streamed or not."""
    if response.streaming:
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return bytes(response.content)  # type: ignore[attr-defined]


def problems_of(response: HttpResponseBase) -> Iterator[str]:
    """What is wrong with an answer, by what it says it is."""
    if response.status_code >= 500:
        yield f"status {response.status_code}"
    yield from _headers(response)
    content = content_of(response)
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if content and response.status_code not in {204, 304}:
        yield from _READERS[kind](content, response)


def _headers(response: HttpResponseBase) -> Iterator[str]:
    for name, value in response.headers.items():
        if MARK in value and name not in {"Content-Disposition", "Location"}:
            yield f"header {name}: {value!r}"
    place = response.headers.get("Location", "/")
    if not place.startswith("/") or place.startswith(("//", "/\\")):
        yield f"leads to {place!r}"
    if "a=b" in str(response.cookies):
        yield "a cookie was set"
    if disposition := response.headers.get("Content-Disposition"):
        message = Message()
        message["Content-Disposition"] = disposition
        name = message.get_filename() or ""
        if not name or _UNSAFE_NAME.search(name) or len(name.encode()) > 255:
            yield f"file name {name!r}"


def _page(content: bytes, response: HttpResponseBase) -> Iterator[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "script-src 'self' 'unsafe" in policy:
        yield f"policy {policy!r}"
    yield from markup_problems(content)


def markup_problems(content: bytes) -> Iterator[str]:
    """What came to life in a page, or in the part of one; where there is nothing to show that is blank."""
    if not content.strip():
        return
    root = html.document_fromstring(content, parser=_HTML)
    for element in root.iter(etree.Element):
        yield from _element(element)
    for comment in root.iter(etree.Comment):
        if MARK in (comment.text or ""):
            yield f"comment {comment.text!r}"


def _element(element: Any) -> Iterator[str]:
    tag = str(element.tag)
    if MARK in tag or tag in {"object", "embed", "applet", "base", "math", "foreignobject", "frameset"}:
        yield f"element {tag}"
    if tag == "script":
        yield from _script(element)
    if tag == "style" and MARK in (element.text or ""):
        yield "style with a hostile text"
    for name, value in ((name.lower(), value) for name, value in element.attrib.items()):
        if MARK in name or name.startswith("on") or (name == "autofocus" and tag not in {"input", "textarea"}):
            yield f"attribute {name}={value[:80]!r} of {tag}"
        if name in _ADDRESSES and value and not value.startswith(_OURS):
            yield f"address {name}={value[:80]!r} of {tag}"
        if name in {"style", "class", "id", "name", "type", "for"} and MARK in value:
            yield f"{name}={value[:80]!r} of {tag}"


def _script(element: Any) -> Iterator[str]:
    if element.get("type") == "application/json":
        json.loads(element.text, parse_constant=_no_constant)
    elif not (element.get("src") or "").startswith("/static/") or (element.text or "").strip():
        yield f"script {etree.tostring(element)[:80]!r}"


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _json(content: bytes, _response: HttpResponseBase | None = None) -> Iterator[str]:
    json.loads(content, parse_constant=_no_constant)
    if re.search(rb"\\ud[89ab]..(?!\\ud[c-f])|(?<!\\ud[89ab]..)\\ud[c-f]", content, re.IGNORECASE):
        yield "half a character"


def _lines(content: bytes, _response: HttpResponseBase) -> Iterator[str]:
    for line in content.decode().split("\n"):
        if line:
            yield from _json(line.encode())


def _table(content: bytes, _response: HttpResponseBase) -> Iterator[str]:
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        yield f"rows of {widths} cells"
    for cell in (cell for row in rows for cell in row):
        yield from _cell(cell)
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
        yield "control characters"


def _cell(cell: str) -> Iterator[str]:
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        yield f"cell {cell[:60]!r}"


def _feed(content: bytes, _response: HttpResponseBase) -> Iterator[str]:
    root = etree.fromstring(content, parser=_XML)
    for element in root.iter(etree.Element):
        if MARK in element.tag or any(MARK in name for name in element.attrib):
            yield f"element {element.tag}"
        if MARK in element.tag or (element.tag.endswith("link") and MARK in str(element.attrib)):
            yield f"link {element.attrib}"


def _parts(content: bytes) -> Iterator[tuple[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            assert not name.startswith("/"), name
            assert ".." not in name, name
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(package.read(name), parser=_XML)


def _word(content: bytes, _response: HttpResponseBase) -> Iterator[str]:
    for name, root in _parts(content):
        for element in root.iter(etree.Element):
            tag = etree.QName(element).localname
            if tag in {"instrText", "fldSimple", "object", "altChunk", "control"} and MARK in "".join(
                element.itertext()
            ):
                yield f"{name}: {tag}"
        yield from _relations(name, root)


def _relations(name: str, root: Any) -> Iterator[str]:
    if name.endswith(".rels"):
        for relation in root:
            if relation.get("TargetMode") == "External" or MARK in (relation.get("Target") or ""):
                yield f"{name} leads to {relation.get('Target')}"


def _workbook(content: bytes, _response: HttpResponseBase) -> Iterator[str]:
    from openpyxl import load_workbook

    for name, root in _parts(content):
        yield from _relations(name, root)
        for formula in root.iter("{*}f"):
            if MARK in (formula.text or ""):
                yield f"{name}: formula {formula.text}"
    for sheet in load_workbook(io.BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and MARK in cell.value and cell.data_type not in {"s", "inlineStr"}:
                yield f"{cell.coordinate} is {cell.data_type}: {cell.value[:60]!r}"
            is_ours = cell.data_type == "f" and MARK not in str(cell.value)
            if isinstance(cell.value, str) and _FORMULA.match(cell.value) and not (cell.quotePrefix or is_ours):
                yield f"{cell.coordinate} becomes a formula when it is edited: {cell.value[:60]!r}"


def _pdf(content: bytes, _response: HttpResponseBase) -> Iterator[str]:
    import pypdfium2

    if found := _ACTIVE_PDF.search(content):
        yield f"PDF with {found[0]!r}"
    with pypdfium2.PdfDocument(content) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    if "root:" in text:
        yield "a file of the server"


def _nothing(_content: bytes, _response: HttpResponseBase) -> Iterator[str]:
    yield from ()


_OFFICE = "application/vnd.openxmlformats-officedocument."
_READERS = {
    "text/html": _page,
    "application/json": _json,
    "application/problem+json": _json,
    "application/jsonl": _lines,
    "text/csv": _table,
    "application/xml": _feed,
    "application/atom+xml": _feed,
    "application/pdf": _pdf,
    "application/octet-stream": _nothing,
    "image/png": _nothing,
    "text/plain": _nothing,
    f"{_OFFICE}wordprocessingml.document": _word,
    f"{_OFFICE}spreadsheetml.sheet": _workbook,
}
"""By content type; an answer of any other kind is an error of the test, so that a new kind gets its own reader."""
