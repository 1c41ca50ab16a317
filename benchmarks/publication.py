"""What the publishing benchmark publishes: a unit's yearly document with 60 goal tables, the same every time.

It is the document of `document.py` over and over. Ours get it as a document; the other tools, which know no documents, get
the paper that is to be printed, laid out already: a list of blocks, and of tables rows of cells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import document
from jiheng import engine
from jiheng.domain.goals import Document, GoalSheet, Indicator
from jiheng.domain.grid import Grid
from jiheng.forms import load_forms
from jiheng.interchange import write_json
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.writers.compose import compose
from jiheng.writers.form_table import PrintedCell, PrintedTable
from jiheng.writers.paper import Block, Contents, Cover, FormTable, Heading

__all__ = ["TABLES", "build", "share"]

TABLES = 60
_SERIAL = re.compile(r"第\d{4}批")  # each call gets a number of its own, as no two documents are the same in real life
_BLANK_SERIAL = "第0000批"


def build(formats: Sequence[str]) -> bytes:
    """The input of every tool: JSON with the document, its paper, and the formats that ours are to write."""
    what = _document()
    blocks = [_block(block) for block in compose(what, load_forms()).blocks]
    return json.dumps(
        {"formats": formats, "document": json.loads(write_json(what)), "paper": blocks}, ensure_ascii=False
    ).encode()


def share(product: bytes, suffix: str) -> tuple[int, int]:
    """How many cells of the paper's tables stand in a published file, as our reader of that format finds them."""
    reading = read_bytes(product, DEFAULT_LIMITS)
    have = {
        _squeezed(cell.text)
        for block in reading.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
    }
    paper = compose(_document(), load_forms())
    texts = [cell.text for block in paper.tables for row in block.table.rows for cell in row.cells]
    wanted = [text for text in map(_squeezed, texts) if text]
    return sum(text in have or (suffix == "xlsx" and _number(text) in have) for text in wanted), len(wanted)


def _document() -> Document:
    read = engine.read(document.build(), name="made-up.docx")
    rounds = -(-TABLES // len(read.sheets))
    sheets = [_renamed(sheet, time) for time in range(1, rounds + 1) for sheet in read.sheets]
    return replace(read, sheets=tuple(replace(sheet, number=n) for n, sheet in enumerate(sheets[:TABLES], 1)))


def _renamed(sheet: GoalSheet, time: int) -> GoalSheet:
    """The table of a project that is told from others of its kind, wherever it is named."""
    old, new = sheet.name or "", f"{sheet.name}{time}期{_BLANK_SERIAL}"
    rows = tuple(_renamed_row(row, old, new) for row in sheet.indicators)
    goals = tuple(goal.replace(old, new) for goal in sheet.goals)
    purpose = (sheet.purpose or "").replace(old, new)
    title = (sheet.title or "").replace(old, new) or None
    return replace(sheet, name=new, title=title, purpose=purpose, goals=goals, indicators=rows)


def _renamed_row(row: Indicator, old: str, new: str) -> Indicator:
    description = (row.description or "").replace(old, new)
    return replace(row, name=(row.name or "").replace(old, new), description=description)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Cover():
            return {"kind": "cover", "lines": [line for line in (block.organization, *block.lines) if line]}
        case Contents():
            return {"kind": "contents", "title": block.title}
        case Heading():
            return {"kind": "heading", **block._asdict()}
        case FormTable():
            return {"kind": "table", **_table(block.table)}
        case _:
            return {"kind": "text", **block._asdict()}


def _table(table: PrintedTable) -> dict[str, Any]:
    rows = []
    for row in table.rows:
        cells = [_cell(cell) for cell in row.cells]
        rows.append({"kind": row.kind.value, "cells": cells})
    return {"widths": table.widths, "opening": table.opening, "rows": rows}


def _cell(cell: PrintedCell) -> dict[str, Any]:
    return {
        "column": cell.column,
        "width": cell.width,
        "height": cell.height,
        "kind": cell.kind.value,
        "text": cell.text,
        "number": "" if cell.number is None else str(cell.number),
    }


def _squeezed(text: str) -> str:
    return _SERIAL.sub("", "".join(text.split()))


def _number(text: str) -> str:
    """A number without the zeros behind it, as a spreadsheet gives it back."""
    return text.rstrip("0").rstrip(".") if "." in text else text
