"""Files on their way: read at once where that is quick; scans, and the rest of a large archive, beside the site.

Reading that was cut off begins anew: what was read is written together with the state.
"""

from __future__ import annotations

import logging
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from jiheng.errors import JihengError
from jiheng.web.goals.models import Upload, UploadState
from jiheng.web.goals.reading import read_file, read_scan

__all__ = ["fail", "read_later", "read_now"]

_WRITTEN = ("state", "problem", "data", "pages", "tables", "document", "original")
_log = logging.getLogger(__name__)


class _ThrownAwayError(Exception):
    """Nobody waits for it any more."""


def read_now(upload: Upload) -> None:
    """Read a file that is not stored yet; a scan is left for `read_later`, which is to be asked then."""
    try:
        _take(upload, read_file(bytes(upload.data), upload.name))
    except JihengError as error:
        fail(upload, error)


def fail(upload: Upload, problem: object) -> None:
    """The file gives nothing, and is not kept."""
    upload.state, upload.problem, upload.data = UploadState.FAILED, str(problem), b""


@task()
def read_later(pk: int) -> None:
    """Read a file that waits, and recognise its pages where it is a scan."""
    upload = Upload.objects.select_related("brought_by").filter(pk=pk, state=UploadState.READING).first()
    if upload is None:
        return  # thrown away meanwhile, or read by an earlier try
    with translation.override(upload.brought_by.language or translation.get_language()):
        try:
            if not upload.original:
                read_now(upload)
            if upload.state == UploadState.READING:
                _recognise(upload)
        except _ThrownAwayError:
            return
        except Exception as error:
            _log.exception("the file %s was not read", pk)
            fail(upload, _("读取时出错，没有读出。请重试，仍不行请联系管理员"))
            _write(upload)
            raise error from None
        _write(upload)


def _recognise(upload: Upload) -> None:
    def tell(done: int, pages: int) -> None:
        if not Upload.objects.filter(pk=upload.pk).update(pages_done=done, pages=pages):
            raise _ThrownAwayError

    known = int((upload.original or {}).get("pages", 0))
    try:
        _take(upload, read_scan(bytes(upload.data), upload.name, known, tell))
    except JihengError as error:
        fail(upload, error)


def _take(upload: Upload, made: dict[str, Any]) -> None:
    upload.document, upload.original = made["document"], made["original"]
    if upload.document is None:
        upload.state, upload.pages = UploadState.READING, int(made["original"]["pages"])
    else:
        upload.state, upload.tables = UploadState.READ, len(upload.document.get("projects") or ())


def _write(upload: Upload) -> None:
    values = {name: getattr(upload, name) for name in _WRITTEN}
    Upload.objects.filter(pk=upload.pk, state=UploadState.READING).update(**values)
