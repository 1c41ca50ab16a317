"""The public face: `read` a file, `check` what was read, `fix` what can be mended mechanically."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jiheng.domain.finding import Finding
from jiheng.domain.goals import Document, Source
from jiheng.domain.grid import Reading
from jiheng.domain.note import Note
from jiheng.errors import UnreadableSourceError, UsageError, os_reason
from jiheng.forms import load_forms
from jiheng.interchange import is_document_json, read_json
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes, replace_cells
from jiheng.readers.containers import Member, members
from jiheng.readers.limits import MEGABYTE
from jiheng.readers.locked import unlock
from jiheng.recognise import recognise

if TYPE_CHECKING:
    from jiheng.config import Config

__all__ = ["SUFFIXES", "Member", "check", "contents", "fix", "form_ids", "read", "understand"]

SUFFIXES = frozenset({
    ".doc", ".docx", ".et", ".fods", ".fodt", ".htm", ".html", ".mht", ".mhtml", ".ods", ".odt", ".ofd", ".ott", ".pdf",
    ".rtf", ".tif", ".tiff", ".txt", ".wps", ".xls", ".xlsx",
})  # fmt: skip
"""What a folder is searched for: no pictures but those that scanners make. A file that is named is read whatever its suffix."""


# Notes on text that was there and could not be read, or was not meant to be.
_HIDING = frozenset({
    "attachments", "blank-table", "damaged-pages", "deleted-text", "encoding-damaged", "encoding-garbled",
    "formula-without-value", "hidden-text", "overlaid-text", "read-by-eye", "scanned-pages",
})  # fmt: skip


def form_ids() -> list[str]:
    """The ids of the forms that can be recognised."""
    return sorted(load_forms())


def read(
    source: str | Path | bytes,
    *,
    form: str | None = None,
    name: str | None = None,
    passwords: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a published goal document, or the JSON of one.

    Args:
        source: a path, or the content of a file.
        form: the id of the only form to look for; else every known one.
        name: the path to report when `source` is content.
        passwords: to try, in this order, where an office file is locked.
        limits: how much is read before a file is refused.

    Raises:
        UnreadableSourceError: the file gives no document (missing, damaged, too large, encrypted, no goal table …).
        UsageError: there is no form of that id.
    """
    forms = load_forms()
    if form is not None:
        if form not in forms:
            raise UsageError("unknown-form", form=form, known="、".join(form_ids()))
        forms = {form: forms[form]}
    data = source if isinstance(source, bytes) else load(Path(source), limits)
    path = name or ("-" if isinstance(source, bytes) else str(source))
    if is_document_json(data):
        document = read_json(data, path, limits, forms)
    else:
        reading = _read(data, passwords, limits)
        document = recognise(reading, Source(path, hashlib.sha256(data).hexdigest(), reading.format), forms)
    return _with_tables(document)


def understand(reading: Reading, source: Source) -> Document:
    """The document in what a reader made of a file, for whoever reads in steps.

    Raises:
        UnreadableSourceError: no goal table is in it.
    """
    return _with_tables(recognise(reading, source, load_forms()))


def _with_tables(document: Document) -> Document:
    if not (document.sheets or document.results):
        raise UnreadableSourceError("no-goal-table", notes=_reasons(document))
    return document


def _read(data: bytes, passwords: Iterable[str], limits: Limits) -> Reading:
    try:
        return read_bytes(data, limits)
    except UnreadableSourceError as error:
        if error.code != "encrypted":
            raise
    return read_bytes(unlock(data, passwords, limits), limits)


def contents(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    passwords: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Member]:
    """What can be read one by one in a file: of an archive or a mail what is in it, of any other file itself.

    Args:
        source: a path, or the content of a file.
        name: what the file is called when `source` is content.
        passwords: to try, in this order, where something is locked.
        limits: how much is looked into before a file is refused.

    Raises:
        UnreadableSourceError: the file cannot be opened, or holds too much; of a file inside, its `Member` tells.
    """
    load_it = (lambda: source) if isinstance(source, bytes) else partial(load, Path(source), limits)
    called = name or ("" if isinstance(source, bytes) else Path(source).name)
    yield from members(load_it, name=called, passwords=passwords, limits=limits)


def _reasons(document: Document) -> tuple[Note, ...]:
    """What was noted that may be why nothing was found in a document, each kind once."""
    return tuple({note.code: note for note in reversed(document.notes) if note.code in _HIDING}.values())[::-1]


def load(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The content of a file, if it is not too large.

    Raises:
        UnreadableSourceError: it is missing, cannot be opened, or is larger than `limits` allow.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # to open a pipe waits for ever, a device may never end
            raise UnreadableSourceError("directory" if stat.S_ISDIR(status.st_mode) else "no-file")
        size = status.st_size
        if size > limits.file_size:
            raise UnreadableSourceError("too-large", size=size // MEGABYTE, limit=limits.file_size // MEGABYTE)
        with path.open("rb") as stream:
            return stream.read(limits.file_size + 1)
    except FileNotFoundError:
        raise UnreadableSourceError("not-found") from None
    except (OSError, ValueError) as error:
        raise UnreadableSourceError(
            "not-readable", reason=os_reason(error) if isinstance(error, OSError) else error
        ) from error


def check(document: Document, config: Config | None = None) -> tuple[Finding, ...]:
    """What is wrong with `document`, in the order of its tables; waived findings carry their reason.

    Args:
        document: what `read` returned.
        config: which rules with which severities; all of them, as in the catalogue, if None.
    """
    from jiheng.config import Config, active_rules, apply  # noqa: PLC0415 - reading alone needs no rules
    from jiheng.rules.run import run_rules  # noqa: PLC0415

    config = config or Config()
    return apply(config, run_rules(document, active_rules(config)), document)


def fix(data: bytes, document: Document, findings: Iterable[Finding]) -> tuple[bytes, tuple[Finding, ...]]:
    """Mend what carries a mechanical fix.

    Args:
        data: the content of the file that `document` was read from; it is not changed.
        document: what was read from it.
        findings: of which those that carry a fix and are not waived are applied.

    Returns:
        The content of the corrected file, and the findings that were mended.
    """
    wanted = [
        (finding, (finding.place, finding.fix.before, finding.fix.after))
        for finding in findings
        if finding.fix and finding.place and not finding.waived
    ]
    fixed, done = replace_cells(data, document.source.format, [change for _, change in wanted])
    return fixed, tuple(finding for finding, change in wanted if change in done)
