"""easyofd: `read`, its parser; it knows no tables, so each of its texts counts as a cell.

It needs PyMuPDF, which is under the AGPL: it lives in this benchmark's own environment alone.
"""

import base64
import contextlib
import io

from easyofd.ofd import OFD
from loguru import logger

PACKAGE = "easyofd"
logger.remove()


def prepare(data: bytes) -> str:
    """It takes the file as base64."""
    return base64.b64encode(data).decode()


def run(encoded: str) -> list[str]:
    """The texts of all pages."""
    file = OFD()
    with contextlib.redirect_stdout(io.StringIO()):
        file.read(encoded, save_xml=False)
    pages = [page for document in file.data for page in document["page_info"].values()]
    return [item["text"] for page in pages for item in page["text_list"]]


def text(texts: list[str]) -> str:
    """One below the other."""
    return "\n".join(texts)


def cells(texts: list[str]) -> list[str]:
    """What may be a cell."""
    return texts
