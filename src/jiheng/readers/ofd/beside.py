"""What belongs to a document and not to its text: annotations with their stamps and watermarks, attachments.

Whoever puts a stamp or a remark on a page does not change what the page says; so such texts are told in notes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError
from jiheng.readers.ofd.container import child, children, kind, text_of
from jiheng.readers.ofd.document import Document

__all__ = ["beside_notes"]

_EXCERPT = 60
_MOST = 20


def beside_notes(document: Document) -> Iterator[Note]:
    """Texts of annotations, each once, and the names of the attachments."""
    for text in list(dict.fromkeys(_annotations(document)))[:_MOST]:
        yield Note("overlaid-text", {"text": text[:_EXCERPT]})
    names = list(dict.fromkeys(_attachments(document)))
    if names:
        shown = "、".join(name[:_EXCERPT] for name in names[:_MOST])
        yield Note("attachments", {"count": len(names), "names": shown})


def _annotations(document: Document) -> Iterator[str]:
    container = document.container
    path = container.find(text_of(child(document.root, "Annotations")), document.folder)
    if path is None:
        return
    try:
        listed = container.parse(path)
    except UnreadableSourceError:
        return
    for page in children(listed, "Page"):
        part = container.find(text_of(child(page, "FileLoc")), posixpath.dirname(path))
        if part is None:
            continue
        try:
            annotations = container.parse(part)
        except UnreadableSourceError:
            continue
        for annotation in children(annotations, "Annot"):
            codes = (item.text or "" for item in annotation.iter() if kind(item) == "TextCode")
            text = " ".join("".join(codes).split()) or text_of(child(annotation, "Remark"))
            if text:
                yield text


def _attachments(document: Document) -> Iterator[str]:
    """Those that are shown to whoever opens the file."""
    path = document.container.find(text_of(child(document.root, "Attachments")), document.folder)
    if path is None:
        return
    try:
        listed = document.container.parse(path)
    except UnreadableSourceError:
        return
    for attachment in children(listed, "Attachment"):
        if attachment.get("Visible", "true").lower() != "false":
            yield attachment.get("Name") or posixpath.basename(text_of(child(attachment, "FileLoc"))) or "?"
