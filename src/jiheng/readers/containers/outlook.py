"""Mails that Outlook saved (.msg): streams of an OLE container, with the mails in them in folders of their own."""

from __future__ import annotations

from jiheng.errors import UnreadableSourceError
from jiheng.readers.containers.entries import Entry, Keys, decoded
from jiheng.readers.containers.mail import BODY, Found, entries_of, has_table
from jiheng.readers.isolated import run_isolated
from jiheng.readers.limits import Limits
from jiheng.readers.ole import Container

__all__ = ["open_outlook"]

_ATTACHMENT = "__attach_version1.0_#"
_DATA, _EMBEDDED = "__substg1.0_37010102", "__substg1.0_3701000D"
_NAMES = ("3707", "3704", "3001")
_CONTENT_ID = "3712"
_SUBJECT, _HTML, _HTML_TEXT = "0037", "__substg1.0_10130102", "__substg1.0_1013001F"
_DEEPEST = 3
_TNEF = "winmail.dat"
_SECONDS = 5, 2


def open_outlook(data: bytes, keys: Keys) -> list[Entry]:
    """Its attachments, those of attached mails under the name of the mail, and its text where it holds a table.

    Raises:
        UnreadableSourceError: the container is broken, or mails lie too deep in one another.
    """
    return entries_of(run_isolated(_attachments, data, keys.limits.for_size(len(data), *_SECONDS)), keys)


def _attachments(data: bytes, limits: Limits) -> list[Found]:
    with Container(data) as container:
        letter = _Letter(container, limits)
        letter.gather((), "")
    return letter.found


class _Letter:
    """A mail with the mails in it. `found` holds what it contains."""

    def __init__(self, container: Container, limits: Limits) -> None:
        self._container, self._limits = container, limits
        self.found: list[Found] = []

    def gather(self, folder: tuple[str, ...], prefix: str) -> None:
        """Add what the mail in `folder` holds, under names that begin with `prefix`."""
        if len(self.found) > self._limits.parts:
            raise UnreadableSourceError("too-many-parts", count=len(self.found), limit=self._limits.parts)
        body = _stream(self._container, (*folder, _HTML))
        if body is None and (text := _stream(self._container, (*folder, _HTML_TEXT))) is not None:
            body = b"\xff\xfe" + text
        if body is not None and has_table(body):
            self.found.append((prefix + BODY, body))
        for name in self._container.children(folder):
            if name.startswith(_ATTACHMENT):
                self._attachment((*folder, name), prefix, body or b"")

    def _attachment(self, folder: tuple[str, ...], prefix: str, body: bytes) -> None:
        title = _title(self._container, folder) or folder[-1]
        content = _stream(self._container, (*folder, _DATA))
        inner = (*folder, _EMBEDDED)
        if title.lower() == _TNEF:
            self.found.append((prefix + title, "tnef"))
        elif content is not None:
            if not _is_shown_inside(self._container, folder, body):
                self.found.append((prefix + title, content))
        elif self._container.children(inner):
            title = _title(self._container, folder) or _text(self._container, inner, _SUBJECT) or folder[-1]
            if len(inner) > 2 * _DEEPEST:
                self.found.append((f"{prefix}{title}.msg", "too-deep-mail"))
            else:
                self.gather(inner, f"{prefix}{title}.msg/")


def _is_shown_inside(container: Container, attachment: tuple[str, ...], body: bytes) -> bool:
    """Whether it is a picture of the text: the sign of an office under its mails is nothing to read."""
    name = _text(container, attachment, _CONTENT_ID).encode("ascii", "replace")
    return bool(name) and b"cid:" + name in body


def _title(container: Container, folder: tuple[str, ...]) -> str:
    return next((text for code in _NAMES if (text := _text(container, folder, code))), "")


def _text(container: Container, folder: tuple[str, ...], code: str) -> str:
    """A property that is a text, on one line and without slashes; empty where there is none."""
    wide = _stream(container, (*folder, f"__substg1.0_{code}001F"))
    if wide is not None:
        text = wide.decode("utf-16-le", "replace")
    else:
        narrow = _stream(container, (*folder, f"__substg1.0_{code}001E")) or b""
        text = decoded(narrow)
    text = text.rstrip("\0")
    return "".join(sign if sign.isprintable() and sign not in "/\\" else "_" for sign in text).strip()


def _stream(container: Container, path: tuple[str, ...]) -> bytes | None:
    return container.stream("/".join(path))
