"""From a workbook to bytes that are the same whenever and wherever it is made."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from jiheng.writers.archive import EPOCH, repack
from jiheng.writers.xlsx.values import clean

__all__ = ["new_workbook", "saved"]

_PRODUCER = "Jiheng"


def new_workbook(title: str) -> Workbook:
    """A workbook without sheets."""
    workbook = Workbook()
    for sheet in workbook.worksheets:
        workbook.remove(sheet)
    properties = workbook.properties
    properties.title = clean(title)
    properties.creator = properties.lastModifiedBy = _PRODUCER
    properties.created = properties.modified = EPOCH
    properties.language = "zh-CN"
    return workbook


def saved(workbook: Workbook) -> bytes:
    """The file."""
    stream = io.BytesIO()
    # Workbook.save would put the time of day into the properties.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(workbook, archive).save()
    return repack(stream.getvalue())
